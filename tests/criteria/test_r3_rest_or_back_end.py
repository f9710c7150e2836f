"""R3: a resource, payments, models and several services; and words or neighbours that are none of it."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.criteria import Context, examine
from reviewer.model import Approach, Callers, CallSite, Kind, Place, Via
from reviewer.verdict import BETTER_SUITED, PRIOR

PATH = "app/api/a/route.ts"
SAVE = "export async function POST(req) { await prisma.user.update({}); }"
GET = "\nexport async function GET() { return Response.json([]); }"
STREAM = "\nexport async function DELETE() { return new Response(new ReadableStream({})); }"
SERVICES = {
    "await stripe.checkout.sessions.create({})": "It processes payments: `stripe.checkout.sessions.create`.",
    "await resend.emails.send({}); await stripe.refunds.create({})": "It processes payments: `stripe.refunds.create`.",
    "await openai.chat.completions.create({}); await stripe.refunds.create({})": "It processes payments: `stripe.refunds.create`.",
    "await getStripe().paymentLinks.create({})": "It processes payments: `getStripe.paymentLinks.create`.",
    "await getStripeClient().refunds.create({})": "It processes payments: `getStripeClient.refunds.create`.",
    "await openai.chat.completions.create({})": "It asks a language model: `openai.chat.completions.create`.",
    "await resend.emails.send({}); await openai.embeddings.create({})": "It asks a language model: `openai.embeddings.create`.",
    "await resend.emails.send({}); await s3.upload(f); await twilio.messages.create({})": "It works with e-mail, file storage and messages.",
    "await prisma.a.create({}); await s3.upload(f); await resend.emails.send({}); await twilio.calls.create({}); await algolia.save(x)": "It works with a search index, e-mail, file storage and messages.",
}
SILENT = [
    "await resend.emails.send({}); await prisma.user.create({})",
    "await resend.emails.send({}); await s3.upload(f)",
    "await resend.emails.send({}); await redis.sadd('k', 1); await prisma.user.create({}); await fs.writeFile(f)",
    "await prisma.stripeCustomer.create({})",
    "track('stripe'); /* stripe.refunds.create() */",
    "await prisma.payment.create({}); await prisma.invoice.create({})",
    "await stripeLikeThing(); await openaiKey(); log(new Stripe.errors.Card())",
    "stripe.webhooks.constructEvent(raw, sig, secret)",
    "await resend.emails.send({}); await resend.emails.send({}); await resend.contacts.create({})",
    "return Response.json({ openai: 1, stripe: process.env.STRIPE_KEY })",
    "await stripes.create({}); const pay = stripe.refunds.create",
    "await getStripes().create({}); await get().create({}); await client.create({})",
    "try { go(); } catch { await stripe.refunds.create({}); }",
]


def seen(made: tuple):
    app, endpoint = made
    return app.see(endpoint).get("R3")


@pytest.mark.parametrize("body", SERVICES)
def test_services(route, action, body: str) -> None:
    found = seen(route(f"export async function POST() {{\n{body}; }}"))
    assert found.favours is Approach.API_ROUTE and found.constraint is None and found.weight > 1
    assert found.message == SERVICES[body] and found.place.line == 2
    of_action = seen(action(f"export async function act() {{ {body}; }}"))
    assert 0 < of_action.weight < 1, "an action may ask them, too"


def test_the_first_of_several_is_shown(route) -> None:
    body = (
        "await prisma.a.create({});\nawait s3.upload(f);\nawait resend.emails.send({});\nawait twilio.calls.create({});"
    )
    assert seen(route(f"export async function POST() {{\n{body} }}")).place.line == 3


def test_payments_weigh_most(route) -> None:
    bodies = [list(SERVICES)[index] for index in (0, 5, 7)]
    paid, asked, several = (seen(route(f"export async function POST() {{ {body}; }}")).weight for body in bodies)
    assert paid > asked >= several


@pytest.mark.parametrize("body", SILENT)
def test_silent(route, site, body: str) -> None:
    app, endpoint = route(f"import fs from 'fs';\nexport async function POST() {{ {body}; }}")
    assert "R3" not in app.see(endpoint, site())


def test_a_model_is_asked_and_not_what_carries_its_answer(action) -> None:
    head = "'use server';\nimport { createStreamableValue } from 'ai/rsc';\nimport { streamObject } from 'ai';\n"
    body = "const stream = createStreamableValue(); await streamObject({}); return stream.value;"
    found = seen(action(f"{head}export async function act() {{ {body} }}"))
    assert found.message == "It asks a language model: `streamObject`."
    assert seen(action(f"{head}export async function act() {{ return createStreamableValue('x').value; }}")) is None


class TestResource:
    """A GET at the same address that somebody reads."""

    def of(self, small, text: str = SAVE + GET):
        app = small({PATH: text})
        return app, app.route(PATH, "POST"), app.route(PATH, "GET")

    def test_speaks(self, small, site) -> None:
        app, post, get = self.of(small)
        found = app.see(post, siblings=(get,))["R3"]
        assert found.favours is Approach.API_ROUTE and found.constraint is None and found.weight >= 1.5
        assert found.message == "`GET` reads the same resource at `/api/thing`." and found.place == Place(PATH, 1)
        read = {get: Callers((site(via=Via.QUERY_HOOK, method="GET"),))}
        assert "R3" in app.see(post, siblings=(get,), others=read)

    def test_a_small_change_of_one_form_may_leave_it(self, small, site) -> None:
        app, post, get = self.of(small, SAVE.replace("; }", "; return Response.json({}); }") + GET)

        def lean(*callers: CallSite) -> float:
            seen = app.see(post, *callers, siblings=(get,))
            return seen["A1"].weight + seen["A2"].weight + seen["M1"].weight - seen["R3"].weight

        assert lean(site()) >= PRIOR + BETTER_SUITED
        assert lean(site(via=Via.EVENT_HANDLER)) < PRIOR + BETTER_SUITED, "a click says less"

    def test_a_reader_that_changes_it_too_says_less(self, small, site) -> None:
        app, post, get = self.of(small)

        def weight(*readers: CallSite) -> float:
            others = {get: Callers(readers)}
            return app.see(post, site("components/a.tsx"), siblings=(get,), others=others)["R3"].weight

        read = {"via": Via.QUERY_HOOK, "method": "GET"}
        same, other = site("components/a.tsx", **read), site("components/b.tsx", **read)
        assert weight(same) < weight(other) == weight(same, other)
        gaps = {get: Callers((same,), (Place("a.ts", 1),))}
        unknown = app.see(post, site("components/a.tsx"), siblings=(get,), others=gaps)["R3"]
        assert unknown.weight == weight(other), "another may read it, too"

    def test_who_may_read_it(self, small, site) -> None:
        app, post, get = self.of(small)
        assert "R3" in app.see(post, siblings=(get,), others={get: Callers((), (Place("a.ts", 1),))})
        assert "R3" not in app.see(post, siblings=(get,), others={get: Callers()})
        assert "R3" not in app.see(post, siblings=(get,), others={get: Callers((site(method="POST"),))})

    def test_silent(self, small) -> None:
        app, post, get = self.of(small)
        assert "R3" not in app.see(post)
        assert "R3" not in app.see(get, siblings=(post,))
        assert "R3" not in app.see(get, siblings=(get._replace(name="default"),))
        assert "R3" not in app.see(post, siblings=(get._replace(url="/api/other"),))
        assert "R3" not in app.see(post, siblings=(get._replace(methods=("HEAD",)),))
        assert "R3" not in app.see(post._replace(kind=Kind.SERVER_ACTION), siblings=(get,))
        assert "R3" not in app.see(post._replace(handlers=()), siblings=(get,))

    def test_the_second_neighbour_may_be_it(self, small) -> None:
        app, post, get = self.of(small)
        others = {get._replace(url="/api/other"): Callers()}
        siblings = (get._replace(url="/api/other"), get)
        assert "R3" in app.see(post, siblings=siblings, others=others)
        unread = get._replace(anchor_line=9)
        assert "R3" in app.see(post, siblings=(unread, get), others={unread: Callers()})


class TestSeveralMethods:
    """A GET that nobody here reads, and two methods more."""

    def of(self, small, *others: str):
        app = small({PATH: SAVE + GET})
        post, get = app.route(PATH, "POST"), app.route(PATH, "GET")
        more = tuple(post._replace(name=method, methods=(method,)) for method in others)
        return app, post, (get, *more), {get: Callers()}

    @pytest.mark.parametrize("third", ["DELETE", "PATCH", "PUT"])
    def test_speaks(self, small, third: str) -> None:
        app, post, siblings, others = self.of(small, third)
        found = app.see(post, siblings=siblings, others=others)["R3"]
        assert found.message == f"`GET`, `POST` and `{third}` make a resource of `/api/thing`."
        assert found.favours is Approach.API_ROUTE and found.constraint is None and found.place == Place(PATH, 1)
        read = app.see(post, siblings=siblings)["R3"]
        assert 1 < found.weight < read.weight, "whose GET is read says more"

    def test_silent(self, small) -> None:
        app, post, siblings, others = self.of(small, "HEAD", "OPTIONS")
        assert "R3" not in app.see(post, siblings=siblings, others=others)
        app, post, siblings, others = self.of(small, "DELETE")
        assert "R3" not in app.see(post, siblings=siblings[1:], others=others), "without a GET"
        app, post, siblings, others = self.of(small, "DELETE", "PUT")
        assert "R3" not in app.see(post, siblings=siblings[1:], others=others), "nor three others"
        elsewhere = (siblings[0], siblings[1]._replace(url="/api/other"))
        assert "R3" not in app.see(post, siblings=elsewhere, others=others)


class TestCreatedBesideARead:
    """A GET that nobody here reads, and one method that answers as a REST API does."""

    def of(self, small, answer: str, *others: str):
        save = f"export async function POST() {{ await prisma.user.create({{}}); return {answer}; }}"
        app = small({PATH: save + GET})
        post, get = app.route(PATH, "POST"), app.route(PATH, "GET")
        return app, post, (get,), {get: Callers()}

    def test_speaks(self, small, site) -> None:
        app, post, siblings, others = self.of(small, "Response.json({}, { status: 201 })")
        seen = app.see(post, site(), siblings=siblings, others=others)
        assert seen["R3"].message == "It answers 201 at `/api/thing`, where `GET` reads, as a REST API does."
        assert seen["R3"].favours is Approach.API_ROUTE and seen["R3"].constraint is None
        assert 0.5 < seen["R3"].weight < seen["A1"].weight

    @pytest.mark.parametrize(
        "answer",
        [
            "Response.json({})",
            "Response.json({}, { status: 200 })",
            "keep({}, { status: 201 })",
        ],
    )
    def test_silent(self, small, site, answer: str) -> None:
        app, post, siblings, others = self.of(small, answer)
        assert "R3" not in app.see(post, site(), siblings=siblings, others=others)

    def test_alone(self, small, site) -> None:
        app, post, *_ = self.of(small, "Response.json({}, { status: 201 })")
        assert "R3" not in app.see(post, site())


class TestBesideAStream:
    """Another method at the same address that must stay."""

    def of(self, small):
        app = small({PATH: SAVE + STREAM})
        return app, app.route(PATH, "POST"), app.route(PATH, "DELETE")

    def test_speaks(self, small) -> None:
        app, post, delete = self.of(small)
        found = app.see(post, siblings=(delete._replace(url="/api/b"), delete))["R3"]
        assert found.favours is Approach.API_ROUTE and found.constraint is None and found.weight >= 1.7
        assert found.message == "`DELETE` streams from the same address `/api/thing`, and stays."
        assert found.place == Place(PATH, 2)

    def test_a_stream_that_is_taken_up_again(self, small) -> None:
        resumes = "\nexport async function DELETE() { return new Response(await streams.resumeExistingStream(id)); }"
        app = small({PATH: SAVE + resumes})
        found = app.see(app.route(PATH, "POST"), siblings=(app.route(PATH, "DELETE"),))
        assert "streams from the same address" in found["R3"].message

    def test_silent(self, small) -> None:
        app, post, delete = self.of(small)
        assert "R3" not in app.see(delete, siblings=(post,))
        for other in (
            delete._replace(url="/api/b"),
            delete._replace(methods=("POST",)),
            delete._replace(kind=Kind.PAGES_API_ROUTE),
        ):
            assert "R3" not in app.see(post, siblings=(other,))
        action, streaming = (each._replace(kind=Kind.SERVER_ACTION) for each in (post, delete))
        assert "R3" not in app.see(action, siblings=(streaming,))

    def test_all_that_is_seen_is_said(self, small) -> None:
        pays = "export async function POST() { await stripe.refunds.create({}); }"
        app = small({PATH: pays + STREAM + GET})
        post, delete, get = (app.route(PATH, name) for name in ("POST", "DELETE", "GET"))
        context = Context(Callers(), app.sources, app.modules, (delete, get))
        found = [each for each in examine(post, context) if each.criterion == "R3"]
        assert len(found) == 3 and [each.weight for each in found] == sorted(
            (each.weight for each in found), reverse=True
        )
