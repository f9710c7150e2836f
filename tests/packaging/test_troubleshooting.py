"""Whatever a user can be told, the page for troubleshooting answers, or it is left out on purpose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = " ".join((ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8").split())

# By what is raised, written or listed: each of these carries words to a person.
SAID = {"UserError", "GitError", "Skipped", "say", "warn"}
# Mistakes in the settings name the line and the remedy; those of GitHub's API and of a first stage's report follow on
# words that the page explains ("The review could not be completed", "The first stage's report was refused").
LEFT_OUT = {"ConfigError", "ApiError", "BadReport"}


MODULES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "reviewer").rglob("*.py"))]
CONSTANTS = {
    target.id: node.value
    for module in MODULES
    for node in module.body
    if isinstance(node, ast.Assign)
    for target in node.targets
    if isinstance(target, ast.Name) and target.id.isupper()
}


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, with … for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.Name) and node.id in CONSTANTS:
        yield from texts(CONSTANTS[node.id])
    elif isinstance(node, ast.BinOp):
        yield from texts(node.left)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def said(names: set[str]) -> list[str]:
    calls = (
        node
        for module in MODULES
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names
    )
    found = {text for call in calls for argument in call.args for text in texts(argument)}
    return sorted(text for text in found if len(core(text)) > 8)


def core(text: str) -> str:
    """The longest part that is the same in every case."""
    first_sentence = text.replace("%s", "…").partition(". ")[0]
    return max((part.strip(" .:,)") for part in first_sentence.split("…")), key=len)


@pytest.mark.parametrize("text", said(SAID))
def test_the_page_answers_it(text: str) -> None:
    assert core(text) in PAGE, text


def test_there_is_something_to_answer() -> None:
    assert len(said(SAID)) > 25
    assert len(said(LEFT_OUT)) > 25


def test_what_is_left_out_is_explained_together() -> None:
    for words in ("The review could not be completed", "Messages about wrong usage hold their own remedy"):
        assert words in PAGE
