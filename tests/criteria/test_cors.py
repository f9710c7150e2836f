"""Other origins: CORS headers of the answer, the preflight, a wrapper; and headers that it sends or only names."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

ANSWERS = "It answers CORS headers, so other origins may call it."
SPEAKS = {
    'export async function POST() { return new Response("", { headers: { "Access-Control-Allow-Origin": "*" } }); }': ANSWERS,
    'const open = { "Access-Control-Allow-Origin": "*" }; export async function POST() { return Response.json({}, { headers: open }); }': ANSWERS,
    'export async function POST(req, res) { res.setHeader("Access-Control-Allow-Origin", "*"); }': ANSWERS,
    'export async function POST() { const answer = Response.json({}); answer.headers.set("access-control-allow-methods", "POST"); return answer; }': ANSWERS,
    'export async function POST(q, res) { res.setHeader("Access-Control-Allow-Origin", "*"); res.setHeader("Access-Control-Max-Age", "1"); cors(q); }': ANSWERS,
    "export const POST = withCors(async (req) => { go(); });": "`withCors` lets other origins call it.",
    "export const POST = log(allowCORS({ origin: a }), async (req) => { go(); });": "`allowCORS` lets other origins call it.",
    "export const POST = withCors(async (req) => { cors(req); });": "`withCors` lets other origins call it.",
    "export async function POST(req) { return Response.json({}, { headers: corsHeaders }); }": "`corsHeaders` lets other origins call it.",
    "export async function POST(req) { return Response.json({}, { headers: CORS_HEADERS }); }": "`CORS_HEADERS` lets other origins call it.",
    "export async function POST(req, res) { await cors(req, res); await runCors(); }": "`cors` lets other origins call it.",
}

SILENT = [
    'export async function POST() { return Response.json({}, { headers: { "X-Total": "1" } }); }',
    'export async function POST() { await fetch(u, { headers: { "Access-Control-Request-Method": "x" } }); }',
    'export async function POST() { log("Access-Control-Allow-Origin"); /* cors */ }',
    'const open = { "Access-Control-Allow-Origin": "*" }; export async function POST() { return Response.json({}); }',
    "export async function POST() { await prisma.corsOrigin.create({ data }); }",
    "export const POST = withAuth(async () => {}); export const PUT = withCors(async () => {});",
    'export async function POST(req, res) { res.setHeader("X-Access-Control-Note", "none"); }',
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["cors"]
    assert seen.constraint == "cors" and seen.favours is Approach.API_ROUTE
    assert seen.message == SPEAKS[text]


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "cors" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act").replace("const POST", "const act"))
    assert "cors" not in app.see(endpoint)


def test_options_beside_it_is_a_preflight(small) -> None:
    text = (
        "export async function POST() { cors(); }\nexport async function OPTIONS() {}\nexport async function GET() {}"
    )
    app = small({"app/api/a/route.ts": text})
    post, options, get = (app.route("app/api/a/route.ts", name) for name in ("POST", "OPTIONS", "GET"))
    seen = app.see(post, siblings=(get, options))["cors"]
    assert seen.place.line == 2 and seen.message.startswith("The file answers `OPTIONS`")
    assert "cors" in app.see(options)
    assert "cors" not in app.see(get, siblings=(post,))


def test_two_bodies_that_say_the_same_say_it_once(route) -> None:
    app, endpoint = route("export async function POST() { cors(); }")
    assert "cors" in app.see(endpoint._replace(handlers=endpoint.handlers * 2))


def test_a_part_that_answers_options(route) -> None:
    app, endpoint = route("export async function POST() {}")
    assert "cors" in app.see(endpoint._replace(methods=("OPTIONS", "POST")))
