"""Status codes and headers that somebody relies on, and those that nobody does."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    'export async function POST() { return new Response(x, { headers: { "Cache-Control": "s-maxage=60" } }); }': "`cache-control`",
    'export async function POST() { return new Response(x, { headers: { "Cache-Control": maxAge() } }); }': "`cache-control`",
    'export async function POST(q, res) { res.setHeader("CDN-Cache-Control", "max-age=60"); res.setHeader("ETag", tag); }': "`cdn-cache-control`",
    'export async function POST(q, res) { res.setHeader("ETag", tag); }': "`etag`",
    "export async function POST(q, res) { res.setHeader('ETag', '\"version: 1\"'); }": "`etag`",
    "export async function POST() { return new Response(x, { headers: { ETag: tag } }); }": "`etag`",
    "export async function POST() { return NextResponse.json(x, { headers: { etag } }); }": "`etag`",
    "export async function POST() { return new CachedResponse(x, { Headers: { ETag: tag } }); }": "`etag`",
    "export async function POST(c) { c.header('ETag', tag); return c.json(x); }": "`etag`",
    "export async function POST() { const headers = new Headers(); headers.set('ETag', tag); return new Response(x, { headers }); }": "`etag`",
    "export async function POST() { const answerHeaders = new Headers(); answerHeaders.append('Cache-Control', 'max-age=60'); return reply(answerHeaders); }": "`cache-control`",
    'const h = { "Cache-Control": "max-age=60" };\nexport async function POST() { return new Response(x, { headers: h }); }': "`cache-control`",
    'const h = { "Cache-Control": "max-age=60" };\nexport async function POST() { await fetch(u, { headers: h }); return new Response(x, { headers: h }); }': "`cache-control`",
    'export async function POST() { const h = { "Cache-Control": "max-age=60" }; return new Response(x, { headers: { ...h } }); }': "`cache-control`",
    'export async function POST() { const headers = { "ETag": tag }; return new Response(x, { headers }); }': "`etag`",
}

SILENT = [
    'export async function POST() { return new Response(x, { headers: { "Cache-Control": "no-store" } }); }',
    'export async function POST(q, res) { res.setHeader("Cache-Control", "no-cache"); }',
    "export async function POST() { return Response.json({}, { status: 201 }); }",
    'export async function POST() { await fetch(u, { headers: { "Cache-Control": "max-age=60" } }); }',
    'const h = { "Cache-Control": "max-age=60" };\nexport async function POST() { await fetch(u, { headers: h }); }',
    'const headers = { "Cache-Control": "max-age=60" };\nexport async function POST() { await axios.get(u, { headers }); }',
    'export async function POST() { const h = { "Cache-Control": "max-age=60" }; await fetch(u, { headers: { ...h } }); }',
    'const h = { "Cache-Control": "max-age=60" };\nexport async function POST() { return Response.json({}); }',
    'export async function POST(req) { req.headers.get("Cache-Control"); req.header("ETag"); }',
    'export async function POST() { return new Response(x, { headers: { "X-Cache-Control": "max-age=60" } }); }',
    'export async function POST() { /* "Cache-Control": "max-age=60" */ await cache.set("etag", tag); }',
    "export async function POST(q, res) { res.status(409).json({}); }",
    "export async function POST(q, res) { res.setHeader(name, 'max-age=60'); res.setHeader('ETag'); log('ETag', tag); }",
    "export async function POST(q, res) { res.setHeader('Cache-Control', 'No-Store'); }",
    "export async function POST() { return new Response(x, { headers: { 'Cache-Control': 'No-Store' } }); }",
    "export async function POST() { save({ headers: { ETag: tag } }); keepResponse(x, { headers: { ETag: tag } }); }",
    "export async function POST() { new ResponseCache({ headers: { ETag: tag } }); new Response(x, { etag: tag }); }",
    "export async function POST() { query.append('ETag', tag); }",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_an_answer_that_is_cached(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["status-and-headers"]
    assert seen.constraint == "status-and-headers" and seen.favours is Approach.API_ROUTE
    assert seen.message == f"It sets {SPEAKS[text]}, so its answer is cached."


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "status-and-headers" not in app.see(endpoint, site(reads=frozenset({"text"})))


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, site, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "status-and-headers" not in app.see(endpoint, site(reads=frozenset({"headers", "status"})))


def test_a_caller_that_reads_headers(route, site) -> None:
    app, endpoint = route(next(iter(SPEAKS)))
    reads = frozenset({"headers"})
    seen = app.see(endpoint, site("a.tsx"), site("b.tsx", reads=reads), site("c.tsx", reads=reads))
    assert seen["status-and-headers"].message == "`b.tsx` reads headers of its answer."
    assert seen["status-and-headers"].constraint


def test_a_status_that_its_own_form_reads_is_only_weighed(route, site) -> None:
    app, endpoint = route("export async function POST() { await prisma.user.update({}); }")
    reads = frozenset({"status"})
    seen = app.see(endpoint, site("a.tsx"), site("b.tsx", reads=reads))["status-and-headers"]
    assert seen.constraint is None and 0 < seen.weight < 1 and seen.favours is Approach.API_ROUTE
    assert seen.message == "`b.tsx` tells the status codes of its answer apart."
