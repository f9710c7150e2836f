"""Which functions belong to an endpoint's behaviour: seen through the criteria that ask."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import itertools

import pytest

from reviewer.model import Via

KEY = 'request.headers.get("authorization");'
CHANGE = "await prisma.user.delete({});"


def chain(last: str, functions: int, passes: str = "request") -> dict[str, str]:
    """Modules that call each other in a row; the last function holds the code."""
    names = "abcdefgh"[:functions]
    files = {}
    for name, following in itertools.pairwise(names):
        text = f'import {{ {following} }} from "./{following}";\nexport async function {name}(request) {{ return {following}({passes}); }}'
        files[f"lib/{name}.ts"] = text
    return {**files, f"lib/{names[-1]}.ts": f"export async function {names[-1]}(request) {{ {last} }}"}


START = 'import { a } from "../../../lib/a";\nexport async function POST(request) { await a(%s); }'


@pytest.mark.parametrize(("functions", "seen"), [(1, True), (2, True), (3, False)])
@pytest.mark.parametrize("passes", ["request", "1"])
def test_what_it_does_is_followed_two_calls(route, site, functions: int, seen: bool, passes: str) -> None:
    app, endpoint = route(START % passes, files=chain(CHANGE, functions, passes))
    assert ("A2" in app.see(endpoint, site())) is seen


@pytest.mark.parametrize(("functions", "seen"), [(1, True), (3, True), (4, True), (5, False)])
def test_the_request_is_followed_further(route, functions: int, seen: bool) -> None:
    app, endpoint = route(START % "request", files=chain(KEY, functions))
    assert ("api-key" in app.see(endpoint)) is seen


@pytest.mark.parametrize(
    "passes", ["request", "req", "_req", "_request", "request.headers", "{ a: req }", "ctx", "context"]
)
def test_names_of_the_request(route, passes: str) -> None:
    app, endpoint = route(START % passes, files=chain(KEY, 4, passes))
    assert "api-key" in app.see(endpoint)


@pytest.mark.parametrize("passes", ["1", "body", "{ request: 1 }", "'request'"])
def test_other_values_are_followed_no_further(route, passes: str) -> None:
    app, endpoint = route(START % passes, files=chain(KEY, 3, passes))
    assert "api-key" not in app.see(endpoint)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('import { a } from "../../../lib/a";\nexport async function POST() { await a(); }', True),
        ('import { a as b } from "../../../lib/a";\nexport async function POST() { await b(); }', True),
        ('import * as lib from "../../../lib/a";\nexport async function POST() { await lib.a(); }', True),
        ('import { service } from "../../../lib/a";\nexport async function POST() { await service.run(); }', True),
        ('import { service } from "../../../lib/a";\nexport async function POST() { await service.stop(); }', False),
        (
            'import { service } from "../../../lib/a";\nexport async function POST() { await service.inner.run(); }',
            False,
        ),
        ('import { Service } from "../../../lib/a";\nexport async function POST() { await new Service(); }', False),
        ('import { a } from "acme";\nexport async function POST() { await a(); }', False),
        ('import { a } from "../../../lib/gone";\nexport async function POST() { await a(); }', False),
        ('import { a } from "../../../lib/a";\nexport async function POST() { await other.a(); }', False),
        ('import { a } from "../../../lib/a";\nexport async function POST() { go(() => a); }', False),
        ("export async function POST() { await a(); }\nasync function a() { await prisma.b.create({}); }", True),
        ("export async function POST() { await x.a(); }\nasync function a() { await prisma.b.create({}); }", False),
    ],
)
def test_which_function_a_call_runs(route, site, text: str, seen: bool) -> None:
    files = {
        "lib/a.ts": "export async function a() { await prisma.b.create({}); }\n"
        "export const service = { async run() { await prisma.b.create({}); }, stop() {} };\n"
        "export class Service { async run() { await prisma.b.create({}); } }",
    }
    app, endpoint = route(text, files=files)
    assert ("A2" in app.see(endpoint, site())) is seen


@pytest.mark.parametrize("name", ["trackEvent", "logAction", "captureError", "identifyUser"])
def test_what_tells_what_happened_is_not_done(route, site, name: str) -> None:
    files = {"lib/a.ts": f"export async function {name}() {{ await prisma.b.create({{}}); }}"}
    text = f'import {{ {name} }} from "../../../lib/a";\nexport async function POST() {{ await {name}(); }}'
    app, endpoint = route(text, files=files)
    assert "A2" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    "call", ["posthog.capture(e)", "db.log.create(e)", "analytics.users.create(e)", "Sentry.a.create(e)"]
)
def test_telemetry_by_name(route, site, call: str) -> None:
    app, endpoint = route(f"export async function POST() {{ await {call}; }}")
    assert "A2" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    "call", ["db.blog.create(e)", "db.login.create(e)", "prisma.catalog.create(e)", "prisma.loggers.create(e)"]
)
def test_words_that_hold_such_a_name(route, site, call: str) -> None:
    app, endpoint = route(f"export async function POST() {{ await {call}; }}")
    assert "A2" in app.see(endpoint, site())


@pytest.mark.parametrize(
    "method", ["async touch() { %s }", "touch: async () => { %s }", "async touch() { run(() => { %s }); }"]
)
def test_what_a_service_object_does_is_done(action, site, method: str) -> None:
    """Its methods are properties of an object, but the one that is called runs."""
    files = {"lib/notes.ts": f"export const notes = {{ {method % 'await prisma.note.update({});'} }};"}
    text = "'use server';\nimport { notes } from '../lib/notes';\nexport async function act() { await notes.touch(); return await prisma.note.findMany(); }"
    app, endpoint = action(text, files=files)
    seen = app.see(endpoint, site(via=Via.EFFECT))
    assert "read-in-action" not in seen and "A2" in seen


def test_functions_that_call_each_other_end(route, site) -> None:
    text = "export async function POST(req) { await a(req); }\nasync function a(req) { await b(req); }\nasync function b(req) { await a(req); await prisma.c.create({}); }"
    app, endpoint = route(text)
    assert "A2" in app.see(endpoint, site())


def test_what_it_hands_on_as_an_option_is_its_own(route, site) -> None:
    app, endpoint = route(
        "export async function POST() { return reply({ onFinish: async () => { await prisma.a.create({}); } }); }"
    )
    assert "A2" in app.see(endpoint, site())
