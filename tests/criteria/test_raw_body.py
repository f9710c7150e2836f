"""The raw body of the request; and bodies of answers, of other requests, or that are parsed at once."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    "export async function POST(req) { const bytes = await req.arrayBuffer(); }": "`req.arrayBuffer()`",
    "export async function POST(_req) { const bytes = await _req.blob(); }": "`_req.blob()`",
    "export async function POST(request) { const text = await request.text(); use(text); }": "`request.text()`",
    "export async function POST(_request) { use(await _request.text()); }": "`_request.text()`",
    "export async function POST(req) { JSON.parse(await req.text()); await req.blob(); }": "`req.blob()`",
    "export async function POST(req) { const raw = await req.text(); check(raw); JSON.parse(other); await req.blob(); }": "`req.text()`",
    'import formidable from "formidable"; export async function POST(req) { formidable().parse(req); }': "`formidable",
    'import busboy from "busboy"; export async function POST(req) { const a = busboy({}); a.on(b); }': "`busboy`",
    'import multer from "multer"; export async function POST(req) { multer({}); }': "`multer`",
    'import { buffer } from "micro"; export async function POST(req) { await buffer(req); }': "`buffer`",
    'import getRawBody from "raw-body"; export async function POST(req) { await getRawBody(req); }': "`getRawBody`",
    'import { createRouter } from "next-connect"; export async function POST(req) { createRouter().run(req); }': "`createRouter.run`",
}

SILENT = [
    "export async function POST(req) { const body = await req.json(); const form = await req.formData(); }",
    "export async function POST(req) { const body = JSON.parse(await req.text()); }",
    "export async function POST(req) { log(req); const body = JSON.parse(await req.text(), revive); }",
    "export async function POST() { const res = await fetch(u); const text = await res.text(); res.blob(); }",
    "export async function POST(req) { const f = (await req.formData()).get('f'); await f.arrayBuffer(); f.text(); }",
    "export async function POST(req) { await req.file.arrayBuffer(); text(); }",
    'export async function POST(req) { /* await req.text() */ log("req.arrayBuffer()"); }',
    'import { buffer } from "@/lib/micro"; export async function POST(req) { await buffer(req); }',
    'import formidable from "formidable"; export async function POST(req) { use(formidable.name); }',
    "function other(req) { return req.text(); }\nexport async function POST() {}",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["raw-body"]
    assert seen.constraint == "raw-body" and seen.favours is Approach.API_ROUTE
    assert f"It reads the raw body with {SPEAKS[text]}" in seen.message


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "raw-body" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "raw-body" not in app.see(endpoint)


def test_a_function_that_is_handed_the_request(route) -> None:
    text = 'import { read } from "../../../lib/read";\nexport async function POST(req) { await read(req); }'
    app, endpoint = route(text, files={"lib/read.ts": "export const read = async (request) => request.text();"})
    assert app.see(endpoint)["raw-body"].place.path == "lib/read.ts"
