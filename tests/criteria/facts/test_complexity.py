"""Cognitive complexity, on sources of our own with the structure of the white paper's examples and their scores."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.complexity import FUNCTIONS, Size, surveyed
from reviewer.syntax.parser import Source, walk


def size(text: str) -> Size:
    """The size of the first function."""
    source = Source("a.ts", text.encode())
    return surveyed(source, next(node for node in walk(source.root) if node.type in FUNCTIONS))[1]


def score(text: str) -> int:
    return size(text).cognitive


def test_the_sum_of_primes_scores_seven() -> None:
    """Two nested loops, a condition in them, and a jump to a label."""
    text = """
    function sumOfPrimes(max) {
      let total = 0;
      outer: for (let i = 2; i <= max; ++i) {       // 1
        for (let j = 2; j < i; ++j) {               // 2
          if (i % j === 0) {                        // 3
            continue outer;                         // 1
          }
        }
        total += i;
      }
      return total;
    }"""
    assert score(text) == 7


def test_one_switch_scores_one_however_many_cases() -> None:
    text = """
    function words(n) {
      switch (n) { case 1: return "one"; case 2: return "a couple"; case 3: return "a few"; default: return "lots"; }
    }"""
    assert score(text) == 1


def test_a_chain_of_else_if_adds_one_a_branch_at_one_level() -> None:
    text = "function f(a, b) { if (a) { x(); } else if (b) { y(); } else { z(); } }"
    assert score(text) == 3


@pytest.mark.parametrize(
    ("condition", "sequences"),
    [
        ("a && b && c && d", 1),
        ("a && b || c", 2),
        ("a && b || c && d", 3),
        ("a || b && c || d", 3),
        ("a && !(b && c)", 2),
        ("a ?? b", 0),
        ("a?.b", 0),
    ],
)
def test_sequences_of_like_operators(condition: str, sequences: int) -> None:
    assert score(f"function f() {{ return {condition}; }}") == sequences
    assert score(f"function f() {{ if ({condition}) {{ g(); }} }}") == 1 + sequences


def test_my_method_with_a_try_scores_nine() -> None:
    """try adds nothing and nests nothing; if 1, for 2, while 3, catch 1, if in it 2."""
    text = """
    function myMethod() {
      try {
        if (condition1) {
          for (let i = 0; i < 10; i++) {
            while (condition2) { }
          }
        }
      } catch (e) {
        if (condition3) { }
      }
    }"""
    assert score(text) == 9


def test_a_lambda_nests_but_does_not_count() -> None:
    assert score("function f() { const r = () => { if (a) { b(); } }; }") == 2


def test_direct_recursion_counts_one() -> None:
    assert score("function f(n) { return n < 2 ? 1 : f(n - 1); }") == 2


def test_an_if_in_an_else_nests_deeper_than_an_else_if() -> None:
    assert score("function f() { if (a) {} else { if (b) {} } }") == 1 + 1 + 2
    assert score("function f() { if (a) {} else if (b) {} }") == 1 + 1


def test_a_condition_is_on_the_level_of_its_if() -> None:
    assert score("function f() { if (a ? b : c) { } }") == 2 + 0


def test_every_level_of_nesting_costs_one_more() -> None:
    def nested(count: int) -> str:
        return "function f() {" + "if (a) {" * count + "}" * count + "}"

    assert score(nested(50)) == sum(range(1, 51))


def test_size_counts_statements_and_awaits() -> None:
    measured = size("async function f() {\n  const a = await b();\n  if (a) {\n    return await c();\n  }\n}")
    assert (measured.statements, measured.awaits) == (3, 2)


@pytest.mark.parametrize(
    ("statement", "count"),
    [
        ("a();", 1),
        ("let a = 1, b = 2;", 1),
        ("var a = 1;", 1),
        ("return;", 1),
        ("throw a;", 1),
        ("if (a) b(); else c();", 3),
        ("for (;;) {}", 1),
        ("for (const a of b) {}", 1),
        ("while (a) {}", 1),
        ("do {} while (a);", 1),
        ("switch (a) { case 1: break; default: b(); }", 3),
        ("try { a(); } catch { b(); } finally { c(); }", 4),
        ("a: for (;;) { continue a; }", 2),
        ("{ a(); }", 1),
        ("function g() { a(); }", 1),
        ("class A { b() { c(); } }", 1),
        ("type A = string; interface B {}", 0),
        (";", 0),
        ("'use server';", 0),
        ('"use server"\n  a();', 1),
        ("'use server'.length;", 1),
        ("/* why */ 'use server'; 'use cache'; // so", 0),
        ("a(); 'use server';", 2),
        ("'a' + b;", 1),
    ],
)
def test_what_a_statement_is(statement: str, count: int) -> None:
    assert size(f"function f() {{ {statement} }}").statements == count


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for (;;) { if (a) {} }", 1 + 2),
        ("for (const a of b) { if (a) {} }", 1 + 2),
        ("for (const a in b) { if (a) {} }", 1 + 2),
        ("while (a) { if (b) {} }", 1 + 2),
        ("do { if (b) {} } while (a);", 1 + 2),
        ("switch (a) { case 1: if (b) {} }", 1 + 2),
        ("return a ? (b ? 1 : 2) : 3;", 1 + 2),
        ("try { if (a) {} } catch { if (b) {} } finally { if (c) {} }", 1 + 1 + 2 + 1),
        ("const g = function () { if (a) {} };", 2),
        ("const g = function* () { if (a) {} };", 2),
        ("function g() { if (a) {} }", 2),
        ("function* g() { if (a) {} }", 2),
        ("return { g() { if (a) {} } };", 2),
        ("a: for (;;) { break a; }", 1 + 1),
        ("for (;;) { break; }", 1),
        ("for (;;) { continue; }", 1),
        ("if (a) {} else if (b) { if (c) {} } else { if (d) {} }", 1 + 1 + 2 + 1 + 2),
        ("if (a) if (b) {}", 1 + 2),
        ("if (() => { if (a) {} }) {}", 1 + 2),
        ("if (a) {} else { go(); if (b) {} }", 1 + 1 + 2),
        ("if (a) {} else { if (b) {} go(); }", 1 + 1 + 2),
        ("g(1);", 0),
        ("f(1); this.f(1); new f(1);", 1),
        ("return a + b * c;", 0),
        ("return (a && b) + (c || d);", 2),
        ("return (a && (b && c)) && d;", 1),
        ("return a && !(b || c) && d;", 1 + 1),
        ("return [a && b, c && d];", 2),
        ("return a ?? (b && c);", 1),
        ("return (a ?? b) && c;", 1),
        ("return (a + b) && c || d;", 2),
        ("return a && (b);", 1),
        ("return a && (b || c);", 2),
        ("return a && (/* or */ b || c /* d */) && e;", 3),
        ("return (a || b) && ((c));", 2),
        ("if (a) {} else /* or */ if (b) { if (c) {} }", 1 + 1 + 2),
        ("a &&= b || c; d ||= e;", 1),
    ],
)
def test_structures(code: str, expected: int) -> None:
    assert score(f"function f() {{ {code} }}") == expected


def test_a_function_without_a_name_calls_nobody_again() -> None:
    assert score("const f = () => { f(1); };") == 0
    assert score("const o = { f() { f(1); } };") == 1, "by its name, as the paper counts it"


def test_a_block_of_a_function_is_measured_by_itself() -> None:
    source = Source("a.ts", b"function f() { if (a) { if (b) { go(); } } }")
    block = next(node for node in walk(source.root) if node.type == "if_statement").child_by_field_name("consequence")
    assert block is not None and surveyed(source, block)[1] == Size(1, 2, 0)


def test_one_statement_may_answer_a_method() -> None:
    source = Source("a.ts", b"async function f() { if (a) return (await go()) && b; }")
    answer = next(node for node in walk(source.root) if node.type == "return_statement")
    assert surveyed(source, answer)[1] == Size(1, 1, 1)


def test_hostile_code_is_bounded(route) -> None:
    """Chains, nesting and calls far beyond real code cost work in proportion to their bytes."""
    chain = "a" + ".b()" * 100
    nested = "f(" * 100 + ")" * 100
    many = "".join(f"g{i}();" for i in range(5_000)) + "".join(f"function g{i}() {{}}" for i in range(5_000))
    for body in (chain, nested):
        app, endpoint = route(f"export async function POST() {{ {body}; }}")
        assert "A2" not in app.see(endpoint)
    app, endpoint = route(f"export async function POST() {{ {many[: many.index('function')]} }}\n{many}")
    assert "R1" in app.see(endpoint)
