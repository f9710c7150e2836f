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


FORM = "export async function POST(req) {\nconst form = await req.formData();\n%s\nawait prisma.user.update({ f }); }"


@pytest.mark.parametrize(
    "line",
    [
        "const f = form.get('csv') as File;",
        "const f = form.get('csv') as File | null;",
        "if (!(f instanceof File)) return;",
        "if (f instanceof Blob && f.size) go(f);",
    ],
)
def test_it_takes_a_file_out_of_a_form(route, line: str) -> None:
    app, endpoint = route(FORM % line)
    seen = app.see(endpoint)["body-size"]
    assert seen.message == "It takes a file out of a form, and a server action takes 1 MB by default."
    assert seen.weight >= 2 and seen.constraint is None and seen.place.line == 3


@pytest.mark.parametrize(
    "line",
    ["const f = form.get('csv') as string;", "const f = x as FileList;", "const f = 'File';", "const as = File;"],
)
def test_it_takes_no_file_out_of_a_form(route, line: str) -> None:
    app, endpoint = route(FORM % line)
    assert "body-size" not in app.see(endpoint)
    app, endpoint = route((FORM % "const f = body as File;").replace("formData", "json"))
    assert "body-size" not in app.see(endpoint)
    app, endpoint = route((FORM % line) + "\nfunction other(f) { return f as File; }")
    assert "body-size" not in app.see(endpoint)


SIGNERS = {
    "await getSignedUrl(client, new PutObjectCommand({}))": "`getSignedUrl`",
    "await storage.file(name).getSignedUrl({})": "getSignedUrl`",
    "await bucket.getPresignedUrl(name)": "`bucket.getPresignedUrl`",
    "await createPresignedPost(client, {})": "`createPresignedPost`",
    "await s3.createPresignedUrl(name)": "`s3.createPresignedUrl`",
    "await supabase.storage.from('a').createSignedUploadUrl(name)": "createSignedUploadUrl`",
    "await minio.presignedPutObject('a', name)": "`minio.presignedPutObject`",
    "await generateClientTokenFromReadWriteToken({})": "`generateClientTokenFromReadWriteToken`",
}
NEAR_SIGNERS = [
    "await signUrl(name)",
    "await jwt.sign(name)",
    "log('getSignedUrl')",
    "const sign = getSignedUrl",
    "/* getSignedUrl() */",
]


@pytest.mark.parametrize("call", SIGNERS)
def test_it_signs_addresses_for_uploads(route, site, call: str) -> None:
    text = "export async function POST() {\nconst url = %s; return Response.json({ url }); }"
    app, endpoint = route(text % call)
    seen = app.see(endpoint)["body-size"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.place.line == 2
    assert SIGNERS[call] in seen.message and "signs addresses for uploads" in seen.message
    app, endpoint = route(text.replace("POST", "GET") % call, "GET")
    assert "body-size" not in app.see(endpoint), "it may be an address to load from"


@pytest.mark.parametrize("call", NEAR_SIGNERS)
def test_other_calls_sign_nothing(route, site, call: str) -> None:
    app, endpoint = route(f"export async function POST() {{ {call}; }}")
    assert "body-size" not in app.see(endpoint, site())


def test_a_called_function_may_sign_and_a_wrapper_may_not(route) -> None:
    files = {
        "lib/url.ts": "export const urlOf = async (name) => getSignedUrl(name);",
        "lib/wrap.ts": "export const wrap = (handler) => async (req) => { getSignedUrl(req); return handler(req); };",
    }
    app, endpoint = route(
        'import { urlOf } from "../../../lib/url";\nexport async function POST() { await urlOf(1); }', files=files
    )
    assert "body-size" in app.see(endpoint)
    app, endpoint = route(
        'import { wrap } from "../../../lib/wrap";\nexport const POST = wrap(async () => {});', files=files
    )
    assert "body-size" not in app.see(endpoint)


def test_what_is_stored_is_said_first(route) -> None:
    text = next(iter(STORES)).replace('await put("a", f);', 'await put("a", f); await getSignedUrl(f);')
    app, endpoint = route(text)
    assert "It stores" in app.see(endpoint)["body-size"].message


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
