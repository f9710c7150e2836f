"use client";

import { SearchBox } from "@bookshop/ui";
import { useState } from "react";

export function Finder() {
  const [found, setFound] = useState<unknown>();
  return (
    <>
      <SearchBox endpoint="/shop/books.json" show={setFound} />
      <pre>{JSON.stringify(found)}</pre>
    </>
  );
}
