"use client";

import { createOrders, type Orders } from "@bookshop/api-client";
import { createContext, useContext, useMemo } from "react";

const OrderContext = createContext<Orders | null>(null);

export function OrderProvider({ children }: { children: React.ReactNode }) {
  const orders = useMemo(() => createOrders(), []);
  return <OrderContext.Provider value={orders}>{children}</OrderContext.Provider>;
}

export function useOrders() {
  const orders = useContext(OrderContext);
  if (!orders) throw new Error("outside of the provider");
  return orders;
}
