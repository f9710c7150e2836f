"""Rules that speak of server actions, and where they stay silent."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

from typing import ClassVar

import pytest

from reviewer.model import Approach, Place, Recommendation, Side, Via

READ = "'use server';\nexport async function act(id) { return await prisma.note.findMany({ where: { id } }); }"


class TestReadInAction:
    @pytest.mark.parametrize("via", [Via.EFFECT, Via.QUERY_HOOK])
    def test_speaks(self, action, site, via: Via) -> None:
        app, endpoint = action(READ)
        seen = app.see(endpoint, site(via=via))["read-in-action"]
        assert seen.constraint == "read-in-action" and seen.favours is Approach.API_ROUTE

    def test_server_components_beside_it_change_nothing(self, action, site) -> None:
        app, endpoint = action(READ)
        page = site("app/page.tsx", via=Via.SERVER_COMPONENT, side=Side.SERVER)
        assert app.see(endpoint, page, site(via=Via.EFFECT))["read-in-action"].constraint

    def test_a_click_is_only_weighed(self, action, site) -> None:
        app, endpoint = action(READ)
        assert app.see(endpoint, site(via=Via.EVENT_HANDLER))["read-in-action"].constraint is None

    @pytest.mark.parametrize(
        "facts",
        [
            {"via": Via.FORM},
            {"via": Via.SERVER_COMPONENT, "side": Side.SERVER},
            {"via": Via.EFFECT, "side": Side.SERVER},
            {"via": Via.EFFECT, "outside": "mobile"},
        ],
    )
    def test_other_callers(self, action, site, facts: dict[str, object]) -> None:
        app, endpoint = action(READ)
        assert "read-in-action" not in app.see(endpoint, site(**facts))
        assert "read-in-action" not in app.see(endpoint)

    @pytest.mark.parametrize(
        "more",
        [
            "await prisma.note.update({ where: { id } });",
            'await fetch("https://x.test", { method: "POST" });',
            "await emailProvider.createFilter({});",
            "await unknownHelper();",
            "await store.save(id);",
            "await store.getOrCreate(id);",
        ],
    )
    def test_what_may_change_something(self, action, site, more: str) -> None:
        app, endpoint = action(READ.replace("return", more + " return"))
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))

    def test_revalidation_is_a_change(self, action, site) -> None:
        text = READ.replace("\nexport", '\nimport { revalidatePath } from "next/cache";\nexport')
        app, endpoint = action(text.replace("return", 'revalidatePath("/"); return'))
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))

    @pytest.mark.parametrize("helper", ["await prisma.user.findFirst();", "await unknown.push(1);"])
    def test_called_functions_are_understood_too(self, action, site, helper: str) -> None:
        text = READ.replace("\nexport", '\nimport { owner } from "../lib/owner";\nexport')
        files = {"lib/owner.ts": f"export async function owner() {{ {helper} }}"}
        app, endpoint = action(text.replace("return", "await owner(); return"), files=files)
        assert ("read-in-action" in app.see(endpoint, site(via=Via.EFFECT))) is ("prisma" in helper)

    @pytest.mark.parametrize(
        "harmless",
        [
            "await auth();",
            "const all = await Promise.all([prisma.a.findMany(), prisma.b.count()]);",
            'await redis.set("k", v, { ex: 60 });',
            "logger.info(id);",
        ],
    )
    def test_what_changes_nothing(self, action, site, harmless: str) -> None:
        app, endpoint = action(READ.replace("return", harmless + " return"))
        assert app.see(endpoint, site(via=Via.EFFECT))["read-in-action"].constraint

    def test_nothing_is_read(self, action, site) -> None:
        app, endpoint = action("'use server';\nexport async function act(a) { return a + 1; }")
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))


class TestStreamingAction:
    TEXT = (
        "'use server';\nimport { streamText } from 'ai';\nexport async function act() { return streamText({ model }); }"
    )

    def test_is_weighed(self, action, site) -> None:
        app, endpoint = action(self.TEXT)
        seen = app.see(endpoint, site(via=Via.EFFECT))
        assert seen["streaming"].constraint is None and seen["read-in-action"].constraint is None

    def test_one_click_says_less_than_two(self, action, site) -> None:
        app, endpoint = action(self.TEXT)
        click = site("a.tsx", via=Via.EVENT_HANDLER)
        assert "read-in-action" not in app.see(endpoint, click)
        assert "read-in-action" in app.see(endpoint, click, site("b.tsx", via=Via.EVENT_HANDLER))


class TestServerOnly:
    SERVER: ClassVar = {"via": Via.SERVER_CODE, "side": Side.SERVER}

    def test_speaks(self, action, site) -> None:
        app, endpoint = action(READ)
        page = site("app/page.tsx", via=Via.SERVER_COMPONENT, side=Side.SERVER)
        seen = app.see(endpoint, page, site("lib/x.ts", **self.SERVER))["server-only"]
        assert seen.recommends is Recommendation.SERVER_MODULE and seen.constraint == "server-only"
        assert seen.message == "All 2 callers are server code, such as `app/page.tsx`; no client calls it."
        alone = app.see(endpoint, page)["server-only"]
        assert alone.message == "Its only caller is server code, `app/page.tsx`; no client calls it."

    @pytest.mark.parametrize(
        "other",
        [
            {"via": Via.EVENT_HANDLER},
            {"via": Via.FORM, "side": Side.SERVER},
            {"via": Via.SERVER_CODE, "side": Side.UNKNOWN},
            {"via": Via.SERVER_CODE, "side": Side.CLIENT},
            {"via": Via.SERVER_CODE, "side": Side.SERVER, "certain": False},
            {"via": Via.SERVER_CODE, "side": Side.SERVER, "outside": "cron"},
            {"via": Via.UNKNOWN, "side": Side.SERVER},
        ],
    )
    def test_silent(self, action, site, other: dict[str, object]) -> None:
        app, endpoint = action(READ)
        assert "server-only" not in app.see(endpoint, site("lib/x.ts", **self.SERVER), site("lib/y.ts", **other))

    def test_silent_without_callers_with_gaps_and_inline(self, action, site) -> None:
        from dataclasses import replace

        app, endpoint = action(READ)
        caller = site("lib/x.ts", **self.SERVER)
        assert "server-only" not in app.see(endpoint)
        assert "server-only" not in app.see(endpoint, caller, gaps=(Place("a.ts", 1),))
        assert "server-only" not in app.see(replace(endpoint, inline=True), caller)

    def test_a_route_is_only_weighed(self, route, site) -> None:
        app, endpoint = route("export async function POST() {}")
        seen = app.see(endpoint, site("lib/x.ts", **self.SERVER))["server-only"]
        assert seen.constraint is None and seen.recommends is Recommendation.SERVER_MODULE

    @pytest.mark.parametrize(
        "setting", ["export const maxDuration = 300;", "export const config = {\n  maxDuration: 300,\n};"]
    )
    def test_a_route_with_a_duration_of_its_own_is_asked_for_it(self, route, site, setting: str) -> None:
        app, endpoint = route(setting + "\nexport async function POST() {}")
        assert "server-only" not in app.see(endpoint, site("lib/x.ts", **self.SERVER))


class TestRequestParameter:
    @pytest.mark.parametrize(
        ("text", "recommended"),
        [
            ("export async function act(request: Request) { return Response.json({}); }", Recommendation.API_ROUTE),
            ("export async function act(request: Request) { await save(); }", Recommendation.SERVER_MODULE),
            (
                'import { NextRequest } from "next/server";\nexport async function act(a: string, req?: NextRequest) {}',
                Recommendation.SERVER_MODULE,
            ),
            (
                'import type { NextApiRequest } from "next";\nexport async function act(req: NextApiRequest) {}',
                Recommendation.SERVER_MODULE,
            ),
        ],
    )
    def test_speaks(self, action, text: str, recommended: Recommendation) -> None:
        app, endpoint = action("'use server';\n" + text)
        seen = app.see(endpoint)["request-parameter"]
        assert seen.constraint and seen.recommends is recommended

    @pytest.mark.parametrize(
        "text",
        [
            "export async function act(request: RequestData) {}",
            'import { Request } from "@/types";\nexport async function act(request: Request) {}',
            "interface Request { id: string }\nexport async function act(request: Request) {}",
            "export async function act(request) { go(request); }",
            "export async function act(data: { request: string }) {}",
        ],
    )
    def test_silent(self, action, text: str) -> None:
        app, endpoint = action("'use server';\n" + text)
        assert "request-parameter" not in app.see(endpoint)

    def test_a_client_can_leave_an_optional_one_out(self, action, site) -> None:
        text = "'use server';\nexport async function act(name: string, request?: Request) {}"
        app, endpoint = action(text)
        assert "request-parameter" not in app.see(endpoint, site(via=Via.EFFECT))
        assert "request-parameter" in app.see(endpoint, site("lib/x.ts", via=Via.SERVER_CODE, side=Side.SERVER))

    def test_a_client_cannot_leave_a_required_one_out(self, action, site) -> None:
        app, endpoint = action("'use server';\nexport async function act(request: Request) {}")
        assert "request-parameter" in app.see(endpoint, site(via=Via.EFFECT))


class TestNotAnAction:
    def test_a_page(self, small) -> None:
        app = small({"app/new/page.tsx": "'use server';\nexport default async function Page() { return <p />; }"})
        seen = app.see(app.action("app/new/page.tsx", "default"))["not-an-action"]
        assert seen.recommends is Recommendation.SERVER_MODULE and seen.place.line == 1

    def test_a_component(self, small) -> None:
        app = small({"ui/card.tsx": "'use server';\nexport async function Card() { return <p />; }"})
        assert "not-an-action" in app.see(app.action("ui/card.tsx", "Card"))

    @pytest.mark.parametrize(
        ("path", "text", "name"),
        [
            ("app/new/page.tsx", "'use server';\nexport async function save() { await go(); }", "save"),
            ("lib/mail.tsx", "'use server';\nexport async function send() { await mail(<Hello />); }", "send"),
            ("lib/Card.tsx", "'use server';\nexport async function Save() { await go(); }", "Save"),
            ("lib/pages.ts", "'use server';\nexport default async function save() { await go(); }", "default"),
        ],
    )
    def test_silent(self, small, path: str, text: str, name: str) -> None:
        app = small({path: text})
        assert "not-an-action" not in app.see(app.action(path, name))

    def test_an_inline_action_of_a_page(self, small) -> None:
        from dataclasses import replace

        app = small({"app/page.tsx": "export default async function Page() { return <p />; }"})
        assert "not-an-action" not in app.see(replace(app.action("app/page.tsx", "default"), inline=True))


def test_what_only_an_action_may_call(action, route) -> None:
    for name in ("updateTag", "refresh"):
        text = f'import {{ {name} }} from "next/cache";\nexport async function POST() {{ {name}("a"); }}'
        app, endpoint = route(text)
        seen = app.see(endpoint)["action-only-api"]
        assert seen.favours is Approach.SERVER_ACTION and seen.constraint
        app, endpoint = route(text.replace("next/cache", "./own"))
        assert "action-only-api" not in app.see(endpoint)
    app, endpoint = route(
        'import { revalidateTag } from "next/cache";\nexport async function POST() { revalidateTag("a"); }'
    )
    assert "action-only-api" not in app.see(endpoint)


def test_an_action_that_a_page_of_the_pages_router_calls(action, site) -> None:
    app, endpoint = action(READ)
    assert app.see(endpoint, site(side=Side.PAGES))["pages-router-caller"].constraint
    props = site(side=Side.PAGES, via=Via.SERVER_CODE)
    assert "pages-router-caller" not in app.see(endpoint, props)
    assert "pages-router-caller" not in app.see(endpoint, site(side=Side.PAGES, certain=False))


class TestBothRouters:
    """An app with both: the importers of a component tell which router renders it."""

    FILES: ClassVar = {
        "app/api/thing/route.ts": "export async function POST() { await prisma.a.create({}); }",
        "components/form.tsx": "export function Form() { return null; }",
        "components/index.ts": 'export * from "./form";',
    }

    @pytest.mark.parametrize(
        ("page", "speaks"),
        [
            ('import { Form } from "../components/form";', True),
            ('import { Form } from "../components";', True),
            ('const Form = dynamic(() => import("../components/form"));', True),
            ('import { Other } from "../components/other"; // form', False),
        ],
    )
    def test_a_page_imports_it(self, small, site, page: str, speaks: bool) -> None:
        from reviewer.model import App

        both = App("", (15, 0), "app", "pages", renders_with_app=True, renders_with_pages=True)
        app = small({**self.FILES, "pages/index.tsx": page, "components/other.tsx": "export const Other = 1;"}, both)
        endpoint = app.route("app/api/thing/route.ts")
        assert ("pages-router-caller" in app.see(endpoint, site("components/form.tsx"))) is speaks

    def test_an_api_route_is_no_page(self, small, site) -> None:
        from reviewer.model import App

        both = App("", (15, 0), "app", "pages", renders_with_app=True, renders_with_pages=True)
        api = 'import { Form } from "../../components/form";'
        app = small({**self.FILES, "pages/api/x.ts": api, "pages/index.tsx": "export default 1;"}, both)
        endpoint = app.route("app/api/thing/route.ts")
        assert "pages-router-caller" not in app.see(endpoint, site("components/form.tsx"))


@pytest.mark.parametrize(
    ("importer", "speaks"),
    [
        ('"use client";\nimport { run } from "../lib/run";', False),
        ('import { run } from "../lib/run";', True),
        ('"use server";\nimport { run } from "../lib/run";', True),
        ('"use client";\nimport { other } from "../lib/other";', True),
    ],
)
def test_a_directive_that_keeps_code_out_of_the_browser_is_needed(small, site, importer: str, speaks: bool) -> None:
    """The caller is a module that client code imports as well."""
    app = small({"app/actions.ts": READ, "lib/run.ts": "export const run = 1;", "components/panel.tsx": importer})
    endpoint = app.action("app/actions.ts", "act")
    caller = site("lib/run.ts", via=Via.SERVER_CODE, side=Side.SERVER)
    assert ("server-only" in app.see(endpoint, caller)) is speaks
