"""Cognitive complexity, on sources of our own with the structure of the white paper's examples and their scores."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.complexity import FUNCTIONS, cognitive, size
from reviewer.syntax.parser import Source, walk


def score(text: str) -> int:
    source = Source("a.ts", text.encode())
    return cognitive(source, next(node for node in walk(source.root) if node.type in FUNCTIONS))


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
    source = Source("a.ts", b"async function f() {\n  const a = await b();\n  if (a) {\n    return await c();\n  }\n}")
    measured = size(source, source.root.named_children[0])
    assert (measured.statements, measured.awaits, measured.lines) == (3, 2, 6)


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
