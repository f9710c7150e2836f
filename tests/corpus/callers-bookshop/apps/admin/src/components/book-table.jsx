"use client";

import { ConfirmButton } from "@bookshop/ui";
import { removeFromWishlist } from "actions/wishlist";

export function BookTable() {
  const publish = async () => {
    const { publishAll } = await import("actions/publish");
    await publishAll();
  };
  return (
    <>
      <ConfirmButton label="Import" onConfirm={() => fetch("/api/books", { method: "POST" })} />
      <button onClick={publish}>Publish</button>
      <button formAction={removeFromWishlist}>Remove</button>
    </>
  );
}
