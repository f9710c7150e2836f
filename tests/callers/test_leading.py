"""Routes below a dynamic segment: a locale that a middleware puts in front, and a workspace that the caller names."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.review import audit

ROUTE = b"export async function POST(request) { return Response.json(await db.note.create(await request.json())); }"
PAGE = b"import { Notes } from './notes';\nexport default function Page() { return <Notes />; }"
NOTES = """'use client';
export function Notes({ team, id }) {
  async function save() { await fetch(%s, { method: "POST", body: "{}" }); }
  return <form onSubmit={save} />;
}
"""


def callers(route: str, url: str, **more: bytes) -> dict[str, int]:
    files = {
        "package.json": b'{"dependencies": {"next": "15.0.0"}}',
        f"app/{route}/route.ts": ROUTE,
        "app/page.tsx": PAGE,
        "app/notes.tsx": (NOTES % url).encode(),
        **{path.replace("__", "/"): text for path, text in more.items()},
    }
    findings = audit(MemoryTree(files), Settings()).findings
    return {finding.endpoint.url or "": len(finding.callers.sites) for finding in findings}


@pytest.mark.parametrize(
    ("route", "url"),
    [
        ("[locale]/api/notes", "'/api/notes'"),
        ("[locale]/(open)/api/notes", "`/api/notes`"),
        ("[locale]/api/notes", "`/${locale}/api/notes`"),
        ("[locale]/api/[id]/pay", "`/api/${id}/pay`"),
        ("[team]/api/notes", "`/${team}/api/notes`"),
        ("[team]/notes", "`/${team}/notes`"),
    ],
)
def test_a_caller_is_found(route: str, url: str) -> None:
    assert list(callers(route, url).values()) == [1]


@pytest.mark.parametrize(
    ("route", "url"),
    [("[...path]", "'/api/notes'"), ("[locale]/api/notes", "'/api/other'"), ("[locale]/api/notes", "'/notes'")],
)
def test_others_are_none(route: str, url: str) -> None:
    assert "/[locale]/api/notes" not in {each for each, found in callers(route, url).items() if found}


def test_a_route_without_the_segment_goes_first() -> None:
    other = {"app__api__notes__route.ts": ROUTE}
    found = callers("[locale]/api/notes", "'/api/notes'", **other)
    assert found == {"/[locale]/api/notes": 0, "/api/notes": 1}
