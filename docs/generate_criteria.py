"""Writes a page for each criterion, from its own declaration.

``python docs/generate_criteria.py`` writes them, ``--check`` only says which are out of step (exit status 1).
"""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer.criteria import Criterion, all_criteria
from reviewer.report.pages import AND_DECIDES, RULES, WEIGHED, asked_for

FOLDER = Path(__file__).parent / "criteria"


def pages() -> dict[str, str]:
    """The text of every page, by file name."""
    criteria = all_criteria()
    return {"README.md": _index(criteria), **{f"{each.id}.md": _page(each) for each in criteria}}


def _index(criteria: tuple[Criterion, ...]) -> str:
    lines = [
        "# Criteria",
        "",
        "Each page says what is looked for, why it matters, what to do, and where the rule comes from.",
    ]
    for heading, decides in ((WEIGHED, False), (RULES, True)):
        lines += ["", f"## {heading}", "", "| criterion | speaks for | |", "|---|---|---|"]
        lines += [
            f"| [{each.id}]({each.id}.md) | {asked_for(each)} | {each.title} |"
            for each in criteria
            if each.decides is decides
        ]
    return "\n".join(lines) + "\n"


def _page(criterion: Criterion) -> str:
    decides = AND_DECIDES if criterion.decides else ""
    parts = [
        f"# {criterion.id}: {criterion.title}",
        f"Speaks for {asked_for(criterion)}{decides}.",
        f"## What it looks for\n\n{criterion.what}",
        f"## Why it matters\n\n{criterion.why}",
        f"## What to do\n\n{criterion.fix}",
    ]
    parts += [f"## {heading}\n\n```tsx\n{code}\n```" for heading, code in _example(criterion)]
    parts.append(f"## Source\n\n{criterion.source}")
    return "\n\n".join(parts) + "\n"


def _example(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    return ("Before", criterion.before), ("After", criterion.after)


def main(arguments: list[str]) -> int:
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    stale = [
        name for name, text in wanted.items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]
    gone = [path.name for path in FOLDER.glob("*.md") if path.name not in wanted]
    for name in [*stale, *gone]:
        print(f"out of step: criteria/{name}" if "--check" in arguments else f"wrote criteria/{name}")
        if "--check" not in arguments:
            (FOLDER / name).unlink() if name in gone else (FOLDER / name).write_text(wanted[name], encoding="utf-8")
    return 1 if (stale or gone) and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
