"""Which functions belong to an endpoint's behaviour: seen through the criteria that ask."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import itertools

import pytest

from reviewer.criteria.facts.behaviour import MOST_FUNCTIONS, behaviour, handed_on
from reviewer.model import Endpoint, Via
from reviewer.nextjs.detection import all_endpoints

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
    "passes", ["request", "req", "_req", "_request", "request.headers", "headers", "{ a: req }", "ctx", "context"]
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
        ('import { a } from "../../../lib/a";\nexport async function POST() { await a.later.go(); }', False),
        ('import * as a from "../../../lib/a";\nexport async function POST() { await a(); }', False),
        ('import { a } from "acme";\nexport async function POST() { await a(); }', False),
        ('import { a } from "../../../lib/gone";\nexport async function POST() { await a(); }', False),
        ('import { a } from "../../../lib/a";\nexport async function POST() { await other.a(); }', False),
        ('import { a } from "../../../lib/a";\nexport async function POST() { go(() => a); }', False),
        ("export async function POST() { await a(); }\nasync function a() { await prisma.b.create({}); }", True),
        ("export async function POST() { await a.go(); }\nasync function a() { await prisma.b.create({}); }", False),
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


def test_what_only_recovers_is_not_done(route, site) -> None:
    files = {"lib/a.ts": "export async function undo() { await prisma.b.create({}); }"}
    head = 'import { undo } from "../../../lib/a";\nexport async function POST() { try { go(); } '
    for rest, done in (("catch { await undo(); } }", False), ("finally { await undo(); } }", True)):
        app, endpoint = route(head + rest, files=files)
        assert ("A2" in app.see(endpoint, site())) is done


@pytest.mark.parametrize(
    "call", ["posthog.capture(e)", "db.log.create(e)", "analytics.users.create(e)", "Sentry.a.create(e)"]
)
def test_telemetry_by_name(route, site, call: str) -> None:
    app, endpoint = route(f"export async function POST() {{ await {call}; }}")
    assert "A2" not in app.see(endpoint, site())


@pytest.mark.parametrize("verb", ["update", "updateMany", "delete", "upsert"])
def test_an_entry_that_is_changed_later_is_no_telemetry(route, site, verb: str) -> None:
    app, endpoint = route(f"export async function POST() {{ await prisma.log.{verb}({{}}); }}")
    assert "A2" in app.see(endpoint, site())


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


def test_functions_of_one_name_are_told_apart(route, site) -> None:
    files = {
        "lib/a.ts": "export async function save() {}\nexport const notes = { async stop() {}, async run() { await save(); } };",
        "lib/b.ts": "export async function save() { await prisma.b.create({}); }\n"
        "export const notes = { async stop() {}, async run() { await save(); } };",
    }
    head = 'import { save, notes } from "../../../lib/a";\nimport { save as keep, notes as others } from "../../../lib/b";\n'
    for calls, writes in (
        ("await save(); await notes.stop(); await notes.run(); await others.stop();", False),
        ("await save(); await keep();", True),
        ("await notes.run(); await others.stop(); await others.run();", True),
    ):
        app, endpoint = route(f"{head}export async function POST() {{ {calls} }}", files=files)
        assert ("A2" in app.see(endpoint, site())) is writes, calls


CHECKS = {
    "lib/one.ts": 'import { two } from "./two";\nexport async function one() { await two(); }',
    "lib/two.ts": 'import { headers } from "next/headers";\n'
    'export async function two() { return (await headers()).get("authorization"); }',
    "lib/guard.ts": 'import { one } from "./one";\nimport { two } from "./two";\n'
    "export const near = (handler) => async (given) => { await two(); return handler(given); };\n"
    "export const far = (handler) => async (given) => { await one(); return handler(given); };",
}
NEXT = '{"dependencies": {"next": "16.0.0"}}'
AROUND = (
    'import { %s as wrap } from "../../../lib/guard";\nexport const POST = wrap(async (given) => { go(given); });',
    'import { %s as wrap } from "../../../lib/guard";\nconst work = async (given) => { go(given); };\nexport const POST = wrap(work);',
)


def served(small, path: str, text: str, files: dict[str, str]) -> tuple[object, Endpoint]:
    """The endpoint that Next.js serves from a file; of several methods the POST."""
    app = small({"package.json": NEXT, path: text, **files})
    (endpoint,) = (each for each in all_endpoints(app.sources, app.modules).endpoints if each.path == path)
    return app, next(part for part in endpoint.parts() if "POST" in part.methods)


@pytest.mark.parametrize("text", AROUND)
@pytest.mark.parametrize(("wrapper", "seen"), [("near", True), ("far", False)])
def test_what_a_wrapper_calls_is_followed_once(small, text: str, wrapper: str, seen: bool) -> None:
    """From the wrapper one call on, as from a function that the endpoint calls."""
    app, endpoint = served(small, "app/api/thing/route.ts", text % wrapper, CHECKS)
    assert ("api-key" in app.see(endpoint)) is seen


@pytest.mark.parametrize(("wrapper", "seen"), [("near", True), ("far", False)])
def test_what_stands_around_a_function_is_followed_once(route, wrapper: str, seen: bool) -> None:
    app, endpoint = route(AROUND[0] % wrapper, files=CHECKS)
    assert endpoint.wrappers == () and ("api-key" in app.see(endpoint)) is seen


@pytest.mark.parametrize(("function", "seen"), [("two", True), ("one", True), ("zero", False)])
def test_what_is_called_before_the_methods_is_followed_twice(small, function: str, seen: bool) -> None:
    files = {**CHECKS, "lib/zero.ts": 'import { one } from "./one";\nexport async function zero() { await one(); }'}
    text = (
        f'import {{ {function} }} from "../../lib/{function}";\nexport default async function handler(req, res) {{\n'
        f"  await {function}();\n  if (req.method === 'GET') {{ return go(1); }}\n"
        "  if (req.method === 'POST') { return go(2); }\n}"
    )
    app, endpoint = served(small, "pages/api/thing.ts", text, files)
    assert ("api-key" in app.see(endpoint)) is seen
    assert {reached.guards for reached in behaviour(endpoint, app.sources, app.modules).reached} == {True}


@pytest.mark.parametrize("text", AROUND)
def test_what_a_wrapper_does_is_not_what_the_endpoint_does(small, site, text: str) -> None:
    guard = "export const count = (handler) => async (given) => { await meter.add(1); return new ReadableStream(await handler(given)); };"
    app, endpoint = served(
        small, "app/api/thing/route.ts", text % "count", {"lib/guard.ts": f"const meter = client();\n{guard}"}
    )
    assert {reached.guards for reached in behaviour(endpoint, app.sources, app.modules).reached} == {True}
    assert "streaming" not in app.see(endpoint, site())


def test_no_more_functions_are_read_than_anybody_calls(route) -> None:
    names = [f"work{number}" for number in range(MOST_FUNCTIONS + 1)]
    files = {"lib/work.ts": "\n".join(f"export async function {name}() {{ }}" for name in names)}
    head = f'import {{ {", ".join(names)} }} from "../../../lib/work";\n'
    calls = " ".join(f"await {name}();" for name in [names[0], *names])
    app, endpoint = route(f"{head}export async function POST() {{ {calls} }}", files=files)
    reached = behaviour(endpoint, app.sources, app.modules).reached
    read = [each.function.span.start_line for each in reached]
    assert read == list(range(1, MOST_FUNCTIONS + 1)), "each once, nearest first"


def test_functions_that_call_each_other_end(route, site) -> None:
    text = "export async function POST(req) { await a(req); }\nasync function a(req) { await b(req); }\nasync function b(req) { await a(req); await prisma.c.create({}); }"
    app, endpoint = route(text)
    assert "A2" in app.see(endpoint, site())


def test_what_it_hands_on_as_an_option_is_its_own(route, site) -> None:
    app, endpoint = route(
        "export async function POST() { return reply({ onFinish: async () => { await prisma.a.create({}); } }); }"
    )
    assert "A2" in app.see(endpoint, site())


@pytest.mark.parametrize(
    ("code", "module", "parsed"),
    [
        ("const a = data.parse(1);", "export const data = object();", 0),
        ("const a = data.parse(1);", "export const data = object(); rows.parse(data); parse(data);", 1),
        ("const a = data.parse(1);", "export const data = object(); reparse(data); data.parse(); parser?.parse();", 0),
        ("const a = data.parse(1);", "export const data = { parse() {} };", 1),
        ("const a = data.parse(1);", "export const data = { parse /* as is */ : (row) => row };", 1),
        ("const a = data.parse(1);", "export class data { static parse<T>(row: T) {} }", 1),
        ("const a = data.parse(1);", "export class data { static parse\u00a0= (row) => row }", 1),
        ("const a = data.parse(1);", "export { data } from './other';", 1),
        ("const a = data(1);", "export const data = object();", 1),
    ],
)
def test_a_file_that_cannot_hold_what_is_called_is_not_parsed(route, code: str, module: str, parsed: int) -> None:
    text = f'import {{ data }} from "../../../lib/data";\nexport async function POST(request) {{ {code} }}'
    app, endpoint = route(text, files={"lib/data.ts": module})
    before = app.sources.parsed
    behaviour(endpoint, app.sources, app.modules)
    assert app.sources.parsed - before == parsed


def test_a_method_without_a_name_is_nobodys(route) -> None:
    text = 'import { data } from "../../../lib/data";\nexport async function POST(request) { data[""](1); }'
    app, endpoint = route(text, files={"lib/data.ts": "export const data = { parse() {} };"})
    assert behaviour(endpoint, app.sources, app.modules).reached == ()


def test_whom_a_value_leads_to_is_asked_of_no_tree(route, monkeypatch: pytest.MonkeyPatch) -> None:
    app, endpoint = route("export async function POST(request) { const row = 1; await Promise.all(rows.map(row)); }")
    (body,) = behaviour(endpoint, app.sources, app.modules).bodies
    monkeypatch.setattr(app.sources, "get", lambda path: pytest.fail(f"{path} is parsed again"))
    assert [handed_on(call, body, app.sources, app.modules) for call in body.calls] == [[], []]


@pytest.mark.parametrize(("passes", "parsed"), [("1", 3), ("request", 5)])
def test_further_than_two_calls_only_what_is_given_the_request_is_parsed(route, passes: str, parsed: int) -> None:
    app, endpoint = route(START % passes, files=chain(KEY, 4, passes))
    behaviour(endpoint, app.sources, app.modules)
    assert app.sources.parsed == parsed
