"""Small apps whose handler is handed to a wrapper of their own."""

from __future__ import annotations

from reviewer.model import Recommendation

from .case import Case, button

OWNER = """\
import { owner, type Row } from "./db";
import { isOpen } from "./hours";

type Handler = (given: {
  req: Request;
  params: Record<string, string>;
  search: URLSearchParams;
  owner: Row;
}) => Promise<Response>;

export const nobody = "Nobody";

// Lets owners through.
export const withOwner =
  (handler: Handler, { names = [] }: { names?: string[] } = {}) =>
  async (req: Request, { params: given }: { params: Promise<Record<string, string>> }) => {
    const params = (await given) || {};
    const search = new URL(req.url).searchParams;

    const row = await owner();
    if (!row) {
      return new Response(`${nobody} owns it`, { status: 401 });
    }
    // Some are asked for by name.
    if (names.length > 0 && !names.includes(row.name)) return new Response("Another", { status: 403 });
    if (!isOpen()) return new Response("Closed", { status: 403 });

    return handler({ req, params, search, owner: row });
  };
"""
HOURS = "export function isOpen() { return true; }\n"
ROUTE = """\
import { NextResponse } from "next/server";
import { save } from "../../../../lib/db";
import { withOwner } from "../../../../lib/owner";

export const PATCH = withOwner(
  async ({ req, params, owner: who }) => {
    const { id } = params;
    const { name } = await req.json();
    const row = await save(id, name + who.name);
    return NextResponse.json({
      ...row,
      text: `
  kept`,
    });
  },
  { names: ["ann"] },
);
"""
CALLER = button("""\
    const response = await fetch(`/api/rows/${id}`, { method: "PATCH", body: JSON.stringify({ name }) });
    if (!response.ok) {
      throw new Error((await response.text()) || "No");
    }
    const row = await response.json();
    alert(row.name);""")
MORE = (("lib/owner.ts", OWNER), ("lib/hours.ts", HOURS))

WRAPPER_CASES = {
    "a wrapper that lets some through": Case(
        "app/api/rows/[id]/route.ts",
        ROUTE,
        caller=CALLER,
        more=MORE,
        shows=(
            "async function checkOwner({ names = [] }: { names?: string[] } = {}) {\n  const row = await owner();\n",
            "    return { ok: false as const, error: `${nobody} owns it` };",
            "  // Some are asked for by name.\n",
            "  return { ok: true as const, row };\n}",
            "updateRowAction(id: string, { name }: { name: any }) {\n"
            '  const checked = await checkOwner({ names: ["ann"] });\n',
            "  const { row: who } = ",
            'import { isOpen } from "../lib/hours";',
            'import { nobody } from "../lib/owner";',
            "  return {\n    ok: true as const,\n    data: {\n      ...row,\n      text: `\n  kept`,\n    },\n  };\n}",
        ),
        calls=('throw new Error(result.error || "No");', "const row = result.data;"),
        lacks=("withOwner", "searchParams", "Response"),
    ),
    "a wrapper with positions": Case(
        "app/api/names/route.ts",
        """\
import { withRow } from "../../../lib/row";

export const POST = withRow(async (request, row) => {
  const { name } = await request.json();
  return Response.json({ name: name + row.name });
});
""",
        more=(
            (
                "lib/row.ts",
                """\
import { owner, type Row } from "./db";

export function withRow(handler: (request: Request, row: Row) => Promise<Response>) {
  return async function (request: Request) {
    const row = await owner();
    if (!row) return new Response("Nobody", { status: 401 });
    return await handler(request, row);
  };
}
""",
            ),
        ),
        caller=button("""\
    fetch("/api/names", { method: "POST", body: JSON.stringify({ name }) })
      .then((response) => response.json())
      .then((data) => {
        if (data.error) alert(data.error);
      });"""),
        calls=("createNameAction({ name })\n      .then((data) => {\n        if (!data.ok) alert(data.error);",),
        shows=(
            'if (!row) return { ok: false as const, error: "Nobody" };',
            "createNameAction({ name }: { name: any }) {",
            "return { ok: true as const, name: name + row.name };",
        ),
    ),
    "a function that React caches, and what it calls of its neighbours": Case(
        "app/actions.ts",
        """\
"use server";

import "server-only";
import { cache } from "react";
import { owner } from "../lib/db";

export async function first(name: string) {
  return name[0];
}

export const whoOwns = cache(async () => first((await owner())?.name ?? ""));
""",
        "whoOwns",
        Recommendation.SERVER_MODULE,
        shows=(
            'import { first } from "./actions";\nimport "server-only";\nimport { cache } from "react";',
            "export const whoOwns = cache(async () =>",
        ),
        lacks=("use server", "function first"),
    ),
}
