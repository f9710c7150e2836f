"""A criterion's page in a terminal: the same texts that the documentation and SARIF show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer.report.links import Links
from reviewer.report.style import Style, wrapped
from reviewer.report.words import named

if TYPE_CHECKING:
    from reviewer.criteria import Criterion

WEIGHED, RULES = "Criteria, to be weighed", "Rules of the platform and of the team, which decide"
AND_DECIDES = ", and decides by itself where it is certain"


def asked_for(criterion: Criterion) -> str:
    """What the criterion speaks for, within a sentence."""
    return criterion.asks_for or named(criterion.favours)


def overview(criteria: Sequence[Criterion], style: Style) -> str:
    """Every criterion in a line."""
    wide = max(len(criterion.id) for criterion in criteria)
    lines: list[str | None] = []
    for heading, decides in ((WEIGHED, False), (RULES, True)):
        group = [criterion for criterion in criteria if criterion.decides is decides]
        if group:
            lines += ["" if lines else None, style.paint(heading, "bold")]
            for each in group:
                first, *rest = wrapped(f"{each.title} (for {asked_for(each)})", style.width - wide - 4)
                name = style.link(style.paint(f"{each.id:<{wide}}", "blue"), Links().criterion(each.id))
                lines += [f"  {name}  {first}", *(f"{'':{wide + 4}}{line}" for line in rest)]
    return "\n".join(line for line in lines if line is not None) + "\n\nroute-or-action explain ID prints a page.\n"


def page(criterion: Criterion, style: Style) -> str:
    """What it looks for, why, what to do, before and after, and where it comes from."""
    first, *rest = wrapped(criterion.title, style.width, len(criterion.id) + 2)
    title = f"{style.paint(criterion.id, 'bold', 'blue')}  {style.paint(first, 'bold')}"
    parts = ["\n".join([title, *(style.paint(line, "bold") for line in rest)])]
    told = (
        ("Speaks for", f"{asked_for(criterion)}{AND_DECIDES if criterion.decides else ''}."),
        ("What it looks for", criterion.what),
        ("Why it matters", criterion.why),
        ("What to do", criterion.fix),
    )
    for heading, text in told:
        if text:
            body = "\n".join(f"  {line}" for line in wrapped(text, style.width - 2))
            parts.append(f"{style.paint(heading, 'bold')}\n{body}")
    for heading, code in (("Before", criterion.before), ("After", criterion.after)):
        body = "\n".join(f"  {line}".rstrip() for line in code.split("\n"))
        parts.append(f"{style.paint(heading, 'bold')}\n{style.paint(body, 'cyan')}")
    source = "\n".join(f"  {line}" for line in wrapped(criterion.source, style.width - 2))
    parts.append(f"{style.paint('Source', 'bold')}\n{source}")
    return "\n\n".join(parts) + "\n"
