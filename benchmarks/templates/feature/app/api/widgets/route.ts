import { withSession } from "@/lib/session";
import { createWidgetRecord, listWidgets } from "@/lib/widgets/queries";
import { widgetInput } from "@/lib/widgets/schema";
import { NextResponse } from "next/server";

// GET /api/widgets: the widgets of the workspace
export const GET = withSession(async (request, { session }) => {
  const search = new URL(request.url).searchParams.get("search") ?? undefined;
  return NextResponse.json(await listWidgets(session.workspaceId, search));
});

// POST /api/widgets: add a widget
export const POST = withSession(async (request, { session }) => {
  const parsed = widgetInput.safeParse(await request.json());
  if (!parsed.success) {
    return NextResponse.json({ error: parsed.error.flatten() }, { status: 422 });
  }
  const widget = await createWidgetRecord(session.workspaceId, parsed.data);
  return NextResponse.json(widget, { status: 201 });
});
