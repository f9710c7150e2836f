"use client";

import { useState } from "react";

export default function Page() {
  const [text, setText] = useState("");
  const [message, setMessage] = useState("");

  async function send() {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text }),
    });
    if (!response.ok) {
      const data = await response.json();
      setMessage(data.error);
      return;
    }
    const data = await response.json();
    setMessage(`Sent ${data.total}`);
  }

  async function clear() {
    await fetch("/api/feedback", { method: "DELETE" });
    setMessage("Cleared");
  }

  return (
    <>
      <input name="text" value={text} onChange={(event) => setText(event.target.value)} />
      <button id="send" onClick={send}>
        Send
      </button>
      <button id="clear" onClick={clear}>
        Clear
      </button>
      <output>{message}</output>
    </>
  );
}
