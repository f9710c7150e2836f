"""What one function says by itself, which function a name stands for, and what is put around it."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.criteria.facts.functions import (
    LARGEST_CONSTANT,
    MOST_AROUND,
    Function,
    function_at,
    named_function,
    named_method,
)
from reviewer.model import Span
from reviewer.syntax.parser import Sources


def sources(text: str, path: str = "a.tsx") -> Sources:
    return Sources(MemoryTree({path: text.encode()}))


def function(text: str, name: str = "act") -> Function:
    """The facts of a function of a file."""
    files = sources(text)
    source = files.get("a.tsx")
    assert source is not None
    span = named_function(source, name)
    assert span is not None
    found = function_at(span, files)
    assert found is not None
    return found


def code(text: str, name: str = "act") -> str | None:
    """The text of the function that a name stands for."""
    source = sources(text).get("a.tsx")
    assert source is not None
    span = named_function(source, name)
    return text.encode()[span.start_byte : span.end_byte].decode() if span is not None else None


@pytest.mark.parametrize(
    ("body", "members"),
    [
        ("req.headers.authorization;", ["req.headers.authorization", "req.headers"]),
        ("process.env.KEY;", ["process.env.KEY", "process.env"]),
        ("req['headers']['x-key'];", ["req.headers.x-key", "req.headers"]),
        ("req.query.secret;", ["req.query.secret", "req.query"]),
        ("req.rawBody;", ["req.rawBody"]),
        ("url.searchParams;", ["url.searchParams"]),
        ("const { authorization } = req.headers;", ["req.headers.authorization", "req.headers"]),
        ("const { authorization: a, 'x-key': b, c = 1, ...d } = req.headers;", ["req.headers.authorization", "req.headers.x-key", "req.headers.c = 1", "req.headers"]),
        ("const headers = req.body; const [a] = req.headers;", ["req.headers"]),
        ("const { a } = headers();", ["headers.a"]),
        ("const { a } = req.body; const { b } = load(); let c;", []),
        ("const { a } = req.headers.b;", ["req.headers.b", "req.headers"]),
        ("req.header.authorization; user.name; 'headers.a'; /* req.headers.b */", []),
        ("headers;", []),
        ("'a'.headers; (a || b).env.c; `d`['query'];", []),
        ("const { a } = (b || c).headers;", []),
        (f"a{'.b' * 70}.headers.c;", []),
        ("go(req.headers).then;", ["req.headers"]),
    ],
)  # fmt: skip
def test_members(body: str, members: list[str]) -> None:
    assert [member.text for member in function(f"export async function act(req) {{\n{body} }}").members] == members


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("function act() { return { 'A-B': 'c' }; }", ["a-b: c"]),
        ('function act() { return { "A-B": `c`, d: "e" }; }', ["a-b: c"]),
        ("function act() { return { 'A-B': load() }; }", ["a-b: "]),
        ("function act() { const h = { 'A-B': 'c' }; return reply(h); }", ["a-b: c"]),
        ("function act() { const h = { 'A-B': 'c' }; fetch(u, { headers: h }); }", []),
        ("function act() { const h = { 'A-B': 'c' }; fetch(u, { headers: h }); reply(h); }", ["a-b: c"]),
        ("function act() { const { d } = { 'A-B': 'c' }; fetch(u, d); }", ["a-b: c"]),
        ("function act() { const send = () => reply(h); const h = { 'A-B': 'c' }; return send(); }", ["a-b: c"]),
        ("function act() { class Reply { headers = { 'A-B': 'c' }; } return new Reply(); }", ["a-b: c"]),
        ("const KEPT = { 'A-B': 'c' };\nfunction act() { fetch(u, { headers: KEPT }); }", []),
        ("function act() { fetch(u, d ? { headers: { 'A-B': 'c' } } : e); }", []),
        (f"/* {'-' * LARGEST_CONSTANT} */\nconst KEPT = {{ 'A-B': 'c' }};\nfunction act() {{ return KEPT; }}", ["a-b: c"]),
        ("function act() { fetch(u, { headers: { 'A-B': 'c' } }); }", []),
        ("function act() { axios.post(u, { headers: { 'A-B': 'c' } }); ky(u, { 'B-C': 'd' }); got({ 'C-D': 'e' }); }", []),
        ("function act() { client.setHeaders({ 'A-B': 'c' }); setHeaders({ 'A-B': 'c' }); }", ["a-b: c"]),
        ("function act() { reply({ 'A-B': 'c' }); }", ["a-b: c"]),
        ("function act() { fetch(u, reply({ 'A-B': 'c' })); }", ["a-b: c"]),
        ("const KEPT = { 'A-B': 'c' };\nfunction act() { return KEPT; }", ["a-b: c"]),
        ("export const KEPT = { a: { 'A-B' /* */: 'c' } };\nfunction act() { return KEPT.a; }", ["a-b: c"]),
        ("const [FIRST] = [{ 'A-B': 'c' }], KEPT = { 'D-E': 'f' };\nfunction act() { return [KEPT, FIRST]; }", ["a-b: c", "d-e: f"]),
        ("const KEPT = { 'A-B': 'c' };\nfunction act() { return { KEPT }; }", ["a-b: c"]),
        ("const KEPT = { 'A-B': 'c' };\nfunction act() { return other.KEPT; }", []),
        ("const KEPT = { ab: 'c' };\nconst MORE = 1;\nlet EMPTY;\nfunction act() { return [KEPT, MORE, EMPTY]; }", []),
        ("const make = () => ({ 'A-B': 'c' });\nfunction act() { return make(); }", []),
        ("var KEPT = { 'A-B': 'c' };\nfunction act() { return KEPT; }", []),
        (f"const KEPT = {{ 'A-B': 'c', d: '{'e' * LARGEST_CONSTANT}' }};\nfunction act() {{ return KEPT; }}", []),
        ("type KEPT = { 'A-B': 'c' };\nfunction act(): KEPT { return 1; }", []),
    ],
)  # fmt: skip
def test_keys(text: str, keys: list[str]) -> None:
    assert sorted(key.text for key in function(text).keys) == keys


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("function act(a, { b, c }: D, /* e */ ...f) {}", ("a", "{ b, c }: D", "...f")),
        ("const act = (a = 1) => a;", ("a = 1",)),
        ("const act = async a => a;", ("a",)),
        ("function act() {}", ()),
    ],
)
def test_parameters(text: str, parameters: tuple[str, ...]) -> None:
    assert function(text).parameters == parameters


def test_the_parameters_of_a_block_are_those_of_its_function() -> None:
    text = "export default function act(req, res) { if (a) { go(); } }"
    files = sources(text)
    source = files.get("a.tsx")
    assert source is not None
    start = text.index("{ if")
    whole = function_at(Span("a.tsx", start, len(text), 1, 1), files)
    inner = function_at(Span("a.tsx", text.index("{ go"), text.index(" }", start) + 2, 1, 1), files)
    assert whole is not None and whole.parameters == ("req", "res")
    assert inner is not None and inner.parameters == ()


@pytest.mark.parametrize(
    ("body", "markup"),
    [("return <a>b</a>;", True), ("return <B />;", True), ("return '<a>';", False), ("a < b;", False)],
)
def test_markup(body: str, markup: bool) -> None:
    assert function(f"function act() {{ {body} }}").returns_jsx is markup


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("withCors(go); corsOf;", ("corsOf", "withCors")),
        ("go({ CORS });", ("CORS",)),
        ("headers.cors; ({ cors: 1 }); 'cors'; /* cors */", ()),
    ],
)
def test_names_of_cors(body: str, names: tuple[str, ...]) -> None:
    assert function(f"function act() {{ {body} }}\nconst cors = 1;").cors == names


def test_size() -> None:
    found = function("function act(a) { if (a) go({ kept }); 'text'; return b.c; }")
    assert (found.size.statements, found.size.cognitive) == (4, 1)


def test_what_it_hands_on_is_done_later() -> None:
    text = "async function act() { await prisma.a.create({}); reply({ onEnd: () => prisma.b.delete({}) }); }"
    found = function(text)
    assert [effect.text for effect in found.effects] == ["prisma.a.create"]
    assert [effect.text for effect in found.later] == ["prisma.b.delete"]


def test_what_recovers_is_not_done() -> None:
    found = function("async function act() { try { await prisma.a.create({}); } catch { await prisma.b.delete({}); } }")
    assert [effect.text for effect in found.effects] == ["prisma.a.create"]


def test_a_function_that_another_returns_has_its_own_parameters() -> None:
    text = "const act = (a) => (b) => 1;"
    found = function_at(Span("a.tsx", text.index("(b)"), text.index(";"), 1, 1), sources(text))
    assert found is not None and found.parameters == ("b",)


def test_a_file_that_cannot_be_parsed_says_nothing() -> None:
    assert function_at(Span("gone.ts", 0, 1, 1, 1), sources("")) is None


HEAD = 'import { wrap, more } from "@acme/wrap";\nimport * as all from "./all";\n'


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("export const act = wrap(async () => { go(); });", [("wrap", "@acme/wrap", "wrap")]),
        ("const act = wrap(more(async () => { go(); }));", [("more", "@acme/wrap", "more"), ("wrap", "@acme/wrap", "wrap")]),
        ("export default wrap(async () => { go(); });", [("wrap", "@acme/wrap", "wrap")]),
        ("export const act = wrap(schema(a), async () => { go(); });", [("schema", None, None), ("wrap", "@acme/wrap", "wrap")]),
        ("export const act = all.post(a).use(async () => { go(); });", [("all.post", "./all", "*"), ("all.post.use", "./all", "*")]),
        ("export const act = wrap(async () => { go(); }, check());", [("check", None, None), ("wrap", "@acme/wrap", "wrap")]),
        ("export const act = check(1) && (async () => { go(); });", None),
        ("export async function act() { go(wrap()); }", []),
        ("export const act = wrap(() => go());", [("wrap", "@acme/wrap", "wrap")]),
        ("var act = wrap(() => { go(); });", [("wrap", "@acme/wrap", "wrap")]),
        ("const act = async () => { go(); };", []),
        ("export const act = (() => x)()(async () => { go(); });", []),
    ],
)  # fmt: skip
def test_what_is_put_around_it(text: str, around: list[tuple[str, str | None, str | None]] | None) -> None:
    name = "default" if "default" in text else "act"
    if around is None:
        assert code(HEAD + text, name) is None
        return
    found = function(HEAD + text, name).wrapped_by
    assert [(call.text, call.origin, call.imported) for call in found] == around
    assert not any(call.waited for call in found)


def test_a_function_inside_another_has_no_wrapper() -> None:
    text = "function outer() { return wrap(async () => { go(); }); }\nexport class A { b = wrap(async () => { go(); }); }\nconst c = <B d={wrap(async () => { go(); })} />;"
    files = sources(text)
    starts = [at for at in range(len(text)) if text.startswith("async", at)]
    assert len(starts) == 3
    for start in starts:
        found = function_at(Span("a.tsx", start, text.index("}", start) + 1, 1, 1), files)
        assert found is not None and found.calls and found.wrapped_by == ()


def test_a_wrapper_beside_much_data() -> None:
    text = f"export const act = wrap(check(), async () => {{}}, [{'1,' * MOST_AROUND}]);"
    assert [call.text for call in function(text).wrapped_by] == ["wrap"], "no more is looked through than code has"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("function act() { 1; }", "function act() { 1; }"),
        ("export async function act() {}", "async function act() {}"),
        ("const act = () => 1;", "() => 1"),
        ("export const act = function () {};", "function () {}"),
        ("const act = (async () => 1) as Action;", "async () => 1"),
        ("const act = cache(async () => 1);", "async () => 1"),
        ("const act = a(b(c, () => 1));", "() => 1"),
        ("const act = a((() => 1)!);", "() => 1"),
        ("const act = a(() => 1, () => 2);", "() => 2"),
        ("const act = a(() => 1, b(), c, { d: () => 2 });", "() => 1"),
        ("const act = a(() => 1, b(() => 2));", "() => 2"),
        ("const act = a.input(b).handler(() => 1);", "() => 1"),
        ("const act = a({ run: () => 1 });", None),
        ("const act = new Box(() => 1);", None),
        ("const act = a(b);", None),
        ("const act = a(b());", None),
        ("const act = 1;", None),
        ("let act;", None),
        ("class act {}", None),
        ("const other = () => 1;", None),
    ],
)
def test_the_function_that_a_name_stands_for(text: str, expected: str | None) -> None:
    assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export default function () { 1; }", "function () { 1; }"),
        ("export default async function handler() {}", "async function handler() {}"),
        ("export default () => 1;", "() => 1"),
        ("export default wrap(() => 1);", "() => 1"),
        ("const handler = () => 1;\nexport default handler;", "() => 1"),
        ("const handler = () => 1;\nexport default wrap(handler);", None),
        ("export const a = () => 1;\nexport default handler;", None),
        ("export const a = () => 1;", None),
        ("export default 1;", None),
        ("export const a = () => 2;\nexport default () => 1;", "() => 1"),
    ],
)
def test_the_default_export(text: str, expected: str | None) -> None:
    assert code(text, "default") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const box = { run() { 1; } };", "run() { 1; }"),
        ("export const box = { stop() {}, run: async () => 1 };", "async () => 1"),
        ("const box = { run: function () {} };", "function () {}"),
        ("class box { run() { 2; } }", "run() { 2; }"),
        ("class box { run = async () => { 2; }; }", "async () => { 2; }"),
        ("const box = make(() => { const run = () => 1; });", None),
        ("const box = make({ run: () => 3 });", "() => 3"),
        ("const box = { rerun: () => 1, runs() {}, run: () => 4 };", "() => 4"),
        ("const box = { a: run, b: run(), run: () => 5 };", "() => 5"),
        ("const box = { run };", None),
        ("const box = { run: stop };", None),
        ("const box = { a: run };", None),
        ("const box = { 'x': 'run' };", None),
        ("const other = { run() {} };", None),
        ("const box = {};\nconst other = { run() {} };", None),
    ],
)
def test_a_method_of_an_object(text: str, expected: str | None) -> None:
    source = sources(text).get("a.tsx")
    assert source is not None
    span = named_method(source, "box", "run")
    assert (text[span.start_byte : span.end_byte] if span is not None else None) == expected
    by_default = sources(f"{text}\nexport default box;").get("a.tsx")
    assert by_default is not None and named_method(by_default, "default", "run") == span
