import { withSession } from "@/lib/session";
import { database } from "@bench/core";
import { NextResponse } from "next/server";

export const POST = withSession(async (request, { session }) => {
  const { format } = await request.json();
  const ledgerExport = await database.ledgerExport.create({ data: { format, workspaceId: session.workspaceId } });
  return NextResponse.json(ledgerExport, { status: 201 });
});
