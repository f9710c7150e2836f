"""Small apps whose endpoint can be shown as the other approach: what the unit tests read and TypeScript checks."""

from __future__ import annotations

from reviewer.model import Recommendation

from .caller_cases import CALLER_CASES
from .case import Case, button
from .wrapper_cases import WRAPPER_CASES

CASES = (
    CALLER_CASES
    | WRAPPER_CASES
    | {
        "params before 15 and a body taken whole": Case(
            "app/api/rows/[id]/route.ts",
            """\
import { NextResponse } from "next/server";
import { save } from "../../../../lib/db";

export async function PUT(req: Request, context: { params: { id: string } }) {
  const body = await req.json();
  const row = await save(context.params.id, body.name);
  return NextResponse.json({ row }, { status: 201 });
}
""",
            caller=button("""\
    const res = await fetch(`/api/rows/${id}`, { method: "PUT", body: JSON.stringify({ name }) });
    const { row } = await res.json();
    console.log(row.name);"""),
            shows=(
                "export async function updateRowAction(id: string, body: { name: any }) {",
                "const row = await save(id, body.name);",
                "return { row };",
                'from "../lib/db"',
            ),
            calls=(
                "const { row } = await updateRowAction(id, { name });",
                'import { updateRowAction } from "../actions/update-row-action";',
            ),
            lacks=("NextResponse", "fetch(", "context"),
        ),
        "the query string": Case(
            "app/api/rows/route.ts",
            """\
import { NextResponse, type NextRequest } from "next/server";
import { save } from "../../../lib/db";

export async function DELETE(request: NextRequest) {
  const { searchParams } = new URL(request.url);
  const id = searchParams.get("id");
  const why = request.nextUrl.searchParams.get("reason-given");
  if (!id) return NextResponse.json({ message: "No id" }, { status: 400 });
  await save(id, why ?? "");
  return new NextResponse(null, { status: 204 });
}
""",
            caller=button("""\
    const res = await fetch(`/api/rows?id=${encodeURIComponent(id)}`, { method: "DELETE" });
    if (!res.ok) alert("no");"""),
            shows=(
                "deleteRowAction(id: string | null, why: string | null)",
                'return { ok: false as const, message: "No id" };',
                "return { ok: true as const };",
            ),
            calls=("await deleteRowAction(id, null);", "if (!result.ok) alert"),
            lacks=("searchParams", "URL"),
        ),
        "a body that is validated, cookies and headers": Case(
            "app/api/profile/route.js",
            """\
import { NextResponse } from 'next/server'
import { schema } from '../../../lib/schema'

export const POST = async (req) => {
  const input = schema.parse(await req.json())
  const theme = req.cookies.get('theme')?.value
  const agent = req.headers.get('user-agent')
  return NextResponse.json({ input, theme, agent })
}
""",
            shows=(
                "import { cookies, headers } from 'next/headers'",
                "export async function submitProfileAction(body)",
                "(await cookies()).get('theme')?.value",
                "(await headers()).get('user-agent')",
            ),
            lacks=("as const", ": unknown", ";\n"),
        ),
        "a pages route with a switch": Case(
            "pages/api/rows/[id].ts",
            """\
import type { NextApiRequest, NextApiResponse } from "next";
import { save } from "../../../lib/db";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const id = req.query.id as string;
  switch (req.method) {
    case "POST": {
      const row = await save(id, req.body.name);
      return res.status(200).json(row);
    }
    case "DELETE":
      await save(id, "");
      res.status(204).end();
      break;
    default:
      res.status(405).end();
  }
}
""",
            shows=(
                "createRowAction(id: string, input: { name: any })",
                "const row = await save(id, input.name);\n  return row;",
                'export async function deleteRowAction(id: string) {\n  await save(id, "");\n}',
            ),
            lacks=("405", "switch", "NextApi", "res."),
        ),
        "error bodies of several kinds": Case(
            "app/api/share/route.ts",
            """\
import { NextResponse } from "next/server";
import { owner } from "../../../lib/db";

export async function POST() {
  try {
    const row = await owner();
    if (!row) return new Response("Nobody", { status: 404 });
    return NextResponse.json(row);
  } catch (error) {
    return new NextResponse(null, { status: 500 });
  }
}
""",
            shows=(
                'if (!row) return { ok: false as const, error: "Nobody" };',
                "return { ok: true as const, data: row };",
                'return { ok: false as const, error: "Internal Server Error" };',
            ),
        ),
        "an action with two arguments": Case(
            "app/actions.ts",
            """\
"use server";

import { save, type Row } from "../lib/db";

const NAMES = 2;

export async function rename(id: string, name: string): Promise<Row | undefined> {
  if (name.length < NAMES) return;
  return await save(id, name);
}
""",
            "rename",
            caller='"use client";\n\nimport { rename } from "./actions";\n\n'
            + button("    const row = await rename(id, name);\n    console.log(row);").removeprefix(
                '"use client";\n\n'
            ),
            shows=(
                "export async function POST(request: Request) {",
                "const { id, name }: { id: string; name: string } = await request.json();",
                "if (name.length < NAMES) return Response.json(null);",
                "return Response.json(await save(id, name) ?? null);",
            ),
            lacks=('"use server"', "type Row"),
        ),
        "an inline action with what it captures": Case(
            "app/rows/[id]/page.tsx",
            """\
import { redirect } from "next/navigation";
import { owner, save } from "../../../lib/db";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const who = await owner();
  if (!who) redirect("/");
  const rename = async (data: FormData) => {
    "use server";
    await save(id, who.name + String(data.get("name")));
  };
  return <form action={rename}><h1>{who.name}</h1></form>;
}
""",
            "rename",
            Recommendation.EXTRACT,
            shows=("  who: NonNullable<Awaited<ReturnType<typeof owner>>>,", "  id: string,", "  data: FormData,"),
            calls=("<form action={rename.bind(null, id, who)}>", 'import { owner } from "../../../lib/db";'),
        ),
        "a function among actions that no client calls": Case(
            "app/actions.ts",
            """\
"use server";

import { owner, save } from "../lib/db";

export async function whoOwns() {
  return (await owner())?.name;
}

export async function rename(id: string) {
  await save(id, "");
}
""",
            "whoOwns",
            Recommendation.SERVER_MODULE,
            shows=('import "server-only";', 'import { owner } from "../lib/db";', "return (await owner())?.name;"),
            lacks=('"use server"', "rename"),
        ),
    }
)
