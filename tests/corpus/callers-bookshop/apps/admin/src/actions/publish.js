"use server";

export async function publishAll() {}
