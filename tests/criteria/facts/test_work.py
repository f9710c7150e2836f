"""How much work an endpoint is, and what it changes: seen through the criteria that ask."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

LONG = "go();\n" * 60
HANDS_ON = 'import { handle } from "../../../lib/handle";\nexport async function POST(req) { %s }'


def handled(route, body: str, **files: str):
    """A route that calls a function of another file."""
    given = {"lib/handle.ts": f"export async function handle(given) {{ {LONG} }}", **files}
    return route(HANDS_ON % body, files=given)


@pytest.mark.parametrize(
    ("body", "is_its_work"),
    [
        ("return handle(req);", True),
        ("go(); go(); return handle(req);", True),
        ("go(); go(); go(); return handle(req);", False),
        ("const b = await req.json(); return handle(b);", False),
        ("return handle({ body: b });", False),
        ("return handle({ from: req });", True),
        ("go(); return { handle };", False),
    ],
)
def test_a_handler_that_hands_the_request_on(route, body: str, is_its_work: bool) -> None:
    app, endpoint = handled(route, body)
    assert ("R1" in app.see(endpoint)) is is_its_work


def test_what_the_other_function_calls_is_not_its_work(route) -> None:
    files = {
        "lib/handle.ts": 'import { deep } from "./deep";\nexport const handle = (request) => deep(request);',
        "lib/deep.ts": f"export async function deep(request) {{ {LONG} }}",
    }
    app, endpoint = route(HANDS_ON % "return handle(req);", files=files)
    assert "R1" not in app.see(endpoint)


def test_a_wrapper_is_not_its_work(route) -> None:
    wrapper = f"const wrap = (handler) => async (req) => {{ check(req); return handler(req); }};\nfunction check(req) {{ {LONG} }}\n"
    app, endpoint = route(wrapper + "export const POST = wrap(async (req) => { go(); });")
    assert "R1" not in app.see(endpoint)


@pytest.mark.parametrize(
    "minor", ["await redis.sadd('k', 1)", "await fs.writeFile(f)", "(await cookies()).set('a', 1)"]
)
def test_caches_cookies_and_files_are_no_services_of_their_own(route, site, minor: str) -> None:
    head = 'import fs from "fs";\nimport { cookies } from "next/headers";\nexport async function POST() { '
    app, endpoint = route(
        f"{head} await resend.emails.send({{}}); await s3.upload(f); await prisma.a.create({{}}); {minor}; }}"
    )
    seen = app.see(endpoint, site())
    assert "R3" not in seen and "A2" in seen


@pytest.mark.parametrize("first", ["(await cookies()).set('seen', '1')", "await qstash.publishJSON(e)"])
def test_the_change_that_matters_is_named(route, site, first: str) -> None:
    text = 'import { cookies } from "next/headers";\nexport async function POST() { %s; await prisma.a.create({}); }'
    app, endpoint = route(text % first)
    assert app.see(endpoint, site())["A2"].message.endswith("around `prisma.a.create`.")
    app, endpoint = route(text.replace(" await prisma.a.create({});", "") % first)
    assert "A2" in app.see(endpoint, site()), "alone it is the change"


def test_work_that_is_named_for_a_change_comes_first(route, site) -> None:
    text = 'import { mailbox } from "@acme/mail";\nexport async function DELETE() { await mailbox.markAsRead(1); await go(); }'
    app, endpoint = route(text, "DELETE")
    assert app.see(endpoint, site())["A2"].message.endswith("around `mailbox.markAsRead`.")


@pytest.mark.parametrize(
    ("methods", "changes"),
    [
        (("DELETE",), True),
        (("DELETE", "PATCH", "PUT"), True),
        (("DELETE", "POST"), False),
        (("POST",), False),
        (("*",), False),
        ((), False),
    ],
)
def test_a_method_that_says_it_changes_something(route, action, site, methods: tuple[str, ...], changes: bool) -> None:
    app, endpoint = route(
        'import { chat } from "@acme/chats";\nexport async function DELETE(req) { await chat(req.body); }', "DELETE"
    )
    assert ("A1" in app.see(endpoint._replace(methods=methods), site())) is changes


def test_what_is_named_for_the_change_comes_before_what_is_asked(route, site) -> None:
    files = {
        "lib/chats.ts": "export async function readChat(id) { await fs.writeFile(id); }\nexport async function saveChat(chat) { await fs.writeFile(chat); }"
    }
    text = 'import { readChat, saveChat } from "../../../lib/chats";\nexport async function DELETE() { await saveChat(await readChat(1)); }'
    files["lib/chats.ts"] = 'import fs from "fs";\n' + files["lib/chats.ts"]
    app, endpoint = route(
        text.replace("await saveChat(await readChat(1));", "const chat = await readChat(1); await saveChat(chat);"),
        "DELETE",
        files=files,
    )
    assert app.see(endpoint, site())["A2"].message.endswith("around `saveChat`.")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("translateText", False),
        ("summarizePage", False),
        ("getOptimalTimes", False),
        ("searchNumbers", False),
        ("fetchAndDeleteCode", True),
        ("getOrCreateCart", True),
        ("verifyCode", True),
        ("generateReport", True),
        ("estimated", True),
    ],
)
def test_what_a_function_does_that_is_called_for_its_answer(route, site, name: str, changes: bool) -> None:
    files = {"lib/work.ts": f"export async function {name}() {{ await prisma.usage.create({{}}); }}"}
    text = f'import {{ {name} }} from "../../../lib/work";\nexport async function POST() {{ return Response.json(await {name}()); }}'
    app, endpoint = route(text, files=files)
    assert ("A2" in app.see(endpoint, site())) is changes
    assert ("A1" in app.see(endpoint, site())) is changes
    assert "A2" in app.see(endpoint._replace(methods=("DELETE",)), site()), "the method says that it changes something"
