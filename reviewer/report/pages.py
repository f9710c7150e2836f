"""A criterion's page in a terminal: the same texts that the documentation and SARIF show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer.report.links import Links
from reviewer.report.style import Style, wrapped
from reviewer.report.words import APPROACH_NAMES, named

if TYPE_CHECKING:
    from reviewer.criteria import Criterion


def overview(criteria: Sequence[Criterion], style: Style) -> str:
    """Every criterion in a line."""
    wide = max(len(criterion.id) for criterion in criteria)
    lines: list[str | None] = []
    for heading, decides in (("Criteria, to be weighed", False), ("Rules of the platform, which decide", True)):
        group = [criterion for criterion in criteria if criterion.decides is decides]
        if group:
            lines += ["" if lines else None, style.paint(heading, "bold")]
            for each in group:
                first, *rest = wrapped(f"{each.title} ({APPROACH_NAMES[each.favours]})", style.width - wide - 4)
                name = style.link(style.paint(f"{each.id:<{wide}}", "blue"), Links().criterion(each.id))
                lines += [f"  {name}  {first}", *(f"{'':{wide + 4}}{line}" for line in rest)]
    return "\n".join(line for line in lines if line is not None) + "\n\nroute-or-action explain ID prints a page.\n"


def page(criterion: Criterion, style: Style) -> str:
    """What it looks for, why, what to do, before and after, and where it comes from."""
    first, *rest = wrapped(criterion.title, style.width, len(criterion.id) + 2)
    title = f"{style.paint(criterion.id, 'bold', 'blue')}  {style.paint(first, 'bold')}"
    parts = ["\n".join([title, *(style.paint(line, "bold") for line in rest)])]
    told = (
        ("Speaks for", f"{named(criterion.favours)}{', and decides by itself' if criterion.decides else ''}."),
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
