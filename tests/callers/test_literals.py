"""URLs as the bytes show them: which a file is worth parsing for, and which end where they stand."""

from __future__ import annotations

import pytest

from reviewer.callers.literals import asks_for_nothing, head_of, is_link, literal_at
from reviewer.callers.search import find_callers
from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.nextjs.detection import all_endpoints
from reviewer.review import audit
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

ROUTE = b"export async function GET() { return Response.json(await db.item.count()); }"
PAGE = """'use client';
import { useEffect, useState } from 'react';
export default function Page() {
  const [count, setCount] = useState(0);
  useEffect(() => { load(); }, []);
  async function load() { setCount(await (await fetch(%s)).json()); }
  return <p>{count}</p>;
}
"""


def callers(url: str, rest: str = "") -> int:
    files = {
        "package.json": b'{"dependencies": {"next": "15.0.0"}}',
        "app/api/items/count/route.ts": ROUTE,
        "app/page.tsx": (PAGE % url + rest).encode(),
    }
    (finding,) = audit(MemoryTree(files), Settings()).findings
    return len(finding.callers.sites)


def told(text: str) -> tuple[bool, bool]:
    """Of the literal that holds ``/items``: whether it is a link, and whether nothing asks for it."""
    data = text.encode()
    literal = literal_at(data, data.index(b"/items"))
    assert literal is not None
    assert literal.is_whole
    return is_link(data, literal), asks_for_nothing(data, literal)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/items">',
        '<Link\n  href="/items"\n>',
        "<Link className='wide' href='/items'>",
        '<Link key={item.id} to="/items">',
        'const nav = [{ href: "/items" }]',
        'const item = { label: "Items",\n  href: "/items",\n};',
    ],
)
def test_a_link_is_all_of_its_url(text: str) -> None:
    assert told(text) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        'const href="/items";',
        'let url = "/items";',
        '<Tabs basePath="/items" />',
        'const item = { href: "/items" + id };',
        'const item = { link: "/items" };',
        'const url = base ? href : "/items";',
        'const url = old ? { href } : { url, href : "/items" };',
        'load("/items")',
        '$mutate("/items")',
        'mutate("/items" + id)',
        'mutatefetcher("/items")',
        'mutate(["/items"])',
        'mutate(key, "/items")',
    ],
)
def test_others_may_be_handed_on(text: str) -> None:
    assert told(text) == (False, False)


@pytest.mark.parametrize(
    "text", ['mutate("/items")', 'path.startsWith( "/items" )', 'await mutatePrefix("/items", { revalidate: true })']
)
def test_a_call_that_sends_nothing_hands_nothing_on(text: str) -> None:
    assert told(text) == (False, True)


def test_a_hole_leaves_a_literal_open() -> None:
    for text in (b"`/items/${id}`", b"`${base}/items`", b'"/items on sale"'):
        literal = literal_at(text, text.index(b"/items"))
        assert literal is not None
        assert not literal.is_whole


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("const url = `/teams/${team}/items`;", "/teams/"),
        ("<a href={`/teams/${team.id}/${kind}/items?page=${page}`}>", "/teams/"),
        ("load(`/teams/of-${user?.name}/items`)", "/teams/"),
        ("load(key, `/api/teams/${id!}/items`)", "/api/teams/"),
        ("const url = `/${team}/items`;", ""),
        ("const url = `${base}/${team}/items`;", ""),
        ("const url = `https://${host}/items`;", ""),
        ("const url = base + `/teams/${team}/items`;", ""),
        ("const url = `${base}${old ? `/teams/${team}/items` : key}`;", ""),
        ("const url = `/teams/${team ? `a` : key}/items`;", ""),
        ("const url = `/teams/${teams[0]}/items`;", ""),
    ],
)
def test_how_a_template_begins(text: str, head: str) -> None:
    data = text.encode()
    literal = literal_at(data, data.index(b"/items"))
    assert literal is not None
    assert head_of(data, literal) == head


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("`${API}/items/count`", 1),
        ("`${API}/${kind}/items/count`", 0),
        ("`/other/${kind}/items/count`", 0),
        ("API + `/items/count`", 1),
        ("API + `/items/${kind}`", 1),
    ],
)
def test_a_template_is_a_caller_where_it_may_be_the_url(url: str, found: int) -> None:
    assert callers(url, "const API = '/api';") == found


@pytest.mark.parametrize("rest", ['const a = <a href="/api/items" />;', "function b() { mutate('/api/items'); }"])
def test_a_request_beside_is_found(rest: str) -> None:
    assert callers("'/api/items/count'", rest) == 1


@pytest.mark.parametrize(
    ("url", "rest"),
    [
        ("`${href}/count`", 'const href="/api/items";'),
        ("`${BASE.url}/count`", 'const BASE = { url: "/api/items" };'),
        ("'/api/items'.concat('/count')", ""),
    ],
)
def test_the_beginning_of_a_url_is_followed(url: str, rest: str) -> None:
    assert callers(url, rest) == (1 if "BASE" in rest or "href" in rest else 0)


def test_a_link_to_the_endpoint_itself_is_a_caller() -> None:
    assert callers("'/api/other'", 'export const Link = () => <a href="/api/items/count">all</a>;') == 1


@pytest.mark.parametrize(("url", "followed"), [("/api/items/count", True), ("/api/items", False)])
def test_what_asks_for_something_else_is_not_followed_out_of_its_file(url: str, followed: bool) -> None:
    files = {
        "package.json": b'{"dependencies": {"next": "15.0.0"}}',
        "app/api/items/count/route.ts": ROUTE,
        "app/load.ts": f'export async function load() {{ return fetch("{url}"); }}'.encode(),
        "app/page.tsx": b"import { load } from './load';\nexport default async () => <p>{await load()}</p>;",
    }
    sources = Sources(MemoryTree(files))
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)
    find_callers(detected.endpoints, detected.apps, sources, modules)
    assert sources.is_at_hand("app/load.ts")
    assert sources.is_at_hand("app/page.tsx") == followed
