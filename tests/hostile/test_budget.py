"""A run does so much work and no more. What is left over is listed, and the review is incomplete."""

from __future__ import annotations

import pytest

from reviewer import review as pipeline
from reviewer.callers import search
from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.model import Review
from reviewer.review import audit, exit_status
from reviewer.syntax import budget
from reviewer.syntax.budget import Budget

MANIFEST = b'{"dependencies": {"next": "15.0.0", "react": "19.0.0"}}'
ROUTE = b"export async function GET() { return Response.json({ ok: true }) }\n"
PAGE = b"'use client'\nexport default function Page() { return <a onClick={() => fetch('/api/r0')}/> }\n"


def app(routes: int, **files: bytes) -> MemoryTree:
    return MemoryTree(
        {
            "package.json": MANIFEST,
            "app/page.tsx": PAGE,
            **{f"app/api/r{number}/route.ts": ROUTE for number in range(routes)},
            **{path.replace("__", "/") + ".ts": data for path, data in files.items()},
        }
    )


def allow(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (limits.get("parsed", 10**9), limits.get("steps", 10**9)))


def left_out(found: Review) -> list[str]:
    assert exit_status(found, Settings(fail_on=Settings().fail_on)) == (3 if found.skipped else 0)
    return [skipped.path for skipped in found.skipped]


def test_enough_is_enough_for_an_ordinary_run() -> None:
    found = audit(app(3), Settings())
    assert len(found.findings) == 3 and left_out(found) == []


def test_routes_that_may_no_longer_be_parsed_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, parsed=int(2.5 * len(ROUTE)))
    found = audit(app(4), Settings())
    assert len(found.findings) == 2
    assert {"app/api/r2/route.ts", "app/api/r3/route.ts"} <= set(left_out(found))


def test_a_caller_that_may_no_longer_be_parsed_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, parsed=len(ROUTE) + 10)
    assert "app/page.tsx" in left_out(audit(app(1), Settings()))


def test_where_no_more_steps_may_be_taken_the_file_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, steps=1)
    found = audit(app(1), Settings())
    assert left_out(found) == ["app/page.tsx"]
    assert budget.SPENT in found.skipped[0].reason


def test_a_file_that_names_addresses_without_end_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MAX_PLACES", 5)
    found = audit(app(1, lib__many=b"export const load = () => fetch('/api/r0')\n" * 6), Settings())
    assert left_out(found) == ["lib/many.ts"]


def test_endpoints_beyond_the_most_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_ENDPOINTS", 3)
    found = audit(app(5), Settings())
    assert len(found.findings) == 3
    assert left_out(found) == ["app/api/r3/route.ts", "app/api/r4/route.ts"]


def test_a_hundred_thousand_exports_are_listed_and_not_weighed() -> None:
    many = b"'use server'\n" + b"".join(b"export async function a%d(){}\n" % number for number in range(40_000))
    found = audit(app(0, app__actions=many), Settings())
    assert left_out(found) == ["app/actions.ts"] and len(found.findings) <= 200
    more = b"'use server'\n" + b"".join(b"export{a as a%d}\n" % number for number in range(100_000))
    assert left_out(audit(app(0, app__actions=more), Settings())) == ["app/actions.ts"]
