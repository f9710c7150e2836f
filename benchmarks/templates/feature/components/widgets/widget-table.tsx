"use client";

import { archiveWidget } from "@/lib/actions/widget";
import { useWidgets } from "@/hooks/use-widgets";
import { sendJson } from "@/lib/request";
import type { Widget } from "@/lib/widgets/schema";
import { Button } from "@bench/core";
import { useTransition } from "react";

export function WidgetTable({ initial }: { initial: Widget[] }) {
  const { widgets, refresh } = useWidgets(initial);
  const [pending, startTransition] = useTransition();

  async function remove(id: string) {
    await fetch(`/api/widgets/${id}`, { method: "DELETE" });
    await refresh();
  }

  async function rename(id: string, name: string) {
    await sendJson(`/api/widgets/${id}`, "PATCH", { name });
    await refresh();
  }

  return (
    <table className="w-full text-sm">
      <tbody>
        {widgets.map((widget) => (
          <tr key={widget.id} className="border-b last:border-0">
            <td>
              <input defaultValue={widget.name} onBlur={(event) => rename(widget.id, event.target.value)} />
            </td>
            <td>{widget.description}</td>
            <td>
              <Button disabled={pending} onClick={() => startTransition(() => archiveWidget(widget.id))}>
                Archive
              </Button>
              <Button onClick={() => remove(widget.id)}>Delete</Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
