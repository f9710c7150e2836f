"use server";

import { client } from "./client";
import { z } from "zod";

export const toggleWishlist = client.inputSchema(z.object({ id: z.string() })).action(async ({ parsedInput }) => parsedInput.id);

export async function removeFromWishlist(id: string) {
  return id;
}
