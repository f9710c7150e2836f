"""What was worked out and may be asked again, within a bound: fifty thousand files must not fill the memory."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """A dictionary that drops its older half when it is full: work goes by path, so what is asked again is asked soon.

    One entry at a time would cost as much as all: what a dictionary has lost at its front is passed over every time.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        if len(self) > self._most:
            for old in list(self)[: len(self) - self._most // 2]:
                del self[old]
