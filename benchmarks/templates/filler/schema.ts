export const widgetSettings = {
  pageSize: 50,
  columns: ["name", "status", "amount", "createdAt"],
  labels: { draft: "Draft", active: "Active", archived: "Archived" },
  colors: { draft: "bg-gray-100 text-gray-800", active: "bg-green-100 text-green-900", archived: "bg-amber-100" },
  limits: { free: 10, pro: 1_000, enterprise: Number.POSITIVE_INFINITY },
} as const;

export interface WidgetEvent {
  type: "widget.created" | "widget.updated" | "widget.archived";
  id: string;
  at: string;
  actor: { id: string; email: string | null };
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export function describeWidgetEvent(event: WidgetEvent): string {
  switch (event.type) {
    case "widget.created":
      return `${event.actor.email ?? "Somebody"} added a widget`;
    case "widget.updated": {
      const changed = Object.keys(event.after ?? {}).filter((key) => event.before?.[key] !== event.after?.[key]);
      return `${event.actor.email ?? "Somebody"} changed ${changed.join(", ") || "nothing"}`;
    }
    default:
      return `${event.actor.email ?? "Somebody"} archived a widget`;
  }
}

export class WidgetQueue {
  #waiting: WidgetEvent[] = [];
  #listeners = new Set<(event: WidgetEvent) => void>();

  push(event: WidgetEvent) {
    this.#waiting.push(event);
    if (this.#waiting.length > widgetSettings.pageSize) this.flush();
  }

  subscribe(listener: (event: WidgetEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  flush() {
    const events = this.#waiting.splice(0);
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }
}
