import { useState } from "react";
import { useBook, useRename } from "#hooks/use-book";

export function useBookEditor(id: string) {
  const { data } = useBook(id, { enabled: true });
  const { mutateAsync, isPending } = useRename(id);
  const [title, setTitle] = useState("");
  async function save() {
    await mutateAsync(title);
  }
  return { data, title, setTitle, save, isPending };
}
