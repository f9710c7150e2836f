"use server";

export async function audit(what: string, value: string) {
  console.log(what, value);
}
