"""What no code of the app says: configuration, documents, conventions of libraries."""

from __future__ import annotations

import pytest

from tests.callers.apps import callers_in, of, told

ROUTE = {
    "app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}",
    "app/api/items/[id]/route.ts": "export async function GET() {}\nexport async function DELETE() {}",
}

YAML = """openapi: 3.0.0
info: { title: Shop }
servers:
  - url: https://shop.example/api
paths:
  /items:
    parameters:
      - name: get
        in: query
    get:
      responses: { 200: { description: fine } }
  "/items/{itemId}":
    delete: {}
components:
  schemas:
    get: {}
"""
JSON = """{"swagger": "2.0", "basePath": "/api",
 "paths": {
  "/items": {"get": {}, "parameters": []},
  "/items/{itemId}": {"delete": {}}}}"""


@pytest.mark.parametrize(
    ("path", "text", "lines"), [("docs/openapi.yml", YAML, (6, 12)), ("swagger.json", JSON, (3, 4))]
)
def test_openapi_documents(path: str, text: str, lines: tuple[int, int]) -> None:
    found = callers_in(ROUTE | {path: text})
    assert told(of(found, "GET /api/items")) == [f"{path}:{lines[0]} openapi GET"]
    assert told(of(found, "POST /api/items")) == []
    assert told(of(found, "DELETE /api/items/[id]")) == [f"{path}:{lines[1]} openapi DELETE"]
    assert told(of(found, "GET /api/items/[id]")) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/items.json", JSON),  # no document by its name
        ("docs/openapi.yml", YAML.replace("openapi:", "kind:")),  # nor by its text
        ("docs/openapi.yml", YAML.replace("/api\n", "/v2\n")),  # of another server
        ("docs/openapi.json", "[" * 5_000),
    ],
)
def test_no_document_of_these_routes(path: str, text: str) -> None:
    assert all(not callers.sites for callers in callers_in(ROUTE | {path: text}).values())


def test_a_queue_trigger_keyed_by_the_file() -> None:
    functions = """{"functions": {
        "app/api/items/route.ts": {"maxDuration": 60, "experimentalTriggers": [{"type": "queue/v2beta"}]},
        "app/api/items/[id]/route.ts": {"maxDuration": 60}}}"""
    found = callers_in(ROUTE | {"vercel.json": functions})
    assert told(of(found, "POST /api/items")) == ["vercel.json:2 queue POST"]
    assert told(of(found, "GET /api/items")) == told(of(found, "DELETE /api/items/[id]")) == []


def test_a_redirect_of_the_configuration_is_asked_for_with_get() -> None:
    rules = """module.exports = {
      async redirects() { return [
        { source: '/old', destination: '/api/items', permanent: true }] },
      async rewrites() { return [
        { source: '/way', destination: '/api/items' }] } }"""
    found = callers_in(ROUTE | {"next.config.js": rules})
    assert told(of(found, "GET /api/items")) == ["next.config.js:3 redirect GET", "next.config.js:5 rewrite maybe"]
    assert told(of(found, "POST /api/items")) == ["next.config.js:5 rewrite maybe"]


@pytest.mark.parametrize("config", ["next.config.js", "next.config.mjs", "next.config.ts"])
def test_rewrites_lead_on(config: str) -> None:
    rules = """export default { basePath: '/shop', async rewrites() { return { beforeFiles: [
        { source: '/data/:path*', destination: '/api/items/:path*' },
        { source: '/list', destination: '/api/items?all=1' },
        { source: '/far/:path*', destination: 'https://elsewhere.com/api/items' }] } } }"""
    code = """'use client'
export function Box({ id }) {
  useSWR('/shop/list')
  useSWR('/far/items')
  return <b onClick={() => fetch(`/data/${id}`, { method: 'DELETE' })} /> }"""
    found = callers_in(ROUTE | {config: rules, "app/box.tsx": code})
    assert told(of(found, "GET /api/items")) == [
        "app/box.tsx:3 query-hook GET Box",
        f"{config}:2 rewrite maybe",
        f"{config}:3 rewrite maybe",
    ]
    assert "app/box.tsx:5 event-handler DELETE Box" in told(of(found, "DELETE /api/items/[id]"))


@pytest.mark.parametrize(
    ("destination", "reached"),
    [
        ("/api/items/:path*", ["GET /api/items", "DELETE /api/items/[id]", "GET /api/items/[id]/parts/[part]"]),
        ("/api/items/:path+", ["GET /api/items", "DELETE /api/items/[id]", "GET /api/items/[id]/parts/[part]"]),
        ("/api/items/:path", ["DELETE /api/items/[id]"]),
        ("/api/:path*", []),
        ("https://elsewhere.com/api/items/:path*", []),
    ],
)
def test_a_rewrite_of_any_number_of_segments(destination: str, reached: list[str]) -> None:
    files = {
        "app/api/items/route.ts": "export async function GET() {}",
        "app/api/items/[id]/route.ts": "export async function DELETE() {}",
        "app/api/items/[id]/parts/[part]/route.ts": "export async function GET() {}",
        "app/api/users/route.ts": "export async function PUT() {}",
        "next.config.js": f"""module.exports = {{ async rewrites() {{ return [
            {{ source: '/old/:path*', destination: '{destination}' }}] }} }}""",
    }
    found = callers_in(files)
    asked = {f"{endpoint.name} {endpoint.url}" for endpoint in found if found[endpoint].sites}
    assert asked == set(reached)


@pytest.mark.parametrize(
    ("lead", "use", "asked"),
    [
        ("import { useChat } from '@ai-sdk/react'", "useChat()", ["/api/chat"]),
        ("import { useChat } from 'ai/react'", "useChat({ id, onFinish() {} })", ["/api/chat"]),
        ("import { useCompletion } from '@ai-sdk/react'", "useCompletion({ id })", ["/api/completion"]),
        ("import { useChat } from '@ai-sdk/react'", "useChat({ api: '/api/other' })", []),
        ("import { useChat } from '@ai-sdk/react'", "useChat(options)", []),
        ("import { useChat } from '@/hooks/chat'", "useChat()", []),
        ("import { useS3Upload } from 'next-s3-upload'", "useS3Upload()", ["/api/s3-upload"]),
        ("import { usePresignedUpload } from 'next-s3-upload'", "usePresignedUpload()", ["/api/s3-upload"]),
        ("import { useS3Upload } from 'next-s3-upload'", "useS3Upload({ endpoint: '/api/mine' })", []),
        ("import { generateUploadButton as make } from './own'", "make()", []),
        ("import { generateUploadButton } from '@uploadthing/react'", "generateUploadButton()", ["/api/uploadthing"]),
    ],
)
def test_the_addresses_that_libraries_take_by_default(lead: str, use: str, asked: list[str]) -> None:
    urls = ("/api/chat", "/api/completion", "/api/s3-upload", "/api/uploadthing")
    files = {f"app{url}/route.ts": "export async function POST() {}" for url in urls}
    code = f"'use client'\n{lead}\nexport function Chat({{ id }}) {{ {use}; return <p/> }}"
    found = callers_in(files | {"app/chat.tsx": code})
    reached = {endpoint.url: told(callers) for endpoint, callers in found.items() if callers.sites}
    assert reached == {url: ["app/chat.tsx:3 event-handler POST Chat"] for url in asked}


def test_links_of_trpc_lead_to_the_procedures_route() -> None:
    files = {
        "app/api/trpc/[trpc]/route.ts": "const handler = () => {}\nexport { handler as GET, handler as POST }",
        "lib/trpc.ts": """const url = `${base()}/api/trpc`
            export const client = createTRPCClient({ links: [splitLink({ true: httpBatchStreamLink({ url }) })] })""",
    }
    assert told(of(callers_in(files), "GET /api/trpc/[trpc]"))


def test_images_of_metadata() -> None:
    code = """export const metadata = {
  openGraph: { images: [{ url: '/api/items?title=a', width: 1200 }] },
  twitter: { images: ['/api/items'] },
  icons: { icon: '/api/items' } }
export async function generateMetadata() {
  const image = new URL('/api/items', base)
  image.searchParams.set('a', 'b')
  return { openGraph: { images: [{ url: image.toString() }] } } }
export default () => null"""
    found = callers_in(ROUTE | {"app/page.tsx": code})
    lines = [site.split(" ", 1) for site in told(of(found, "GET /api/items"))]
    assert [place.partition(":")[2] for place, _ in lines] == ["2", "3", "4", "6"]
    assert all(rest.startswith("markup GET") for _, rest in lines)


CURL = "# API\n\n```sh\ncurl -X {method} https://shop.example/api/items{rest}\n```\n"


@pytest.mark.parametrize(
    ("text", "method", "endpoint"),
    [
        (CURL.format(method="POST", rest=" -d '{}'"), "POST", "POST /api/items"),
        (CURL.format(method="DELETE", rest="/42"), "DELETE", "DELETE /api/items/[id]"),
        (CURL.format(method="DELETE", rest="/{itemId}?force=1"), "DELETE", "DELETE /api/items/[id]"),
        (CURL.format(method="DELETE", rest="/:id"), "DELETE", "DELETE /api/items/[id]"),
        (CURL.format(method="DELETE", rest="/<id>"), "DELETE", "DELETE /api/items/[id]"),
        (CURL.format(method="DELETE", rest="/$ID"), "DELETE", "DELETE /api/items/[id]"),
        ("a\n\n\n    curl $HOST/api/items --json '{}'", "POST", "POST /api/items"),
        ("a\n\n\n    curl localhost:3000/api/items -F a=b", "POST", "POST /api/items"),
        (
            "a\n\n\ncurl --request POST \\\n  --url 'https://<you>/api/items' \\\n  --data '{}'\n",
            "POST",
            "POST /api/items",
        ),
        ("a\n\n\nRun `curl -H 'A: b' \"https://{{host}}/api/items\" --data-raw x`.", "POST", "POST /api/items"),
        ("a\r\n\r\n\r\ncurl \\\r\n -d x \\\r\n http://h/api/items\r\n", "POST", "POST /api/items"),
        ("a\n\n\ncurl http://h/api/items", "GET", "GET /api/items"),
        ("a\n\n\ncurl -G -d a=b http://h/api/items", "GET", "GET /api/items"),
    ],
)
def test_a_command_for_the_shell_in_a_document(text: str, method: str, endpoint: str) -> None:
    found = callers_in(ROUTE | {"docs/api.md": text})
    assert told(of(found, endpoint)) == [f"docs/api.md:4 curl {method}"]
    assert sum(len(callers.sites) for callers in found.values()) == 1


def test_a_site_of_documents_speaks_of_the_app_that_its_host_names() -> None:
    web = {f"apps/web/{path}": text for path, text in ROUTE.items()}
    apps = {
        f"apps/{name}/{file}": text
        for name in ("web", "docs")
        for file, text in (
            ("package.json", f'{{"name": "@shop/{name}", "dependencies": {{"next": "16.0.0"}}}}'),
            ("app/page.tsx", "export default function Page() { return null }"),
        )
    }
    page = {"apps/docs/content/items.mdx": CURL.format(method="POST", rest="")}
    assert told(of(callers_in(web | apps | page), "POST /api/items")) == ["apps/docs/content/items.mdx:4 curl POST"]
    foreign = {path: text.replace("shop.", "other.") for path, text in page.items()}
    assert told(of(callers_in(web | apps | foreign), "POST /api/items")) == []


POSTED = CURL.format(method="POST", rest="")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CHANGELOG.md", POSTED),
        ("packages/ui/changelog.mdx", POSTED),
        ("CONTRIBUTING.md", POSTED),
        ("CLAUDE.md", POSTED),
        ("docs/testing-guide.md", POSTED),
        ("docs/plans/2026-05-01-items.md", POSTED),
        ("specs/items/plan.md", POSTED),
        (".cursor/rules/testing.md", POSTED),
        ("docs/api.txt", POSTED),
        ("docs/api.md", "- `POST /api/items`: adds an item"),
        ("docs/api.md", "Fixed `POST /api/items`, see https://shop.example/api/items"),
        ("docs/api.md", "```ts\nawait fetch('/api/items', { method: 'POST' })\n```"),
        ("docs/api.md", "```ts\nawait fetch('https://shop.example/api/items', { method: 'POST' })\n```"),
        ("docs/api.md", "curl https://shop.example/api/other -d x"),
        ("docs/api.md", "curl https://shop.example/items -d x"),
        ("docs/api.md", "curl -d x\nhttps://shop.example/api/items"),
        ("docs/api.md", "The libcurl4 of /api/items and the curly https://shop.example/api/items"),
        ("docs/api.md", "curl -X PUT https://shop.example/api/items"),
        ("docs/api.md", "curl " + "a" * 5_000 + "/api/items"),
        ("docs/api.md", "x" * 200_000 + POSTED),
    ],
)
def test_no_command_for_the_shell(path: str, text: str) -> None:
    assert all(not callers.sites for callers in callers_in(ROUTE | {path: text}).values())


def test_hostile_commands_cost_no_more_than_their_bytes() -> None:
    text = "curl \\\n" * 20_000 + ("curl " + "h" * 190 + "/api/") * 100
    assert told(of(callers_in(ROUTE | {"README.md": text[:199_000]}), "POST /api/items")) == []
