"""What became of every suggestion: figures that add up."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.report.words import plural


class Counts(NamedTuple):
    """How many suggestions went which way in one run; ``fixed`` counts earlier ones that are gone, beside the sum."""

    posted: int = 0  # a new comment
    already_there: int = 0  # its comment stands from an earlier run
    settled: int = 0  # a person resolved or answered its comment
    kept: int = 0  # silenced by a keep comment in the code
    over_limit: int = 0  # beyond max-comments
    unplaced: int = 0  # no line or file of the diff could carry it
    held_back: int = 0  # not posted: a draft, comments switched off, a token that may not write, a failure
    fixed: int = 0

    @property
    def total(self) -> int:
        return (
            self.posted
            + self.already_there
            + self.settled
            + self.kept
            + self.over_limit
            + self.unplaced
            + self.held_back
        )

    def sentence(self) -> str:
        """ "3 suggestions: 2 commented now, 1 kept by a comment in the code. 1 earlier one is fixed."; "" for none."""
        parts = (
            (self.posted, "commented now"),
            (self.already_there, "commented before"),
            (self.settled, "settled in its thread"),
            (self.kept, "kept by a comment in the code"),
            (self.over_limit, "over the limit of comments"),
            (self.unplaced, "outside the diff"),
            (self.held_back, "not commented"),
        )
        said = ", ".join(f"{count} {what}" for count, what in parts if count)
        total = f"{plural(self.total, 'suggestion')}: {said}." if said else ""
        fixed = f"{plural(self.fixed, 'earlier one is', 'earlier ones are')} fixed." if self.fixed else ""
        return " ".join(filter(None, (total, fixed)))
