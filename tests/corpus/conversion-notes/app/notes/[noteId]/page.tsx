import { store } from "@/lib/store";
import { RenameForm } from "./rename-form";

export const dynamic = "force-dynamic";

export default async function Page({ params }: { params: Promise<{ noteId: string }> }) {
  const { noteId } = await params;
  const note = store.notes.get(noteId);
  return (
    <>
      <h1>{note ? `${note.title} (${note.seen})` : "No such note"}</h1>
      <RenameForm noteId={noteId} />
    </>
  );
}
