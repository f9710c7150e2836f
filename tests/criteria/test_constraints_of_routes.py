"""Rules of the platform that keep a route: one source where each speaks, and close ones where it stays silent."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

SAVE = "await prisma.user.update({ where: { id }, data });"

SPEAKS = {
    "webhook": [
        "export async function POST(req) { stripe.webhooks.constructEvent(await req.text(), sig, secret); }",
        'import { Webhook } from "svix"; export async function POST(req) { new Webhook(secret).verify(body, head); }',
        'export async function POST(req) { const s = req.headers.get("x-hub-signature-256"); }',
        "export async function POST(req) { if (!verifyGithubSignature(req, raw)) return; }",
    ],
    "cron-or-queue": [
        'export async function GET(req) { if (req.headers.get("authorization") !== `Bearer ${process.env.CRON_SECRET}`) return; }',
        'export async function GET(req) { const x = req.headers.get("x-vercel-cron"); }',
        'import { serve } from "@upstash/workflow/nextjs"; export const POST = serve(async (context) => { run(); });',
    ],
    "api-key": [
        'export async function POST(req) { const key = req.headers.get("authorization"); }',
        "export async function POST(req) { const { authorization } = req.headers; }",
        'export default async function POST(req, res) { const key = req.headers["x-api-key"]; }',
        'import { headers } from "next/headers"; export async function POST() { (await headers()).get("Authorization"); }',
        "export async function POST(req) { req.headers.get(API_KEY_HEADER); }",
        'export async function POST(req) { if (req.nextUrl.searchParams.get("secret") !== process.env.REVALIDATE_SECRET) return; }',
    ],
    "cors": [
        'export async function POST() { return new Response("", { headers: { "Access-Control-Allow-Origin": "*" } }); }',
        'const open = { "Access-Control-Allow-Origin": "*" }; export async function POST() { return Response.json({}, { headers: open }); }',
        "export const POST = withCors(async (req) => { go(); });",
        "export async function POST(req) { return Response.json({}, { headers: corsHeaders }); }",
    ],
    "streaming": [
        "export async function POST() { return new Response(new ReadableStream({ start() {} })); }",
        'import { streamText } from "ai"; export async function POST() { return streamText({}).toDataStreamResponse(); }',
        'export async function POST() { return new Response(x, { headers: { "Content-Type": "text/event-stream" } }); }',
    ],
    "file-response": [
        'export async function POST() { return new Response(x, { headers: { "Content-Disposition": "attachment" } }); }',
        'export async function POST(q, res) { res.setHeader("Content-Type", "text/csv"); }',
        'import { ImageResponse } from "next/og"; export async function POST() { return new ImageResponse(x); }',
    ],
    "http-redirect": [
        'export async function POST(req) { return NextResponse.redirect(new URL("/", req.url)); }',
        'import { redirect } from "next/navigation"; export async function POST() { redirect("/"); }',
        'export async function POST(req, res) { res.redirect(307, "/"); }',
    ],
    "raw-body": [
        "export async function POST(req) { const bytes = await req.arrayBuffer(); }",
        "export async function POST(request) { const text = await request.text(); use(text); }",
        'import formidable from "formidable"; export async function POST(req) { formidable().parse(req); }',
    ],
    "status-and-headers": [
        'export async function POST() { return new Response(x, { headers: { "Cache-Control": "s-maxage=60" } }); }',
    ],
}


@pytest.mark.parametrize(("criterion", "text"), [(name, text) for name, texts in SPEAKS.items() for text in texts])
def test_speaks(route, criterion: str, text: str) -> None:
    method = "GET" if "function GET" in text else "POST"
    app, endpoint = route(text, method)
    found = app.see(endpoint)[criterion]
    assert found.constraint == criterion
    assert found.favours is Approach.API_ROUTE
    assert found.place.path == endpoint.path


SILENT = {
    "webhook": [
        "export async function POST(req) { await prisma.webhook.create({ data }); }",
        'import { createHmac } from "crypto"; export async function POST() { createHmac("sha256", key).update(id); }',
        "export async function POST() { await verifyPassword(a, b); }",
    ],
    "cron-or-queue": [
        "export async function POST() { await prisma.cronJob.create({ data }); }",
        "export async function POST() { log(process.env.CRON_TIMEZONE); }",
    ],
    "api-key": [
        "export async function POST() { await fetch(url, { headers: { Authorization: `Bearer ${process.env.KEY}` } }); }",
        'export async function POST() { await fetch(url, { headers: { "x-api-key": process.env.KEY } }); }',
        'export async function POST(req) { const t = req.headers.get("x-csrf-token"); }',
        'export async function POST(req) { const h = req.headers.get("host"); }',
        'export async function POST() { const res = await fetch(url); res.headers.get("authorization"); }',
        "export async function POST(req) { const { token } = await req.json(); check(token, process.env.JWT_SECRET); }",
    ],
    "cors": [
        'export async function POST() { return Response.json({}, { headers: { "X-Total": "1" } }); }',
        'export async function POST() { await fetch(u, { headers: { "Access-Control-Request-Method": "x" } }); }',
    ],
    "streaming": [
        "export async function POST() { await generateText({ model }); }",
        "export async function POST() { return Response.json({ stream: true }); }",
    ],
    "file-response": [
        'export async function POST() { return new Response("{}", { headers: { "Content-Type": "application/json" } }); }',
        'export async function POST() { await fetch(u, { headers: { "Content-Type": "text/csv" } }); }',
        'const ALLOWED = ["image/png", "text/csv"]; export async function POST() { ALLOWED.includes(type); }',
    ],
    "http-redirect": ["export async function POST() { return Response.json({ redirect: url }); }"],
    "oauth-callback": ['export async function POST(req) { const code = new URL(req.url).searchParams.get("code"); }'],
    "raw-body": [
        "export async function POST(req) { const body = await req.json(); }",
        "export async function POST(req) { const body = JSON.parse(await req.text()); }",
        "export async function POST() { const res = await fetch(u); const text = await res.text(); }",
    ],
    "status-and-headers": [
        'export async function POST() { return new Response(x, { headers: { "Cache-Control": "no-store" } }); }',
        "export async function POST() { return Response.json({}, { status: 201 }); }",
    ],
    "documented-api": ["export async function POST() { await saveVersion(); }"],
    "library-handler": ["export async function POST() { await trpc.user.update(); }"],
    "external-caller": ["export async function POST() {}"],
    "no-server-actions": ["export async function POST() {}"],
    "pages-router-caller": ["export async function POST() {}"],
    "get-read": [f"export async function POST() {{ {SAVE} }}", "export async function POST() { await load(); }"],
}


@pytest.mark.parametrize(("criterion", "text"), [(name, text) for name, texts in SILENT.items() for text in texts])
def test_stays_silent(route, site, criterion: str, text: str) -> None:
    app, endpoint = route(text)
    assert criterion not in app.see(endpoint, site())


@pytest.mark.parametrize("criterion", sorted({*SPEAKS, "oauth-callback", "get-read", "library-handler"}))
def test_none_speaks_of_an_action(action, criterion: str) -> None:
    for text in SPEAKS.get(criterion, ["export async function POST() {}"]):
        if "function POST" not in text or "export default" in text:
            continue
        app, endpoint = action(text.replace("function POST", "function act"))
        found = app.see(endpoint).get(criterion)
        assert found is None or found.constraint is None


def test_a_wrapper_and_what_it_calls_are_read(route) -> None:
    files = {
        "lib/wrap.ts": 'import { keyOf } from "./key";\n'
        "export const withKey = (handler) => async (req) => { if (!keyOf(req)) throw 1; return handler(req); };",
        "lib/key.ts": 'export function keyOf(request) { return request.headers.get("x-api-key"); }',
    }
    text = 'import { withKey } from "../../../lib/wrap";\nexport const POST = withKey(async (req) => { go(); });'
    app, endpoint = route(text, files=files)
    assert app.see(endpoint)["api-key"].place.path == "lib/key.ts"


def test_the_request_is_followed_further_than_the_rest(route) -> None:
    def chain(last: str) -> dict[str, str]:
        return {
            "lib/a.ts": 'import { b } from "./b";\nexport function a(request) { return b(request); }',
            "lib/b.ts": 'import { c } from "./c";\nexport function b(request) { return c(request); }',
            "lib/c.ts": last,
        }

    text = 'import { a } from "../../../lib/a";\nexport async function POST(request) { await a(request); }'
    app, endpoint = route(text, files=chain('export function c(request) { request.headers.get("authorization"); }'))
    assert "api-key" in app.see(endpoint)
    app, endpoint = route(text, files=chain("export function c(request) { prisma.user.delete({}); }"))
    assert "A2" not in app.see(endpoint)


def test_options_beside_it_is_a_preflight(small) -> None:
    app = small({"app/api/a/route.ts": "export async function POST() {}\nexport async function OPTIONS() {}"})
    post, options = app.route("app/api/a/route.ts", "POST"), app.route("app/api/a/route.ts", "OPTIONS")
    assert app.see(post, siblings=(options,))["cors"].place.line == 2
    assert "cors" not in app.see(post)


class TestGetRead:
    READ = "export async function GET() { return Response.json(await prisma.user.findMany()); }"
    WRITE = "export async function GET() { await prisma.flag.update({ data }); return Response.json({}); }"

    def test_a_get_that_changes_nothing(self, route, site) -> None:
        app, endpoint = route(self.READ, "GET")
        assert "get-read" in app.see(endpoint)
        assert "get-read" in app.see(endpoint, site(via=Via.EVENT_HANDLER))

    def test_a_get_that_changes_something_for_one_button(self, route, site) -> None:
        app, endpoint = route(self.WRITE, "GET")
        assert "get-read" not in app.see(endpoint, site(via=Via.EVENT_HANDLER))
        assert "get-read" in app.see(endpoint, site(via=Via.EVENT_HANDLER), site(via=Via.EFFECT))
        assert "get-read" in app.see(endpoint)

    def test_a_copy_in_a_cache_or_a_log_entry_is_no_change(self, route, site) -> None:
        for line in (
            'await redis.set("k", v, { ex: 60 });',
            'await redis.setex("k", 60, v);',
            "await qstash.publish(e);",
        ):
            app, endpoint = route(f"export async function GET() {{ {line} return Response.json({{}}); }}", "GET")
            assert "get-read" in app.see(endpoint, site(via=Via.EVENT_HANDLER))

    def test_a_post_that_a_query_hook_or_a_poll_reads(self, route, site) -> None:
        app, endpoint = route(f"export async function POST() {{ {SAVE} }}")
        assert "get-read" in app.see(endpoint, site(via=Via.QUERY_HOOK))
        assert "get-read" in app.see(endpoint, site(via=Via.EFFECT, polls=True))
        assert "get-read" not in app.see(endpoint, site(via=Via.EFFECT))

    def test_callers_of_other_methods_do_not_count(self, route, site) -> None:
        app, endpoint = route(f"export async function POST() {{ {SAVE} }}")
        assert "get-read" not in app.see(endpoint, site(via=Via.QUERY_HOOK, method="GET"))


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        ("cron-or-queue", {"outside": "cron"}),
        ("documented-api", {"outside": "documentation"}),
        ("external-caller", {"outside": "rewrite"}),
        ("external-caller", {"via": Via.OTHER_PACKAGE}),
        ("external-caller", {"via": Via.LINK}),
        ("external-caller", {"via": Via.MARKUP}),
        ("external-caller", {"side": Side.SCRIPT}),
        ("pages-router-caller", {"side": Side.PAGES}),
        ("file-response", {"reads": frozenset({"blob"})}),
        ("streaming", {"reads": frozenset({"stream"})}),
        ("http-redirect", {"reads": frozenset({"redirect"})}),
        ("status-and-headers", {"reads": frozenset({"headers"})}),
    ],
)
def test_a_caller_that_decides(route, site, criterion: str, facts: dict[str, object]) -> None:
    app, endpoint = route(f"export async function POST() {{ {SAVE} }}")
    seen = app.see(endpoint, site("components/other.tsx"), site("x/caller.tsx", **facts))
    assert seen[criterion].constraint == criterion
    assert seen[criterion].place.path == "x/caller.tsx"


def test_a_status_that_its_own_form_reads_is_only_weighed(route, site) -> None:
    app, endpoint = route(f"export async function POST() {{ {SAVE} }}")
    seen = app.see(endpoint, site(reads=frozenset({"status"})))["status-and-headers"]
    assert seen.constraint is None and 0 < seen.weight < 1


@pytest.mark.parametrize(("url", "speaks"), [("/api/v1/users", True), ("/api/vendors", False), ("/api/v/x", False)])
def test_a_version_in_the_address(route, url: str, speaks: bool) -> None:
    app, endpoint = route("export async function POST() {}", url=url)
    assert ("documented-api" in app.see(endpoint)) is speaks


def test_a_comment_for_an_openapi_document(route) -> None:
    app, endpoint = route("/** @swagger\n * /api/thing: */\nexport async function POST() {}")
    assert "documented-api" in app.see(endpoint)


def test_a_mounted_library(route) -> None:
    app, endpoint = route("export async function POST() {}", tunnel="trpc")
    assert app.see(endpoint)["library-handler"].constraint == "library-handler"


def test_the_callback_of_a_provider(route) -> None:
    text = 'export async function GET(req) { const p = req.nextUrl.searchParams; p.get("code"); p.get("state"); }'
    app, endpoint = route(text, "GET")
    assert "oauth-callback" in app.see(endpoint)
    app, endpoint = route(text.replace('p.get("state");', ""), "GET")
    assert "oauth-callback" not in app.see(endpoint)


def test_an_app_without_pages_of_the_app_router(route) -> None:
    from dataclasses import replace

    app, endpoint = route("export async function POST() {}")
    for facts, decides in (
        ({"renders_with_app": False}, True),
        ({"static_export": True}, True),
        ({"next_version": (13, 2)}, False),
    ):
        seen = app.see(replace(endpoint, app=replace(endpoint.app, **facts)))["no-server-actions"]  # type: ignore[arg-type]
        assert (seen.constraint is not None) is decides
    flagged = replace(endpoint.app, next_version=(13, 4), server_actions_flag=True)
    assert "no-server-actions" not in app.see(replace(endpoint, app=flagged))


@pytest.mark.parametrize(
    ("code", "speaks"),
    [
        ('navigator.sendBeacon("/api/thing", data);', True),
        ('fetch("/api/thing", {\n  method: "POST",\n  keepalive: true,\n});', True),
        ('fetch("/api/thing", { method: "POST" });', False),
        ('fetch("/api/thing");\n' + "\n" * 20 + "navigator.sendBeacon(other);", False),
    ],
)
def test_a_request_that_outlives_the_page(route, site, code: str, speaks: bool) -> None:
    files = {"components/form.tsx": "\n" * 6 + code}
    app, endpoint = route(f"export async function POST() {{ {SAVE} }}", files=files)
    assert ("beacon" in app.see(endpoint, site())) is speaks
