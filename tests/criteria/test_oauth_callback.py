"""The callback of a sign-in provider, and codes of other kinds."""

from __future__ import annotations

import pytest

from reviewer.model import Approach

BOTH = 'export async function GET(req) { const p = req.nextUrl.searchParams; p.get("code"); p.get("state"); }'
SPEAKS = [
    BOTH,
    "export async function GET(req, res) { const { code, state } = req.query; }",
    "export async function GET(req, res) { use(req.query.code, req.query.state); }",
    'export async function GET(req) { const c = p.get("code"); await supabase.auth.exchangeCodeForSession(c); }',
    'export async function GET(req) { const c = p.get("code"); log(c); await oauth2Client.getToken(c); }',
    'export async function GET(req) { const c = p.get("code"); await github.validateAuthorizationCode(c); }',
    'export async function GET(req) { const c = p.get("code"); await workos.exchangeCode(c); }',
    'export async function GET(req) { const c = p.get("code"); await exchangeCodeForToken(c); }',
    'export async function GET(req) { const c = p.get("code"); await supabase.auth.verifyOtp({ c }); }',
]

SILENT = [
    'export async function GET(req) { const code = p.get("code"); await prisma.coupon.findFirst({ code }); }',
    'export async function GET(req) { const state = p.get("state"); const zip = p.get("zip"); }',
    'export async function GET(req) { const token = p.get("token"); await supabase.auth.verifyOtp({ token }); }',
    'export async function GET(req) { p.has("code"); p.has("state"); }',
    "export async function GET(req) { const { code, state } = address; }",
    "export async function GET(req) { const { headers: code } = req; req.headers.state; req.headers.code; }",
    'export async function GET(req) { log("code", "state"); /* p.get("code") p.get("state") */ }',
    "export async function GET(req) { const { query } = req; use(code, state); }",
    'function other(p) { p.get("code"); p.get("state"); }\nexport async function GET(req) {}',
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text, "GET")
    seen = app.see(endpoint)["oauth-callback"]
    assert seen.constraint == "oauth-callback" and seen.favours is Approach.API_ROUTE
    whole = endpoint._replace(methods=("*",), handlers=endpoint.handlers * 2)
    assert "oauth-callback" in app.see(whole)


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text, "GET")
    assert "oauth-callback" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_a_provider_sends_a_browser_which_asks_with_get(route, action, text: str) -> None:
    app, endpoint = route(text.replace("function GET", "function POST"))
    assert "oauth-callback" not in app.see(endpoint)
    app, endpoint = action(text.replace("function GET", "function act"))
    assert "oauth-callback" not in app.see(endpoint._replace(methods=("*",)))
