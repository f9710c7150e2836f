"""Whatever the bytes are, a preview is made or it is not: nothing escapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.changes.trees import MemoryTree
from reviewer.model import App, Endpoint, Finding, Fit, Handler, Kind, Outcome, Recommendation, Span, Verdict
from reviewer.report.conversion import preview, render
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

from .cases import CASES

APP = App("", (16, 4), "app", "pages", renders_with_app=True)
KINDS = {"route.ts": Kind.ROUTE_HANDLER, "route.js": Kind.ROUTE_HANDLER, "[id].ts": Kind.PAGES_API_ROUTE}


def finding(path: str, data: bytes, name: str, way: Recommendation) -> Finding:
    kind = KINDS.get(path.rpartition("/")[2], Kind.SERVER_ACTION)
    body = Span(path, data.find(b"async"), len(data) - 4, 1, 1)
    endpoint = Endpoint(
        kind, path, name, 1, 1, 1, APP, inline=path.endswith("page.tsx"), methods=("POST",), url="/api/rows/[id]",
        handlers=(Handler(None, body),),
    )  # fmt: skip
    return Finding("id", endpoint, Verdict(Outcome.BETTER_SUITED, Fit.of(0.0), way))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_sources(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(list(CASES.values())))
    code = case.code.encode()
    start = data.draw(st.integers(0, len(code)))
    end = data.draw(st.integers(start, min(len(code), start + 40)))
    code = (
        code[:start] + data.draw(st.sampled_from([b"", b"(", b"}", b"`", b"\xff\x00", b"await ", b"req"])) + code[end:]
    )
    sources = Sources(MemoryTree({case.path: code}))
    for way in Recommendation:
        for name in ("POST", "PUT", "DELETE", "default", "rename", "whoOwns"):
            found = preview(finding(case.path, code, name, way), sources, Modules(sources))
            assert found is None or render(found)


@pytest.mark.parametrize("nested", ["if (req.method === 'POST') {", "{", "(() => {", "while (x) {"])
def test_great_depth(nested: str) -> None:
    code = f"export default async function f(req, res) {{ {nested * 5_000}".encode()
    sources = Sources(MemoryTree({"pages/api/[id].ts": code}))
    way = Recommendation.SERVER_ACTION
    assert preview(finding("pages/api/[id].ts", code, "default", way), sources, Modules(sources)) is None
    closed = code + b"}" * 5_000 + b"}"
    sources = Sources(MemoryTree({"pages/api/[id].ts": closed}))
    assert preview(finding("pages/api/[id].ts", closed, "default", way), sources, Modules(sources)) is None
