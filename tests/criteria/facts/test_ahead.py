"""What the file of an endpoint tells is taken at once: its tree may be gone when the endpoint is weighed."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.criteria.facts.ahead import take_ahead
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


def found(sources: Sources) -> list[Endpoint]:
    modules = Modules(sources)
    return list(all_endpoints(sources, modules, lambda endpoint: take_ahead(endpoint, sources)).endpoints)


def parsed_to_weigh(sources: Sources) -> int:
    endpoint = next(each for each in found(sources) if each.name == "POST")
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
    whole = next(each for each in found(sources) if each.path == "pages/api/c.ts")
    before = sources.parsed
    for part in whole.parts():
        began = opening(part, sources)
        assert began is not None and [call.name for call in began.calls] == ["auth"]
        assert own_setting(part, sources) == ("maxDuration", ("pages/api/c.ts", 2))
    assert sources.parsed == before
