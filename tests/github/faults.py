"""What can go wrong with one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

READ_FAULTS = (
    "502-before",
    "timeout-before",
    "reset-before",
    "broken-json",
    "401",
    "403",
    "403-retry-after",
    "403-secondary",
    "403-primary",
    "404",
    "409",
    "429",
    "429-retry-after",
    "graphql-errors",
    "graphql-limited",
    "no-budget",
)
WRITE_FAULTS = (
    *READ_FAULTS,
    "502-after",
    "timeout-after",
    "reset-after",
    "broken-json-after",
    "partial-after",
    "410",
    "422",
)


@dataclass
class Fault:
    """What happens to the request with this number (0 is the first after ``arm``), and to ``times`` from it on.

    ``before``: runs on the server before the request is answered, such as a second run of the program.
    """

    at: int
    kind: str = ""
    times: int = 1
    before: Callable[[], None] | None = None

    def hits(self, number: int) -> bool:
        return self.at <= number < self.at + self.times
