/** Groups widgets by the day they were made, newest first. */
export function groupWidgetsByDay(widgets: WidgetRow[]): Map<string, WidgetRow[]> {
  const groups = new Map<string, WidgetRow[]>();
  for (const widget of [...widgets].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())) {
    const day = widget.createdAt.toISOString().slice(0, 10);
    const group = groups.get(day);
    if (group) group.push(widget);
    else groups.set(day, [widget]);
  }
  return groups;
}

export type WidgetRow = {
  id: string;
  name: string;
  status: "draft" | "active" | "archived";
  amount: number;
  tags: string[];
  createdAt: Date;
};

export const widgetTotal = (widgets: WidgetRow[]) =>
  widgets.filter((widget) => widget.status === "active").reduce((sum, widget) => sum + widget.amount, 0);

export async function retryWidget<T>(work: () => Promise<T>, attempts = 3): Promise<T> {
  let last: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await work();
    } catch (error) {
      last = error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
    }
  }
  throw last instanceof Error ? last : new Error(`widget: gave up after ${attempts} attempts`);
}

export function parseWidgetFilter(search: string): Partial<Pick<WidgetRow, "status" | "name">> & { tag?: string } {
  const filter: ReturnType<typeof parseWidgetFilter> = {};
  for (const word of search.split(/\s+/).filter(Boolean)) {
    const [key, value] = word.split(":", 2);
    if (key === "tag" && value) filter.tag = value;
    else if (key === "status" && (value === "draft" || value === "active" || value === "archived")) filter.status = value;
    else filter.name = filter.name ? `${filter.name} ${word}` : word;
  }
  return filter;
}
