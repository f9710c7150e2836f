test("orders", () => fetch("/shop/api/orders", { method: "POST" }));
