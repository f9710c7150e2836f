"""What a command imports and starts before it has found anything to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

HEAVY = {
    "github",
    "jinja2",
    "pathspec",
    "requests",
    "rich",
    "shtab",
    "ssl",
    "tree_sitter",
    "tree_sitter_typescript",
    "unidiff",
    "urllib.request",
    "yaml",
}
PARSING_ROOMS = ("reviewer.callers", "reviewer.criteria", "reviewer.nextjs.", "reviewer.syntax.", "reviewer.report.")
SMALL = {
    "reviewer.nextjs.relevance",
    "reviewer.nextjs.routing",
    "reviewer.report.closing",
    "reviewer.report.escape",
    "reviewer.report.style",
    "reviewer.report.words",
    "reviewer.syntax.budget",
    "reviewer.syntax.parser",
    "reviewer.syntax.stars",
}


def of_ours(told: dict[str, Any]) -> set[str]:
    return {name for name in told["imported"] if name.startswith("reviewer.")}


def test_help_imports_the_command_line_and_nothing_else(
    monorepo: Callable[[int], Path], process: Callable[..., dict[str, Any]]
) -> None:
    told = process(monorepo(400), "--help")

    assert told["status"] == 0
    assert of_ours(told) <= {"reviewer.__main__", "reviewer.cli", "reviewer.streams"}
    assert not told["started"]
    assert len(told["imported"]) <= 30


def test_a_change_without_endpoints_ends_at_the_changed_files(
    monorepo: Callable[[int], Path], process: Callable[..., dict[str, Any]]
) -> None:
    root = monorepo(400)
    told = process(root, "review", "--repo", str(root), "--base", "endpoints")

    assert told["status"] == 0
    assert not HEAVY & set(told["imported"])
    assert {name for name in of_ours(told) if name.startswith(PARSING_ROOMS)} <= SMALL
    assert not told["opened"]
    assert len(told["started"]) <= 6
    assert not any("ls-tree" in command and "--" not in command.split() for command in told["started"])


def test_a_review_with_endpoints_imports_no_client_and_no_templates(
    monorepo: Callable[[int], Path], process: Callable[..., dict[str, Any]]
) -> None:
    root = monorepo(400)
    told = process(root, "review", "--repo", str(root), "--base", "before", "--fail-on", "never")

    assert told["status"] == 0
    assert HEAVY & set(told["imported"]) <= {"tree_sitter", "tree_sitter_typescript"}
    assert "dataclasses" not in told["imported"]
    assert not {name for name in of_ours(told) if name.startswith("reviewer.report.conversion")}
    assert len(told["started"]) <= 8


def test_the_memory_of_an_audit_is_never_searched_for_cycles(
    monorepo: Callable[[int], Path], process: Callable[..., dict[str, Any]]
) -> None:
    told = process(monorepo(400), "audit", str(monorepo(400)), "--format", "json")

    assert told["status"] == 0
    assert told["searched"] == 0
