"""How often the search parses a file: once where it is known who imports what."""

from __future__ import annotations

from collections import Counter

import pytest

from reviewer.callers.search import find_callers
from reviewer.changes.trees import MemoryTree
from reviewer.model import Callers, Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax import parser
from reviewer.syntax.modules import Modules
from tests.callers.apps import ALIASES, PACKAGE, PAGE, of, told

ROUTES = {f"app/api/item{n}/route.ts": "export async function GET() {}\n" for n in range(30)}


def searched(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[dict[Endpoint, Callers], Counter[str]]:
    """The callers in an app of many routes, and how often each file was parsed to find them. No tree is kept."""
    sources = parser.Sources(
        MemoryTree({path: text.encode() for path, text in (PACKAGE | ALIASES | PAGE | files).items()})
    )
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)
    parses: Counter[str] = Counter()
    parse = parser.Source.__init__

    def counted(source: parser.Source, path: str, data: bytes) -> None:
        parses[path] += 1
        parse(source, path, data)

    monkeypatch.setattr(parser.Source, "__init__", counted)
    monkeypatch.setattr(parser, "KEPT_BYTES", 0)
    return dict(find_callers(detected.endpoints, detected.apps, sources, modules)), parses


CHAIN = ROUTES | {
    # Each file requests a URL of its own, and hands on what the one after it in order of path exports.
    "lib/a.tsx": "'use client'\nimport { b } from './b'\n"
    "export function Alpha() { fetch('/api/item1'); return <i onClick={() => b()} /> }",
    "lib/b.ts": "import { c } from './c'\nexport function b() { fetch('/api/item2'); return c() }",
    "lib/c.ts": "export function c() { return fetch('/api/item3') }",
    "app/a/page.tsx": "import { Alpha } from '@/lib/a'\nexport default function Page() { return <Alpha /> }",
}


def test_a_file_that_names_a_url_and_uses_what_others_export_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found, parses = searched(CHAIN, monkeypatch)

    assert told(of(found, "/api/item3")) == ["lib/c.ts:1 event-handler GET Alpha"]
    assert told(of(found, "/api/item2")) == ["lib/b.ts:2 event-handler GET Alpha"]
    assert {path: parses[path] for path in ("lib/a.tsx", "lib/b.ts", "lib/c.ts")} == dict.fromkeys(
        ("lib/a.tsx", "lib/b.ts", "lib/c.ts"), 1
    )


def test_files_that_import_each_other_in_a_circle_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = "import { b } from './b'\nexport function c() { return fetch('/api/item3') }\nexport const again = b"
    found, parses = searched(CHAIN | {"lib/c.ts": circle}, monkeypatch)

    assert told(of(found, "/api/item3")) == ["lib/c.ts:2 event-handler GET Alpha"]
    assert max(parses.values()) <= 3


@pytest.mark.parametrize("users", [11, 12, 13, 40])
def test_of_a_hook_with_many_users_the_first_are_followed(users: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = "export function useItem() { return useSWR('/api/item3', fetcher) }"
    use = (
        "'use client'\nimport {{ useItem }} from '@/lib/hook'\nexport function C{n:02}() {{ useItem(); return <i /> }}"
    )
    files = {f"ui/c{n:02}.tsx": use.format(n=n) for n in range(users)}
    found, parses = searched(ROUTES | {"lib/hook.ts": hook} | files, monkeypatch)

    (site,) = of(found, "/api/item3").sites
    assert [owner.partition("#")[2] for owner in site.owners] == [f"C{n:02}" for n in range(min(users, 12))]
    assert bool(of(found, "/api/item3").gaps) == (users > 12)
    assert {parses[f"ui/c{n:02}.tsx"] for n in range(min(users, 12))} == {1}
    assert not any(parses[f"ui/c{n:02}.tsx"] for n in range(12, users))


@pytest.mark.parametrize("users", [6, 12])
def test_what_a_file_imports_besides_a_hook_is_no_use_of_it(users: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = "import useSWR from 'swr'\nexport default function useItem() { return useSWR('/api/item3', fetcher) }"
    use = (
        "'use client'\nimport React from 'react'\nimport Link from 'next/link'\nimport useItem from '@/lib/useItem'\n"
        "export function C{n:02}() {{ useItem(); return <React.Fragment><Link /><Link /></React.Fragment> }}"
    )
    beside = {"ui/beside.tsx": "import { key } from '@/lib/useItem'\nexport function Beside() { return key }"}
    files = {f"ui/c{n:02}.tsx": use.format(n=n) for n in range(users)} | beside
    found, parses = searched(ROUTES | {"lib/useItem.ts": hook} | files, monkeypatch)

    (site,) = of(found, "/api/item3").sites
    assert [owner.partition("#")[2] for owner in site.owners] == [f"C{n:02}" for n in range(users)]
    assert {parses[f"ui/c{n:02}.tsx"] for n in range(users)} == {1}
    assert not parses["ui/beside.tsx"]
