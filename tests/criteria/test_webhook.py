"""A webhook: the check of a signature, and what only looks like one."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach

SPEAKS = {
    "export async function POST(req) { stripe.webhooks.constructEvent(await req.text(), sig, secret); }": "`stripe.webhooks.constructEvent`",
    "export async function POST(req) { await stripe.webhooks.constructEventAsync(raw, sig, secret); }": "constructEventAsync`",
    'import { verifyWebhook } from "@clerk/nextjs/webhooks"; export async function POST(req) { await verifyWebhook(req); }': "`verifyWebhook`",
    "export async function POST(req) { await octokit.validateWebhook(req); }": "validateWebhook`",
    "export async function POST(req) { await courier.unwrapWebhook(req); }": "unwrapWebhook`",
    'import { Webhook } from "svix"; export async function POST(req) { new Webhook(secret).verify(body, head); }': "`Webhook`",
    'import { Webhook } from "standardwebhooks"; export async function POST(req) { new Webhook(secret).verify(b, h); }': "`Webhook`",
    "export async function POST(req) { if (!verifyGithubSignature(req, raw)) return; }": "`verifyGithubSignature`",
    "export async function POST(req) { if (!checkSlackSignature(raw)) return; }": "`checkSlackSignature`",
    'import { isValidSignature } from "@sanity/webhook"; export async function POST(req) { await isValidSignature(b, s, k); }': "`isValidSignature`",
    "export async function POST(req) { await validateWebhookSignature(raw); }": "`validateWebhookSignature`",
    "export async function POST(req) { await verifyRecallWebhook(raw); }": "`verifyRecallWebhook`",
    "export async function POST(req) { await validateSlackWebhookRequest(req); }": "`validateSlackWebhookRequest`",
    "export async function POST(req) { await validateWebhookEvent(req); }": "`validateWebhookEvent`",
    'export async function POST(req) { const s = req.headers.get("x-hub-signature-256"); }': "`x-hub-signature-256`",
    'export async function POST(req) { const s = req.headers.get("Stripe-Signature"); }': "`stripe-signature`",
    'export async function POST(req) { const s = req.headers["x_signature"]; }': "`x_signature`",
    'export async function POST(req) { const s = req.headers.get("X-Shopify-Hmac-Sha256"); }': "`x-shopify-hmac-sha256`",
    'export async function POST(req) { const s = req.headers.get("X-Signature-Ed25519"); }': "`x-signature-ed25519`",
    'export async function POST(req) { const s = req.headers.get("paypal-transmission-sig"); }': "`paypal-transmission-sig`",
    'export async function POST(req) { checkSignature(req); req.headers.get("a-signature"); checkSignature(raw); }': "`checkSignature`",
    'export async function POST(req) { req.headers.get("b-signature"); req.headers.get("a-signature"); }': "`b-signature`",
    'import { headers } from "next/headers"; export async function POST() { const id = (await headers()).get("svix-id"); }': "`svix-id`",
}

SILENT = [
    "export async function POST(req) { await prisma.webhook.create({ data }); }",
    "export async function POST(req) { const body = await req.json(); validateWebhookUrl(body.url); }",
    "export async function POST(req) { checkIfLinksHaveWebhooks(links); isValidWebhookId(id); }",
    "export async function POST(req) { sendWebhook(signature); createSignature(document); }",
    'import { createHmac } from "crypto"; export async function POST() { createHmac("sha256", key).update(id); }',
    "export async function POST() { await verifyPassword(a, b); }",
    'import { Webhook } from "@/models/webhook"; export async function POST() { await new Webhook(data).save(); }',
    'import { Webhook } from "svix"; export async function POST() { Webhook.name; }',
    'import { Svix } from "svix"; export async function POST() { await new Svix(token).message.create(id, {}); }',
    'import { Webhook } from "svix"; export async function POST() { Webhook(secret); }',
    "export async function POST() { /* constructEvent(raw, sig) */ log('x-hub-signature-256'); }",
    'export async function POST() { await fetch(url, { headers: { "x-hub-signature-256": sign(body) } }); }',
    'export async function POST() { const res = await fetch(url); res.headers.get("x-hub-signature-256"); }',
    'export async function POST(req) { req.headers.get("signature-of-the-month"); req.headers.get("x-svix-app"); }',
    "function other(req) { stripe.webhooks.constructEvent(raw, sig, secret); }\nexport async function POST() {}",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["webhook"]
    assert seen.constraint == "webhook" and seen.favours is Approach.API_ROUTE
    assert SPEAKS[text] in seen.message


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "webhook" not in app.see(endpoint, site())


@pytest.mark.parametrize("text", SPEAKS)
def test_an_action_is_none(action, text: str) -> None:
    app, endpoint = action(text.replace("function POST", "function act"))
    assert "webhook" not in app.see(endpoint)


def test_the_check_in_a_function_that_is_handed_the_request(route) -> None:
    text = 'import { event } from "../../../lib/event";\nexport async function POST(req) { await event(req); }'
    check = 'export async function event(req) {\n  return req.headers.get("stripe-signature");\n}'
    app, endpoint = route(text, files={"lib/event.ts": check})
    place = app.see(endpoint)["webhook"].place
    assert (place.path, place.line) == ("lib/event.ts", 2)
