"""Which comments with a marker of ours are the summaries that we wrote. Pure.

Every workflow with the job's token writes as the same account, and one of them may quote a pull request's text. So the
marker and the author are not enough: the whole body must be as we write it, or a person must have changed it since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reviewer.github import markers
from reviewer.github.markers import State, SummaryMarker

RETIRED = "Posted twice by two runs at the same time: the other summary is the one that counts."
_TITLE = re.compile(r"\*\*(?:[0-9]|No |Incomplete)[^\n]{0,400}\.\*\*\Z")


def is_summary_of_ours(body: str, marker: SummaryMarker, comment: Mapping[str, Any]) -> bool:
    """``comment``: GitHub's node of it, whose ``viewerDidAuthor`` is true.

    A summary that a person has edited stays ours, and is left alone: the author of a pull request from a fork cannot
    edit it. What its own account has written otherwise is another workflow's.
    """
    if markers.is_edited(body, marker):
        return _edited_by_a_person(comment)
    return _is_as_we_write_it(markers.unsigned(body), marker.state)


def _edited_by_a_person(comment: Mapping[str, Any]) -> bool:
    """Accounts that were deleted are no editors any longer: they were people."""
    editor = comment.get("editor")
    is_app = isinstance(editor, Mapping) and editor.get("__typename") == "Bot"
    return isinstance(comment.get("lastEditedAt"), str) and not is_app


def _is_as_we_write_it(visible: str, state: State) -> bool:
    """It begins with the sentence of the template ``sticky.md.j2`` and ends with its last line, or it is retired."""
    if state is State.DUPLICATE:
        return visible == RETIRED
    last = visible.rpartition("\n")[2]
    return _TITLE.match(visible.partition("\n")[0]) is not None and last.startswith("<sub>") and last.endswith("</sub>")
