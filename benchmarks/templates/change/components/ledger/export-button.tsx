"use client";

import { sendJson } from "@/lib/request";
import { Button } from "@bench/core";

export function ExportButton({ format }: { format: "csv" | "xlsx" }) {
  return <Button onClick={() => sendJson("/api/ledger-exports", "POST", { format })}>Export</Button>;
}
