"""How much one run may do, counted and not timed: the same input gives the same answer on every machine.

The largest public app that we know of (780 endpoints) takes 20 MB of parsing and 13,000 steps; a generated tree of
50,000 files with 5,900 endpoints 190 MB and 130,000 steps.
"""

from __future__ import annotations

MOST_PARSED = 600_000_000  # bytes
MOST_STEPS = 1_000_000  # from one expression to the next, on the way from an endpoint's name to who calls it
SPENT = "the run has done all the work that one run may do"


class Budget:
    """What is left."""

    def __init__(self, parsed: int = MOST_PARSED, steps: int = MOST_STEPS) -> None:
        self.parsed = parsed
        self.steps = steps

    def may_parse(self, size: int) -> bool:
        """Whether so many bytes more may be parsed; they then count as parsed."""
        self.parsed -= size
        return self.parsed >= 0

    def may_step(self) -> bool:
        self.steps -= 1
        return self.steps >= 0
