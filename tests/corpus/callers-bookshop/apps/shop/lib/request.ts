type Method = "GET" | "POST" | "PATCH" | "DELETE";

export async function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/shop/api${path}`, { method, body: body ? JSON.stringify(body) : undefined });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
