"use server";

import { store } from "@/lib/store";

const ROLES = ["viewer", "editor"];

export async function invite(email: string, role: string) {
  if (!ROLES.includes(role)) {
    throw new Error("No such role");
  }
  store.subscribers.push(email);
  return { link: `/join?role=${role}&n=${email.length}` };
}

export async function getQuota() {
  return 10 - ROLES.length;
}
