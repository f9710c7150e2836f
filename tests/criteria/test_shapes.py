"""Shapes of code that teams have moved from one approach to the other, and those that look close and stay.

Each is a case of ``benchmarks/heldout.jsonl``, written anew and cut down to what decides it.
"""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

from typing import ClassVar

import pytest

from reviewer.config import Settings
from reviewer.criteria import Context, examine
from reviewer.model import Callers, Kind, Outcome, Side, Via
from reviewer.verdict import weigh


def outcome(app, endpoint, *sites, gaps=()):
    """What is said in the end."""
    callers = Callers(sites, gaps)
    evidence = examine(endpoint, Context(callers, app.sources, app.modules))
    verdict = weigh(endpoint, evidence, callers, Settings())
    return verdict.outcome, verdict.recommendation


OWN_CLIENT = 'import { removeChat } from "@acme/chats";\nexport async function {method}(req) { const user = await getUser(); {work} return Response.json({ ok: true }); }'


class TestChangeThatTheMethodDeclares:
    """A DELETE through the app's own client leads to nothing known: the method says that it changes something."""

    def text(self, method: str, work: str = "const done = await removeChat(user.id);") -> str:
        return OWN_CLIENT.replace("{method}", method).replace("{work}", work)

    @pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
    def test_one_button(self, route, site, method: str) -> None:
        app, endpoint = route(self.text(method), method)
        button = site("components/menu.tsx", via=Via.EVENT_HANDLER)
        seen = app.see(endpoint, button)
        assert seen["A2"].message == "It is a small task: 3 statements around `removeChat`."
        assert {"A1", "A2", "M1"} <= set(seen)
        assert outcome(app, endpoint, button) == (Outcome.BETTER_SUITED, "server-action")

    def test_a_post_may_be_a_search(self, route, site) -> None:
        app, endpoint = route(self.text("POST"), "POST")
        assert not {"A1", "A2", "M1"} & set(app.see(endpoint, site()))

    @pytest.mark.parametrize(
        "work",
        ["", "removeChat();", "const rows = await chats.getAll();", "await logger.write(1);", "return { removeChat };"],
    )
    def test_nothing_is_waited_for_that_may_be_the_change(self, route, site, work: str) -> None:
        app, endpoint = route(self.text("DELETE", work), "DELETE")
        assert not {"A1", "A2", "M1"} & set(app.see(endpoint, site()))

    def test_the_last_of_several_is_named(self, route, site) -> None:
        work = "await checkQuota(user); await removeChat(user.id); await getRest();"
        app, endpoint = route(self.text("DELETE", work), "DELETE")
        assert app.see(endpoint, site())["A2"].message.endswith("around `removeChat`.")

    def test_a_function_of_this_repository_that_leads_nowhere(self, route, site) -> None:
        text = self.text("DELETE").replace("@acme/chats", "../../../lib/chats")
        files = {
            "lib/chats.ts": "export async function removeChat(id) { const p = store.pipeline(); p.del(id); await p.exec(); }"
        }
        app, endpoint = route(text, "DELETE", files=files)
        assert app.see(endpoint, site())["A2"].message.endswith("around `removeChat`.")

    def test_what_is_known_comes_first(self, route, site) -> None:
        app, endpoint = route(self.text("DELETE", "await prisma.chat.delete(user); await removeChat();"), "DELETE")
        assert app.see(endpoint, site())["A2"].message.endswith("around `prisma.chat.delete`.")


CLIENT = '"use server";\nimport { catalogue } from "../lib/clients";\nimport { getToken } from "next-auth/jwt";\nexport async function act(id) { const token = await getToken(); return await catalogue.{method}(id, token); }'


class TestReadThroughAClientOfTheApp:
    """What is behind `catalogue.getProducts()` is another server; an effect fetches data with it all the same."""

    @pytest.mark.parametrize("method", ["getProducts", "findAll", "list", "fetch_page", "search", "loadMore", "isOpen"])
    @pytest.mark.parametrize("via", [Via.EFFECT, Via.QUERY_HOOK])
    def test_speaks(self, action, site, method: str, via: Via) -> None:
        app, endpoint = action(CLIENT.replace("{method}", method))
        seen = app.see(endpoint, site(via=via))["read-in-action"]
        assert seen.constraint == "read-in-action" and f"`catalogue.{method}`" in seen.message

    @pytest.mark.parametrize(
        "method",
        [
            "issueRefund",
            "save",
            "getOrCreate",
            "listen",
            "hash",
            "loader",
            "findAndUpdate",
            "checkout",
            "run",
            "countdown",
        ],
    )
    def test_other_verbs(self, action, site, method: str) -> None:
        app, endpoint = action(CLIENT.replace("{method}", method))
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))

    def test_one_more_call_that_nothing_is_known_of(self, action, site) -> None:
        app, endpoint = action(
            CLIENT.replace("{method}", "getProducts").replace("return await", "await markSeen(id); return await")
        )
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))

    @pytest.mark.parametrize(
        "work", ["await auth();", "const c = (await cookies()).get('a');", "await Promise.all([]);"]
    )
    def test_the_session_alone_is_no_data(self, action, site, work: str) -> None:
        text = f'"use server";\nimport {{ cookies }} from "next/headers";\nexport async function act() {{ {work} return 1; }}'
        app, endpoint = action(text)
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))

    def test_an_object_of_the_same_file_is_not_asked(self, action, site) -> None:
        text = '"use server";\nconst rows = [];\nexport async function act() { return await rows.getAll(); }'
        app, endpoint = action(text)
        assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))


class TestStreamsOfComponents:
    """React's own streams carry components to the client: a route cannot."""

    AI = "'use server';\nimport { createStreamableUI, createStreamableValue, streamUI } from 'ai/rsc';\n"

    @pytest.mark.parametrize(
        "work",
        [
            "const ui = createStreamableUI(); const v = createStreamableValue(); return { ui: ui.value, v: v.value };",
            "return (await streamUI({ model })).value;",
            "const v = createStreamableValue(); return { v: v.value, node: <p>{id}</p> };",
            "return stateOf(id);",
        ],
    )
    def test_silent(self, action, site, work: str) -> None:
        helper = "function stateOf(id) { const v = createStreamableValue(); return <p>{v.value}</p>; }\n"
        app, endpoint = action(f"{self.AI}{helper}export async function act(id) {{ {work} }}", path="app/actions.tsx")
        assert "streaming" not in app.see(endpoint, site(via=Via.EVENT_HANDLER))

    def test_a_value_is_a_stream_like_any_other(self, action, site) -> None:
        app, endpoint = action(
            f"{self.AI}export async function act() {{ const v = createStreamableValue(); return v.value; }}"
        )
        assert "streaming" in app.see(endpoint, site(via=Via.EVENT_HANDLER))


class TestClientsOfModels:
    @pytest.mark.parametrize(
        ("imports", "work", "asks"),
        [
            (
                "import { createOpenAI } from '@ai-sdk/openai';",
                "const m = createOpenAI({}); await db.chat.create({});",
                False,
            ),
            (
                "import { generateId, createIdGenerator } from 'ai';",
                "await db.chat.create({ id: generateId() });",
                False,
            ),
            (
                "import OpenAI from 'openai';",
                "const openai = new OpenAI(); return await openai.chat.completions.create({});",
                True,
            ),
            ("import { generateText } from 'ai';", "return await generateText({});", True),
            ("import { embed } from 'ai';", "return await embed({});", True),
        ],
    )
    def test_making_a_client_asks_nothing(self, action, site, imports: str, work: str, asks: bool) -> None:
        app, endpoint = action(f"'use server';\n{imports}\nexport async function act() {{ {work} }}")
        assert ("R3" in app.see(endpoint, site())) is asks


def test_a_long_action_that_streams_is_not_clearly_a_route(action, site) -> None:
    """A stream can come from an action, and a long action in a module of its own is fine: two preferences."""
    lines = "\n".join(f"  if (a{i}) {{ step{i}(); }}" for i in range(60))
    text = f"'use server';\nexport async function act() {{\n{lines}\n  return new ReadableStream({{}});\n}}"
    app, endpoint = action(text)
    seen = app.see(endpoint, site(via=Via.EVENT_HANDLER))
    assert {"streaming", "R1"} <= set(seen)
    assert outcome(app, endpoint, site(via=Via.EVENT_HANDLER))[0] is Outcome.CONSIDER


def test_a_server_component_may_call_it_besides(action, site) -> None:
    app, endpoint = action(CLIENT.replace("{method}", "getProducts"))
    page = site("app/page.tsx", via=Via.SERVER_COMPONENT, side=Side.SERVER)
    assert outcome(app, endpoint, page, site(via=Via.EFFECT)) == (Outcome.BETTER_SUITED, "api-route")
    assert endpoint.kind is Kind.SERVER_ACTION


class TestActionsThatServerComponentsHandOn:
    """An array of buttons holds the actions; a map over it gives each to a form, which no reader of calls sees."""

    ACTS = '"use server";\nexport async function act(data) { await prisma.user.update(data); }'
    PAGE: ClassVar = {"via": Via.SERVER_CODE, "side": Side.SERVER}

    def see(self, action, site, line: str):
        files = {"app/page.tsx": "import { act } from './actions';\n\n\n\n\n\n" + line}
        app, endpoint = action(self.ACTS, files=files)
        return app.see(endpoint, site("app/page.tsx", **self.PAGE))

    @pytest.mark.parametrize(
        "line",
        [
            "const items = [{ key: 'a', action: act }];",
            "  action: act,",
            "  act,",
            "const items = [act];",
            "const again = act;",
            "const late = () => act;",
        ],
    )
    def test_silent(self, action, site, line: str) -> None:
        assert "server-only" not in self.see(action, site, line)

    @pytest.mark.parametrize(
        "line",
        [
            "const done = await act(data);",
            "await Promise.all(rows.map(act));",
            "const bound = act.bind(null, 1)();",
            "await act<Row>(data);",
            "const state = { act: await act(data) };",
            "await other.run();",
            "const actor = await perform();",
        ],
    )
    def test_run_there(self, action, site, line: str) -> None:
        assert "server-only" in self.see(action, site, line)

    def test_one_of_several_places(self, action, site) -> None:
        files = {"app/page.tsx": "\n" * 6 + "await act(1);", "app/more.tsx": "\n" * 6 + "  onSave: act,"}
        app, endpoint = action(self.ACTS, files=files)
        calls = [site("app/page.tsx", **self.PAGE), site("app/more.tsx", **self.PAGE)]
        assert "server-only" not in app.see(endpoint, *calls)
        assert "server-only" in app.see(endpoint, calls[0])

    def test_the_place_is_not_in_the_tree(self, action, site) -> None:
        app, endpoint = action(self.ACTS)
        assert "server-only" in app.see(endpoint, site("app/gone.tsx", **self.PAGE))


class TestWebSockets:
    @pytest.mark.parametrize(
        ("work", "speaks"),
        [
            ("res?.socket?.server?.io?.emit('chat', b);", True),
            ("res.socket.server.io.emit('chat', b);", True),
            ("res.status(200).json(b);", False),
            ("socket.emit('chat', b);", False),
            ("res.socket();", False),
        ],
    )
    def test_the_connection_itself(self, route, site, work: str, speaks: bool) -> None:
        text = f"export async function POST(req, res) {{ const b = await prisma.message.create(req.body); {work} }}"
        app, endpoint = route(text)
        seen = app.see(endpoint, site())
        assert ("streaming" in seen) is speaks
        if speaks:
            assert seen["streaming"].constraint and "`res.socket.server.io.emit`" in seen["streaming"].message


class TestChangeThroughAClientOfTheApp:
    """What is behind `mailbox.markAsRead()` is a driver that no reader of code can name: its verb says what it does."""

    TEXT = 'import { mailboxOf } from "../../../lib/driver";\nexport async function POST(req) { const { id } = await req.json(); const mailbox = await mailboxOf(id); {work} return Response.json({}); }'

    @pytest.mark.parametrize(
        "work",
        [
            "await mailbox.markAsRead(id);",
            "await mailbox.create({ id });",
            "await mailbox.messages.send(id);",
            "return await mailbox.deleteAll();",
        ],
    )
    def test_one_button(self, route, site, work: str) -> None:
        app, endpoint = route(self.TEXT.replace("{work}", work))
        button = site("components/list.tsx", via=Via.EVENT_HANDLER)
        assert {"A1", "A2", "M1"} <= set(app.see(endpoint, button))
        assert outcome(app, endpoint, button) == (Outcome.BETTER_SUITED, "server-action")

    @pytest.mark.parametrize(
        "work",
        [
            "await mailbox.search(id);",
            "await mailbox.address(id);",
            "await mailbox.sender(id);",
            "mailbox.markAsRead(id);",
            "await mailbox.set('a', id);",
            "const rows = []; await rows.create(1);",
            "await logger.create(1);",
            "await create(id);",
        ],
    )
    def test_silent(self, route, site, work: str) -> None:
        app, endpoint = route(self.TEXT.replace("{work}", work))
        assert not {"A1", "A2", "M1"} & set(app.see(endpoint, site()))

    @pytest.mark.parametrize("package", ["next/headers", "zod", "react"])
    def test_packages_that_keep_nothing(self, route, site, package: str) -> None:
        text = self.TEXT.replace("../../../lib/driver", package).replace("{work}", "await mailbox.create(id);")
        app, endpoint = route(text)
        assert "A1" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    ("setting", "speaks"),
    [
        ('export const runtime = "nodejs";', False),
        ('export const runtime = "edge";', True),
        ("export const maxDuration = 60;", True),
        ('export const runtime = "nodejs";\nexport const maxDuration = 60;', True),
    ],
)
def test_the_usual_runtime_is_no_choice(route, setting: str, speaks: bool) -> None:
    app, endpoint = route(f"{setting}\nexport async function POST() {{}}")
    assert ("own-runtime" in app.see(endpoint)) is speaks


class TestEffectsThatOnlyAsk:
    """A page fetches its data from another server with a POST when it opens: that is no change, and no action."""

    ASKS = 'export async function {method}(req) { const b = await req.json(); const r = await fetch("https://x.test/list", { method: "POST", body: b }); return Response.json(await r.json()); }'

    @pytest.mark.parametrize(
        ("method", "via", "speaks"),
        [
            ("POST", Via.EFFECT, False),
            ("POST", Via.EVENT_HANDLER, True),
            ("POST", Via.FORM, True),
            ("PUT", Via.EFFECT, True),
        ],
    )
    def test_a_request_to_another_server(self, route, site, method: str, via: Via, speaks: bool) -> None:
        app, endpoint = route(self.ASKS.replace("{method}", method), method)
        assert ("A1" in app.see(endpoint, site(via=via))) is speaks

    def test_an_effect_besides_a_click(self, route, site) -> None:
        app, endpoint = route(self.ASKS.replace("{method}", "POST"))
        assert "A1" not in app.see(endpoint, site(via=Via.EVENT_HANDLER), site(via=Via.EFFECT))

    def test_a_database_tells(self, route, site) -> None:
        app, endpoint = route("export async function POST(req) { await prisma.view.update(await req.json()); }")
        assert "A1" in app.see(endpoint, site(via=Via.EFFECT))


@pytest.mark.parametrize(
    "work",
    [
        "const rows = await catalogue.getRows<Row[]>(id); return rows;",
        "return await catalogue.getRows<{ id: string }>(id);",
        "const rows = (await catalogue.getRows<Row>(id)).slice(1); return rows;",
        "const rows = await redis.get<Row[]>(id); return rows;",
    ],
)
def test_a_call_with_a_type_is_waited_for_like_any_other(action, site, work: str) -> None:
    imports = 'import { catalogue } from "../lib/clients"; import { redis } from "../lib/redis";'
    app, endpoint = action(f'"use server";\n{imports}\nexport async function act(id: string) {{ {work} }}')
    assert app.see(endpoint, site(via=Via.EFFECT))["read-in-action"].constraint


def test_a_change_with_a_type_is_waited_for_like_any_other(action, site) -> None:
    imports = 'import { catalogue } from "../lib/clients"; import { helper } from "@acme/helper";'
    text = f'"use server";\n{imports}\nexport async function act(id: string) {{ await helper<Row>(id); return await catalogue.getRows(id); }}'
    app, endpoint = action(text)
    assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))
