"""A scheduled job or a queue's worker: who calls, the scheduler's secret, and what only has the word in it."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    'export async function GET(req) { if (req.headers.get("authorization") !== `Bearer ${process.env.CRON_SECRET}`) return; }': "`CRON_SECRET`",
    "export async function GET(req) { if (key !== process.env.CRON_KEY) return; }": "`CRON_KEY`",
    "export async function GET(req) { if (key !== env.CRON_API_TOKEN) return; }": "`CRON_API_TOKEN`",
    "export async function GET(req) { if (key !== process.env.cron_auth) return; }": "`cron_auth`",
    "export async function GET(req) { if (key !== process.env.CRON_PASSWORD) return; }": "`CRON_PASSWORD`",
    'export async function GET(req) { const x = req.headers.get("x-vercel-cron"); }': "`x-vercel-cron`",
    'export async function GET(req) { const x = req.headers.get("Upstash-Signature"); }': "`upstash-signature`",
    'export async function GET(req) { const x = req.headers["x-cron-secret"]; }': "`x-cron-secret`",
    'export async function GET(req) { const x = req.headers.get("x-vercel-signature"); }': "`x-vercel-signature`",
    'import { serve } from "@upstash/workflow/nextjs"; export const GET = serve(async (context) => { run(); });': "`serve`",
    'import { verifySignatureAppRouter } from "@upstash/qstash/nextjs"; export const GET = verifySignatureAppRouter(async (req) => {});': "`verifySignatureAppRouter`",
    'import { serve } from "inngest/next"; export const GET = serve(async () => {});': "`serve`",
    'import { handler } from "@trigger.dev/nextjs"; export const GET = handler(async () => {});': "`handler`",
    'import { Queue } from "quirrel/next-app"; export const GET = Queue("api/queue", async (job) => {});': "`Queue`",
    'export async function GET(req) { check(env.CRON_KEY, env.CRON_TOKEN); req.headers.get("x-vercel-cron"); }': "`CRON_KEY`",
    'export async function GET(req) { req.headers.get("x-vercel-cron"); req.headers.get("x-cron-secret"); }': "`x-vercel-cron`",
    'import { serve, log } from "inngest/next"; export const GET = log(serve(async () => {}));': "`serve`",
}

SILENT = [
    "export async function GET() { await prisma.cronJob.create({ data }); }",
    "export async function GET() { log(process.env.CRON_TIMEZONE); }",
    "export async function GET() { log(process.env.SECRET_KEY); }",
    "export async function GET() { parse('CRON_SECRET', '0 0 * * *'); }",
    "export async function GET() { log(settings.CRON_SECRET); }",
    "export async function GET() { /* process.env.CRON_SECRET, x-vercel-cron */ }",
    'export async function GET(req) { req.headers.get("x-vercel-id"); }',
    'export async function GET() { await fetch(url, { headers: { "x-cron-secret": key } }); }',
    'import { Client } from "@upstash/qstash"; export async function GET() { await new Client({}).publishJSON({ url }); }',
    'import { inngest } from "@/inngest/client"; export async function GET() { await inngest.send({ name }); }',
    'import { serve } from "@/lib/serve"; export const GET = serve(async () => {});',
    "const serve = (handler) => handler; export const GET = serve(async () => {});",
    'import { serve } from "inngest/next"; export const GET = async () => {}; export const POST = serve({});',
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text, "GET")
    seen = app.see(endpoint)["cron-or-queue"]
    assert seen.constraint == "cron-or-queue" and seen.favours is Approach.API_ROUTE
    assert SPEAKS[text] in seen.message


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text, "GET")
    assert "cron-or-queue" not in app.see(endpoint, site())


@pytest.mark.parametrize("outside", ["cron", "queue", "workflow", "schedule"])
def test_a_schedule_that_names_the_address(route, site, outside: str) -> None:
    app, endpoint = route("export async function GET() {}", "GET")
    seen = app.see(endpoint, site(), site("vercel.json", outside=outside), site("other.json", outside=outside))
    assert seen["cron-or-queue"].message == f"`vercel.json` names it as the address of a {outside} job."
    assert seen["cron-or-queue"].place.path == "vercel.json"


@pytest.mark.parametrize("facts", [{"outside": "documentation"}, {}, {"method": "POST", "outside": "cron"}])
def test_other_callers(route, site, facts: dict[str, object]) -> None:
    app, endpoint = route("export async function GET() {}", "GET")
    assert "cron-or-queue" not in app.see(endpoint, site("vercel.json", **facts))


def test_the_secret_in_a_wrapper(route) -> None:
    text = 'import { withCron } from "../../../lib/cron";\nexport const GET = withCron(async () => {});'
    wrapper = "export const withCron = (handler) => (req) => {\n  if (key(req) !== process.env.CRON_SECRET) return;\n  return handler(req);\n};"
    app, endpoint = route(text, "GET", files={"lib/cron.ts": wrapper})
    assert app.see(endpoint)["cron-or-queue"].place.path == "lib/cron.ts"


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, site, text: str) -> None:
    app, endpoint = action(text.replace("function GET", "function act").replace("const GET", "const act"))
    assert "cron-or-queue" not in app.see(endpoint, site(outside="cron"))
