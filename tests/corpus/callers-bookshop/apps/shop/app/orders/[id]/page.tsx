"use client";

import { useOrders } from "@/context/orders";
import { useParams } from "next/navigation";

export default function OrderPage() {
  const { id } = useParams<{ id: string }>();
  const { cancel } = useOrders();
  return <button onClick={() => cancel(id)}>Cancel</button>;
}
