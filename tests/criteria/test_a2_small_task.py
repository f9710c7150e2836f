"""A2: a small task that changes something, and code that is larger, only reads, or only looks like a change."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Place

SPEAKS = {
    "await prisma.user.update({ data })": "`prisma.user.update`",
    "await db.insert(users).values(v)": "`db.insert`",
    "await db.delete(users).where(x)": "`db.delete`",
    "await sql`INSERT INTO users VALUES (1)`": "`sql`",
    'await fetch("https://x.test", { method: "POST", body })': "`fetch`",
    'await axios.post("https://x.test", body)': "`axios.post`",
    "await resend.emails.send({ to })": "`resend.emails.send`",
    "await redis.sadd('k', v)": "`redis.sadd`",
    "await User.create({}) && prisma.user.create({})": "`prisma.user.create`",
    "await prisma.$transaction(async (tx) => { await tx.user.delete({}); })": "`tx.user.delete`",
    "await qstash.publishJSON(e); await prisma.user.create({})": "`prisma.user.create`",
    "await logger.create(entry); await prisma.user.create({})": "`prisma.user.create`",
}
SILENT = [
    "await prisma.user.findMany()",
    "await sql`SELECT 1`",
    'await fetch("https://x.test")',
    'await fs.readFile("x.json")',
    "new Map().set(1, 2)",
    "cache.delete(key)",
    'createHash("sha1").update(x)',
    "await redis.get('k')",
    "await redis.set('k', v, { ex: 60 })",
    "await db.select().from(users)",
    "await db.query.users.findMany()",
    "await supabase.from('users').select()",
    "await clerkClient.users.getUserList()",
    "await logger.create(entry)",
    'await log({ message: "no" })',
    "/* await prisma.user.update({}) */ log('prisma.user.update')",
    "const save = prisma.user.update",
    "await prismatic.user.update({})",
    "await a.b({}); await s3.putObject(f); await stripe.refunds.create({}); await resend.emails.send({}); await prisma.a.create({})",
]


def sized(statements: int = 0, branches: int = 0) -> str:
    """A change in so many statements, or with so many branches of one statement."""
    if branches:
        return f"await prisma.a.create({{ data: [{', '.join(['a ? b : c'] * branches)}] }})"
    return "go();\n" * (statements - 1) + "await prisma.a.create({})"


@pytest.mark.parametrize("change", SPEAKS)
def test_speaks(route, site, change: str) -> None:
    app, endpoint = route(f"export async function POST() {{ {change}; }}")
    seen = app.see(endpoint, site())["A2"]
    assert seen.favours is Approach.SERVER_ACTION and seen.constraint is None
    assert f"around {SPEAKS[change]}." in seen.message


@pytest.mark.parametrize("body", SILENT)
def test_silent(route, site, body: str) -> None:
    app, endpoint = route(f'import fs from "fs";\nexport async function POST() {{ {body}; }}')
    assert "A2" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (sized(1), "It is a small task: one statement around"),
        (sized(2), "It is a small task: 2 statements around"),
        (sized(14), "It is a small task: 14 statements around"),
        (sized(15), "It is a task of moderate size: 15 statements around"),
        (sized(28), "It is a task of moderate size: 28 statements around"),
        (sized(29), None),
        (sized(branches=7), "It is a small task: one statement around"),
        (sized(branches=8), "It is a task of moderate size: one statement around"),
        (sized(branches=13), "It is a task of moderate size: one statement around"),
        (sized(branches=14), None),
    ],
)
def test_how_small(route, site, body: str, said: str | None) -> None:
    app, endpoint = route(f"export async function POST() {{ {body}; }}")
    seen = app.see(endpoint, site()).get("A2")
    assert said is None if seen is None else seen.message.startswith(said or "nothing")


def test_a_small_task_weighs_more_than_a_moderate_one(route, site) -> None:
    weights = []
    for statements in (2, 20):
        app, endpoint = route(f"export async function POST() {{ {sized(statements)}; }}")
        weights.append(app.see(endpoint, site())["A2"].weight)
    assert weights[0] > weights[1] > 0


def test_three_services_are_one_task_and_four_are_not(route, site) -> None:
    three = "await resend.emails.send({}); await twilio.messages.create({}); await prisma.a.create({})"
    app, endpoint = route(f"export async function POST() {{ {three}; }}")
    assert "A2" in app.see(endpoint, site())
    app, endpoint = route(f"export async function POST() {{ {three}; await s3.upload(f); }}")
    assert "A2" not in app.see(endpoint, site())


def test_what_a_called_function_does_counts(route, site) -> None:
    text = 'import { save } from "@/lib/save";\nexport async function POST() { await save(); }'
    files = {
        "lib/save.ts": "export const save = async () => { await prisma.user.create({}); };",
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}',
    }
    app, endpoint = route(text, files=files)
    seen = app.see(endpoint, site())["A2"]
    assert "`save`" in seen.message and seen.place == Place(endpoint.path, 2)


def test_a_handler_that_hands_everything_on_is_as_large_as_what_it_calls(route, site) -> None:
    text = 'import { handle } from "../../../lib/handle";\nexport async function POST(req) { return handle(req); }'
    long = "\n".join(f"  const a{i} = step{i}();" for i in range(60))
    files = {"lib/handle.ts": f"export async function handle(req) {{ {long} await prisma.a.create({{}}); }}"}
    app, endpoint = route(text, files=files)
    seen = app.see(endpoint, site())
    assert "A2" not in seen and "R1" in seen


def test_what_is_only_configured_in_another_function_is_not_done(route, site) -> None:
    text = 'import { auth } from "../../../lib/auth";\nexport async function POST() { await auth(); }'
    files = {
        "lib/auth.ts": "export function auth() { return make({ async onUser() { await prisma.u.create({}); } }); }"
    }
    app, endpoint = route(text, files=files)
    assert "A2" not in app.see(endpoint, site())


def test_what_a_wrapper_does_is_not_its_task(route, site) -> None:
    text = 'import { withLog } from "../../../lib/log";\nexport const POST = withLog(async () => { go(); });'
    files = {
        "lib/log.ts": "export const withLog = (h) => async (r) => { await prisma.visit.create({}); return h(r); };"
    }
    app, endpoint = route(text, files=files)
    assert "A2" not in app.see(endpoint, site())


def test_a_function_of_the_file_that_it_does_not_call(route, site) -> None:
    app, endpoint = route(
        "async function save() { await prisma.a.create({}); }\nexport async function POST() { go(); }"
    )
    assert "A2" not in app.see(endpoint, site())


def test_an_action_may_be_small_too(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act(data) { await prisma.user.update(data); }")
    assert app.see(endpoint, site())["A2"].favours is Approach.SERVER_ACTION
