"use server";

import { currentSession } from "@/lib/session";
import { database } from "@bench/core";
import { revalidatePath } from "next/cache";

export async function renameLedger(id: string, name: string) {
  const session = await currentSession();
  if (!session) throw new Error("Sign in first");
  await database.ledger.updateMany({ where: { id, workspaceId: session.workspaceId }, data: { name } });
  revalidatePath("/ledgers");
}

export async function closeLedger(form: FormData) {
  const session = await currentSession();
  if (!session) throw new Error("Sign in first");
  const where = { id: String(form.get("id")), workspaceId: session.workspaceId };
  await database.ledger.updateMany({ where, data: { closedAt: new Date() } });
  revalidatePath("/ledgers");
}
