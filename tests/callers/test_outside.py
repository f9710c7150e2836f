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
