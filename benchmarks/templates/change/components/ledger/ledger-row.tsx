"use client";

import { closeLedger, renameLedger } from "@/lib/actions/ledger";
import { Button } from "@bench/core";

export function LedgerRow({ id, name }: { id: string; name: string }) {
  return (
    <div className="flex items-center gap-3">
      <input defaultValue={name} onBlur={(event) => renameLedger(id, event.target.value)} />
      <form action={closeLedger}>
        <input type="hidden" name="id" value={id} />
        <Button type="submit">Close</Button>
      </form>
    </div>
  );
}
