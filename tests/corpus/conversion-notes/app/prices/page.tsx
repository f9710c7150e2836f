import { priceOf } from "@/lib/prices";

export default async function Page() {
  return <h1>{await priceOf("table")}</h1>;
}
