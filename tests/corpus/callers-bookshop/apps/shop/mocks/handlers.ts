import { http } from "msw";

export const handlers = [http.post("/shop/api/orders", () => null)];
