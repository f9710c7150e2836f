import { createSafeActionClient } from "next-safe-action";

export const client = createSafeActionClient();
