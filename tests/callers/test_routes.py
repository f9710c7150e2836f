"""Who requests a route: every way in which applications write it, and what only looks like it."""

from __future__ import annotations

import pytest

from reviewer.callers.routes import Routes
from reviewer.callers.urls import Path
from reviewer.model import App
from tests.callers.apps import callers_in, of, told

ROUTE = {"app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}"}
ITEM = {"app/api/items/[id]/route.ts": "export async function GET() {}\nexport async function DELETE() {}"}

# Each: the code of a client component's file, and the call sites of GET and of POST /api/items.
SHAPES: dict[str, tuple[str, list[str], list[str]]] = {
    "fetch in a handler": (
        "export function Box() { return <button onClick={() => fetch('/api/items', { method: 'POST' })} /> }",
        [],
        ["event-handler POST Box"],
    ),
    "fetch in a named handler": (
        """export function Box() {
          async function save() { await fetch("/api/items", { method: "POST" }) }
          return <form onSubmit={save}></form> }""",
        [],
        ["form POST Box"],
    ),
    "handleSubmit of a form library": (
        """export function Box() {
          const { handleSubmit } = useForm()
          const onSubmit = async (data) => { await fetch(`/api/items`, { method: "POST" }) }
          return <form onSubmit={handleSubmit(onSubmit)}></form> }""",
        [],
        ["form POST Box"],
    ),
    "effect": (
        "export function Box() { useEffect(() => { fetch('/api/items').then(r => r.json()) }, []); return <p/> }",
        ["effect GET Box"],
        [],
    ),
    "SWR, conditional, with a query": (
        "export function Box({ id }) { const { data } = useSWR(id && `/api/items?id=${id}`, fetcher); return <p/> }",
        ["query-hook GET Box"],
        [],
    ),
    "SWR with a ternary and an array key": (
        "export function Box({ id }) { useSWR(id ? ['/api/items', id] : null, fetcher); return <p/> }",
        ["query-hook GET Box"],
        [],
    ),
    "React Query": (
        """export function Box() {
          useQuery({ queryKey: ['/api/items'], queryFn: async () => (await fetch('/api/items')).json() })
          return <p/> }""",
        ["query-hook GET Box"],
        [],
    ),
    "hook of a library for fetching, asked later": (
        """export function Box() {
          const { reFetch: save } = useFetch('/api/items', { method: 'POST', auto: false, body: form })
          return <button onClick={save}/> }""",
        [],
        ["event-handler POST Box"],
    ),
    "hook of a library for fetching, asked at once": (
        "export function Box() { useFetch('/api/items', { method: 'POST', auto: wanted, body: form }); return <p/> }",
        [],
        ["query-hook POST Box"],
    ),
    "React Query mutation, used in a handler": (
        """export function Box() {
          const { mutateAsync } = useMutation({ mutationFn: (x) => fetch("/api/items", { method: "POST" }) })
          return <Button onClick={async () => { await mutateAsync(1) }} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "SWR mutation": (
        """export function Box() {
          const { trigger } = useSWRMutation("/api/items", (url) => fetch(url, { method: "POST" }))
          return <Button onClick={() => trigger()} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "axios": (
        "export function Box() { return <a onClick={() => axios.post('/api/items', { a: 1 })} /> }",
        [],
        ["event-handler POST Box"],
    ),
    "axios with one object": (
        "export function Box() { return <a onClick={() => axios({ url: '/api/items', method: 'post' })} /> }",
        [],
        ["event-handler POST Box"],
    ),
    "a client of the app named http": (
        """import { http } from "@/lib/http"
        export function Box() { return <i onClick={() => http.post("/api/items", { a: 1 })} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "ky, ofetch": (
        "export function Box() { useEffect(() => { ky.get('/api/items'); $fetch('/api/items') }); return <p/> }",
        ["effect GET Box"],
        [],
    ),
    "XMLHttpRequest": (
        """export function Box() {
          const up = () => { const request = new XMLHttpRequest(); request.open("POST", "/api/items"); request.send() }
          return <i onClick={up} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "sendBeacon": (
        "export function Box() { useEffect(() => { navigator.sendBeacon('/api/items', '1') }); return <p/> }",
        [],
        ["effect POST Box"],
    ),
    "EventSource": (
        "export function Box() { useEffect(() => { const s = new EventSource('/api/items') }); return <p/> }",
        ["effect GET Box"],
        [],
    ),
    "AI SDK": (
        """export function Box() {
          const chat = useChat({ transport: new DefaultChatTransport({ api: "/api/items" }) }); return <p/> }""",
        [],
        ["event-handler POST Box"],
    ),
    "form action": (
        "export function Box() { return <form action='/api/items' method='post'></form> }",
        [],
        ["form POST Box"],
    ),
    "form action without a method": (
        "export function Box() { return <form action='/api/items'></form> }",
        ["form GET Box"],
        [],
    ),
    "link": ("export function Box() { return <Link href='/api/items'>x</Link> }", ["link GET Box"], []),
    "image": ("export function Box({ a }) { return <img src={`/api/items?a=${a}`} /> }", ["markup GET Box"], []),
    "navigation": (
        "export function Box() { const router = useRouter(); return <a onClick={() => router.push('/api/items')} /> }",
        ["link GET Box"],
        [],
    ),
    "location": (
        "export function Box() { return <a onClick={() => { window.location.href = '/api/items' }} /> }",
        ["link GET Box"],
        [],
    ),
    "new URL": (
        """export function Box() { useEffect(() => {
          const url = new URL("/api/items", location.origin); url.searchParams.set("a", "1"); fetch(url.toString())
        }, []); return <p/> }""",
        ["effect GET Box"],
        [],
    ),
    "own base": (
        "export function Box() { useEffect(() => { fetch(`${process.env.NEXT_PUBLIC_URL}/api/items`) }); return <p/> }",
        ["effect GET Box"],
        [],
    ),
    "own host": (
        "export function Box() { useEffect(() => { fetch('https://www.shop.com/api/items/') }); return <p/> }",
        ["effect GET Box"],
        [],
    ),
    "constant and concatenation": (
        """const BASE = "/api"
        export function Box() { useEffect(() => { fetch(BASE + "/items" + "?a=1") }); return <p/> }""",
        ["effect GET Box"],
        [],
    ),
    "method chosen at run time": (
        """export function Box({ id }) {
          return <i onClick={() => fetch("/api/items", { method: id ? "PATCH" : "POST" })} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "request object chosen by useMemo": (
        """export function Box({ id }) {
          const endpoint = useMemo(() => id ? { method: "PATCH", url: `/api/items/${id}` }
            : { method: "POST", url: `/api/items` }, [id])
          return <form onSubmit={async () => { fetch(endpoint.url, { method: endpoint.method }) }}></form> }""",
        [],
        ["form POST Box"],
    ),
    "options in a constant": (
        """export function Box() { const options = { method: "POST" }
          return <i onClick={() => { const url = "/api/items"; fetch(url, options) }} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "class component": (
        """export class Box extends React.Component {
          load = async () => { await fetch("/api/items", { method: "POST" }) }
          render() { return <i onClick={this.load} /> } }""",
        [],
        ["event-handler POST Box"],
    ),
    "three places in one component": (
        """export function Box() { return <>
          <i onClick={() => fetch("/api/items", { method: "POST" })} />
          <i onClick={() => fetch("/api/items", { method: "POST" })} /></> }""",
        [],
        ["event-handler POST Box", "event-handler POST Box"],
    ),
    "method in a variable of its own name, given later": (
        """export function Box({ id }) { const save = async () => { let method = "PUT"; if (id) method = "POST"
          await fetch("/api/items", { method }) }; return <i onClick={save} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "function that builds the URL, beside the method": (
        """const tool = { url: (id) => `/api/items`, method: "POST" }
        export function Box({ id }) { return <i onClick={() => fetch(tool.url(id), { method: tool.method })} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "SWR mutation with a function declared elsewhere": (
        """async function send(url, { arg }) { return fetch(url, { method: "POST", body: JSON.stringify(arg) }) }
        export function Box() { const { trigger } = useSWRMutation("/api/items", send)
          return <Button onClick={() => trigger(1)} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "event source with a method": (
        "export function Box() { useEffect(() => { fetchEventSource('/api/items', { method: 'POST' }) }) }",
        [],
        ["effect POST Box"],
    ),
    "openapi-fetch": (
        """const client = createClient({ baseUrl: "/api" })
        export function Box() { return <i onClick={() => client.POST("/items", { body: {} })} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "upload to Vercel Blob": (
        "export function Box() { return <i onClick={() => upload('a', f, { handleUploadUrl: '/api/items' })} /> }",
        [],
        ["event-handler POST Box"],
    ),
    "stringifyUrl of query-string": (
        """export function Box({ id }) { const remove = async () => {
            const url = qs.stringifyUrl({ url: `/api/items`, query: { id } }); await axios.post(url) }
          return <i onClick={remove} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "link to an object": (
        "export function Box() { return <Link href={{ pathname: '/api/items', query: { a: 1 } }}>x</Link> }",
        ["link GET Box"],
        [],
    ),
    "navigation to an object": (
        "export function Box() { return <i onClick={() => router.push({ pathname: '/api/items' })} /> }",
        ["link GET Box"],
        [],
    ),
    "form of next/form": (
        "import Form from 'next/form'\nexport function Box() { return <Form action='/api/items'></Form> }",
        ["form GET Box"],
        [],
    ),
    "enum": (
        """enum Urls { Items = "/api/items", Other = "/api/other" }
        export function Box() { useEffect(() => { fetch(Urls.Items) }); return <p/> }""",
        ["effect GET Box"],
        [],
    ),
    "list of URLs": (
        """const ALL = ["/api/items", "/api/other"]
        export function Box() { useEffect(() => { ALL.map((url) => fetch(url)) }); return <p/> }""",
        ["effect GET Box"],
        [],
    ),
    "list of objects": (
        """const ALL = [{ url: "/api/items", method: "POST" }]
        export function Box() { useEffect(() => { ALL.forEach((a) => fetch(a.url, { method: a.method })) }) }""",
        [],
        ["effect POST Box"],
    ),
    "context of React 19": (
        """const Items = createContext(null)
        export function Shelf({ children }) { const add = () => fetch("/api/items", { method: "POST" })
          return <Items value={{ add }}>{children}</Items> }
        export function Box() { const { add } = use(Items); return <i onClick={() => add()} /> }""",
        [],
        ["event-handler POST Box"],
    ),
    "redirect of getServerSideProps": (
        """export const getServerSideProps = () => ({ redirect: { destination: "/api/items", permanent: false } })""",
        ["link GET getServerSideProps"],
        [],
    ),
    "redirect of getServerSideProps, through a constant": (
        """export async function getServerSideProps({ query }) {
          const destination = query.a ? `/api/items?${new URLSearchParams(query)}` : "/b"
          return { redirect: { destination, permanent: false } } }""",
        ["link GET getServerSideProps"],
        [],
    ),
    "link that a function makes": (
        """const actions = [{ id: "all", href: (id) => `/api/items?a=${id}` }]
        export function Box({ id }) { return actions.map((one) => <Link href={one.href(id)}>x</Link>) }""",
        ["link GET actions"],
        [],
    ),
    "URLs by method, for a component of a package": (
        """import { Shelf } from "@acme/react-ui"
        export function Box() { const all = "/api/items"; return <Shelf urls={{ get: all, post: "/api/items" }} /> }""",
        ["query-hook GET Box"],
        ["event-handler POST Box"],
    ),
    # --- what is no request
    "URL by another name, for a component of a package": (
        """import { Shelf } from "@acme/react-ui"
        export function Box() { return <Shelf urls={{ help: "/api/items" }} /> }""",
        [],
        [],
    ),
    "other enum": (
        """enum Urls { Items = "/api/items", Other = "/api/other" }
        export function Box() { useEffect(() => { fetch(Urls.Other) }); return <p/> }""",
        [],
        [],
    ),
    "mutate key": ("export function Box() { return <i onClick={() => mutate('/api/items')} /> }", [], []),
    "comment": ("// fetch('/api/items')\nexport function Box() { return <p/> /* '/api/items' */ }", [], []),
    "unused constant": ("const URL_OF_ITEMS = '/api/items'\nexport function Box() { return <p/> }", [], []),
    "path test": ("export function Box({ path }) { return path.startsWith('/api/items') ? <p/> : <i/> }", [], []),
    "comparison": ("export function Box({ path }) { return path === '/api/items' ? <p/> : <i/> }", [], []),
    "list of paths": ("const open = ['/api/items']\nexport const isOpen = (path) => open.includes(path)", [], []),
    "query key alone": ("export function Box() { useQuery({ queryKey: ['/api/items'] }); return <p/> }", [], []),
    "another path": ("export function Box() { useEffect(() => { fetch('/api/items/list') }); return <p/> }", [], []),
    "page of the same name": ("export function Box() { return <Link href='/items'>x</Link> }", [], []),
    "foreign host": (
        "export function Box() { useEffect(() => { fetch('https://slack.com/api/items') }); return <p/> }",
        [],
        [],
    ),
    "client of another company": (
        """import { HttpClient } from './http'
        export class Other extends HttpClient { baseUrl = 'https://other.com'; list() { return this.get('/items') } }
        new Other().list()""",
        [],
        [],
    ),
    "mock with a named handler": ("export const handlers = [http.get('/api/items', list)]", [], []),
    "mock": ("export const handlers = [http.get('/api/items', () => HttpResponse.json([]))]", [], []),
    "text": ("export function Box() { return <code>fetch('/api/items')</code> }", [], []),
    "other method": (
        "export function Box() { return <i onClick={() => fetch('/api/items', { method: 'PUT' })} /> }",
        [],
        [],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    code, reads, writes = SHAPES[name]
    found = callers_in(ROUTE | {"app/box.tsx": f"'use client'\n{code}"})
    for method, expected in (("GET", reads), ("POST", writes)):
        sites = told(of(found, f"{method} /api/items"))
        assert sorted({site.split(" ", 1)[1] for site in sites}) == sorted(set(expected)), method
        assert len(sites) >= len(set(expected))


@pytest.mark.parametrize(
    "path",
    [
        "app/box.test.tsx",
        "app/__tests__/box.tsx",
        "components/box.stories.tsx",
        "tests/e2e/box.ts",
        "mocks/handlers.ts",
        "lib/client.generated.ts",
        "types/api.d.ts",
        "test-signup-and-login.js",
        "scripts/test_items.ts",
    ],
)
def test_tests_stories_mocks_and_generated_clients_are_no_callers(path: str) -> None:
    found = callers_in(ROUTE | {path: "export const f = () => fetch('/api/items', { method: 'POST' })"})
    assert told(of(found, "POST /api/items")) == []


def test_a_generated_file_is_known_by_its_first_lines() -> None:
    code = "/* This file was auto-generated by openapi-typescript. */\nexport const f = () => fetch('/api/items')"
    assert told(of(callers_in(ROUTE | {"lib/client.ts": code}), "GET /api/items")) == []


def test_precedence_static_before_dynamic_before_catch_all() -> None:
    files = {
        "app/api/users/me/route.ts": "export async function GET() {}",
        "app/api/users/[id]/route.ts": "export async function GET() {}",
        "app/api/users/[...rest]/route.ts": "export async function GET() {}",
        "app/box.tsx": """'use client'
            export function Me() { useSWR("/api/users/me"); return <p/> }
            export function One({ userId }) { useSWR(`/api/users/${userId}`); return <p/> }
            export function All({ a, b }) { useSWR(`/api/users/${a}/${b}`); return <p/> }""",
    }
    found = callers_in(files)
    assert told(of(found, "/api/users/me")) == ["app/box.tsx:2 query-hook GET Me"]
    assert told(of(found, "/api/users/[id]")) == ["app/box.tsx:3 query-hook GET One"]
    assert told(of(found, "/api/users/[...rest]")) == ["app/box.tsx:4 query-hook GET All"]


def test_a_hole_that_may_be_a_static_segment_is_only_a_maybe() -> None:
    files = {
        "app/api/reports/funnel/route.ts": "export async function POST() {}",
        "app/api/reports/[reportId]/route.ts": "export async function POST() {}",
        "app/box.tsx": """'use client'
            export function Run({ type }) {
              return <i onClick={() => fetch(`/api/reports/${type}`, { method: "POST" })} /> }""",
    }
    found = callers_in(files)
    assert told(of(found, "/api/reports/funnel")) == ["app/box.tsx:3 event-handler POST Run maybe"]
    assert told(of(found, "/api/reports/[reportId]")) == ["app/box.tsx:3 event-handler POST Run maybe"]


def test_a_trailing_hole_is_a_query_and_no_segment() -> None:
    code = "'use client'\nexport function Box({ qs }) { useSWR(`/api/items${qs}`); return <p/> }"
    found = callers_in(ROUTE | ITEM | {"app/box.tsx": code})
    assert told(of(found, "GET /api/items")) == ["app/box.tsx:2 query-hook GET Box"]
    assert told(of(found, "GET /api/items/[id]")) == []


def test_a_helper_that_adds_the_prefix_four_hops_away() -> None:
    files = ROUTE | {
        "lib/http.ts": """export async function send(method: string, path: string, body?: unknown) {
              return fetch(`/api${path}`, { method, body: JSON.stringify(body) }) }
            export const post = (path: string, body: unknown) => send("POST", path, body)""",
        "lib/items.ts": """import { post } from "./http"
            export const items = { create: (name: string) => post("/items", { name }) }""",
        "hooks/use-items.ts": """import { items } from "@/lib/items"
            export function useItems() {
              const add = async (name: string) => { await items.create(name) }
              return { add } }""",
        "app/box.tsx": """'use client'
            import { useItems } from "@/hooks/use-items"
            export function Box() { const { add } = useItems(); return <button onClick={() => add("a")} /> }""",
        "app/panel.tsx": """'use client'
            import { useItems } from "@/hooks/use-items"
            export function Panel() { const items = useItems()
              return <form onSubmit={() => items.add("b")}></form> }""",
    }
    found = callers_in(files)
    assert told(of(found, "POST /api/items")) == [
        "lib/items.ts:2 event-handler POST Box",
        "lib/items.ts:2 form POST Panel",
    ]
    assert told(of(found, "GET /api/items")) == []


def test_a_hook_counts_with_its_users() -> None:
    files = ROUTE | {
        "hooks/use-items.ts": "export function useItems() { return useSWR('/api/items', fetcher) }",
        "app/a.tsx": """'use client'
import { useItems } from '@/hooks/use-items'
export const A = () => { useItems(); return <p/> }""",
        "app/b.tsx": """'use client'
import { useItems } from '@/hooks/use-items'
export const B = () => { useItems(); return <p/> }""",
    }
    assert told(of(callers_in(files), "GET /api/items")) == ["hooks/use-items.ts:1 query-hook GET A B"]


def test_a_url_as_a_property_and_through_a_context() -> None:
    files = ROUTE | {
        "app/uploader.tsx": """'use client'
            export function Uploader({ endpoint }) {
              return <input onChange={(e) => fetch(endpoint, { method: "POST", body: e.target.files[0] })} /> }""",
        "app/box.tsx": """'use client'
            import { Uploader } from "./uploader"
            export function Box() { return <Uploader endpoint="/api/items" /> }""",
        "app/state.tsx": """'use client'
            const Items = createContext(null)
            export function ItemsProvider({ children }) {
              const load = async () => { await fetch("/api/items") }
              return <Items.Provider value={{ load }}>{children}</Items.Provider> }
            export const useItems = () => useContext(Items)""",
        "app/list.tsx": """'use client'
            import { useItems } from "./state"
            export function List() { const { load } = useItems(); useEffect(() => { load() }, []); return <ul/> }""",
    }
    found = callers_in(files)
    assert told(of(found, "POST /api/items")) == ["app/box.tsx:3 event-handler POST Box"]
    assert told(of(found, "GET /api/items")) == ["app/state.tsx:4 effect GET List"]


def test_constants_and_builders_in_another_file() -> None:
    files = (
        ROUTE
        | ITEM
        | {
            "lib/urls.ts": """export const API = { items: "/api/items", item: (id: string) => `/api/items/${id}` }""",
            "app/box.tsx": """'use client'
            import { API } from "@/lib/urls"
            export function Box({ id }) {
              useSWR(API.items)
              return <i onClick={() => fetch(API.item(id), { method: "DELETE" })} /> }""",
        }
    )
    found = callers_in(files)
    assert told(of(found, "GET /api/items")) == ["lib/urls.ts:1 query-hook GET Box"]
    assert told(of(found, "DELETE /api/items/[id]")) == ["lib/urls.ts:1 event-handler DELETE Box"]


def test_server_code_component_and_outside() -> None:
    files = ROUTE | {
        "app/api/jobs/route.ts": "export async function POST() {}",
        "app/page.tsx": "export default async function Page() { await fetch(`${BASE}/api/items`); return <p/> }",
        "app/api/start/route.ts": """export async function POST() {
            await qstash.publishJSON({ url: `${BASE}/api/jobs` })
            await queue.enqueueBatch([1].map((id) => ({ url: `${BASE}/api/jobs`, body: id }))) }""",
        "vercel.json": '{\n "crons": [{ "path": "/api/items", "schedule": "0 0 * * *" }]\n}',
        "next.config.js": """module.exports = { async rewrites() {
            return [{ source: '/x', destination: '/api/items' }] } }""",
        "lib/openapi/index.ts": 'export const paths = { "/items": { post: createItem } }',
    }
    found = callers_in(files)
    assert told(of(found, "GET /api/items")) == [
        "app/page.tsx:1 server-component GET Page",
        "next.config.js:2 rewrite maybe",
        "vercel.json:2 cron GET",
    ]
    assert told(of(found, "POST /api/items")) == [
        "lib/openapi/index.ts:1 documentation POST",
        "next.config.js:2 rewrite maybe",
    ]
    assert told(of(found, "/api/jobs")) == [
        "app/api/start/route.ts:2 queue POST POST",
        "app/api/start/route.ts:3 queue POST POST",
    ]


def test_another_package_of_the_monorepo_and_one_that_the_app_uses() -> None:
    files = {
        "package.json": '{"name": "root", "workspaces": ["apps/*", "packages/*"]}',
        "apps/web/package.json": '{"name": "web", "dependencies": {"next": "16.0.0", "@shop/ui": "*"}}',
        "apps/web/app/page.tsx": "export default function Page() { return null }",
        "apps/web/app/api/items/route.ts": "export async function POST() {}",
        "packages/ui/package.json": '{"name": "@shop/ui"}',
        "packages/ui/box.tsx": """export function Box() {
            return <i onClick={() => fetch('/api/items', { method: 'POST' })} /> }""",
        "packages/cli/package.json": '{"name": "@shop/cli"}',
        "packages/cli/run.ts": "export const run = () => fetch(`${HOST}/api/items`, { method: 'POST' })\nrun()",
    }
    assert told(of(callers_in(files), "/api/items")) == [
        "packages/cli/run.ts:1 other-package POST",
        "packages/ui/box.tsx:2 event-handler POST Box",
    ]


def test_a_package_that_looks_like_an_app_runs_in_the_apps_that_depend_on_it() -> None:
    files = {
        "package.json": '{"private": true, "workspaces": ["apps/*", "packages/*"]}',
        "apps/web/package.json": '{"name": "web", "dependencies": {"next": "16.0.0", "@shop/auth": "*"}}',
        "apps/web/app/page.tsx": "export default function Page() { return null }",
        "apps/web/app/api/items/route.ts": "export async function GET() {}",
        "apps/other/package.json": '{"name": "other", "dependencies": {"next": "16.0.0"}}',
        "apps/other/app/page.tsx": "export default function Page() { return null }",
        "apps/other/app/api/items/route.ts": "export async function GET() {}",
        "packages/auth/package.json": '{"name": "@shop/auth", "peerDependencies": {"next": "^16.0.0"}}',
        "packages/auth/src/pages/login.tsx": "export default function Login() { return null }",
        "packages/auth/src/box.tsx": """'use client'
            export function Box() { useEffect(() => { fetch('/api/items') }, []); return <p/> }""",
    }
    found = {endpoint.path: told(callers) for endpoint, callers in callers_in(files).items()}
    assert found["apps/web/app/api/items/route.ts"] == ["packages/auth/src/box.tsx:2 effect GET Box"]
    assert found["apps/other/app/api/items/route.ts"] == []


def test_the_same_path_in_two_apps_is_two_endpoints() -> None:
    files = {"package.json": "{}"}
    for app in ("shop", "admin"):
        files |= {
            f"apps/{app}/package.json": f'{{"name": "{app}", "dependencies": {{"next": "16.0.0"}}}}',
            f"apps/{app}/app/page.tsx": "export default function Page() { return null }",
            f"apps/{app}/app/api/items/route.ts": "export async function GET() {}",
        }
    files["apps/shop/app/box.tsx"] = "'use client'\nexport function Box() { useSWR('/api/items'); return <p/> }"
    found = callers_in(files)
    counts = {endpoint.app.root: len(callers.sites) for endpoint, callers in found.items()}
    assert counts == {"apps/shop": 1, "apps/admin": 0}


def test_pages_router() -> None:
    files = {
        "pages/index.tsx": """export default function Home() {
            useEffect(() => { fetch("/api/visit", { method: "POST" }) }, []); return <p/> }""",
        "pages/api/visit.ts": "export default function handler(req, res) { res.json({}) }",
    }
    callers = of(callers_in(files), "/api/visit")
    assert told(callers) == ["pages/index.tsx:2 effect POST Home"]
    assert callers.sites[0].side == "pages"


def test_a_url_handed_to_code_that_cannot_be_read_is_a_gap() -> None:
    code = "'use client'\nimport { load } from 'somewhere'\nexport function Box() { load('/api/items'); return <p/> }"
    callers = of(callers_in(ROUTE | {"app/box.tsx": code}), "GET /api/items")
    assert (callers.sites, [(gap.path, gap.line) for gap in callers.gaps]) == ((), [("app/box.tsx", 3)])


def test_a_type_imported_from_the_route_is_a_gap_where_no_request_is_found() -> None:
    lead = "'use client'\nimport type { Items } from '@/app/api/items/route'\n"
    files = {
        "app/lost.tsx": lead + "export function Lost() { const items: Items = useStore(load); return <p/> }",
        "app/box.tsx": lead + "export function Box() { useSWR<Items>('/api/items'); return <p/> }",
    }
    callers = of(callers_in(ROUTE | files), "GET /api/items")
    assert told(callers) == ["app/box.tsx:3 query-hook GET Box"]
    assert [(gap.path, gap.line) for gap in callers.gaps] == [("app/lost.tsx", 2)]


def test_what_the_caller_reads_sends_and_refreshes() -> None:
    code = """'use client'
        export function Box() {
          const save = async (data) => {
            const res = await fetch("/api/items", { method: "POST", body: JSON.stringify(data) })
            if (res.status === 409) return
            const file = await res.blob()
            router.refresh() }
          return <form onSubmit={save}></form> }
        export function List() { useSWR("/api/items", fetcher, { refreshInterval: 1000 }); return <ul/> }"""
    found = callers_in(ROUTE | {"app/box.tsx": code})
    site = of(found, "POST /api/items").sites[0]
    assert (site.reads, site.sends, site.refreshes, site.polls) == ({"status", "blob"}, {"json"}, True, False)
    assert of(found, "GET /api/items").sites[0].polls


def test_hostile_code_ends() -> None:
    deep = "fetch(" * 20_000 + "'/api/items'" + ")" * 20_000
    circle = (
        "export const a = () => b('/api/items')\nexport const b = (url) => c(url)\nexport const c = (url) => b(url)"
    )
    wide = "const x = `" + "${a ? '/api' : '/v'}" * 60 + "/items`; fetch(x)"
    callers_in(ROUTE | {"app/deep.ts": deep, "app/circle.ts": circle, "app/wide.ts": wide})


def test_users_of_a_hook_that_are_not_followed_are_told_as_a_gap() -> None:
    hook = {"hooks/use-items.ts": "export function useItems() { return useSWR('/api/items', fetcher) }"}
    user = "'use client'\nimport {{ useItems }} from '@/hooks/use-items'\nexport const Box{0} = () => useItems()"
    few = {f"app/box{number}.tsx": user.format(number) for number in range(10)}
    many = {f"app/box{number}.tsx": user.format(number) for number in range(90)}
    followed = of(callers_in(ROUTE | hook | few), "GET /api/items")
    assert (len(followed.sites[0].owners), followed.gaps) == (10, ())
    cut = of(callers_in(ROUTE | hook | many), "GET /api/items")
    assert len(cut.sites[0].owners) >= 10
    assert [(gap.path, gap.line) for gap in cut.gaps] == [("hooks/use-items.ts", 1)]


def test_a_variable_that_is_given_another_value_later_is_a_hole() -> None:
    code = """'use client'
        export function Box({ auth }) {
          let id = ""
          if (auth) id = auth.id
          const url = auth ? "/api/items" : "/api/items/" + id
          useQuery({ queryFn: () => fetch(url) }); return <p/> }"""
    found = callers_in(ROUTE | ITEM | {"app/box.tsx": code})
    assert told(of(found, "GET /api/items")) == ["app/box.tsx:5 query-hook GET Box"]
    assert told(of(found, "GET /api/items/[id]")) == ["app/box.tsx:5 query-hook GET Box"]


def test_a_reader_is_set_off_where_it_is_begun() -> None:
    files = ROUTE | {
        "lib/load.ts": """export default function load(file) {
            const reader = new FileReader()
            reader.onload = async (event) => { await fetch('/api/items', { method: 'POST' }) }
            reader.readAsText(file) }""",
        "app/box.tsx": """'use client'
            import load from '@/lib/load'
            export const Box = () => <input type="file" onChange={(event) => load(event.target.files[0])} />""",
    }
    assert told(of(callers_in(files), "POST /api/items")) == ["lib/load.ts:3 event-handler POST Box"]


def test_the_method_of_a_contract_that_a_helper_is_given() -> None:
    files = ROUTE | {
        "lib/contracts.ts": """import { contract } from './contract'
            export const listItems = contract({ method: 'GET', path: '/api/items' })
            export const addItem = contract({ method: 'POST', path: '/api/items' })""",
        "lib/contract.ts": """export const contract = (contract) => contract
            export async function request(contract, input) {
              return fetch(contract.path, { method: contract.method, body: input.body }) }""",
        "hooks/items.ts": """import { addItem, listItems } from '@/lib/contracts'
            import { request } from '@/lib/contract'
            export const useItems = () => useQuery({ queryFn: () => request(listItems, {}) })
            export const useAdd = () => useMutation({ mutationFn: (body) => request(addItem, { body }) })""",
        "app/box.tsx": """'use client'
            import { useAdd, useItems } from '@/hooks/items'
            export function Box() { useItems(); const { mutate } = useAdd()
              return <b onClick={() => mutate(1)} /> }""",
    }
    found = callers_in(files)
    assert told(of(found, "GET /api/items")) == ["lib/contracts.ts:2 query-hook GET Box"]
    assert told(of(found, "POST /api/items")) == ["lib/contracts.ts:3 event-handler POST Box"]


def test_a_package_named_docs_makes_no_host_our_own() -> None:
    files = {
        "apps/docs/package.json": '{"name": "docs", "dependencies": {"next": "16.0.0"}}',
        "apps/docs/app/page.tsx": "export default () => null",
        "app/box.tsx": "export const Box = () => <b onClick={() => fetch('https://docs.x.ai/api/items')} />",
    }
    assert told(of(callers_in(ROUTE | files), "GET /api/items")) == []


def test_only_a_catch_all_that_is_asked_for_makes_urls_worth_following() -> None:
    app = App(root="", app_dir="app")
    urls = [("/api/items", "items"), ("/api/[...rest]", "rest")]
    other = Path("", (("api",), ("other",)))
    assert not Routes(app, urls, frozenset({"items"})).leads(other)
    assert Routes(app, urls, frozenset({"rest"})).leads(other)


def test_a_helper_that_joins_a_query_with_either_sign() -> None:
    code = """'use client'
        const ask = (path, query) => fetch(`${path}${path.includes("?") ? "&" : "?"}${query}`)
        export function Box() { useEffect(() => { ask("/api/items", text) }, []); return <p/> }"""
    files = ROUTE | {"app/api/[kind]/route.ts": "export async function GET() {}", "app/box.tsx": code}
    found = callers_in(files)
    assert told(of(found, "GET /api/items")) == ["app/box.tsx:3 effect GET Box"]
    assert told(of(found, "GET /api/[kind]")) == []
