"""Files and large bodies, and bodies that are neither."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SAVE = "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); }"
STORES = {
    'import { put } from "@vercel/blob";\nexport async function POST(req) { const f = await req.formData(); await put("a", f); }': "`put`",
    'import { s3 } from "./s3";\nexport async function POST(req) { await req.formData(); await s3.upload(f); await s3.putObject(f); }': "`s3.upload`",
    "export async function POST(req) { await req.formData(); await s3.send(new PutObjectCommand({})); }": "`s3.send`",
}
SILENT = [
    SAVE,
    'import { put } from "@vercel/blob";\nexport async function POST(req) { const f = await req.json(); await put("a", f); }',
    "export async function POST(req) { const f = await req.formData(); await prisma.user.update({ f }); }",
    "export async function POST(req) { await req.formData(); await s3.getObject(f); await prisma.file.create({}); }",
    "export async function POST(req) { new FormData(); formData; await s3.upload(f); }",
    'import { put } from "@/lib/cells";\nexport async function POST(req) { const f = await req.formData(); put("a", f); }',
]


def test_a_caller_that_sends_files(route, site) -> None:
    app, endpoint = route(next(iter(STORES)))
    for sends in ("file", "stream"):
        sender = {"sends": frozenset({sends, "form-data"})}
        seen = app.see(endpoint, site("a.tsx"), site("b.tsx", **sender), site("c.tsx", **sender))["body-size"]
        assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight >= 2
        assert seen.message.startswith("`b.tsx` sends files") and seen.place.path == "b.tsx"


@pytest.mark.parametrize("text", STORES)
def test_it_stores_what_it_is_sent(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["body-size"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight >= 2
    assert seen.message == f"It stores the file that it is sent: {STORES[text]}."


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "body-size" not in app.see(endpoint, site(sends=frozenset({"form-data"})), site(sends=frozenset({"json"})))
    assert "body-size" not in app.see(endpoint, site(sends=frozenset({"file"}), method="GET"))


@pytest.mark.parametrize("text", STORES)
def test_an_action_is_none(action, site, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "body-size" not in app.see(endpoint, site(sends=frozenset({"file"})))


SIGNS = 'import { getSignedUrl } from "@aws-sdk/s3-request-presigner";\nexport async function {method}(req) { const b = await req.json(); await prisma.file.create(b); return Response.json(await getSignedUrl(s3, b)); }'


def test_addresses_for_uploads_are_a_weaker_reason(route, site) -> None:
    app, endpoint = route(SIGNS.replace("{method}", "POST"))
    seen = app.see(endpoint, site())["body-size"]
    assert seen.favours is Approach.API_ROUTE and 0.5 <= seen.weight < 2
    assert "`getSignedUrl`" in seen.message
    app, endpoint = route(SIGNS.replace("{method}", "GET"), "GET")
    assert "body-size" not in app.see(endpoint, site())


def test_addresses_that_another_function_signs(route, site) -> None:
    text = 'import { uploadUrl } from "../../../lib/storage";\nexport async function POST(req) { return Response.json(await uploadUrl(await req.json())); }'
    signing = {
        "lib/storage.ts": "export async function uploadUrl(key) { return await storage.createSignedUploadUrl(key); }"
    }
    app, endpoint = route(text, files=signing)
    assert app.see(endpoint, site())["body-size"].weight < 2
    app, endpoint = route(text, files={"lib/storage.ts": "export async function uploadUrl(key) { return base + key; }"})
    assert "body-size" not in app.see(endpoint, site())
