"use server";

export async function removeFromWishlist() {}
