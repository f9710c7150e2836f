"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";

export function RenameForm({ noteId }: { noteId: string }) {
  const router = useRouter();
  const [message, setMessage] = useState("");

  async function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title"));
    const response = await fetch(`/api/notes/${noteId}`, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        title: title.trim(),
      }),
    });

    if (!response.ok) {
      const { error } = await response.json();
      setMessage(`Refused: ${error}`);
      return;
    }

    const { note } = await response.json();
    setMessage(`Renamed to ${note.title}`);
    router.refresh();
  }

  return (
    <form onSubmit={rename}>
      <input name="title" />
      <button>Rename</button>
      <output>{message}</output>
    </form>
  );
}
