import { database } from "@bench/core";
import { createHmac, timingSafeEqual } from "node:crypto";

export async function POST(request: Request) {
  const body = await request.text();
  const expected = createHmac("sha256", process.env.LEDGER_SECRET ?? "").update(body).digest();
  const given = Buffer.from(request.headers.get("x-ledger-signature") ?? "", "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return new Response("Bad signature", { status: 401 });
  }
  await database.ledgerEvent.create({ data: JSON.parse(body) });
  return new Response(null, { status: 204 });
}
