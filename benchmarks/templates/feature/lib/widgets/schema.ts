import { z } from "zod";

export const widgetInput = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(2_000).optional(),
});
export const widgetChanges = widgetInput.partial();

export type WidgetInput = z.infer<typeof widgetInput>;
export type WidgetChanges = z.infer<typeof widgetChanges>;
export type Widget = WidgetInput & { id: string; workspaceId: string; createdAt: Date; archivedAt: Date | null };
