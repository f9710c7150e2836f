"""Paths without a slash, given to a helper of the app that puts the prefix in front."""

from __future__ import annotations

import pytest

from reviewer.callers.prefixed import may_prefix
from tests.callers.apps import callers_in, of, told

ROUTES = {
    "app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}",
    "app/api/items/[id]/route.ts": "export async function DELETE() {}",
    "app/api/v1/items/route.ts": "export async function GET() {}",
}


def box(lib: str, code: str) -> dict[str, str]:
    lead = "'use client'\nimport { api, fetcher } from '@/lib/api'\n"
    return ROUTES | {"lib/api.ts": lib, "app/box.tsx": f"{lead}export function Box({{ id }}) {{\n{code} }}"}


CALLS = """  useEffect(() => { api('items') }, [])
  const add = () => api('items', { method: 'POST' })
  return <><i onClick={add} /><b onClick={() => api(`items/${id}`, { method: 'DELETE' })} /></>"""


@pytest.mark.parametrize(
    "lib",
    [
        "export async function api(path, options) { return (await fetch(`/api/${path}`, options)).json() }",
        "export const api = async (path, options) => fetch('/api/' + path, options)",
        "const BASE = '/api'\nexport const api = (path, options) => fetch(`${BASE}/${path}`, options)",
        "const BASE = '/api/'\nexport const api = (path, options) => fetch(BASE + path, { ...options })",
        "export const api = (path, options) => fetch(`${process.env.NEXT_PUBLIC_URL}/api/${path}`, options)",
        "const send = (path, o) => fetch(`/api/${path}`, o)\nexport const api = (path, options) => send(path, options)",
    ],
)
def test_a_function(lib: str) -> None:
    found = callers_in(box(lib, CALLS))
    assert told(of(found, "GET /api/items")) == ["app/box.tsx:4 effect GET Box"]
    assert told(of(found, "POST /api/items")) == ["app/box.tsx:5 event-handler POST Box"]
    assert told(of(found, "DELETE /api/items/[id]")) == ["app/box.tsx:6 event-handler DELETE Box"]
    assert told(of(found, "GET /api/v1/items")) == []


@pytest.mark.parametrize(
    "lib",
    [
        """async function call(method, path, body) { return fetch(`/api/${path}`, { method, body }) }
           export const api = { all: (path) => call('GET', path), drop: (path) => call('DELETE', path) }""",
        """class Api { call(method, path) { return fetch(`/api/${path}`, { method }) }
             all(path) { return this.call('GET', path) }
             drop(path) { return this.call('DELETE', path) } }
           export const api = new Api()""",
        """function call({ endpoint, method = 'GET' }) { return fetch(`/api/${endpoint}`, { method }) }
           export const api = { all: (path) => call({ method: 'GET', endpoint: path }),
             drop: (path) => call({ endpoint: path, method: 'DELETE' }) }""",
    ],
)
def test_methods_of_an_object(lib: str) -> None:
    code = "return <><i onClick={() => api.all('items')} /><b onClick={() => api.drop(`items/${id}`)} /></>"
    found = callers_in(box(lib, code))
    assert told(of(found, "GET /api/items")) == ["app/box.tsx:4 event-handler GET Box"]
    assert told(of(found, "DELETE /api/items/[id]")) == ["app/box.tsx:4 event-handler DELETE Box"]
    assert told(of(found, "POST /api/items")) == []


def test_a_fetcher_of_a_hook() -> None:
    lib = "export const fetcher = (path) => fetch(`/api/v1/${path}`).then((answer) => answer.json())"
    found = callers_in(box(lib, "const { data } = useSWR('items', fetcher); return <p/>"))
    assert told(of(found, "GET /api/v1/items")) == ["app/box.tsx:4 query-hook GET Box"]
    assert told(of(found, "GET /api/items")) == []


@pytest.mark.parametrize(
    ("lib", "code"),
    [
        ("export const api = (path) => fetch(`https://other.com/api/${path}`)", "api('items')"),
        ("export const api = (path) => `/api/${path}`.length", "api('items')"),
        ("export const api = (path) => fetch(`/api/${path}`)", "other('items')"),
        ("export const api = (path) => fetch(`/api/${path}`)", "api('itemsets')"),
        ("export const api = (path) => fetch(`/api/${path}`)", "const items = 'items'"),
        ("export const api = (path, item) => fetch(`/api/${path}`)", "api('users', 'items')"),
    ],
)
def test_what_asks_for_nothing_of_ours(lib: str, code: str) -> None:
    assert told(of(callers_in(box(lib, f"useEffect(() => {{ {code} }})")), "GET /api/items")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fetch(`/api/${path}`)", True),
        ("const base = '/api'", True),
        ('const base = "/api/v1"', True),
        ("fetch(base + '/api/v2/' + path)", True),
        ("fetch(`api/v123/${path}`)", True),
        ("fetch(`api/v1234/${path}`)", False),
        ("fetch(`api/$path`)", False),
        ("import { api } from '@/lib/api'", False),
        ("fetch('/api/items')", False),
        ("const apis = `${api}`", False),
    ],
)
def test_the_bytes_that_make_a_file_worth_parsing(text: str, expected: bool) -> None:
    assert may_prefix(text.encode()) is expected
