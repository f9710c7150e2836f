"use server";

import { audit } from "@/actions/audit";

export async function saveAddress(state: unknown, data: FormData) {
  await audit("address", String(data.get("street")));
  return { ok: true };
}
