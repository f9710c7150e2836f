"use client";

import { createWidget } from "@/lib/actions/widget";
import { Button, Field } from "@bench/core";
import { useActionState } from "react";

export function WidgetForm() {
  const [state, submit, pending] = useActionState(createWidget, { error: null });
  return (
    <form action={submit} className="flex items-end gap-3">
      <Field label="Name" name="name" required maxLength={120} />
      <Field label="Description" name="description" />
      <Button type="submit" disabled={pending}>
        {pending ? "Adding..." : "Add widget"}
      </Button>
      {state.error ? <p role="alert">{state.error}</p> : null}
    </form>
  );
}
