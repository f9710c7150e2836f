"use server";

import { client } from "./client";

export default client.action(async () => "thanks");
