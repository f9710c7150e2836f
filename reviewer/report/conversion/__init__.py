"""What the other approach would look like, made from the user's own code.

A preview is shown only when every construct in the way is understood; the steps in words are always there
(``reviewer/report/steps.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.preview import Preview, PreviewFile, Refused, Suggestion
from reviewer.report.conversion.showing import check_length, render, render_suggestion, with_own_line_ends

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
    from reviewer.report.conversion.server_module import to_server_module
    from reviewer.report.conversion.to_action import to_action
    from reviewer.report.conversion.to_own_file import to_own_file
    from reviewer.report.conversion.to_route import to_route

    recommendation = finding.verdict.recommendation
    if recommendation is Recommendation.SERVER_ACTION:
        made = to_action(finding, sources)
    elif recommendation is Recommendation.API_ROUTE:
        made = to_route(finding, sources, modules)
    elif recommendation is Recommendation.EXTRACT:
        made = to_own_file(finding, sources, modules)
    elif recommendation is Recommendation.SERVER_MODULE:
        made = to_server_module(finding, sources)
    else:
        raise Refused("nothing is recommended")
    return check_length(with_own_line_ends(made, sources, finding.endpoint.path))
