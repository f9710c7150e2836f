"use client";

import { useOrders } from "@/context/orders";
import { useBasket } from "@/store/basket";
import { useEffect } from "react";

export function Checkout({ clear }: { clear: () => Promise<void> }) {
  const orders = useOrders();
  const items = useBasket((basket) => basket.items);
  const check = useBasket((basket) => basket.check);
  useEffect(() => {
    check();
  }, [check]);
  const order = async () => {
    await orders.place(items);
    await clear();
  };
  return <button onClick={order}>Order</button>;
}
