"""An action that only reads for a client, and actions that may change something or read for others."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

READ = "'use server';\nexport async function act(id) {\nreturn await prisma.note.findMany({ where: { id } }); }"
MODEL = "'use server';\nimport { streamText } from 'ai';\nexport async function act() { return streamText({ model }); }"
EFFECT = {"via": Via.EFFECT}


@pytest.mark.parametrize(("via", "how"), [(Via.EFFECT, "An effect"), (Via.QUERY_HOOK, "A query hook")])
@pytest.mark.parametrize("side", [Side.CLIENT, Side.SHARED])
def test_speaks(action, site, via: Via, how: str, side: Side) -> None:
    app, endpoint = action(READ)
    seen = app.see(endpoint, site("a.tsx", via=Via.EVENT_HANDLER), site("b.tsx", via=via, side=side))["read-in-action"]
    assert seen.constraint == "read-in-action" and seen.favours is Approach.API_ROUTE
    assert seen.message == f"It only reads (`prisma.note.findMany`). {how} in `b.tsx` fetches data with it."
    assert (seen.place.path, seen.place.line) == ("app/actions.ts", 3)


def test_server_components_beside_it_change_nothing(action, site) -> None:
    app, endpoint = action(READ)
    page = site("app/page.tsx", via=Via.SERVER_COMPONENT, side=Side.SERVER)
    assert app.see(endpoint, page, site(**EFFECT))["read-in-action"].constraint


def test_the_first_of_several_readers_is_named(action, site) -> None:
    app, endpoint = action(READ)
    seen = app.see(endpoint, site("a.tsx", **EFFECT), site("b.tsx", via=Via.QUERY_HOOK))["read-in-action"]
    assert seen.message.endswith("An effect in `a.tsx` fetches data with it.")


def test_an_effect_elsewhere_is_no_reader(action, site) -> None:
    app, endpoint = action(READ)
    for elsewhere in ({"side": Side.PAGES}, {"side": Side.SERVER}, {"outside": "mobile"}):
        seen = app.see(endpoint, site("a.tsx", **EFFECT, **elsewhere), site(via=Via.EVENT_HANDLER))
        assert seen["read-in-action"].constraint is None


@pytest.mark.parametrize(
    ("path", "body", "speaks"),
    [
        ("app/actions.ts", "return await unknown(id);", True),
        ("lib/other.ts", "return await unknown(id);", False),
        ("app/actions.ts", "return await fs.access(id);", True),
    ],
)
def test_what_the_server_asks_as_well(action, site, path: str, body: str, speaks: bool) -> None:
    """Elsewhere on the server; what its own file calls is its own."""
    text = f"'use server';\nimport fs from 'fs/promises';\nexport async function getTheme(id) {{ {body} }}"
    app, endpoint = action(text, "getTheme")
    caller = site(path, via=Via.SERVER_CODE, side=Side.SERVER)
    seen = app.see(endpoint, caller, site(**EFFECT)).get("read-in-action")
    assert (seen is not None) is speaks
    assert seen is None or seen.message.startswith("Nothing is seen that it changes.")


@pytest.mark.parametrize(
    "asked", ["req", "request", "headers", "params", "searchParams", "formData", "cookies", "cookieStore"]
)
def test_what_is_read_of_the_request_is_no_read_of_data(action, site, asked: str) -> None:
    text = f"'use server';\nexport async function getPage(id) {{ return {asked}.get('page'); }}"
    app, endpoint = action(text, "getPage")
    assert "It only reads" not in app.see(endpoint, site(**EFFECT))["read-in-action"].message


def test_a_click_is_only_weighed(action, site) -> None:
    app, endpoint = action(READ)
    page = site("app/page.tsx", via=Via.SERVER_COMPONENT, side=Side.SERVER)
    seen = app.see(endpoint, page, site(via=Via.EVENT_HANDLER))["read-in-action"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight >= 0.5
    assert seen.message == "It changes nothing; `components/form.tsx` calls it for its answer."
    uncertain = app.see(endpoint, site(certain=False, **EFFECT))["read-in-action"]
    assert uncertain.constraint is None


@pytest.mark.parametrize(
    "callers",
    [
        (),
        ({"via": Via.FORM},),
        (EFFECT, {"via": Via.FORM, "path": "components/other.tsx"}),
        ({"via": Via.EVENT_HANDLER}, {"via": Via.FORM}),
        ({"via": Via.SERVER_COMPONENT, "side": Side.SERVER},),
        ({"via": Via.EFFECT, "side": Side.SERVER},),
        ({"via": Via.EFFECT, "side": Side.PAGES},),
        ({"via": Via.EFFECT, "outside": "mobile"},),
        ({"via": Via.EVENT_HANDLER, "outside": "mobile"},),
    ],
)
def test_other_callers(action, site, callers) -> None:
    app, endpoint = action(READ)
    assert "read-in-action" not in app.see(endpoint, *(site(**facts) for facts in callers))


@pytest.mark.parametrize(
    "more",
    [
        "await prisma.note.update({ where: { id } });",
        'await fetch("https://x.test", { method: "POST" });',
        "await emailProvider.createFilter({});",
        "await unknownHelper();",
        "await store.save(id);",
        "await store.getOrCreate(id);",
        "(await cookies()).set('seen', '1');",
        "await s3.deleteObject({});",
        "void store.save(id);",
        "await Promise.all([store.save(id)]);",
        'await sdk.client.fetch("/carts", { method: "POST" });',
    ],
)
def test_what_may_change_something(action, site, more: str) -> None:
    text = READ.replace("\nexport", '\nimport { cookies } from "next/headers";\nexport').replace(
        "return", more + " return"
    )
    app, endpoint = action(text)
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))


@pytest.mark.parametrize("name", ["createViewerToken", "logSessionLogout", "trackView", "markAsRead"])
@pytest.mark.parametrize("via", [Via.EFFECT, Via.QUERY_HOOK, Via.EVENT_HANDLER])
def test_an_action_that_is_named_for_a_change(action, site, name: str, via: Via) -> None:
    app, endpoint = action(READ.replace("function act", f"function {name}"), name)
    assert "read-in-action" not in app.see(endpoint, site(via=via))


@pytest.mark.parametrize("name", ["getCreated", "createdBy", "logs", "marks"])
def test_names_that_only_begin_alike(action, site, name: str) -> None:
    app, endpoint = action(READ.replace("function act", f"function {name}"), name)
    assert "read-in-action" in app.see(endpoint, site(**EFFECT))


def test_revalidation_is_a_change(action, site) -> None:
    text = READ.replace("\nexport", '\nimport { revalidatePath } from "next/cache";\nexport')
    app, endpoint = action(text.replace("return", 'revalidatePath("/"); return'))
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))


@pytest.mark.parametrize("helper", ["await prisma.user.findFirst();", "await unknown.push(1);"])
def test_called_functions_are_understood_too(action, site, helper: str) -> None:
    text = READ.replace("\nexport", '\nimport { owner } from "../lib/owner";\nexport')
    files = {"lib/owner.ts": f"export async function owner() {{ {helper} }}"}
    app, endpoint = action(text.replace("return", "await owner(); return"), files=files)
    assert ("read-in-action" in app.see(endpoint, site(**EFFECT))) is ("prisma" in helper)


@pytest.mark.parametrize(
    "harmless",
    [
        "await auth();",
        'await sdk.client.fetch("/carts");',
        'await sdk.client.fetch("/carts", { method: "get" });',
        "const all = await Promise.all([prisma.a.findMany(), prisma.b.count()]);",
        'await redis.set("k", v, { ex: 60 });',
        "logger.info(id);",
        "/* await prisma.note.delete({}) */",
        "log('prisma.note.delete');",
    ],
)
def test_what_changes_nothing(action, site, harmless: str) -> None:
    app, endpoint = action(READ.replace("return", harmless + " return"))
    assert app.see(endpoint, site(**EFFECT))["read-in-action"].constraint


@pytest.mark.parametrize(
    "body",
    [
        "return a + 1;",
        "return (await cookies()).get('a');",
        "return await clerkClient.users.getUser(id);",
        "return await clerkClient.users.getUserList();",
        "return await fs.readFile('a');",
        "return await auth();",
        "return 'prisma.note.findMany()';",
    ],
)
def test_nothing_is_read(action, site, body: str) -> None:
    head = "'use server';\nimport fs from 'fs';\nimport { cookies } from 'next/headers';\n"
    app, endpoint = action(f"{head}export async function act(a) {{ {body} }}")
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))
    assert "read-in-action" not in app.see(endpoint, site(via=Via.EVENT_HANDLER))


def test_an_answer_that_is_generated_is_only_weighed(action, site) -> None:
    app, endpoint = action(MODEL)
    seen = app.see(endpoint, site(**EFFECT))["read-in-action"]
    assert seen.constraint is None and seen.weight > 1
    reads_first = MODEL.replace("return", "await prisma.note.findMany({}); return")
    app, endpoint = action(reads_first)
    generated = app.see(endpoint, site(**EFFECT))["read-in-action"]
    assert generated.constraint is None and generated.weight == seen.weight


def test_whoever_fetches_is_named(action, site) -> None:
    app, endpoint = action(MODEL)
    seen = app.see(endpoint, site("a.tsx", via=Via.EVENT_HANDLER), site("b.tsx", **EFFECT))["read-in-action"]
    assert "`b.tsx` calls it" in seen.message


def test_a_read_through_a_client_of_the_app(action, site) -> None:
    head = "'use server';\nimport { catalogue } from '@acme/catalogue';\n"
    app, endpoint = action(head + "export async function act() { return await catalogue.getProducts(); }")
    assert "`catalogue.getProducts`" in app.see(endpoint, site(**EFFECT))["read-in-action"].message


def test_one_click_says_less_than_two(action, site) -> None:
    app, endpoint = action(MODEL)
    click = site("a.tsx", via=Via.EVENT_HANDLER)
    assert "read-in-action" not in app.see(endpoint, click)
    assert "read-in-action" not in app.see(endpoint, click, click)
    app, endpoint = action(MODEL.replace("return", "await prisma.note.findMany({}); return"))
    assert "read-in-action" not in app.see(endpoint, click)
    app, endpoint = action(MODEL)
    assert "read-in-action" in app.see(endpoint, click, site("b.tsx", via=Via.EVENT_HANDLER))


def test_a_route_and_an_action_inside_a_component_are_none(action, route, site) -> None:
    app, endpoint = action(READ)
    assert "read-in-action" not in app.see(endpoint._replace(inline=True), site(**EFFECT))
    app, endpoint = route("export async function POST() { return Response.json(await prisma.note.findMany()); }")
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))


UNKNOWN = (
    "'use server';\nimport { query } from '../lib/query';\n"
    "export async function getNotes(id) { return await query(id); }"
)
PAGE = {"via": Via.SERVER_COMPONENT, "side": Side.SERVER}


@pytest.mark.parametrize(("via", "how"), [(Via.EFFECT, "An effect"), (Via.QUERY_HOOK, "A query hook")])
def test_a_name_and_a_caller_tell_of_a_read_that_is_not_understood(action, site, via: Via, how: str) -> None:
    app, endpoint = action(UNKNOWN, "getNotes")
    seen = app.see(endpoint, site("b.tsx", via=via))["read-in-action"]
    assert seen.constraint and seen.place.path == "b.tsx"
    assert seen.message == f"Nothing is seen that it changes. {how} in `b.tsx` fetches data with it."


def test_a_query_hook_reads_whatever_the_name(action, site) -> None:
    app, endpoint = action(UNKNOWN.replace("getNotes", "notesByOwner"), "notesByOwner")
    assert "read-in-action" in app.see(endpoint, site(via=Via.QUERY_HOOK))
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))


FORM = {"via": Via.FORM, "path": "components/other.tsx"}


@pytest.mark.parametrize("callers", [(EFFECT, PAGE), (EFFECT, FORM), ({"via": Via.EVENT_HANDLER},), (PAGE,)])
def test_other_callers_of_a_read_that_is_not_understood(action, site, callers) -> None:
    app, endpoint = action(UNKNOWN, "getNotes")
    assert "read-in-action" not in app.see(endpoint, *(site(**facts) for facts in callers))


@pytest.mark.parametrize(
    "more",
    [
        "await saveView(id);",
        "await store.markSeen(id);",
        "await prisma.note.update({ where: { id } });",
        "revalidatePath('/');",
        "(await cookies()).set('seen', '1');",
        "await fetch('https://x.test', { method: 'POST' });",
    ],
)
@pytest.mark.parametrize("via", [Via.EFFECT, Via.QUERY_HOOK])
def test_what_seems_to_change_something(action, site, more: str, via: Via) -> None:
    head = "import { revalidatePath } from 'next/cache';\nimport { cookies } from 'next/headers';\n"
    head += "import { saveView, store } from '../lib/views';\nexport"
    app, endpoint = action(UNKNOWN.replace("export", head).replace("return", more + " return"), "getNotes")
    assert "read-in-action" not in app.see(endpoint, site(via=via))


def test_a_helper_that_may_revalidate_is_no_change(action, site) -> None:
    """One helper answers for all actions of an app, and revalidates where it is told what."""
    files = {
        "lib/query.ts": "import { revalidatePath } from 'next/cache';\nimport { sql } from 'unheard-of';\n"
        "export async function query(id, path) { if (path) revalidatePath(path); return await sql(id); }",
    }
    app, endpoint = action(UNKNOWN, "getNotes", files=files)
    assert "read-in-action" in app.see(endpoint, site(**EFFECT))


def test_a_helper_that_writes_is_a_change(action, site) -> None:
    files = {"lib/query.ts": "export async function query(id) { return await prisma.note.update({ where: { id } }); }"}
    app, endpoint = action(UNKNOWN, "getNotes", files=files)
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))
