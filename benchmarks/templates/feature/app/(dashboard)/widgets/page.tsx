import { WidgetForm, WidgetTable } from "@/components/widgets";
import { listWidgets } from "@/lib/widgets/queries";
import { currentSession } from "@/lib/session";
import { redirect } from "next/navigation";

export default async function WidgetsPage({ searchParams }: { searchParams: Promise<{ search?: string }> }) {
  const session = await currentSession();
  if (!session) redirect("/");
  const { search } = await searchParams;
  const widgets = await listWidgets(session.workspaceId, search);

  return (
    <section className="grid gap-6">
      <header className="flex items-center justify-between">
        <h1 className="text-xl font-semibold">Widgets</h1>
        <span className="text-sm text-gray-500">{widgets.length} in this workspace</span>
      </header>
      <WidgetForm />
      <WidgetTable initial={widgets} />
    </section>
  );
}
