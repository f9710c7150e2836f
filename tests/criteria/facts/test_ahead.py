"""What the file of an endpoint tells is taken at once: its tree may be gone when the endpoint is weighed."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.criteria.facts.ahead import Ahead
from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.opening import opening
from reviewer.criteria.facts.segment import own_setting
from reviewer.model import Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax import parser
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

FILES = {
    "package.json": b'{"dependencies": {"next": "16.0.0"}}',
    "app/page.tsx": b"export default function Page() { return <p>a</p>; }",
    "app/api/a/route.ts": b"""
export async function POST(request: Request) { return Response.json(await one(request)); }
async function one(request: Request) { return two(request); }
async function two(request: Request) { return prisma.row.create({ data: await request.json() }); }
""",
    "app/api/b/route.ts": b"export async function GET() { return Response.json(1); }",
}


def found(sources: Sources, modules: Modules) -> list[Endpoint]:
    return list(all_endpoints(sources, modules, Ahead(sources, modules).take).endpoints)


def parsed_to_weigh(sources: Sources) -> int:
    endpoint = next(each for each in found(sources, Modules(sources)) if each.name == "POST")
    before = sources.parsed
    reached = behaviour(endpoint, sources, Modules(sources)).reached
    assert [each.function.span.start_line for each in reached] == [3, 4]
    return sources.parsed - before


def test_nothing_of_the_file_is_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 1)
    assert parsed_to_weigh(Sources(MemoryTree(FILES))) == 0


def test_of_many_files_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 1)
    monkeypatch.setattr(parser, "MANY_PATHS", 3)
    assert parsed_to_weigh(Sources(MemoryTree(FILES))) == 1


PAGES = """
export const config = { maxDuration: 60 };
export default async function handler(req, res) {
  const session = await auth(req);
  if (req.method === "POST") { res.json(await prisma.row.create({ data: session })); }
  if (req.method === "DELETE") { res.json(await prisma.row.delete({})); }
}
"""


def test_nor_for_what_a_route_sets_and_how_its_function_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 1)
    sources = Sources(MemoryTree({**FILES, "pages/api/c.ts": PAGES.encode()}))
    whole = next(each for each in found(sources, Modules(sources)) if each.path == "pages/api/c.ts")
    before = sources.parsed
    for part in whole.parts():
        began = opening(part, sources)
        assert began is not None and [call.name for call in began.calls] == ["auth"]
        assert own_setting(part, sources) == ("maxDuration", ("pages/api/c.ts", 2))
    assert sources.parsed == before


CALLED = {
    **FILES,
    "app/api/a/route.ts": b"""
import { one } from "../../../lib/all";
import * as others from "../../../lib/others";
export async function POST(request: Request) { await others.four(); return Response.json(await one(request)); }
""",
    "lib/all.ts": b'export { first as one } from "./one";',
    "lib/one.ts": b"""import two from "./two";
export function first(request: Request) { return two(request); }
export function unused() { return 1; }""",
    "lib/two.ts": b"""import { three } from "./three";
export default async function second(request: Request) { await three(); return prisma.row.create({}); }""",
    "lib/three.ts": b"export function three() { return 3; }",
    "lib/others.ts": b'import { five } from "./five"; export function four() { return five(); }',
    "lib/five.ts": b"export function five() { return 5; }",
}
PASSED = ["lib/all.ts", "lib/one.ts", "lib/two.ts", "lib/five.ts", "lib/others.ts"]


@pytest.mark.parametrize(
    ("passed", "parsed"),
    [
        ((), 5),
        (("all", "one", "two", "others", "five"), 0),
        (("one", "all", "two", "five", "others"), 3),  # that somebody calls them was not known in time: one, two, five
    ],
)
def test_what_others_hold_is_taken_when_they_are_parsed_for_something_else(
    monkeypatch: pytest.MonkeyPatch, passed: tuple[str, ...], parsed: int
) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 1)
    sources = Sources(MemoryTree(CALLED))
    modules = Modules(sources)
    endpoint = next(each for each in found(sources, modules) if each.name == "POST")
    for name in passed:
        sources.get(f"lib/{name}.ts")
    before = sources.parsed
    reached = behaviour(endpoint, sources, modules).reached
    assert [each.function.span.path for each in reached] == [
        f"lib/{name}.ts" for name in ("others", "one", "five", "two")
    ]
    assert sources.parsed - before == parsed


def test_a_long_row_of_files_that_hand_on_is_followed_without_recursion() -> None:
    row = {f"lib/m{n}.ts": f'export {{ one }} from "./m{n + 1}";'.encode() for n in range(2_000)}
    sources = Sources(MemoryTree({**CALLED, **row, "lib/all.ts": b'export { one } from "./m0";'}))
    for path in row:
        sources.get(path)
    assert len(found(sources, Modules(sources))) == 2
