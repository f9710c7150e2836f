"""What the other approach would look like, made from the user's own code.

A preview is shown only when every construct in the way is understood; the steps in words are always there
(``reviewer/report/steps.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Preview, PreviewFile, Refused, Suggestion
from reviewer.report.conversion.showing import check_length, render, render_suggestion

if TYPE_CHECKING:
    from reviewer.model import Finding
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

__all__ = ["Preview", "PreviewFile", "Refused", "Suggestion", "attempt", "preview", "render", "render_suggestion"]


def preview(finding: Finding, sources: Sources, modules: Modules) -> Preview | None:
    """The other approach in code, or None where something in the way is not understood."""
    try:
        return attempt(finding, sources, modules)
    except Refused:
        return None


def attempt(finding: Finding, sources: Sources, modules: Modules) -> Preview:
    """The same, with the reason. Raises Refused."""
    from reviewer.model import Recommendation
    from reviewer.report.conversion.to_action import to_action

    recommendation = finding.verdict.recommendation
    if recommendation is Recommendation.SERVER_ACTION:
        return check_length(to_action(finding, sources))
    raise Refused("nothing is recommended")
