"""What a preview must not change: promises that are waited for, what ``ok`` says, values that JSON changes."""

from __future__ import annotations

import pytest

from reviewer.report.conversion import Preview, Refused
from reviewer.syntax.parser import Source

from .case import button
from .conftest import Convert

ACTION = """\
"use server";
import {{ prisma }} from "../lib/db";
{code}
"""
ROUTE = """\
import {{ NextResponse }} from "next/server";
import {{ save }} from "../../../lib/db";

export async function {method}(req: Request) {{
{body}
}}
"""


def route(convert: Convert, code: str) -> str:
    made = convert({"app/actions.ts": ACTION.format(code=code)}, "app/actions.ts", "one")
    return made.rewritten[0][1]


def action(convert: Convert, body: str, method: str = "POST", caller: str = "") -> Preview:
    files = {"app/api/x/route.ts": ROUTE.format(body=body, method=method)}
    return convert({**files, "app/form.tsx": button(caller)} if caller else files, "app/api/x/route.ts")


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("return prisma.todo.findMany();", "Response.json(await prisma.todo.findMany());"),
        ("return prisma.todo.find();", "Response.json(await prisma.todo.find() ?? null);"),
        ("return prisma.todo.findUnique(a);", "Response.json(await prisma.todo.findUnique(a));"),
        ("return prisma.todo.count();", "Response.json(await prisma.todo.count());"),
        ("return db.query.todo.findFirst();", "Response.json(await db.query.todo.findFirst() ?? null);"),
        (
            "return db.select().from(t).where(x).limit(1);",
            "Response.json(await db.select().from(t).where(x).limit(1));",
        ),
        ("return db.insert(t).values(v).returning();", "Response.json(await db.insert(t).values(v).returning());"),
        ("return db.list().limit(1);", "Response.json(await db.list().limit(1) ?? null);"),
        ("return cache.select().get(1);", "Response.json(await cache.select().get(1) ?? null);"),
        ("return (prisma.todo.find());", "Response.json(await (prisma.todo.find()) ?? null);"),
        ("return prisma.a() as Promise<A>;", "Response.json(await (prisma.a() as Promise<A>) ?? null);"),
        ("const p = prisma.todo.findMany();\n  return p;", "Response.json(await p);"),
        ("let p = prisma.a();\n  return p;", "Response.json(await p ?? null);"),
        ("return prisma.on ? prisma.a() : [];", "Response.json((await (prisma.on ? prisma.a() : [])) ?? null);"),
        ("try {\n    return await prisma.a();\n  } catch {\n    return null;\n  }", "Response.json(await prisma.a()"),
        ("return { rows: prisma.a() };", "Response.json({ rows: await prisma.a() });"),
        ("const rows = prisma.a();\n  return { rows };", "Response.json({ rows: await rows });"),
        ("return { a: [prisma.a() ?? 1] };", "Response.json({ a: [await (prisma.a() ?? 1)] });"),
        ("const a = await prisma.a();\n  return { a, b: a.b, n: Number(a) };", "({ a, b: a.b, n: Number(a) });"),
        ("const a = await prisma.a();\n  return a.b;", "Response.json(a.b ?? null);"),
        ("const { a } = await prisma.a();\n  return a;", "Response.json(a ?? null);"),
    ],
)
def test_a_promise_is_waited_for_before_it_is_sent(convert: Convert, body: str, sent: str) -> None:
    made = route(convert, f"export async function one() {{\n  {body}\n}}")
    assert sent in made
    assert not Source("route.ts", made.encode()).root.has_error


@pytest.mark.parametrize(
    "value",
    [
        "ids.map(async (id) => id)",
        "ids.map((id) => prisma.x(id))",
        "ids.map((id) => { return prisma.x(id); })",
        "ids.map(function (id) { if (id) { return 1; } return prisma.x(id); })",
        "ids.flatMap((id) => [prisma.x(id)])",
        "ids.map((id) => ({ id, row: prisma.x(id) }))",
        "ids.map((id) => prisma.x(id)).slice(1)",
        "{ rows: ids.map((id) => prisma.x(id)) }",
    ],
)
def test_a_list_of_promises_is_refused(convert: Convert, value: str) -> None:
    with pytest.raises(Refused, match="list of promises"):
        route(convert, f"export async function one(ids: string[]) {{\n  return {value};\n}}")


@pytest.mark.parametrize(
    "value",
    [
        "ids.map((id) => id.trim())",
        "ids.map((id) => ({ id, name: id.toUpperCase() }))",
        "ids.map((id) => { const later = () => { return prisma.x(id); }; keep(later); return id; })",
        "ids.map(String)",
        "ids.filter((id) => allowed(id))",
        "ids.map((id) => [id, `${id}`])",
    ],
)
def test_a_list_of_values_is_sent_as_it_is(convert: Convert, value: str) -> None:
    assert f"Response.json({value}" in route(
        convert, f"export async function one(ids: string[]) {{\n  return {value};\n}}"
    )


TRIED = {
    "caught": "try {\n    return prisma.a();\n  } catch {\n    return null;\n  }",
    "in a field": "try {\n    return { a: prisma.a() };\n  } catch {\n    return null;\n  }",
    "further in": "try {\n    if (one) {\n      return prisma.a();\n    }\n  } catch {}\n  return null;",
    "before a finally": "try {\n    return prisma.a();\n  } finally {\n    end();\n  }",
    "in a catch before a finally": "try {\n    a();\n  } catch {\n    return prisma.a();\n  } finally {\n    b();\n  }",
}


@pytest.mark.parametrize("body", TRIED.values(), ids=TRIED)
def test_a_promise_that_leaves_a_try_unwaited_for_is_refused(convert: Convert, body: str) -> None:
    """To wait for it there would send what it throws into the ``catch``."""
    with pytest.raises(Refused, match="promise out of a `try`"):
        route(convert, f"export async function one() {{\n  {body}\n}}")


@pytest.mark.parametrize(
    "body",
    [
        "try {\n    return await prisma.a();\n  } catch {\n    return null;\n  }",
        "try {\n    await prisma.a();\n  } catch {\n    return prisma.b();\n  }\n  return 1;",
        "try {\n    await prisma.a();\n  } finally {\n    return prisma.b();\n  }",
    ],
)
def test_what_a_try_waits_for_or_what_comes_after_it_is_sent(convert: Convert, body: str) -> None:
    assert "Response.json(await prisma." in route(convert, f"export async function one() {{\n  {body}\n}}")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            "export async function one(a: { b: string }) { return await prisma.x(a) }",
            ["  const a: { b: string } = await request.json()", "  return Response.json(await prisma.x(a) ?? null) }"],
        ),
        (
            "export async function one(a: { b: string }) { await prisma.x(a) }",
            ["  const a: { b: string } = await request.json()", "  return new Response(null, { status: 204 })"],
        ),
        (
            "export async function one(a: { b: string }) {\n  [a.b].map(String)\n}",
            ["  const a: { b: string } = await request.json();", "  [a.b].map(String)"],
        ),
    ],
)
def test_a_body_on_one_line_keeps_its_statements_apart(convert: Convert, code: str, lines: list[str]) -> None:
    files = {"app/actions.ts": f"'use server'\nimport {{ prisma }} from '../lib/db'\n{code}\n"}
    made = convert(files, "app/actions.ts", "one").rewritten[0][1].split("\n")
    assert [line for line in lines if line not in made] == []


def test_ok_that_contradicts_the_status_stays_a_field_of_the_data(convert: Convert) -> None:
    body = """\
  if (!req) return NextResponse.json({ message: "No" }, { status: 400 });
  if (await save("a", "b")) return NextResponse.json({ ok: false, reason: "taken" });
  return NextResponse.json({ ok: true });"""
    made = action(convert, body.replace("!req", "await save('', '')")).rewritten[0][1]
    assert 'return { ok: true as const, data: { ok: false, reason: "taken" } };' in made
    assert "return { ok: true as const, data: { ok: true } };" in made
    assert 'return { ok: false as const, message: "No" };' in made


def test_ok_of_an_error_that_says_true_stays_in_the_error(convert: Convert) -> None:
    body = "  return NextResponse.json({ ok: true, late: 1 }, { status: 500 });"
    assert "return { ok: false as const, error: { ok: true, late: 1 } };" in action(convert, body).rewritten[0][1]


@pytest.mark.parametrize(
    ("body", "parameter", "used"),
    [
        ("  const id = Q.get('id')!;\n  await save(id, id);", "id: string)", "save(id, id)"),
        ("  await save(Q.get('id')!, Q.get('id')!);", "id: string)", "save(id, id)"),
        ("  await save(Q.get('id') ?? '', Q.get('id')!);", "id: string | null)", "save(id ?? '', id!)"),
    ],
)
def test_what_is_said_to_be_there_stays_so(convert: Convert, body: str, parameter: str, used: str) -> None:
    body = body.replace("Q", "new URL(req.url).searchParams") + "\n  return NextResponse.json({ done: true });"
    made = action(convert, body, "DELETE").rewritten[0][1]
    assert parameter in made
    assert used in made


@pytest.mark.parametrize(
    ("sent", "rewritten"),
    [
        ("{ when: new Date() }", False),
        ("{ when: day }", False),
        ("{ when: days.first }", False),
        ("{ when: undefined }", False),
        ("{ when: [new Set([1])] }", False),
        ("{ when: () => 1 }", False),
        ("{ when: new Date().toISOString() }", True),
        ("{ when: day.toISOString() }", True),
        ("{ when: name }", True),
    ],
)
def test_a_call_that_sends_what_json_changes_is_left_to_words(convert: Convert, sent: str, rewritten: bool) -> None:
    body = "  const { when } = await req.json();\n  return NextResponse.json({ when });"
    caller = f"""\
    const day = new Date();
    const days: {{ first: Date }} = {{ first: day }};
    const res = await fetch("/api/x", {{ method: "POST", body: JSON.stringify({sent}) }});
    console.log(await res.json(), days);"""
    made = action(convert, body, caller=caller)
    assert (len(made.rewritten) > 1) is rewritten
    assert any("where `app/form.tsx` requests" in step for step in made.steps) is not rewritten
