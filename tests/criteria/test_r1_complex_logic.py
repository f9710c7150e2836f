"""R1: complex logic of the endpoint's own file, and ordinary code or complex code of others."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach


def long(statements: int) -> str:
    return "go();\n" * statements


def branched(branches: int) -> str:
    return f"use([{', '.join(['a ? b : c'] * branches)}]);"


def seen(made: tuple):
    app, endpoint = made
    return app.see(endpoint).get("R1")


@pytest.mark.parametrize(
    ("body", "large", "exceptional"),
    [
        (long(29), False, False),
        (long(30), True, False),
        (long(49), True, False),
        (long(50), True, True),
        (branched(14), False, False),
        (branched(15), True, False),
        (branched(24), True, False),
        (branched(25), True, True),
        (branched(15) + long(49), True, True),
    ],
)
def test_large_and_exceptional(route, body: str, large: bool, exceptional: bool) -> None:
    found = seen(route(f"\nexport async function POST() {{ {body} }}"))
    assert (found is not None) is large
    if found is not None:
        assert found.favours is Approach.API_ROUTE and found.constraint is None and found.place.line == 2
        assert (found.weight > 2) is exceptional and found.weight > 0


def test_figures_are_told(route) -> None:
    found = seen(route(f"export async function POST() {{ {branched(15)} {long(9)} }}"))
    assert found.message == "Its logic is large: 10 statements with a cognitive complexity of 15."


def test_functions_of_its_file_count(route) -> None:
    text = f"function work() {{ {long(20)} {branched(8)} }}\nexport async function POST() {{ work(); {long(8)} {branched(7)} }}"
    found = seen(route(text))
    assert found.message == "Its logic is large: 31 statements with a cognitive complexity of 15."


def test_little_against_an_action(action, route) -> None:
    body = f"() {{ {long(60)} }}"
    of_action = seen(action(f"'use server';\nexport async function act{body}"))
    assert 0 < of_action.weight < 1 < seen(route(f"export async function POST{body}")).weight
    assert of_action.favours is Approach.API_ROUTE


@pytest.mark.parametrize(
    "text",
    [
        "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); }",
        f"function other() {{ {long(60)} }}\nexport async function POST() {{ go(); }}",
        f"export async function POST() {{ /* {long(60)} */ }}",
        f"export async function POST() {{ sql`{long(60)}`; }}",
        "import 'a'; " * 60 + "\nexport async function POST() { go(); }",
        f"type Body = {{ {'a: string; ' * 90} }};\nexport async function POST(body: Body) {{ go(); }}",
        f"class Other {{ run() {{ {long(60)} }} }}\nexport async function POST() {{ go(); }}",
        f"const TABLE = [{'1, ' * 90}];\nexport async function POST() {{ go(TABLE); }}",
        f"export async function POST() {{ use({{ {'a: 1, ' * 90} }}); }}",
        f"const wrap = (handler) => async () => {{ {long(60)} return handler(); }};\nexport const POST = wrap(async () => {{ go(); }});",
    ],
)
def test_silent(route, site, text: str) -> None:
    assert seen(route(text)) is None


def test_functions_of_other_files_do_not_count(route) -> None:
    text = f'import {{ work }} from "../../../lib/work";\nexport async function POST() {{ {long(5)} work(); }}'
    assert seen(route(text, files={"lib/work.ts": f"export function work() {{ {long(60)} }}"})) is None


def test_an_endpoint_without_code(route) -> None:
    app, endpoint = route("export async function POST() {}")
    assert "R1" not in app.see(endpoint._replace(handlers=()))
