"use client";

import { books } from "@/lib/books";
import { useBookEditor } from "#hooks/use-book-editor";
import { ConfirmButton } from "@bookshop/ui";
import { removeFromWishlist, toggleWishlist as toggle } from "#actions";
import { useRouter } from "next/navigation";
import { useTransition } from "react";

export function Editor({ id }: { id: string }) {
  const editor = useBookEditor(id);
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <>
      <TitleForm editor={editor} />
      <ConfirmButton label="Remove" onConfirm={() => books.remove(id).then(() => router.push("/books"))} />
      <button disabled={pending} onClick={() => startTransition(() => toggle({ id }))}>
        Wish
      </button>
      <form action={removeFromWishlist.bind(null, id)} />
    </>
  );
}

function TitleForm({ editor }: { editor: ReturnType<typeof useBookEditor> }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        editor.save();
      }}
    >
      <input value={editor.title} onChange={(event) => editor.setTitle(event.target.value)} />
    </form>
  );
}
