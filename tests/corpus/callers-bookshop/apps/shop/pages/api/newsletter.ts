export default function handler(request: { method: string }, response: { json: (value: unknown) => void }) {
  if (request.method !== "POST") return;
  response.json({});
}
