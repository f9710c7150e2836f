"""Hostile code four times as long costs about four times the work, wherever it stands: counted in lines executed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.changes.suppressions import suppression_above
from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.review import audit
from reviewer.syntax.parser import Source
from tests.hostile.growth import steps

FEW, TIMES = 60, 4
ROUTE, ACTIONS, PAGE = "app/api/a/route.ts", "app/actions.ts", "app/page.tsx"
APP = {
    "package.json": b'{"dependencies": {"next": "16.0.0", "react": "19.0.0"}}',
    ROUTE: b"export async function POST() { return Response.json(await db.item.create({ data: {} })) }\n",
    ACTIONS: b"'use server'\nexport async function save(data) { await db.item.create({ data }) }\n",
    PAGE: b"'use client'\nimport { save } from './actions'\n"
    b"export default () => <form action={save}><a onClick={() => fetch('/api/a', {method: 'POST'})}/></form>\n",
}
POST = "export async function POST(request) {"
CLIENT = "'use client'\nimport { save } from './actions'\n"

Make = Callable[[int], str]
FAMILIES: dict[str, tuple[str, Make]] = {
    "a shadowed name": (
        ACTIONS,
        lambda n: "import {a} from 'b'\n'use server'\nfunction f() {" + "a;" * n + "const a=1}",
    ),
    "a name shadowed far up": (ACTIONS, lambda n: "import {a} from 'b'\nfunction f() { let a; {" + "a;" * n + "} }"),
    "calls": (ROUTE, lambda n: POST + "".join(f"f{i}();" for i in range(n)) + "}"),
    "calls of itself": (ROUTE, lambda n: "function f() {" + "f();" * n + "}" + POST + "f() }"),
    "changes": (ROUTE, lambda n: POST + "await db.item.create({data: 1});" * n + "}"),
    "headers": (ROUTE, lambda n: POST + "request.headers.get('x-a');" * n + "}"),
    "constants with keys": (
        ROUTE,
        lambda n: (
            "".join(f"const c{i} = {{'a': 1}};\n" for i in range(n)) + POST + "".join(f"c{i};" for i in range(n)) + "}"
        ),
    ),
    "wrappers": (ROUTE, lambda n: "export const POST = w(" + "g()," * n + "async () => {})"),
    "functions in one statement": (
        ROUTE,
        lambda n: (
            "export const " + "".join(f"a{i} = async () => {{}}, " for i in range(n)) + "POST = w(async () => {})"
        ),
    ),
    "answers": (ROUTE, lambda n: POST + "if (x) return Response.json({a: 1}, {status: 400});" * n + "}"),
    "methods told apart": (
        "pages/api/b.ts",
        lambda n: "export default function h(req, res) {" + "if (req.method === 'GET') { f(); return }\n" * n + "}",
    ),
    "imports": (ROUTE, lambda n: "".join(f"import {{a{i}}} from './x{i}'\n" for i in range(n)) + POST + "}"),
    "types": (ROUTE, lambda n: "".join(f"type T{i} = T{i - 1};\n" for i in range(n)) + POST + "}"),
    "comments": (ROUTE, lambda n: "// route-or-action: kept\n" * n + POST + "}"),
    "an inline action's uses": (
        PAGE,
        lambda n: (
            "export default () => { async function s() { 'use server'; f() }\n return <p>" + "<b a={s}/>" * n + "</p> }"
        ),
    ),
    "an inline action that is shadowed": (
        PAGE,
        lambda n: "export default () => { async function s() { 'use server' }\n {" + "s;" * n + "let s} return <p/> }",
    ),
    "uses of an action": (PAGE, lambda n: CLIENT + "export default () => <p>" + "<form action={save}/>" * n + "</p>"),
    "names that hold the name": (PAGE, lambda n: CLIENT + "saves;" * n + "export default () => <form action={save}/>"),
    "requests": (PAGE, lambda n: "'use client'\nfunction f() {" + "fetch('/api/a');" * n + "}"),
    "a request by a long way": (
        PAGE,
        lambda n: "const u0='/api/a';" + "".join(f"const u{i}=u{i - 1};" for i in range(1, n)) + f"fetch(u{n - 1})",
    ),
    "links": (PAGE, lambda n: "export default () => <p>" + "<a href='/api/a'/>" * n + "</p>"),
    "rewrites": (
        "next.config.ts",
        lambda n: "export default {rewrites: () => [" + "{destination: '/api/a'}," * n + "]}",
    ),
    "schedules": ("vercel.json", lambda n: '{"crons": [' + ",".join(['{"path": "/api/a"}'] * n) + "]}"),
}


def work(path: str, text: str) -> int:
    return steps(lambda: audit(MemoryTree({**APP, path: text.encode()}), Settings()))


@pytest.mark.parametrize(("path", "make"), FAMILIES.values(), ids=FAMILIES)
def test_work_grows_with_the_length(path: str, make: Make) -> None:
    none = work(path, make(1))
    few, many = work(path, make(FEW)), work(path, make(TIMES * FEW))
    assert many - none < 1.6 * TIMES * max(few - none, none // 2)


def test_the_comments_above_an_endpoint_are_looked_through_once() -> None:
    def found(count: int) -> int:
        source = Source("a.ts", b"// route-or-action: kept by\n" * count + b"export const a = 1\n")
        return steps(lambda: suppression_above(source, count + 1))

    assert found(400) < 5 * found(100)
    assert found(8_000) < 2 * found(2_000), "no more than so many lines are looked through"
