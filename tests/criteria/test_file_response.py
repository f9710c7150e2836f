"""A file or image as the answer: what it answers, who takes it, and content types that are sent or only named."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    'export async function POST() { return new Response(x, { headers: { "Content-Disposition": "attachment" } }); }': "It answers a file to download (`Content-Disposition`).",
    "export async function POST(q, res) { res.setHeader('Content-Disposition', 'attachment; filename=\"a: b.csv\"'); }": "It answers a file to download (`Content-Disposition`).",
    "export async function POST(q, res) { res.setHeader('Content-Disposition', name); res.setHeader('Content-Type', 'text/csv'); }": "It answers a file to download (`Content-Disposition`).",
    'export async function POST(q, res) { res.setHeader("Content-Type", "text/csv"); }': "It answers `text/csv`.",
    'export async function POST(q, res) { res.setHeader("Content-Type", "image/png"); new ImageResponse(x); }': "It answers `image/png`.",
    'export async function POST() { return new NextResponse(x, { headers: { "content-type": "application/pdf" } }); }': "It answers `application/pdf`.",
    'export async function POST() { const h = new Headers(); const r = new Response(x); r.headers.append("Content-Type", "image/png"); return r; }': "It answers `image/png`.",
    'import { ImageResponse } from "next/og"; export async function POST() { return new ImageResponse(x); }': "It answers an image (`ImageResponse`).",
    'import { ImageResponse } from "next/og"; export async function POST() { if (a) return new ImageResponse(x); return new ImageResponse(y); }': "It answers an image (`ImageResponse`).",
}

SILENT = [
    'export async function POST() { return new Response("{}", { headers: { "Content-Type": "application/json" } }); }',
    'export async function POST() { return new Response("ok", { headers: { "Content-Type": "text/plain; charset=utf-8" } }); }',
    'export async function POST() { post({ headers: { "Content-Type": "application/x-www-form-urlencoded" } }); }',
    'export async function POST() { post({ headers: { "Content-Type": "multipart/form-data" } }); }',
    'export async function POST() { await fetch(u, { headers: { "Content-Type": "text/csv" } }); }',
    'export async function POST(req) { const t = req.headers.get("Content-Type"); const d = req.header("Content-Disposition"); }',
    'const ALLOWED = ["image/png", "text/csv"]; export async function POST() { ALLOWED.includes(type); }',
    'export async function POST(q, res) { res.setHeader("Content-Type", type); res.setHeader("X-Kind", "text/csv"); }',
    'export async function POST(q, res) { params.set("content-disposition", "attachment"); }',
    'export async function POST() { /* "Content-Disposition": "attachment" */ log("text/csv"); }',
    "export async function POST() { ImageResponse(x); new ImageReport(x); }",
    'function other(q, res) { res.setHeader("Content-Type", "text/csv"); }\nexport async function POST() {}',
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["file-response"]
    assert seen.constraint == "file-response" and seen.favours is Approach.API_ROUTE
    assert seen.message == SPEAKS[text]


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "file-response" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, site, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "file-response" not in app.see(endpoint, site(reads=frozenset({"blob"})))


def test_a_caller_that_takes_a_file(route, site) -> None:
    app, endpoint = route("export async function POST() {}")
    saves = frozenset({"blob"})
    seen = app.see(endpoint, site("a.tsx"), site("b.tsx", reads=saves), site("c.tsx", reads=saves))["file-response"]
    assert seen.message == "`b.tsx` takes its answer as a file." and seen.place.path == "b.tsx"
    assert "file-response" not in app.see(endpoint, site(reads=saves, method="GET"))
    assert "file-response" not in app.see(endpoint, site(reads=frozenset({"text"})))
