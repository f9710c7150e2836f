"use server";

export async function priceOf(name: string) {
  return name.length * 3;
}
