"""The article's criteria: where each speaks, and close cases where it stays silent."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.config import CriterionSettings, Policy, Settings
from reviewer.criteria import all_criteria
from reviewer.model import Approach, Callers, Recommendation, Side, Via

SAVE = "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); return Response.json({}); }"
ACT = "'use server';\nexport async function act(data) { await prisma.user.update(data); }"
LONG = "\n".join(f"  const a{i} = step{i}();" for i in range(60))
BRANCHED = "if (a) { if (b) { if (c) { go(); } } } " * 5


class TestOneInteraction:
    @pytest.mark.parametrize("via", [Via.FORM, Via.EVENT_HANDLER, Via.EFFECT, Via.UNKNOWN])
    def test_one_caller(self, route, site, via: Via) -> None:
        app, endpoint = route(SAVE)
        seen = app.see(endpoint, site(via=via))["A1"]
        assert seen.favours is Approach.SERVER_ACTION
        assert seen.message.endswith("in `components/form.tsx`, is its only caller.")
        assert seen.place.path == "components/form.tsx"

    def test_a_form_is_closer_than_a_handler_than_an_effect(self, route, site) -> None:
        app, endpoint = route(SAVE)
        ways = (Via.FORM, Via.EVENT_HANDLER, Via.EFFECT, Via.UNKNOWN)
        weights = [app.see(endpoint, site(via=via))["A1"].weight for via in ways]
        assert weights == sorted(weights, reverse=True) and len(set(weights)) == 4

    def test_the_weakest_of_several_counts(self, route, site) -> None:
        app, endpoint = route(SAVE)
        seen = app.see(endpoint, site(via=Via.FORM), site(via=Via.EFFECT))["A1"]
        assert seen.weight == app.see(endpoint, site(via=Via.EFFECT))["A1"].weight
        assert seen.message == "All its callers are in `components/form.tsx`."

    def test_two_neighbours(self, route, site) -> None:
        app, endpoint = route(SAVE)
        seen = app.see(endpoint, site("a/new.tsx"), site("a/edit.tsx"))["A1"]
        assert 0 < seen.weight < app.see(endpoint, site())["A1"].weight
        assert seen.message == "Only `a/edit.tsx` and `a/new.tsx` call it."

    @pytest.mark.parametrize(
        "callers",
        [
            (),
            (("a/new.tsx", {}), ("b/edit.tsx", {})),
            (("a/1.tsx", {}), ("a/2.tsx", {}), ("a/3.tsx", {})),
            (("a/1.tsx", {"via": Via.QUERY_HOOK}),),
            (("a/1.tsx", {"via": Via.SERVER_CODE, "side": Side.SERVER}),),
            (("a/1.tsx", {"via": Via.UNKNOWN, "side": Side.UNKNOWN}),),
            (("a/1.tsx", {"side": Side.PAGES}),),
            (("a/1.tsx", {"outside": "mobile"}),),
            (("a/1.tsx", {"polls": True}),),
            (("a/1.tsx", {}), ("a/1.tsx", {"via": Via.LINK})),
        ],
    )
    def test_silent(self, route, site, callers) -> None:
        app, endpoint = route(SAVE)
        assert "A1" not in app.see(endpoint, *(site(path, **facts) for path, facts in callers))

    def test_silent_where_nothing_is_changed(self, route, site) -> None:
        app, endpoint = route("export async function POST() { return Response.json(await prisma.user.findMany()); }")
        assert "A1" not in app.see(endpoint, site())


class TestSmallTask:
    @pytest.mark.parametrize(
        "change",
        [
            "await prisma.user.update({ data })",
            "await db.insert(users).values(v)",
            "await db.delete(users).where(x)",
            "await sql`INSERT INTO users VALUES (1)`",
            'await fetch("https://x.test", { method: "POST", body })',
            'await axios.post("https://x.test", body)',
            "await resend.emails.send({ to })",
            "await redis.sadd('k', v)",
            "await User.create({}) && prisma.user.create({})",
            "await prisma.$transaction(async (tx) => { await tx.user.delete({}); })",
        ],
    )
    def test_speaks(self, route, site, change: str) -> None:
        app, endpoint = route(f"export async function POST() {{ {change}; }}")
        assert app.see(endpoint, site())["A2"].favours is Approach.SERVER_ACTION

    @pytest.mark.parametrize(
        "body",
        [
            "await prisma.user.findMany()",
            "await sql`SELECT 1`",
            'await fetch("https://x.test")',
            'await fs.readFile("x.json")',
            "new Map().set(1, 2)",
            "cache.delete(key)",
            'createHash("sha1").update(x)',
            "await redis.get('k')",
            "await logger.create(entry)",
            'await log({ message: "no" })',
            LONG + " await prisma.user.update({})",
            BRANCHED + " await prisma.user.update({})",
        ],
    )
    def test_silent(self, route, site, body: str) -> None:
        app, endpoint = route(f'import fs from "fs";\nexport async function POST() {{ {body}; }}')
        assert "A2" not in app.see(endpoint, site())

    def test_what_a_called_function_does_counts(self, route, site) -> None:
        text = 'import { save } from "@/lib/save";\nexport async function POST() { await save(); }'
        files = {
            "lib/save.ts": "export const save = async () => { await prisma.user.create({}); };",
            "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}',
        }
        app, endpoint = route(text, files=files)
        seen = app.see(endpoint, site())["A2"]
        assert "`save`" in seen.message and seen.place == endpoint.handlers[0].body.place.__class__(endpoint.path, 2)

    def test_a_handler_that_hands_everything_on_is_as_large_as_what_it_calls(self, route, site) -> None:
        text = 'import { handle } from "../../../lib/handle";\nexport async function POST(req) { return handle(req); }'
        files = {"lib/handle.ts": f"export async function handle(req) {{ {LONG} await prisma.a.create({{}}); }}"}
        app, endpoint = route(text, files=files)
        seen = app.see(endpoint, site())
        assert "A2" not in seen and "R1" in seen

    def test_what_is_only_configured_in_another_function_is_not_done(self, route, site) -> None:
        text = 'import { auth } from "../../../lib/auth";\nexport async function POST() { await auth(); }'
        files = {
            "lib/auth.ts": "export function auth() { return make({ async onUser() { await prisma.u.create({}); } }); }"
        }
        app, endpoint = route(text, files=files)
        assert "A2" not in app.see(endpoint, site())


class TestKeptTogether:
    def test_revalidation(self, route, site) -> None:
        text = 'import { revalidatePath } from "next/cache";\nexport async function POST() { revalidatePath("/"); }'
        app, endpoint = route(text)
        assert "`revalidatePath`" in app.see(endpoint, site())["A3"].message
        assert "A3" not in app.see(endpoint)
        assert "A3" not in app.see(endpoint, site(), site(via=Via.SERVER_CODE))

    def test_a_refresh_in_the_caller(self, route, site) -> None:
        app, endpoint = route(SAVE)
        assert "refreshes" in app.see(endpoint, site(refreshes=True))["A3"].message
        assert "A3" not in app.see(endpoint, site())

    def test_a_caller_in_the_same_folder(self, route, site) -> None:
        app, endpoint = route(SAVE, path="app/things/save/route.ts")
        assert "A3" in app.see(endpoint, site("app/things/save/form.tsx"))
        assert "A3" not in app.see(endpoint, site("app/things/saved.tsx"))

    def test_a_function_of_that_name_from_elsewhere(self, route, site) -> None:
        app, endpoint = route(
            'import { revalidatePath } from "./x";\nexport async function POST() { revalidatePath(1); }'
        )
        assert "A3" not in app.see(endpoint, site())


class TestPlumbing:
    def test_json_in_and_out(self, route, site) -> None:
        app, endpoint = route(SAVE)
        assert app.see(endpoint, site())["M1"].favours is Approach.SERVER_ACTION

    @pytest.mark.parametrize("reads", ["stream", "blob", "text", "headers", "redirect"])
    def test_silent_where_the_caller_needs_more(self, route, site, reads: str) -> None:
        app, endpoint = route(SAVE)
        assert "M1" not in app.see(endpoint, site(reads=frozenset({reads})))

    def test_silent_without_callers_or_change(self, route, site) -> None:
        app, endpoint = route(SAVE)
        assert "M1" not in app.see(endpoint)
        app, endpoint = route("export async function POST(req) { return Response.json(await req.json()); }")
        assert "M1" not in app.see(endpoint, site())


class TestComplexLogic:
    def test_large_and_exceptional(self, route) -> None:
        app, endpoint = route(f"export async function POST() {{ {LONG} }}")
        exceptional = app.see(endpoint)["R1"].weight
        app, endpoint = route("export async function POST() { " + "go();\n" * 35 + "}")
        assert 0 < app.see(endpoint)["R1"].weight < exceptional

    def test_local_functions_count(self, route) -> None:
        app, endpoint = route(f"function work() {{ {LONG} }}\nexport async function POST() {{ work(); }}")
        assert "R1" in app.see(endpoint)

    def test_functions_of_other_files_do_not(self, route) -> None:
        lines = "go();\n" * 5
        text = f'import {{ work }} from "../../../lib/work";\nexport async function POST() {{ {lines} work(); }}'
        app, endpoint = route(text, files={"lib/work.ts": f"export function work() {{ {LONG} }}"})
        assert "R1" not in app.see(endpoint)

    def test_little_against_an_action(self, action, route) -> None:
        app, endpoint = action(f"'use server';\nexport async function act() {{ {LONG} }}")
        assert app.see(endpoint)["R1"].weight < 1

    def test_silent_of_ordinary_code(self, route) -> None:
        app, endpoint = route(SAVE)
        assert "R1" not in app.see(endpoint)


class TestSeveralCallers:
    def test_counts_files_not_call_sites(self, route, site) -> None:
        app, endpoint = route(SAVE)
        assert "R2" not in app.see(endpoint, site(), site(), site())
        two = app.see(endpoint, site("a.tsx"), site("b.tsx"))["R2"].weight
        three = app.see(endpoint, site("a.tsx"), site("b.tsx"), site("c.tsx"))["R2"]
        assert 0 < two < three.weight
        assert three.message == "`a.tsx`, `b.tsx` and one more file use it."

    def test_a_small_action_of_three_components_is_fine(self, action, site) -> None:
        app, endpoint = action(ACT)
        callers = [site(f"{name}.tsx") for name in "abcde"]
        assert "R2" not in app.see(endpoint, *callers[:3])
        assert app.see(endpoint, *callers)["R2"].weight < 1


class TestRestOrBackEnd:
    def test_a_get_that_is_read_at_the_same_address(self, small, site) -> None:
        app = small({"app/api/a/route.ts": SAVE + "\nexport async function GET() {}"})
        post, get = app.route("app/api/a/route.ts", "POST"), app.route("app/api/a/route.ts", "GET")
        assert app.see(post, siblings=(get,))["R3"].favours is Approach.API_ROUTE
        read = {get: Callers((site(via=Via.QUERY_HOOK, method="GET"),))}
        assert "R3" in app.see(post, siblings=(get,), others=read)
        assert "R3" not in app.see(post, siblings=(get,), others={get: Callers()})
        assert "R3" not in app.see(post)
        assert "R3" not in app.see(get, siblings=(post,))

    def test_another_method_that_streams(self, small) -> None:
        stream = "\nexport async function DELETE() { return new Response(new ReadableStream({})); }"
        app = small({"app/api/a/route.ts": SAVE + stream})
        post, delete = app.route("app/api/a/route.ts", "POST"), app.route("app/api/a/route.ts", "DELETE")
        assert "streams" in app.see(post, siblings=(delete,))["R3"].message

    @pytest.mark.parametrize(
        ("body", "speaks"),
        [
            ("await stripe.checkout.sessions.create({})", True),
            ("await openai.chat.completions.create({})", True),
            ("await resend.emails.send({}); await s3.upload(f); await twilio.messages.create({})", True),
            ("await resend.emails.send({}); await prisma.user.create({})", False),
            ("await prisma.stripeCustomer.create({})", False),
            ("track('stripe')", False),
        ],
    )
    def test_services(self, route, body: str, speaks: bool) -> None:
        app, endpoint = route(f"export async function POST() {{ {body}; }}")
        assert ("R3" in app.see(endpoint)) is speaks

    def test_a_model_is_asked_and_not_what_carries_its_answer(self, action) -> None:
        head = "'use server';\nimport { createStreamableValue } from 'ai/rsc';\nimport { streamObject } from 'ai';\n"
        body = "const stream = createStreamableValue(); await streamObject({}); return stream.value;"
        app, endpoint = action(f"{head}export async function act() {{ {body} }}")
        assert app.see(endpoint)["R3"].message == "It asks a language model: `streamObject`."
        app, endpoint = action(f"{head}export async function act() {{ return createStreamableValue('x').value; }}")
        assert "R3" not in app.see(endpoint)


class TestOvergrownComponent:
    PAGE = "export default function Page() { async function save(data) { 'use server';\n%s }\n return <form action={save} />; }"

    def _see(self, small, body: str, inline: bool = True, path: str = "app/page.tsx"):
        from dataclasses import replace

        from reviewer.model import Handler

        app = small({path: self.PAGE % body})
        source = app.sources.get(path)
        page = app.action(path, "default")
        start = source.data.index(b"async function save")
        node = source.root.named_descendant_for_byte_range(start, start + 20)
        while node.type != "function_declaration":
            node = node.parent
        endpoint = replace(page, inline=inline, name="save", handlers=(Handler(None, source.span(node)),))
        return app.see(endpoint).get("M2")

    def test_speaks(self, small) -> None:
        seen = self._see(small, "await step();\n" * 20)
        assert seen.recommends is Recommendation.EXTRACT and seen.weight >= 2
        assert "20 statements" in seen.message or "21 statements" in seen.message

    @pytest.mark.parametrize(
        ("body", "said"), [("go();\n" * 15, "0 awaited calls"), ("go();\n" * 15 + "await go();", "1 awaited call into")]
    )
    def test_counts_read_as_english(self, small, body: str, said: str) -> None:
        assert said in self._see(small, body).message

    def test_weaker_where_it_is_only_growing(self, small) -> None:
        assert self._see(small, "await step();\n" * 7).weight < 2

    def test_silent(self, small) -> None:
        assert self._see(small, "await step();\n" * 3) is None
        assert self._see(small, "await step();\n" * 30, inline=False) is None

    def test_an_action_in_a_module_of_its_own_may_be_long(self, action) -> None:
        app, endpoint = action(f"'use server';\nexport async function act() {{ {LONG} }}")
        assert "M2" not in app.see(endpoint)


def test_a_route_that_is_called_public_or_chooses_its_runtime(route) -> None:
    app, endpoint = route("export const maxDuration = 60;\n" + SAVE, url="/api/public/x")
    seen = app.see(endpoint)
    assert seen["own-runtime"].place.line == 1
    assert seen["documented-api"].constraint is None
    app, endpoint = route(SAVE, url="/api/publications")
    assert not {"own-runtime", "documented-api"} & set(app.see(endpoint))


def test_an_upload(route, site) -> None:
    app, endpoint = route(SAVE)
    assert "body-size" in app.see(endpoint, site(sends=frozenset({"file"})))
    assert "body-size" not in app.see(endpoint, site(sends=frozenset({"form-data"})))
    stores = 'import { put } from "@vercel/blob";\nexport async function POST(req) { const f = await req.formData(); await put("a", f); }'
    app, endpoint = route(stores)
    assert "body-size" in app.see(endpoint)


def test_settings_switch_off_and_scale(route, site) -> None:
    app, endpoint = route(SAVE)
    plain = app.see(endpoint, site())
    off = Settings(criteria={"A1": CriterionSettings(enabled=False), "A2": CriterionSettings(weight=0)})
    assert set(app.see(endpoint, site(), settings=off)) == set(plain) - {"A1", "A2"}
    twice = Settings(criteria={"A1": CriterionSettings(weight=2.0)})
    assert app.see(endpoint, site(), settings=twice)["A1"].weight == 2 * plain["A1"].weight


def test_a_decision_is_not_scaled(route) -> None:
    app, endpoint = route("export async function GET() {}", "GET")
    half = Settings(criteria={"get-read": CriterionSettings(weight=0.5)})
    assert app.see(endpoint, settings=half)["get-read"] == app.see(endpoint)["get-read"]


def test_a_house_policy(route) -> None:
    app, endpoint = route(SAVE)
    policy = Policy(("app/api/**",), Approach.SERVER_ACTION, "we are moving")
    seen = app.see(endpoint, settings=Settings(policies=(policy,)))["house-policy"]
    assert seen.favours is Approach.SERVER_ACTION
    assert seen.message == "The policy for this path asks for server actions: we are moving."
    elsewhere = Policy(("lib/**",), Approach.SERVER_ACTION)
    assert "house-policy" not in app.see(endpoint, settings=Settings(policies=(elsewhere,)))


def test_every_criterion_has_a_page() -> None:
    found = all_criteria()
    assert [each.id for each in found[:8]] == ["R1", "R2", "R3", "A1", "A2", "A3", "M1", "M2"]
    assert len({each.id for each in found}) == len(found) == len({each.title for each in found})
    for each in found:
        assert all(text.strip() for text in (each.title, each.what, each.why, each.fix, each.source)), each.id
