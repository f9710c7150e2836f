"""The calls in a piece of code: their names, where these come from, what they are given and who waits for them."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.calls import LONGEST, Call
from reviewer.criteria.facts.expressions import MOST_LEVELS

HEAD = """import client from "acme";
import { make, send as post } from "@acme/mail";
import * as lib from "../lib/all";
import type { Kind } from "kinds";
export const box = new make.Box();
var old = make(1);
const started = await lib.start();
const { part } = client;
const go = async () => client.go();
const text = "client";
"""


def calls(route, code: str, files: Mapping[str, str] | None = None) -> dict[str, Call]:
    """The calls of a function by their text, the last of each."""
    app, endpoint = route(f"{HEAD}export async function POST(req, res) {{\n{code}\n}}", files=files or {})
    (body,) = behaviour(endpoint, app.sources, app.modules).bodies
    return {call.text: call for call in body.calls}


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("a.b.c(1);", ["a.b.c"]),
        ("(await a()).b();", ["a.b", "a"]),
        ("a().b().c();", ["a.b.c", "a.b", "a"]),
        ("a?.b?.c?.();", ["a.b.c"]),
        ("a!.b!();", ["a.b"]),
        ("(a as B).c(); (<any>a).d();", ["a.c", "a.d"]),
        ("a['b'].c(); a[\"d\"]();", ["a.b.c", "a.d"]),
        ("a[0].b(); a[i](1);", ["a.[].b", "a.[]"]),
        ("this.a.b();", ["this.a.b"]),
        ("new A(1); new A.B().c();", ["A", "A.B.c", "A.B"]),
        ("new A;", ["A"]),
        ("a.#b();", ["a.#b"]),
        ("a<string>(1); await a.b<string>(1);", ["a", "a.b"]),
        ("sql`select 1`;", ["sql"]),
        ('"a".trim(); `b`.trim(); (() => 1)(); [1].map(c); (a || b)();', []),
        ("import('a'); super.a();", []),
        ("const f = () => { inner(); }; run(function () { deep(); });", ["inner", "run", "deep"]),
        ("const q = db.from(a); q.eq(b); q.eq(c).gt(d);", ["db.from", "db.from.eq", "db.from.eq.gt"]),
        ("const q = db.from(a); q(b);", ["db.from", "q"]),
        ("const found = db.get(a); found.map(b);", ["db.get", "found.map"]),
        ("const rows = await db.select<Row>(a); rows.delete(b);", ["db.select", "rows.delete"]),
        ("const rows = await db.select(a); rows.delete(b);", ["db.select", "rows.delete"]),
        ("a" + ".b()" * (MOST_LEVELS // 2 - 1) + ";", ["a" + ".b" * (MOST_LEVELS // 2 - 1 - n) for n in range(31)]),
    ],
)
def test_names(route, code: str, texts: list[str]) -> None:
    assert list(calls(route, code)) == texts


@pytest.mark.parametrize(
    "verb",
    ["select", "selectFrom", "selectDistinct", "insertInto", "updateTable", "deleteFrom", "find", "where", "from"],
)
def test_a_question_in_a_variable_goes_on(route, verb: str) -> None:
    assert f"db.{verb}.on" in calls(route, f"const question = db.{verb}(a); question.on(b);")


def test_longer_chains_than_anybody_writes_are_left_out(route) -> None:
    assert len(calls(route, "a" + ".b()" * 100 + ";")) == MOST_LEVELS // 2


@pytest.mark.parametrize(
    ("code", "text", "origin", "imported"),
    [
        ("client.get();", "client.get", "acme", "default"),
        ("make();", "make", "@acme/mail", "make"),
        ("post();", "post", "@acme/mail", "send"),
        ("lib.start();", "lib.start", "../lib/all", "*"),
        ("box.open();", "box.open", "@acme/mail", "make"),
        ("old.open();", "old.open", "@acme/mail", "make"),
        ("started.open();", "started.open", "../lib/all", "*"),
        ("part.open();", "part.open", "acme", "default"),
        ("go();", "go", None, None),
        ("text.trim();", "text.trim", None, None),
        ("other.open();", "other.open", None, None),
        ("const a = client; a.b();", "a.b", "acme", "default"),
        ("const a = await make(1); const b = a.c(); b.d();", "b.d", "@acme/mail", "make"),
        ("const [a, b] = await Promise.all([make()]); a.c();", "a.c", None, None),
        ("const { data } = await client.get(); data.map(go);", "data.map", "acme", "default"),
        ("const a = function () { return client; }; a();", "a", None, None),
        ("const a = () => client.b(); a();", "a", None, None),
        ("var a; a = client; a.b();", "a.b", None, None),
        ("var a = client; a.b();", "a.b", "acme", "default"),
        ("const client = other(); client.get();", "client.get", "acme", "default"),
        ("a.b(); const a = client;", "a.b", None, None),
        ("for (const a of client.all()) { a.b(); }", "a.b", None, None),
        ("const a = await import('../lib/all'); a.b();", "a.b", "../lib/all", "*"),
        ("const a = await import('../lib/all', { with: b }); a.b();", "a.b", "../lib/all", "*"),
        ("const { a, b: c } = await import('../lib/all'); c();", "c", "../lib/all", "b"),
        ("const { a = 1 } = await import('../lib/all'); a();", "a", "../lib/all", "a"),
        ("const a = await /* soon */ import('../lib/all'); a.b();", "a.b", "../lib/all", "*"),
        ("const a = b || import('../lib/all'); a.c();", "a.c", None, None),
        ("const a = await import(); a.b();", "a.b", None, None),
        ("const a = await importAll('../lib/all'); a.b();", "a.b", None, None),
        ("const a = await imported; a.b();", "a.b", None, None),
        ("const a = await /* soon */ make(1); a.b();", "a.b", "@acme/mail", "make"),
    ],
)
def test_where_the_first_name_comes_from(route, code: str, text: str, origin: str | None, imported: str | None) -> None:
    call = calls(route, code)[text]
    assert (call.origin, call.imported) == (origin, imported)


@pytest.mark.parametrize(
    ("code", "waited", "awaited"),
    [
        ("await a();", True, True),
        ("await a<string>();", True, True),
        ("await (a());", True, False),
        ("await a()!;", True, False),
        ("await (a() as B);", True, False),
        ("await a().b();", True, False),
        ("await a().b;", True, False),
        ("(await a()).b();", True, True),
        ("return a();", True, False),
        ("return (a());", True, False),
        ("return go(() => a());", True, False),
        ("void a();", True, False),
        ("b.forEach((c) => a());", False, False),
        ("b.map((c) => a());", True, False),
        ("return -a();", False, False),
        ("return `${a()}`;", False, False),
        ("await b`${a()}`;", False, False),
        ("const all = [a()];", True, False),
        ("await Promise.all([a()]);", True, False),
        ("Promise.all(a());", True, False),
        ("Promise.allSettled(a());", True, False),
        ("waitUntil(a());", True, False),
        ("after(a());", True, False),
        ("a();", False, False),
        ("a().b();", False, False),
        ("const b = a();", False, False),
        ("await b(a());", False, False),
        ("return b(a());", False, False),
        ("return !a();", False, False),
        ("return { b: a() };", False, False),
        ("return a() + 1;", False, False),
        ("return go(() => { a(); });", False, False),
        ("new B(a());", False, False),
        ("if (a()) b();", False, False),
        ("await (x ? a() : b());", False, False),
    ],
)
def test_who_waits(route, code: str, waited: bool, awaited: bool) -> None:
    call = calls(route, code)["a"]
    assert (call.waited, call.awaited) == (waited, awaited)


@pytest.mark.parametrize(
    ("code", "configured"),
    [
        ("a();", False),
        ("run(() => a());", False),
        ("run({ b: () => a() });", True),
        ("run({ b: async function () { a(); } });", True),
        ("run({ b: function* () { a(); } });", True),
        ("run({ b() { a(); } });", True),
        ("run({ async b() { go(() => { a(); }); } });", True),
        ("run({ b: () => { function c() { a(); } } });", False),
        ("run({ b: () => {} }); a();", False),
        ("run({ b: () => { function c() {}a(); } });", True),
        ("run({ b: () => {}, c: a() });", False),
        ("const b = () => a();", False),
        ("class B { c() { a(); } }", False),
        ("run({ b: wrap(() => a()) });", False),
    ],
)
def test_what_only_configures(route, code: str, configured: bool) -> None:
    assert calls(route, code)["a"].configured is configured


@pytest.mark.parametrize(
    ("code", "continued"),
    [
        ("a().b();", True),
        ("a().b.c();", True),
        ("a().b.c.d();", True),
        ("a().b().then(c);", True),
        ("a().then(b);", False),
        ("a().catch(b);", False),
        ("a().finally(b);", False),
        ("a().promise();", False),
        ("a().b;", False),
        ("a().b.c;", False),
        ("a()[b]();", False),
        ("a()[b].c();", False),
        ("new (a().b)();", False),
        ("b(a()).c();", False),
        ("b[a()].c();", False),
        ("b(a().c);", False),
        ("a();", False),
    ],
)
def test_what_is_continued(route, code: str, continued: bool) -> None:
    assert calls(route, code)["a"].continued is continued


@pytest.mark.parametrize(
    ("code", "recovers"),
    [
        ("try { b(); } catch (e) { a(); }", True),
        ("try { b(); } catch { go(() => { a(); }); }", True),
        ("try { b(); } catch { try { c(); } catch { d(); } a(); }", True),
        ("try { a(); } catch { b(); }", False),
        ("try { b(); } catch { c(); } a();", False),
        ("try { b(); } catch { c(); }a();", False),
        ("try { b(); } catch { c(); } finally { a(); }", False),
    ],
)
def test_what_recovers(route, code: str, recovers: bool) -> None:
    assert calls(route, code)["a"].recovers is recovers


def test_what_a_call_is_given(route) -> None:
    code = "a('b', \"c\", `d ${e} f`, g, req.headers.get('h'), await i(), j as K, { l: 'm', 'n-o': `p`, q, r: { s: 't', u }, v: w(), ...x, y() {} }, [1], 2);"
    call = calls(route, code)["a"]
    assert call.strings == ("b", "c", "d  f", None, None, None, None, None, None, None)
    assert call.passes == (("g",), ("req", "headers", "get"), ("i",), ("j",))
    assert call.options == (
        ("l", "m"),
        ("n-o", "p"),
        ("q", "q"),
        ("r.s", "t"),
        ("r.u", "u"),
        ("v", "w()"),
    )
    assert call.option("l") == "m" and call.option("z") is None and not call.constructs


def test_a_template_is_all_that_its_tag_is_given(route) -> None:
    call = calls(route, "await sql`select ${a} from b`;")["sql"]
    assert call.strings == ("select  from b",) and call.passes == () and call.options == ()


def test_options_are_found_in_any_case_and_values_are_cut(route) -> None:
    call = calls(route, f"a({{ METHOD: 'PUT', body: {'b' * 300}, cast: ('c' as D) }}); new A();")["a"]
    assert call.option("method") == "PUT" and call.option("body") == "b" * LONGEST and call.option("cast") == "c"
    assert calls(route, "new A();")["A"].constructs


def test_each_call_of_a_fluent_chain_has_its_own_line(route) -> None:
    found = calls(route, "await db\n  .select()\n  .from(a)\n  .where(b);\nnew Box(\n1);\nplain(\n1);")
    lines = {text: call.place.line - HEAD.count("\n") - 1 for text, call in found.items()}
    assert lines == {"db.select": 2, "db.select.from": 3, "db.select.from.where": 4, "Box": 5, "plain": 7}
