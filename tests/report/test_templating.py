from __future__ import annotations

import subprocess
import sys

import pytest

from reviewer.report.escape import Markdown
from reviewer.report.templating import Unescaped, filled


def test_a_template_prints_markdown_and_numbers() -> None:
    text = filled("skipped.md.j2", skipped=[{"path": Markdown("`a`"), "reason": Markdown("b")}], more_skipped=3)
    assert text == "| File | Why |\n| :-- | :-- |\n| `a` | b |\n\nand 3 more.\n"


def test_a_template_refuses_text_that_nobody_escaped() -> None:
    with pytest.raises(Unescaped, match="str in a template"):
        filled("skipped.md.j2", skipped=[{"path": "`a`", "reason": Markdown("b")}], more_skipped=0)


def test_a_template_refuses_what_was_put_together_after_escaping() -> None:
    with pytest.raises(Unescaped):
        filled("skipped.md.j2", skipped=[{"path": Markdown("a") + "b", "reason": Markdown("b")}], more_skipped=0)


def test_a_value_that_is_missing_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        filled("skipped.md.j2", skipped=[])


@pytest.mark.parametrize(
    "module", ["comment", "summary", "annotations", "json", "sarif", "terminal", "html", "markdown"]
)
def test_importing_a_report_is_cheap(module: str) -> None:
    heavy = "{'jinja2', 'markupsafe', 'tqdm', 'yaml', 'tree_sitter', 'github', 'pathspec'}"
    code = f"import sys, reviewer.report.{module}; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
