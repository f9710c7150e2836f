"""Server actions, as Next.js's own compiler finds them.

``compiler/*.jsonl`` holds small sources, one JSON object a line: "path", "source", and the compiler's answer, either
"actions" (exported names, then one "$" an inline action) or "refused" (the beginning of its error). The recorded
answers are compared with ours everywhere, and with the compiler's own where Node.js is there.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from reviewer.nextjs.relevance import may_use_server
from reviewer.nextjs.server_actions import Actions, actions
from reviewer.syntax.parser import Source

CASES = Path(__file__).with_name("compiler")
REFUSED = "refused"
Answer = tuple[str, ...] | str

# Each the oracle's own doing: TypeScript's rewriting of a parameter property puts a `this` where none was written.
KNOWN_DIFFERENCES = ["class A { constructor(private x = async () => {'use server'}){} }"]


def recorded() -> list[tuple[str, str, Answer]]:
    rows = [json.loads(line) for file in sorted(CASES.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [(row["path"], row["source"], REFUSED if REFUSED in row else tuple(row["actions"])) for row in rows]


def ours(found: Actions) -> Answer:
    if found.refusals:
        return REFUSED
    exported = sorted(action.name for action in found.found if action.name is not None)
    return (*exported, *("$" for action in found.found if action.inline))


def nexts(reply: dict[str, list[str]]) -> Answer:
    if "error" in reply:
        return REFUSED
    names = reply["actions"]
    exported = sorted(name for name in names if not name.startswith("$"))
    return (*exported, *("$" for name in names if name.startswith("$")))


def ask(packages: Path, questions: Iterable[tuple[str, str]]) -> list[Answer]:
    lines = "".join(json.dumps({"path": path, "source": source}) + "\n" for path, source in questions)
    command = ["node", str(packages / "actions.mjs")]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [nexts(json.loads(line)) for line in done.stdout.splitlines()]


def actions_of(source: str, path: str = "a.tsx") -> Actions:
    return actions(Source(path, source.encode()))


def disagreements(pairs: Iterable[tuple[tuple[str, str, Answer], Answer]]) -> Sequence[str]:
    return [f"{path} {source!r}: {mine} is not {other}" for (path, source, mine), other in pairs if mine != other]


def test_ours_is_the_recorded_answer_of_the_compiler() -> None:
    cases = recorded()
    answers = [ours(actions_of(source, path)) for path, source, _ in cases]
    assert len(cases) > 600
    assert not disagreements(zip(cases, answers, strict=True))


@pytest.mark.node
def test_the_recorded_answers_are_still_the_compilers(node_packages: Path) -> None:
    cases = recorded()
    answers = ask(node_packages, ((path, source) for path, source, _ in cases))
    assert not disagreements(zip(cases, answers, strict=True))


@pytest.mark.node
def test_what_is_known_to_differ_still_does(node_packages: Path) -> None:
    answers = ask(node_packages, (("a.tsx", source) for source in KNOWN_DIFFERENCES))
    assert all(ours(actions_of(source)) != answer for source, answer in zip(KNOWN_DIFFERENCES, answers, strict=True))


def test_the_cheap_look_at_the_bytes_misses_no_case() -> None:
    defining = [(path, source) for path, source, answer in recorded() if answer and answer != REFUSED]
    assert not [source for _, source in defining if not may_use_server(source.encode())]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("async function save(){'use server'}", ["save"]),
        ("const save = async () => {'use server'}", ["save"]),
        ("const save = wrap(async () => {'use server'})", ["save"]),
        ("const o = {save: async () => {'use server'}}", ["save"]),
        ("class A { static async save(){'use server'} }", ["save"]),
        ("<form action={async () => {'use server'}}/>", [None]),
        ("<form action={async function save() {'use server'}}/>", ["save"]),
        ("f(async () => {'use server'})", [None]),
    ],
)
def test_an_inline_action_is_known_by_its_local_name(source: str, names: list[str | None]) -> None:
    assert [action.binding for action in actions_of(source).found] == names


def test_a_refusal_says_where_and_why() -> None:
    found = actions_of("'use server'\n\nexport async function a() {}\nexport const maxDuration = 60\n")
    assert [refusal.line for refusal in found.refusals] == [4]
    assert "Only async functions" in found.refusals[0].reason


def test_hostile_depth_is_bounded() -> None:
    deep = "'use server'\nexport const a = " + "f(" * 100 + "async () => {}" + ")" * 100
    assert [action.name for action in actions_of(deep).found] == ["a"]
