import { http } from "#http";

export interface Orders {
  place(items: string[]): Promise<{ id: string }>;
  cancel(id: string): Promise<void>;
}

export function createOrders(): Orders {
  return {
    place: async (items) => (await http.post("orders", { items })).data,
    cancel: async (id) => {
      await http.delete(`/orders/${id}`);
    },
  };
}
