"use client";

import { useActionState } from "react";

export function PlainForm({ save, children }: { save: (state: unknown, data: FormData) => Promise<unknown>; children: React.ReactNode }) {
  const [, submit, pending] = useActionState(save, null);
  return (
    <form action={submit}>
      {children}
      <button disabled={pending}>Save</button>
    </form>
  );
}
