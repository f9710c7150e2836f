"""The documentation says what the program says, and its links lead somewhere."""

import ast
import re
import runpy
import shlex
from functools import cache
from pathlib import Path

import pytest

from reviewer.cli import parser

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "requirements/README.md"])


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), target


def test_every_page_can_be_found_from_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text()
    for page in (ROOT / "docs").glob("*.md"):
        if page.name != "README.md":
            assert f"({page.name})" in index, page.name


def test_generated_parts_are_up_to_date() -> None:
    generated = runpy.run_path(str(ROOT / "docs/generate.py"))["generated"]
    stale = [path for path, text in generated().items() if (ROOT / path).read_text() != text]
    assert stale == [], "run make docs"


def commands() -> list[str]:
    lines = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text(), re.DOTALL):
            lines += [line for line in block.splitlines() if line.startswith("route-or-action ")]
        lines += re.findall(r"`(route-or-action [a-z][^`]*)`", page.read_text())
    return sorted(set(lines))


@pytest.mark.parametrize("line", commands())
def test_commands_that_the_pages_show_are_understood(line: str) -> None:
    words = shlex.split(line.partition(">")[0], comments=True)[1:]
    words = [word for word in words if word not in ("[CRITERION]", "COMMAND", "DIR")]
    if "check|show" in words:
        words[words.index("check|show")] = "check"
    if words[-1:] != ["--help"]:
        parser().parse_args(words)


@cache
def words_of_the_program() -> tuple[str, ...]:
    """Every constant text of the code, with the fixed parts of f-strings apart."""
    nodes = (node for path in (ROOT / "reviewer").rglob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    return tuple(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


GITHUBS_OWN = ("Expected", "This workflow requires approval")


def quoted() -> list[str]:
    lines = re.findall(r"\*\*`([^`]+)`\*\*", (ROOT / "docs/troubleshooting.md").read_text())
    return [line for line in lines if not line.startswith(GITHUBS_OWN)]


@pytest.mark.parametrize("line", quoted())
def test_troubleshooting_quotes_the_program_word_for_word(line: str) -> None:
    said = words_of_the_program()
    for part in filter(None, (part.strip() for part in line.split("…"))):
        pieces = [part] if any(part in text for text in said) else re.split(r"(?<=:) |(?<=\.) ", part)
        for piece in pieces:
            core = piece.strip(" .:")
            assert any(core in text for text in said), core


def test_there_is_something_to_quote() -> None:
    assert len(quoted()) > 20
