import type { NextApiRequest, NextApiResponse } from "next";
import { store } from "../../lib/store";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === "POST") {
    const { text } = req.body as { text: string };
    if (text.length > 30) {
      return res.status(413).json({ error: "Too long" });
    }
    store.feedback.push(text);
    return res.status(201).json({ total: store.feedback.length });
  } else if (req.method === "DELETE") {
    store.feedback.length = 0;
    res.status(204).end();
  } else {
    res.setHeader("Allow", ["POST", "DELETE"]);
    return res.status(405).end(`Method ${req.method} Not Allowed`);
  }
}
