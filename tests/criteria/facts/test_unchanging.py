"""What an action may do, and lead to, that changes nothing."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.unchanging import (
    DEEPEST,
    MOST_FOLLOWED,
    may_change_something,
    seems_to_change_something,
)

READ = "return await prisma.note.findMany({ where: { id } });"
CHANGE = "await prisma.note.update({ where: { id } });"


def asked(question, action, body: str, helpers: str = "", names: str = "load") -> bool:
    """What is answered of an action which may call functions of another file."""
    text = f"'use server';\nimport {{ {names} }} from '../lib/helpers';\nexport async function act(id) {{ {body} }}"
    app, endpoint = action(text, files={"lib/helpers.ts": helpers})
    return question(behaviour(endpoint, app.sources, app.modules), app.sources, app.modules)


def changes_nothing(*given: object) -> bool:
    return not asked(may_change_something, *given)


@pytest.mark.parametrize(
    ("work", "nothing"),
    [
        ("await db.log.create({ id });", True),
        ("await db.blog.create({ id });", False),
        (f"after({{ run: async () => {{ {CHANGE} }} }});", False),
        ("after({ run: async () => { await db.log.create({ id }); } });", True),
    ],
)
def test_its_own_calls(action, work: str, nothing: bool) -> None:
    assert changes_nothing(action, f"{work} {READ}") is nothing


@pytest.mark.parametrize(("name", "nothing"), [("trackView", True), ("logVisit", True), ("countView", False)])
def test_a_function_that_tells_what_happened(action, name: str, nothing: bool) -> None:
    helpers = f"export async function {name}(id) {{ {CHANGE} }}"
    assert changes_nothing(action, f"await {name}(id); {READ}", helpers, name) is nothing


@pytest.mark.parametrize(
    ("helpers", "nothing"),
    [
        ("export async function load(id) { return isOpen(id); }", False),
        ("export async function load(id) { return next(id); }\nasync function next(id) { return isOpen(id); }", True),
        ("export async function load(id) { return next(id); }\nasync function next(id) { return open(id); }", False),
    ],
)
def test_far_away_a_name_that_asks_tells(action, helpers: str, nothing: bool) -> None:
    """Two calls below the action nobody looks into what is named for a question."""
    change = f"\nasync function isOpen(id) {{ {CHANGE} return true; }}\nasync function open(id) {{ {CHANGE} }}"
    assert changes_nothing(action, f"if (await load(id)) {{ {READ} }}", helpers + change) is nothing


@pytest.mark.parametrize(("deep", "nothing"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_calls_that_go_deep(action, deep: int, nothing: bool) -> None:
    following = "\n".join(f"async function f{n}(id) {{ return f{n + 1}(id); }}" for n in range(1, deep - 1))
    last = f"async function f{deep - 1}(id) {{ {READ} }}"
    helpers = f"export async function load(id) {{ return f1(id); }}\n{following}\n{last}"
    assert changes_nothing(action, f"await load(id); {READ}", helpers) is nothing


@pytest.mark.parametrize(("many", "nothing"), [(MOST_FOLLOWED - 1, True), (MOST_FOLLOWED, False)])
def test_more_functions_than_anybody_follows(action, many: int, nothing: bool) -> None:
    names = [f"work{n}" for n in range(many)]
    helpers = "\n".join(f"export async function {name}(id) {{ {READ} }}" for name in names)
    calls = " ".join(f"await {name}(id);" for name in names)
    assert changes_nothing(action, f"{calls} {READ}", helpers, ", ".join(names)) is nothing


@pytest.mark.parametrize(
    ("work", "seems"),
    [
        ("await unknown(id);", False),
        ("await saveNote(id);", True),
        ("await load(id);", True),
        ("await Promise.all(ids.map(load));", True),
        ("await Promise.all(ids.map(load.cached));", False),
        ("after({ run: load });", False),
        (f"after({{ run: async () => {{ {CHANGE} }} }});", True),
        ("after({ run: async () => { await db.log.create({ id }); } });", False),
    ],
)
def test_what_is_seen_or_named(action, work: str, seems: bool) -> None:
    helpers = f"export async function load(id) {{ {CHANGE} }}"
    assert asked(seems_to_change_something, action, f"{work} {READ}", helpers) is seems


def test_of_what_is_too_much_to_follow_nothing_is_seen(action) -> None:
    names = [f"work{n}" for n in range(MOST_FOLLOWED)]
    helpers = "\n".join(f"export async function {name}(id) {{ {READ} }}" for name in names)
    calls = " ".join(f"await {name}(id);" for name in names)
    assert not asked(seems_to_change_something, action, f"{calls} {READ}", helpers, ", ".join(names))
