"""What was worked out and may be asked again, within a bound: fifty thousand files must not fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from reviewer.syntax.parser import Sources

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

    def again(self, key: K) -> V | None:
        """What is kept, which now counts as new: for what a few keys are asked of far more often than all others."""
        value = self.pop(key, None)
        if value is not None:
            super().__setitem__(key, value)
        return value


class KeptOfRun(Generic[K, V]):
    """What was worked out of the files of one run, for as long as it lasts."""

    def __init__(self, most: int) -> None:
        self._most = most

    def of(self, sources: Sources) -> Kept[K, V]:
        """Of a tree of many files less is kept."""
        known: Kept[K, V] | None = sources.worked_out.get(self)
        if known is None:
            known = sources.worked_out[self] = Kept(sources.bound(self._most))
        return known
