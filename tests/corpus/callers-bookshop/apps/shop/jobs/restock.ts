import { ownUrl } from "../lib/own-url";

async function main() {
  await fetch(ownUrl("/api/cron/restock"));
}

main();
