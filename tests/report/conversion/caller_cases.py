"""Small apps whose callers are rewritten in ways of their own: axios, forms without script, reads by GET."""

from __future__ import annotations

from reviewer.model import Recommendation

from .case import Case, button

SAVES = """\
import { NextResponse } from "next/server";
import { owner, save } from "../../../../lib/db";

export async function PATCH(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { name } = await request.json();
  if (!(await owner())) return new NextResponse("Nobody", { status: 401 });
  return NextResponse.json(await save(id, name));
}
"""

TAKES = """\
import { save } from "../../../lib/db";

export async function POST(request: Request) {
  %s
  await save(id, name ?? "");
  return Response.json({ done: true });
}
"""

LISTS = """\
"use server";

import { owner, save } from "../lib/db";

export type Found = { id: string };

export async function rename(id: string) {
  await save(id, "");
}

export async function %s
"""

CALLER_CASES = {
    "axios, whose failures throw": Case(
        "app/api/rows/[id]/route.ts",
        SAVES,
        caller=button("""\
    try {
      const response = await axios.patch(`/api/rows/${id}`, { name });
      alert(response.data.name);
    } catch {
      alert("no");
    }""").replace('"use client";\n', '"use client";\n\nimport axios from "axios";\n'),
        calls=(
            "const result = await updateRowAction(id, { name });\n"
            "      if (!result.ok) throw new Error(result.error);\n      alert(result.data.name);",
        ),
        lacks=("axios",),
    ),
    "a caller that asks for the status": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const row = await owner();
  if (!row) return new Response("Nobody", { status: 404 });
  if (row.name === "") return Response.json({ why: "empty" }, { status: 409 });
  return Response.json(row, { status: 201 });
}
""",
        caller=button("""\
    const response = await fetch("/api/names", { method: "POST" });
    if (!response.ok) {
      alert(response.status === 409 ? "taken" : "no");
      return;
    }
    const row = await response.json();
    alert(row.name);"""),
        shows=(
            'return { ok: false as const, status: 404, error: "Nobody" };',
            'return { ok: false as const, status: 409, why: "empty" };',
            "return { ok: true as const, status: 201, data: row };",
        ),
        calls=('alert(result.status === 409 ? "taken" : "no");', "const row = result.data;"),
    ),
    "a form that posts without script": Case(
        "app/api/rows/[id]/route.ts",
        """\
import { save } from "../../../../lib/db";

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const data = await request.formData();
  await save(id, String(data.get("name")));
  return new Response(null, { status: 204 });
}
""",
        caller="""\
export function Form({ id }: { id: string }) {
  return (
    <form action={`/api/rows/${id}`} method="post">
      <input name="name" />
    </form>
  );
}
""",
        shows=("createRowAction(id: string, data: FormData) {",),
        calls=("<form action={createRowAction.bind(null, id)}>",),
    ),
    "fields that both kinds of answer have": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const row = await owner();
  if (!row) return Response.json({ error: "Nobody" }, { status: 404 });
  const status = 200;
  return Response.json({ name: row.name }, { status });
}
""".replace("  const status = 200;\n", "").replace("{ status }", "{ status: 200 }"),
        caller=button("""\
    const response = await fetch("/api/names", { method: "POST" });
    const data = await response.json();
    if (!response.ok) throw new Error(data.error);
    alert(data.name.length);"""),
        calls=(
            "const data = await createNameAction();\n    if (!data.ok) throw new Error(data.error);\n"
            "    alert(data.name.length);",
        ),
    ),
    "what only the status was made of": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  try {
    return Response.json({ row: await owner() });
  } catch (error: any) {
    const message = error.message ?? "Failed";
    const { status: own } = error;
    let code = error.status || 500;
    if (own) {
      code = 502;
    }
    const { number = 503 } = error;
    if (message) return Response.json({ message }, { status: number });
    return Response.json({ message }, { status: code });
  }
}
""",
        shows=('const message = error.message ?? "Failed";',),
        lacks=("code", "number"),
    ),
    "a read of two values": Case(
        "app/actions.ts",
        LISTS % "findRows(name: string, page = 1): Promise<Found[]> {\n  const row = await owner();\n"
        "  return row && row.name === name && page > 0 ? [{ id: row.id }] : [];\n}",
        "findRows",
        caller=button("    const rows = await findRows(name);\n    alert(rows.length);").replace(
            '"use client";\n', '"use client";\n\nimport { findRows } from "./actions";\n'
        ),
        shows=(
            "export async function GET(request: Request) {\n  const { searchParams } = new URL(request.url);",
            'if (name === null) return Response.json({ error: "name is missing" }, { status: 400 });',
            'const page = searchParams.has("page") ? Number(searchParams.get("page")) : 1;',
        ),
        calls=("await fetch(`/api/rows?${new URLSearchParams({ name })}`)",),
        lacks=("POST", "request.json"),
    ),
    "a read of what takes texts and numbers": Case(
        "app/actions.ts",
        LISTS % "getRow(id: string | number, deep = false) {\n  const row = await owner();\n"
        "  if (!row) throw new Error(String(id) + deep);\n  return row;\n}",
        "getRow",
        caller=button("    const row = await getRow(7, true);\n    alert(row.name);").replace(
            '"use client";\n', '"use client";\n\nimport { getRow } from "./actions";\n'
        ),
        shows=('const deep = searchParams.get("deep") === "true";', "  return Response.json(row);"),
        calls=('await fetch(`/api/row?${new URLSearchParams({ id: "7", deep: "true" })}`)',),
        lacks=("POST",),
    ),
    "a body with a default": Case(
        "app/actions.ts",
        LISTS % 'keep(id: string | null, name = "x") {\n  await save(id ?? "", name);\n}',
        "keep",
        caller=button("    await keep(id);").replace(
            '"use client";\n', '"use client";\n\nimport { keep } from "./actions";\n'
        ),
        shows=(
            '  const { id, name = "x" }: {\n    id: string | null;\n    name?: string;\n  } = await request.json();',
        ),
        calls=("body: JSON.stringify({ id }),",),
        lacks=("URL(",),
    ),
    "a read that is chained": Case(
        "app/actions.ts",
        LISTS % "findCount({ name, all = false }: { name: string; all?: boolean }) {\n"
        "  return name.length + Number(all);\n}",
        "findCount",
        caller=button('    findCount({ name: "x" }).then((count) => alert(count));').replace(
            '"use client";\n', '"use client";\n\nimport { findCount } from "./actions";\n'
        ),
        calls=(
            'fetch(`/api/count?${new URLSearchParams({ name: "x" })}`)\n      .then((response) => {\n'
            "        if (!response.ok) throw new Error(response.statusText);\n        return response.json();\n"
            "      })\n      .then((count) => alert(count));",
        ),
        lacks=("POST",),
    ),
    "a type that the old file keeps": Case(
        "app/actions.ts",
        LISTS % "first(found: Found[]): Promise<Found | undefined> {\n  return found[0];\n}",
        "first",
        Recommendation.SERVER_MODULE,
        shows=('import type { Found } from "./actions";', "export async function first(found: Found[])"),
        lacks=("export type Found",),
    ),
    "a value that its own function asserts": Case(
        "app/api/names/route.ts",
        """\
import { save } from "../../../lib/db";

type Payload = { id: string; name: string };

function check(json: unknown): asserts json is Payload {
  if (typeof json !== "object") throw new Error("no object");
}

export async function POST(request: Request) {
  const payload = await request.json();
  check(payload);
  const { eq } = { eq: (name: string) => name };
  await save(payload.id, eq(payload.name));
  return new Response(null, { status: 204 });
}
""",
        shows=("createNameAction(payload: Payload) {",),
        lacks=("any",),
    ),
    "a caller that sends less than is read": Case(
        "app/api/rows/route.ts",
        TAKES % "const { id, name } = await request.json();",
        caller=button("""\
    await fetch("/api/rows", { method: "POST", body: JSON.stringify({ id }) });"""),
        shows=("{ id, name }: { id: any; name?: any }",),
        calls=("await createRowAction({ id });",),
    ),
    "a caller that sends an object of its own": Case(
        "app/api/rows/route.ts",
        TAKES % "const { id, name } = await request.json();",
        caller="""\
"use client";

type Sent = { id: string; name?: string };

export function Form({ sent }: { sent: Sent }) {
  async function press() {
    await fetch("/api/rows", { method: "POST", body: JSON.stringify(sent) });
  }
  return <button onClick={press}>Go</button>;
}
""",
        shows=("{ id, name }: { id?: any; name?: any }",),
        calls=("await createRowAction(sent);",),
    ),
    "a caller that sends more than is read": Case(
        "app/api/rows/route.ts",
        TAKES % "const { id, name } = await request.json();",
        caller=button("""\
    await fetch("/api/rows", { method: "POST", body: JSON.stringify({ id, name, more: 1 }) });"""),
        shows=("{ id, name }: { id: any; name: any }",),
    ),
    "JSON that an async function returns": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const row = await owner();
  if (!row) return Response.json({ error: "Nobody" }, { status: 404 });
  return Response.json(row);
}
""",
        caller=button("""\
    const load = async () => {
      const response = await fetch("/api/names", { method: "POST" });
      if (!response.ok) throw new Error("Nobody");
      return response.json();
    };
    alert((await load()).name);"""),
        calls=(
            'const result = await createNameAction();\n      if (!result.ok) throw new Error("Nobody");\n'
            "      return result.data;",
        ),
    ),
    "JSON of a failure that goes on as an object": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const row = await owner();
  if (!row) return Response.json({ error: "Nobody" }, { status: 404 });
  return Response.json(row);
}
""",
        caller=button("""\
    const load = async () => {
      const response = await fetch("/api/names", { method: "POST" });
      if (!response.ok) return await response.json();
      return null;
    };
    alert((await load())?.error);"""),
        lacks=("result.error",),
    ),
    "JSON that a function inside returns": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const row = await owner();
  if (!row) return Response.json({ error: "Nobody" }, { status: 404 });
  return Response.json(row);
}
""",
        caller=button("""\
    const response = await fetch("/api/names", { method: "POST" });
    if (!response.ok) throw new Error("Nobody");
    const later = () => {
      return response.json();
    };
    alert((await later()).name);"""),
        lacks=("later = () => {\n      return result",),
    ),
    "a value that is called what it is sent as": Case(
        "app/api/names/route.ts",
        """\
import { owner } from "../../../lib/db";

export async function POST() {
  const data = await owner();
  const error = "Nobody";
  if (!data) return Response.json(error, { status: 404 });
  return Response.json(data);
}
""",
        shows=("return { ok: false as const, error };", "return { ok: true as const, data };"),
    ),
}
