"""A GET that reads, and one that changes something for a button."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Via

READ = "export async function GET() { return Response.json(await prisma.user.findMany()); }"
WRITE = "export async function GET() { await prisma.flag.update({ data }); return Response.json({}); }"
SAVE = "export async function POST() { await prisma.user.update({ where: { id }, data }); }"


def test_a_get_that_changes_nothing(route, site) -> None:
    app, endpoint = route("\n" + READ, "GET")
    for callers in ((), (site(via=Via.EVENT_HANDLER),)):
        seen = app.see(endpoint, *callers)["get-read"]
        assert seen.constraint == "get-read" and seen.favours is Approach.API_ROUTE
        assert seen.message == "It answers `GET` and changes nothing." and seen.place.line == 2


@pytest.mark.parametrize("methods", [("HEAD",), ("GET", "HEAD")])
def test_a_head_is_a_get(route, methods: tuple[str, ...]) -> None:
    app, endpoint = route(READ, "GET")
    assert "get-read" in app.see(endpoint._replace(methods=methods))


@pytest.mark.parametrize("methods", [("GET", "POST"), ("*",), ()])
def test_a_body_that_answers_others_too(route, methods: tuple[str, ...]) -> None:
    app, endpoint = route(READ, "GET")
    assert "get-read" not in app.see(endpoint._replace(methods=methods))


@pytest.mark.parametrize("via", [Via.EVENT_HANDLER, Via.FORM])
def test_a_get_that_changes_something_for_one_button(route, site, via: Via) -> None:
    app, endpoint = route(WRITE, "GET")
    assert "get-read" not in app.see(endpoint, site(via=via))


def test_a_get_that_changes_something_for_whoever_comes(route, site) -> None:
    app, endpoint = route(WRITE, "GET")
    for callers in ((site(via=Via.EVENT_HANDLER), site(via=Via.EFFECT)), (site(via=Via.UNKNOWN),), ()):
        seen = app.see(endpoint, *callers)["get-read"]
        assert seen.constraint and "anything that follows its address may reach it" in seen.message


@pytest.mark.parametrize(
    "line",
    ['await redis.set("k", v, { ex: 60 });', 'await redis.setex("k", 60, v);', "await qstash.publish(e);"],
)
def test_a_copy_in_a_cache_or_a_log_entry_is_no_change(route, site, line: str) -> None:
    app, endpoint = route(f"export async function GET() {{ {line} return Response.json({{}}); }}", "GET")
    assert "changes nothing" in app.see(endpoint, site(via=Via.EVENT_HANDLER))["get-read"].message


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"via": Via.QUERY_HOOK}, "A query hook in `b.tsx` reads it."),
        ({"via": Via.QUERY_HOOK, "polls": True}, "A query hook in `b.tsx` reads it."),
        ({"via": Via.EFFECT, "polls": True}, "`b.tsx` asks it again and again."),
        ({"via": Via.EVENT_HANDLER, "polls": True}, "`b.tsx` asks it again and again."),
    ],
)
def test_whatever_its_method_is(route, site, facts: dict[str, object], message: str) -> None:
    for text, method in ((SAVE, "POST"), (READ, "GET")):
        app, endpoint = route(text, method)
        seen = app.see(endpoint, site("a.tsx"), site("b.tsx", **facts), site("c.tsx", **facts))["get-read"]
        assert seen.message == message and seen.constraint and seen.place.path == "b.tsx"


@pytest.mark.parametrize(
    "facts", [{}, {"via": Via.EFFECT}, {"via": Via.QUERY_HOOK, "method": "GET"}, {"polls": True, "method": "GET"}]
)
def test_silent_of_a_post(route, site, facts: dict[str, object]) -> None:
    for text in (SAVE, "export async function POST() { return Response.json(await prisma.user.findMany()); }"):
        app, endpoint = route(text)
        assert "get-read" not in app.see(endpoint, site(**facts))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize("body", ["await load();", "return Response.json(await prisma.user.findMany());", ""])
def test_other_methods_may_change_something(route, site, method: str, body: str) -> None:
    app, endpoint = route(f"export async function {method}() {{ {body} }}", method)
    assert "get-read" not in app.see(endpoint)
    assert "get-read" not in app.see(endpoint, site(via=Via.EFFECT))


def test_an_action_is_none(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act() { return await prisma.user.findMany(); }")
    assert "get-read" not in app.see(endpoint._replace(methods=("GET",)), site(via=Via.QUERY_HOOK))


SEARCH = 'import { %s } from "../../../lib/numbers";\nexport async function GET() { return Response.json(await %s()); }'


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("searchNumbers", True),
        ("getOptimalTimes", True),
        ("readChat", True),
        ("generateWeeklyPlan", True),
        ("checkContent", True),
        ("getOrCreateCart", False),
        ("disableFlag", False),
        ("generatedAll", False),
    ],
)
def test_what_a_function_changes_by_the_way(route, site, name: str, reads: bool) -> None:
    files = {"lib/numbers.ts": f"export async function {name}() {{ await prisma.cache.upsert({{}}); }}"}
    app, endpoint = route(SEARCH % (name, name), "GET", files=files)
    assert ("get-read" in app.see(endpoint, site(via=Via.EVENT_HANDLER))) is reads


@pytest.mark.parametrize(
    "line",
    [
        "const numbers = await twilio.availablePhoneNumbers('CA').local.list({});",
        "try { go(); } catch (error) { await prisma.errorLog.create({}); }",
        "try { go(); } catch (error) { if (error) { report(async () => { await prisma.errorLog.create({}); }); } }",
        "if (!user.permissions?.includes(VIEW)) { return Response.json({}, { status: 403 }); }",
    ],
)
def test_no_change_of_its_own(route, site, line: str) -> None:
    head = 'import { getServerSession } from "next-auth";\n'
    session = "const session = await getServerSession(options); const user = session.user as any;"
    app, endpoint = route(
        f"{head}export async function GET() {{ {session} {line} return Response.json({{}}); }}", "GET"
    )
    assert "changes nothing" in app.see(endpoint, site(via=Via.EVENT_HANDLER))["get-read"].message


def test_a_helper_that_logs_errors(route, site) -> None:
    text = 'import { failed } from "../../../lib/failed";\nexport async function GET() { try { return Response.json(await report.all()); } catch (error) { return failed(error); } }'
    files = {"lib/failed.ts": "export async function failed(error) { await prisma.errorLog.create({ data }); }"}
    app, endpoint = route(text, "GET", files=files)
    assert "get-read" in app.see(endpoint, site(via=Via.EVENT_HANDLER))


@pytest.mark.parametrize(
    "line",
    [
        "await twilio.messages.create({}).then(log);",
        "void prisma.user.update({});",
        "try { await prisma.user.update({}); } catch (error) { log(error); }",
        "try { go(); } catch (error) { log(error); } await prisma.user.update({});",
        "await s3.deleteObject({}).promise();",
    ],
)
def test_a_change_of_its_own(route, site, line: str) -> None:
    app, endpoint = route(f"export async function GET() {{ {line} return Response.json({{}}); }}", "GET")
    assert "get-read" not in app.see(endpoint, site(via=Via.EVENT_HANDLER))
