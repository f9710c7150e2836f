"""A redirect over HTTP, and redirects of other code."""

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = [
    'export async function POST(req) { return NextResponse.redirect(new URL("/", req.url)); }',
    "export async function POST() { if (a) return Response.redirect(a); return Response.redirect(b); }",
    'export async function POST(req, res) { res.redirect(307, "/"); }',
    'export async function POST(req, response) { response.status(302).redirect("/"); }',
    'import { redirect } from "next/navigation"; export async function POST() { redirect("/"); }',
    'import { redirect as go } from "next/navigation"; export async function POST() { go("/"); }',
    'import { permanentRedirect } from "next/navigation"; export async function POST() { permanentRedirect("/"); }',
]

SILENT = [
    "export async function POST() { return Response.json({ redirect: url }); }",
    'import { redirect } from "@/lib/redirect"; export async function POST() { redirect("/"); }',
    'import { notFound } from "next/navigation"; export async function POST() { notFound(); }',
    "export async function POST() { await prisma.redirect.create({ data }); await links.redirect(id); }",
    "export async function POST() { return NextResponse.rewrite(url); /* NextResponse.redirect(url) */ }",
    "function other(req, res) { res.redirect('/'); }\nexport async function POST() {}",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["http-redirect"]
    assert seen.constraint == "http-redirect" and seen.favours is Approach.API_ROUTE
    assert seen.message == "It answers with a redirect for the browser."


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "http-redirect" not in app.see(endpoint, site(reads=frozenset({"status"})))


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_may_redirect(action, site, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "http-redirect" not in app.see(endpoint, site(reads=frozenset({"redirect"})))


def test_a_caller_that_relies_on_it(route, site) -> None:
    app, endpoint = route("export async function POST() {}")
    follows = frozenset({"redirect"})
    seen = app.see(endpoint, site("a.tsx"), site("b.tsx", reads=follows), site("c.tsx", reads=follows))
    assert seen["http-redirect"].message == "`b.tsx` relies on its redirect."
    assert "http-redirect" not in app.see(endpoint, site(reads=follows, method="GET"))
    app, endpoint = route(SPEAKS[0])
    assert app.see(endpoint, site(reads=follows))["http-redirect"].place.path == endpoint.path


@pytest.mark.parametrize(
    "answer",
    [
        "Response.json({}, { status: 201, headers: { Location: `/api/things/${id}` } })",
        "new Response(null, { status: 303, headers: { location: '/done' } })",
        "new Response(null, { headers: { 'Location': '/done' } })",
        "new Response(null, { headers: { location: 'https://acme.test/done' } })",
    ],
)
def test_a_location(route, site, answer: str) -> None:
    app, endpoint = route(f"export async function POST() {{ return {answer}; }}")
    seen = app.see(endpoint, site(reads=frozenset({"redirect"})))["http-redirect"]
    assert seen.constraint == "http-redirect"
    assert seen.message == "It answers with another address (`Location`), which only HTTP carries."


@pytest.mark.parametrize(
    "body",
    [
        "await fetch(url, { headers: { Location: '/done' } }); return Response.json({})",
        "return Response.json({ location: '/done' })",
        "return Response.json({}, { headers: { Vary: 'Origin' } })",
        "await prisma.place.create({ data: { location: 'here' } }); return Response.json({})",
        "const at = request.headers.get('location'); return Response.json({ at })",
    ],
)
def test_other_locations(route, body: str) -> None:
    app, endpoint = route(f"export async function POST(request) {{ {body}; }}")
    assert "http-redirect" not in app.see(endpoint)
