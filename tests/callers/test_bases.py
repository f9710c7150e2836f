"""Whose address stands in front of a path: the app's own, another company's, or one that nobody here can tell."""

from __future__ import annotations

import pytest

from tests.callers.apps import callers_in, of, told

ROUTE = {"app/api/items/route.ts": "export async function GET() {}"}


def sites_and_gaps(lib: str, use: str) -> tuple[list[str], list[int]]:
    route = f"import * as lib from '@/lib/client'\nexport async function POST(p) {{ {use} }}"
    callers = of(callers_in(ROUTE | {"lib/client.ts": lib, "app/api/run/route.ts": route}), "GET /api/items")
    return [site.split(" ", 1)[1] for site in told(callers)], [place.line for place in callers.gaps]


CLASS = """export class Client { {field}
  constructor({parameters}) { {body} }
  list() { return fetch(`${this.base}/api/items`) } }
{made}"""


NEW = "export const list = () => new Client().list()"


def a_class(field: str = "", parameters: str = "", body: str = "", made: str = "") -> str:
    parts = {"{field}": field, "{parameters}": parameters, "{body}": body, "{made}": made}
    text = CLASS
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


@pytest.mark.parametrize(
    ("lib", "use"),
    [
        ("export const list = (params) => fetch(`${params.baseUrl}/api/items`)", "lib.list(p.x)"),
        ("export const list = (params) => fetch(params.baseUrl + '/api/items')", "lib.list(p.x)"),
        ("export const list = (params) => fetch(`${params.baseUrl.trim()}/api/items`)", "lib.list(p.x)"),
        ("export const list = (params) => fetch(`https://${params.instance}/api/items`)", "lib.list(p.x)"),
        ("export const list = ({ apiUrl }) => fetch(`${apiUrl}/api/items`)", "lib.list(p.x)"),
        ("export const list = (config) => fetch(new URL('/api/items', config.url))", "lib.list(p.x)"),
        (
            "export function list(c) {\n const base = clean(c.baseUrl); return fetch(`${base}/api/items`) }",
            "lib.list(p.x)",
        ),
        (a_class(field="base", parameters="options", body="this.base = options.url"), "new lib.Client(p.x).list()"),
        (a_class(parameters="private base: string"), "new lib.Client(p.x).list()"),
        (a_class().replace("Client {", "Client extends Http {"), "new lib.Client().list()"),
        (
            "const BASE = process.env.ACME_API || 'https://acme.com'\n"
            "export const list = () => fetch(`${BASE}/api/items`)",
            "lib.list()",
        ),
    ],
)
def test_a_base_that_is_handed_over_makes_a_gap_and_no_caller(lib: str, use: str) -> None:
    sites, gaps = sites_and_gaps(lib, use)
    assert sites == []
    assert len(gaps) == 1


@pytest.mark.parametrize(
    "lib",
    [
        "export const list = () => fetch(`${process.env.NEXT_PUBLIC_APP_URL}/api/items`)",
        "export const list = () => fetch(`${window.location.origin}/api/items`)",
        "export const list = (request) => fetch(`${request.nextUrl.origin}/api/items`)",
        "export const list = (request) => fetch(new URL('/api/items', request.url))",
        "export const list = (origin) => fetch(`${origin}/api/items`)",
        "export const list = (options) => fetch(`${options.appUrl}/api/items`)",
        "export const list = (c) => { const base = c.base ?? ''; return fetch(`${base}/api/items`) }",
        "export const list = () => fetch(`${getBaseUrl()}/api/items`)",
        "const site = { url: 'https://www.shop.com' }\nexport const list = () => fetch(`${site.url}/api/items`)",
        "const BASE = process.env.NEXT_PUBLIC_APP_URL || 'https://www.shop.com'\n"
        "export const list = () => fetch(`${BASE}/api/items`)",
        a_class(field="base = ''", made=NEW),
        a_class(field="base", body="this.base = process.env.URL", made=NEW),
        a_class(parameters="private base = ''", made=NEW),
        a_class("base", "o", "this.base = o.url", NEW.replace("Client()", "Client({ url: '' })")),
        a_class(parameters="private readonly base: string", made=NEW.replace("Client()", "Client(location.origin)")),
    ],
)
def test_a_base_of_our_own_makes_a_caller(lib: str) -> None:
    assert sites_and_gaps(lib, "lib.list()") == (["server-code GET POST"], [])


@pytest.mark.parametrize(
    "lib",
    [
        a_class(field="base = 'https://api.other.com'", made=NEW),
        a_class(parameters="private base = 'https://other.com'", made=NEW),
        a_class(parameters="private base", made="export const list = () => new Client('https://other.com').list()"),
        "export const list = () => fetch(new URL('/api/items', 'https://other.com/v1'))",
    ],
)
def test_a_base_of_another_company_makes_neither(lib: str) -> None:
    assert sites_and_gaps(lib, "lib.list()") == ([], [])


def test_a_field_that_holds_a_path() -> None:
    lib = a_class(field="base = '/api'", made=NEW)
    assert sites_and_gaps(lib.replace("/api/items`", "/items`"), "lib.list()") == (["server-code GET POST"], [])


def test_in_the_browser_a_base_that_is_handed_over_may_well_be_our_own() -> None:
    files = {
        "lib/client.ts": "export const list = (apiHost) => fetch(`${apiHost}/api/items`)",
        "app/box.tsx": """'use client'
            import { list } from '@/lib/client'
            export function Box(p) { return <i onClick={() => list(p.host)} /> }""",
    }
    assert told(of(callers_in(ROUTE | files), "GET /api/items")) == ["lib/client.ts:1 event-handler GET Box maybe"]


def test_a_package_that_the_app_does_not_use_is_handed_our_address() -> None:
    files = {
        "cli/package.json": '{"name": "shop-cli"}',
        "cli/main.ts": "export const list = (options) => fetch(`${options.server}/api/items`)",
    }
    assert told(of(callers_in(ROUTE | files), "GET /api/items")) == ["cli/main.ts:1 other-package GET list"]


def test_a_component_is_given_its_base_by_our_own_pages() -> None:
    files = {"app/box.tsx": "'use client'\nexport function Box({ base }) { return <img src={`${base}/api/items`} /> }"}
    assert told(of(callers_in(ROUTE | files), "GET /api/items")) == ["app/box.tsx:2 markup GET Box"]
