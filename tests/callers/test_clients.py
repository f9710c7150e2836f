"""Clients with a base of their own, and generated hooks: what stands in front of the URLs, and who uses them."""

from __future__ import annotations

import pytest

from reviewer.callers.client_calls import may_make_clients
from tests.callers.apps import callers_in, of, told

ROUTE = {
    "app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}",
    "app/api/admin/users/route.ts": "export async function GET() {}\nexport async function POST() {}",
}


def box(lead: str, get: str, post: str) -> dict[str, str]:
    code = f"export function Box() {{ useEffect(() => {{ {get} }}, [])\n return <b onClick={{() => {post}}} /> }}"
    return {"app/box.tsx": f"'use client'\n{lead}\n{code}"}


@pytest.mark.parametrize(
    ("made", "get", "post"),
    [
        ("axios.create({ baseURL: '/api' })", "http.get('/items')", "http.post('/items', {})"),
        ("axios.create({ baseURL: '/api/' })", "http.get('items')", "http.post(`items`, {})"),
        ("axios.create({ baseURL: `${process.env.HOST}/api` })", "http.get('items')", "http.request('/api/items')"),
        ("ky.create({ prefixUrl: '/api' })", "http.get('items').json()", "http.post('items', { json: 1 })"),
        ("ky.extend({ prefixUrl: `${HOST}/api/` })", "http('items').json()", "http('items', { method: 'POST' })"),
        ("ofetch.create({ baseURL: '/api' })", "http('/items')", "http('items', { method: 'POST' })"),
        ("got.extend({ prefixUrl: 'https://www.shop.com/api' })", "http.get('items')", "http.post('items')"),
    ],
)
def test_the_base_stands_in_front(made: str, get: str, post: str) -> None:
    for files in (
        {"lib/http.ts": f"export const http = {made}"} | box("import { http } from '@/lib/http'", get, post),
        {"lib/http.ts": f"export default {made}"} | box("import http from '@/lib/http'", get, post),
        box(f"const http = {made}", get, post),
    ):
        found = callers_in(ROUTE | files)
        assert [site.split(" ", 1)[1] for site in told(of(found, "GET /api/items"))] == ["effect GET Box"]
        if "request(" not in post:
            assert [site.split(" ", 1)[1] for site in told(of(found, "POST /api/items"))] == ["event-handler POST Box"]


def test_a_base_that_names_the_folder_of_the_route() -> None:
    files = {"lib/http.ts": "export const http = axios.create({ baseURL: '/api/admin' })"}
    files |= box("import { http } from '@/lib/http'", "http.get('/users')", "http.post('/users')")
    found = callers_in(ROUTE | files)
    assert told(of(found, "GET /api/admin/users")) == ["app/box.tsx:3 effect GET Box"]
    assert told(of(found, "POST /api/admin/users")) == ["app/box.tsx:4 event-handler POST Box"]


@pytest.mark.parametrize("base", ["https://api.github.com", "https://api.stripe.com/api", "/v2"])
def test_a_base_that_leads_elsewhere(base: str) -> None:
    files = {"lib/http.ts": f"export const http = axios.create({{ baseURL: '{base}' }})"}
    files |= box("import { http } from '@/lib/http'", "http.get('/items')", "http.post('items')")
    found = callers_in(ROUTE | files)
    assert told(of(found, "GET /api/items")) == told(of(found, "POST /api/items")) == []


def test_a_client_in_a_field_of_a_class() -> None:
    files = {
        "lib/items.ts": """class Items { private http = axios.create({ baseURL: '/api/admin' })
              all() { return this.http.get('/users') } }
            export const items = new Items()""",
    } | box("import { items } from '@/lib/items'", "items.all()", "items.none()")
    found = callers_in(ROUTE | files)
    assert told(of(found, "GET /api/admin/users")) == ["lib/items.ts:2 effect GET Box"]


def test_a_class_whose_helper_is_given_no_options_sends_a_get() -> None:
    files = {
        "lib/items.ts": """export class Items {
              private send(path: string, options?: RequestInit) { return fetch(`${this.base}${path}`, options) }
              all() { return this.send('/api/items') }
              add(item) { return this.send('/api/items', { method: 'POST' }) } }
            export const items = new Items()""",
    } | box("import { items } from '@/lib/items'", "items.all()", "items.add(1)")
    found = callers_in(ROUTE | files)
    assert told(of(found, "GET /api/items")) == ["lib/items.ts:3 effect GET Box"]
    assert told(of(found, "POST /api/items")) == ["lib/items.ts:4 event-handler POST Box"]


IMPORTED = "import http from '@/lib/http'"
OWN_DEFAULTS = "const http = axios.create()\nhttp.defaults.baseURL = '/api'\nexport default http"

ENDPOINTS = """(builder) => ({
  getItems: builder.query({ query: () => 'items' }),
  getUsers: builder.query<User[], void>({ query: (page) => ({ url: '/admin/users', params: { page } }) }),
  addItem: builder.mutation({ query(body) { return { url: `/items`, method: 'POST', body } } }),
})"""
HOOKS = "export const { useGetItemsQuery, useLazyGetUsersQuery, useAddItemMutation } = api"


@pytest.mark.parametrize(
    "lib",
    [
        f"const api = createApi({{ baseQuery: fetchBaseQuery({{ baseUrl: '/api' }}), endpoints: {ENDPOINTS} }})",
        f"""const raw = fetchBaseQuery({{ baseUrl: `${{HOST}}/api/` }})
        const again = async (args, store, extra) => raw(args, store, extra)
        const api = createApi({{ baseQuery: again, endpoints: {ENDPOINTS} }})""",
        f"""const base = createApi({{ baseQuery: retry(fetchBaseQuery({{ baseUrl: '/api' }})) }})
        const api = base.injectEndpoints({{ endpoints: {ENDPOINTS} }})""",
    ],
)
def test_generated_hooks_of_rtk_query(lib: str) -> None:
    files = ROUTE | {
        "lib/api.ts": f"{lib}\n{HOOKS}",
        "app/box.tsx": """'use client'
            import { useGetItemsQuery, useLazyGetUsersQuery, useAddItemMutation } from '@/lib/api'
            export function List() { const { data } = useGetItemsQuery(); return <p/> }
            export function Users() { const [load] = useLazyGetUsersQuery(); return <b onClick={() => load(1)} /> }
            export function Add() { const [add, { isLoading }] = useAddItemMutation()
              return <form onSubmit={async () => { await add(1).unwrap() }} /> }""",
    }
    found = callers_in(files)
    assert [site.split(" ", 1)[1] for site in told(of(found, "GET /api/items"))] == ["query-hook GET List"]
    assert [site.split(" ", 1)[1] for site in told(of(found, "GET /api/admin/users"))] == ["event-handler GET Users"]
    assert [site.split(" ", 1)[1] for site in told(of(found, "POST /api/items"))] == ["form POST Add"]


@pytest.mark.parametrize(
    "made",
    [
        "axios.create({ baseURL: HOST })",
        "axios\n  .create<Api>({ timeout: 1, headers: { a: ['b'] }, baseURL: `${HOST}/api` })",
        "await createFetch(options, { ...(x ? { y } : {}), baseURL: HOST })",
        "create({ // it's (not closed\n note: '}', /* ] */ baseURL: HOST })",
        f"create({{ {'a' * 5_000}: 1, baseURL: HOST }})",
        "(ky.extend({ prefix: HOST }))",
        "make()({ baseURL: HOST })",
    ],
)
@pytest.mark.parametrize("given", ["const http = ", "export default ", "class A { private http = "])
def test_a_file_that_makes_a_client_is_worth_parsing(made: str, given: str) -> None:
    assert may_make_clients("lib/http.ts", f"{given}{made}".encode(), lambda *_: True)


@pytest.mark.parametrize(
    "code",
    [
        "export function build(baseURL: string, path: string) {}",
        "type Options = { baseUrl: string }",
        "const f = ({ prefix }: { prefix: string }) => prefix",
        "const options = { baseURL: HOST }",
        "const client = new Client({ baseURL: HOST })",
        "const id = createId({ prefix: PREFIX })",
        "const schema = z.object({ baseUrl: z.string() })",
        "const settings = defineConfig({ use: { baseURL: HOST } })",
        "send({ baseURL: HOST })",
        "const make = () => axios.create({ baseURL: HOST })",
        "const a = { http: axios.create({ baseURL: HOST }) }",
    ],
)
def test_a_file_whose_bases_make_no_client_is_not_parsed_for_them(code: str) -> None:
    assert not may_make_clients("lib/http.ts", f"import x from 'y';\n{code}".encode(), lambda *_: True)


@pytest.mark.parametrize(
    ("made", "imported"),
    [
        ("import axios from 'axios'\naxios.defaults.baseURL = '/api'", "import http from 'axios'"),
        ("import axios from 'axios'\naxios.defaults.baseURL = '/api'\nexport default axios", IMPORTED),
        (f"import axios from 'axios'\n{OWN_DEFAULTS}", IMPORTED),
    ],
)
def test_a_base_that_is_set_on_the_defaults(made: str, imported: str) -> None:
    found = callers_in(ROUTE | {"lib/http.ts": made} | box(imported, "http.get('/items')", "http.post('/items')"))
    assert [site.split(" ", 1)[1] for site in told(of(found, "GET /api/items"))] == ["effect GET Box"]
    assert [site.split(" ", 1)[1] for site in told(of(found, "POST /api/items"))] == ["event-handler POST Box"]


def test_defaults_that_lead_to_another_company() -> None:
    made = {"lib/http.ts": "import axios from 'axios'\naxios.defaults.baseURL = 'https://api.other.com'"}
    files = box("import http from 'axios'", "http.get('/api/items')", "http.post('/api/items')")
    found = callers_in(ROUTE | made | files)
    assert told(of(found, "GET /api/items")) == told(of(found, "POST /api/items")) == []
