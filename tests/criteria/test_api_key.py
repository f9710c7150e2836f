"""A key or token in the request: where it is read, and keys that the endpoint itself sends or that are no keys."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    'export async function POST(req) { const key = req.headers.get("authorization"); }': "header `authorization`",
    'export async function POST(req) { if (req.headers.has("Proxy-Authorization")) return; }': "header `proxy-authorization`",
    "export async function POST(req) { const { authorization } = req.headers; }": "header `authorization`",
    "export async function POST(req) { const { authorization: key, ...rest } = req.headers; }": "header `authorization`",
    'export async function POST(req) { const key = req.headers["x-api-key"]; }': "header `x-api-key`",
    'export async function POST(req) { const key = req.header("X-Access-Token"); }': "header `x-access-token`",
    'export async function POST(req) { const key = req.headers.get("apikey"); }': "header `apikey`",
    'export async function POST(req) { const key = req.headers.get("acme-api_key-id"); }': "header `acme-api_key-id`",
    'export async function POST(req) { const key = req.headers.get("acme-api-key"); }': "header `acme-api-key`",
    'export async function POST(req) { const key = req.headers.get("acme-apikey"); }': "header `acme-apikey`",
    'export async function POST(req) { const key = req.headers.get("x-acme-token"); }': "header `x-acme-token`",
    'export async function POST(req) { const key = req.headers.get("x-acme-key"); }': "header `x-acme-key`",
    'export async function POST(req) { const key = req.headers.get("x-internal-secret"); }': "header `x-internal-secret`",
    'import { headers } from "next/headers"; export async function POST() { (await headers()).get("Authorization"); }': "header `authorization`",
    "export async function POST(req) { req.headers.get(API_KEY_HEADER); }": "header `api_key_header`",
    "export async function POST(req) { req.headers.get(constants.SESSION_TOKEN_HEADER); }": "header `session_token_header`",
    'export async function POST(req) { if (req.nextUrl.searchParams.get("secret") !== process.env.REVALIDATE_SECRET) return; }': "`REVALIDATE_SECRET`",
    'export async function POST(req) { log(1); if (searchParams.get("secret") !== env.A_SECRET) fail(req); }\nfunction fail(req) { req.query.key === env.B_SECRET; }': "`A_SECRET`",
    'export async function POST(req) { if (searchParams.get("secret") !== env.REVALIDATE_TOKEN) return; }': "`REVALIDATE_TOKEN`",
    "export async function POST(req) { if (req.query.secret !== process.env.secret_of_cms) return; }": "`secret_of_cms`",
    "export async function POST(req) { if (req.query.token !== process.env.preview_token) return; }": "`preview_token`",
    "export async function POST(req) { if (req.query.token !== process.env.A_TOKEN) return; }": "`A_TOKEN`",
    "export async function POST(req) { const { key } = req.query; if (key !== process.env.A_SECRET) return; }": "`A_SECRET`",
    'export async function POST(req) { req.headers.get("authorization"); req.headers.get("x-api-key"); if (req.query.key !== env.SECRET) return; }': "header `authorization`",
}

SILENT = [
    "export async function POST() { await fetch(url, { headers: { Authorization: `Bearer ${process.env.KEY}` } }); }",
    'export async function POST() { await fetch(url, { headers: { "x-api-key": process.env.KEY } }); }',
    'export async function POST(req) { const t = req.headers.get("x-csrf-token"); }',
    'export async function POST(req) { const t = req.headers.get("x-xsrf-token"); }',
    'export async function POST(req) { const t = req.headers.get("x-idempotency-key"); }',
    'export async function POST(req) { const t = req.headers.get("x-captcha-token"); }',
    'export async function POST(req) { const t = req.headers.get("x-request-token"); }',
    'export async function POST(req) { const h = req.headers.get("host"); req.headers.get("x-token-name"); }',
    'export async function POST(req) { const h = req.headers.get("sec-websocket-key"); }',
    'export async function POST() { const res = await fetch(url); res.headers.get("authorization"); }',
    'export async function POST(req) { const t = cookies.get("x-api-key"); const u = map.get("authorization"); }',
    "export async function POST(req) { const { token } = await req.json(); check(token, process.env.JWT_SECRET); }",
    "export async function POST(req) { if (req.query.secret) sign(config.JWT_SECRET); }",
    "export async function POST(req) { if (req.query.secret) log(process.env.NODE_ENV); }",
    "export async function POST(req) { if (req.query.page) sign(process.env.JWT_SECRET); }",
    "export async function POST(req) { if (req.env.secret) sign(process.env.JWT_SECRET); }",
    'export async function POST(req) { const q = searchParams.get("page"); sign(process.env.JWT_SECRET); }',
    'export async function POST(req) { const q = searchParams.has("secret"); sign(process.env.JWT_SECRET); }',
    'export async function POST(req) { const q = drawer.get("secret"); sign(process.env.JWT_SECRET); }',
    'export async function POST(req) { /* req.headers.get("authorization") */ log("authorization"); }',
    'export async function POST(req) { headers.set("authorization", key); req.headers.entries(); }',
    "function other(req) { return req.headers.authorization; }\nexport async function POST(req) {}",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["api-key"]
    assert seen.constraint == "api-key" and seen.favours is Approach.API_ROUTE
    assert SPEAKS[text] in seen.message and seen.place.path == endpoint.path


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "api-key" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "api-key" not in app.see(endpoint)


def test_a_wrapper_and_what_it_calls_are_read(route) -> None:
    files = {
        "lib/wrap.ts": 'import { keyOf } from "./key";\n'
        "export const withKey = (handler) => async (req) => { if (!keyOf(req)) throw 1; return handler(req); };",
        "lib/key.ts": 'export function keyOf(request) { return request.headers.get("x-api-key"); }',
    }
    text = 'import { withKey } from "../../../lib/wrap";\nexport const POST = withKey(async (req) => { go(); });'
    app, endpoint = route(text, files=files)
    assert app.see(endpoint)["api-key"].place.path == "lib/key.ts"


def test_a_function_of_that_name_in_another_file_is_not_read(route) -> None:
    files = {"lib/key.ts": 'export function keyOf(request) { return request.headers.get("x-api-key"); }'}
    text = "export async function POST(req) { keyOf(req); }"
    app, endpoint = route(text, files=files)
    assert "api-key" not in app.see(endpoint)
