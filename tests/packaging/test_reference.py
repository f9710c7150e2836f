"""The pages for reference name everything that there is, and nothing else."""

from __future__ import annotations

import argparse
import inspect
import re
import runpy
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.cli import EXIT_STATUSES, parser
from reviewer.init import workflow
from reviewer.model import Outcome, Recommendation
from reviewer.report.counts import Counts
from reviewer.report.json import schema

ROOT = Path(__file__).parents[2]
OUTPUTS = (ROOT / "docs/outputs.md").read_text(encoding="utf-8")
LOCAL = (ROOT / "docs/local.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_pages_of_the_criteria_are_written_from_their_declarations() -> None:
    generated: dict[str, str] = runpy.run_path(str(ROOT / "docs/generate_criteria.py"))["pages"]()
    folder = ROOT / "docs/criteria"
    assert {path.name for path in folder.iterdir()} == set(generated)
    assert [name for name, text in generated.items() if (folder / name).read_text() != text] == [], "run make docs"


def members(part: dict[str, Any]) -> set[str]:
    return set(part["properties"])


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """The part of the schema behind a reference, or behind the one that is not null."""
    if "$ref" in part:
        return resolved(schema()["$defs"][part["$ref"].rpartition("/")[2]])
    choices = part.get("oneOf", part.get("anyOf", []))
    return resolved(next(each for each in choices if each.get("type") != "null")) if choices else part


def test_every_member_of_the_json_object_is_described() -> None:
    endpoint = resolved(schema()["properties"]["endpoints"]["items"])
    rows = re.findall(r"^\| (`[^|]+) \| (.*) \|$", OUTPUTS.partition("| key of an endpoint |")[2], re.MULTILINE)
    named = {name: text for names, text in rows for name in re.findall(r"`(\w+)`", names)}
    assert set(named) == members(endpoint)
    for name in ("evidence", "callers"):
        assert set(re.findall(r"`(\w+)`", named[name])) == members(resolved(endpoint["properties"][name]["items"]))
    suppressed = set(re.findall(r"`(\w+)`", named["suppressed"])) - {"keep"}
    assert suppressed == members(resolved(endpoint["properties"]["suppressed"]))


@pytest.mark.parametrize("value", [*Outcome, *Recommendation])
def test_every_verdict_is_explained(value: str) -> None:
    assert f"`{value}`" in OUTPUTS.partition("## The verdicts")[2].partition("## ")[0]


def test_every_figure_of_the_summary_is_explained() -> None:
    figures = [name for name in inspect.signature(Counts).parameters if name != "fixed"]
    words = [Counts(**{name: 1}).sentence().partition(": 1 ")[2].rstrip(".") for name in figures]
    table = OUTPUTS.partition("## The figures of the summary")[2].partition("## ")[0]
    assert [said for said in words if f"| {said} |" not in table] == []


@pytest.mark.parametrize("page", ["docs/outputs.md", "docs/local.md", "docs/required-check.md"])
def test_exit_statuses_are_those_of_the_program(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for status in re.findall(r"^  (\d)", EXIT_STATUSES, re.MULTILINE):
        assert re.search(rf"\| {status} \|", text), status


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    (commands,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    rows = LOCAL.partition("| command |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z]+)", rows.replace("`zsh`", "").replace("`fish`", ""))) == set(commands.choices)


def test_every_permission_that_init_asks_for_is_explained() -> None:
    table = README.partition("## Permissions")[2].partition("## ")[0]
    explained = set(re.findall(r"^\| `([a-z-]+: [a-z]+)` \|", table, re.MULTILINE))
    asked = set()
    for choice in product((False, True), repeat=4):
        for text in workflow(*choice).values():
            for job in yaml.safe_load(text)["jobs"].values():
                asked |= {f"{name}: {right}" for name, right in job["permissions"].items()}
    assert asked < explained
    assert explained - asked == {"contents: write"}  # only for a setting: resolve-fixed
    security = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert [right for right in explained if f"`{right}`" not in security] == []


def test_the_hook_for_pre_commit_runs_what_there_is_on_what_can_matter() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    asked = parser().parse_args(hook["entry"].split()[1:])
    assert (asked.command, asked.uncommitted, hook["pass_filenames"]) == ("review", True, False)
    for path in ("app/api/cart/route.ts", "app/actions.tsx", "pages/api/cart.js", "next.config.mjs"):
        assert re.search(hook["files"], path), path
    assert not re.search(hook["files"], "README.md")
    assert f"id: {hook['id']}" in LOCAL
