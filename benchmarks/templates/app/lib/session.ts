import { cookies } from "next/headers";
import { NextResponse } from "next/server";

export type Session = { userId: string; workspaceId: string };

export async function currentSession(): Promise<Session | null> {
  const token = (await cookies()).get("session")?.value;
  return token ? { userId: token.slice(0, 12), workspaceId: token.slice(12) } : null;
}

type Handler = (request: Request, context: { session: Session; params: Record<string, string> }) => Promise<Response>;

export function withSession(handler: Handler) {
  return async (request: Request, { params }: { params: Promise<Record<string, string>> }) => {
    const session = await currentSession();
    if (!session) return NextResponse.json({ error: "Sign in first" }, { status: 401 });
    return handler(request, { session, params: await params });
  };
}
