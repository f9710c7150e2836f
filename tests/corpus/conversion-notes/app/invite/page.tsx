"use client";

import { useState } from "react";
import { getQuota, invite } from "./actions";

export default function Page() {
  const [message, setMessage] = useState("");

  async function ask(role: string) {
    try {
      const { link } = await invite("ann@example.com", role);
      const left = await getQuota();
      setMessage(`${link} of ${left}`);
    } catch {
      setMessage("Refused");
    }
  }

  return (
    <>
      <button id="good" onClick={() => ask("editor")}>
        Invite
      </button>
      <button id="bad" onClick={() => ask("owner")}>
        Invite the owner
      </button>
      <output>{message}</output>
    </>
  );
}
