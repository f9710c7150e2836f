import { withSession } from "@/lib/session";
import { removeWidget, updateWidget } from "@/lib/widgets/queries";
import { widgetChanges } from "@/lib/widgets/schema";
import { NextResponse } from "next/server";

export const PATCH = withSession(async (request, { session, params }) => {
  const changes = widgetChanges.parse(await request.json());
  const widget = await updateWidget(session.workspaceId, params.id, changes);
  if (!widget) return NextResponse.json({ error: "No such widget" }, { status: 404 });
  return NextResponse.json(widget);
});

export const DELETE = withSession(async (_request, { session, params }) => {
  await removeWidget(session.workspaceId, params.id);
  return NextResponse.json({ id: params.id });
});
