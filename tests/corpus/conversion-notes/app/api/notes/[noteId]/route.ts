import { revalidatePath } from "next/cache";
import { type NextRequest, NextResponse } from "next/server";
import { renameNote, store } from "@/lib/store";

const LONGEST = 20;

// Titles are shown in one line.
function oneLine(title: string) {
  return title.replace(/\s+/g, " ").slice(0, LONGEST);
}

export async function GET(_request: NextRequest, { params }: { params: Promise<{ noteId: string }> }) {
  const { noteId } = await params;
  return NextResponse.json(store.notes.get(noteId) ?? null);
}

export async function PATCH(request: NextRequest, { params }: { params: Promise<{ noteId: string }> }) {
  const { noteId } = await params;
  const { title }: { title: string } = await request.json();

  if (!title) {
    return NextResponse.json({ error: "A title is needed" }, { status: 400 });
  }

  try {
    const seen = request.cookies.get("seen")?.value ?? "never";
    const note = renameNote(noteId, oneLine(title), seen);
    revalidatePath(`/notes/${noteId}`);
    return NextResponse.json({ note });
  } catch (error) {
    return NextResponse.json(
      { error: error instanceof Error ? error.message : "Unknown" },
      { status: 404 },
    );
  }
}
