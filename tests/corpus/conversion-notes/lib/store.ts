export type Note = { id: string; title: string; seen: string };

type Store = { notes: Map<string, Note>; subscribers: string[]; feedback: string[]; items: Map<string, number> };

// One process serves pages, routes and actions from several bundles: they share this.
const shared = globalThis as typeof globalThis & { store?: Store };

export const store: Store = (shared.store ??= {
  notes: new Map([["1", { id: "1", title: "First", seen: "0" }]]),
  subscribers: [],
  feedback: [],
  items: new Map(),
});

export function renameNote(id: string, title: string, seen: string): Note {
  const note = store.notes.get(id);
  if (!note) throw new Error(`No note ${id}`);
  note.title = title;
  note.seen = seen;
  return note;
}
