"use client";

import { useState } from "react";

export function Search({ endpoint, show }: { endpoint: string; show: (found: unknown) => void }) {
  const [text, setText] = useState("");
  async function search(value: string) {
    setText(value);
    const answer = await fetch(`${endpoint}?q=${encodeURIComponent(value)}`);
    show(await answer.json());
  }
  return <input value={text} onChange={(event) => search(event.target.value)} />;
}
