"use server";

import { currentSession } from "@/lib/session";
import { archiveWidgetRecord, createWidgetRecord } from "@/lib/widgets/queries";
import { widgetInput } from "@/lib/widgets/schema";
import { revalidatePath } from "next/cache";

type State = { error: string | null };

export async function createWidget(_previous: State, form: FormData): Promise<State> {
  const session = await currentSession();
  if (!session) return { error: "Sign in first" };
  const parsed = widgetInput.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { error: parsed.error.issues[0].message };
  await createWidgetRecord(session.workspaceId, parsed.data);
  revalidatePath("/widgets");
  return { error: null };
}

export async function archiveWidget(id: string) {
  const session = await currentSession();
  if (!session) throw new Error("Sign in first");
  await archiveWidgetRecord(session.workspaceId, id);
  revalidatePath("/widgets");
}
