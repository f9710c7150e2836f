import { database } from "@bench/core";
import type { Widget, WidgetChanges, WidgetInput } from "./schema";

export async function listWidgets(workspaceId: string, search?: string): Promise<Widget[]> {
  return database.widget.findMany({
    where: { workspaceId, archivedAt: null, ...(search ? { name: { contains: search } } : {}) },
    orderBy: { createdAt: "desc" },
    take: 100,
  });
}

export async function createWidgetRecord(workspaceId: string, input: WidgetInput): Promise<Widget> {
  return database.widget.create({ data: { ...input, workspaceId } });
}

export async function updateWidget(workspaceId: string, id: string, changes: WidgetChanges): Promise<Widget | null> {
  const found = await database.widget.findFirst({ where: { id, workspaceId } });
  return found ? database.widget.update({ where: { id }, data: changes }) : null;
}

export async function archiveWidgetRecord(workspaceId: string, id: string) {
  await database.widget.updateMany({ where: { id, workspaceId }, data: { archivedAt: new Date() } });
}

export async function removeWidget(workspaceId: string, id: string) {
  await database.widget.deleteMany({ where: { id, workspaceId } });
}
