"""What is still to be looked at: the names that are asked for, and the files that may use them.

Where it is known who imports what, each file is visited once, and what a file imports before the file itself: so
whatever leads to a file is known before it is come to, and no syntax tree is kept or made a second time. Of a name with
more uses than are followed, the files are visited so that hold the first uses for certain. What is left waits for its
level: those uses, whatever was asked for too late since files import each other in a circle, and everything where
nobody knows who imports what.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewer.callers.references import Importers, Symbol
from reviewer.callers.sites import Seed
from reviewer.callers.state import Exported, State
from reviewer.callers.texts import Texts
from reviewer.model import Endpoint
from reviewer.syntax.imported import Imported

MAX_LEVELS = 6
MAX_USES = 60  # of one helper; the most seen in a real file is 86
MAX_OWNERS = 12  # of one hook whose trigger is known: what is left out is told as a gap


class Pending(NamedTuple):
    """What the uses of an exported name hold. ``seed``: None where each use is itself a place that names an action.

    ``depth``: how many hops lead to the name.
    """

    exported: Exported
    seed: Seed | None
    endpoint: Endpoint | None = None
    depth: int = 0


class Waiting:
    """What waits for the uses of a name. ``used``: those found so far. ``files``: those that were visited for it."""

    def __init__(self) -> None:
        self.pending: list[Pending] = []
        self.used = 0
        self.files: Collection[str] = ()
        self.whole = False  # no other files use it

    @property
    def limit(self) -> int:
        """How many uses are worth following; of an action itself, all."""
        if any(pending.seed is None for pending in self.pending):
            return sys.maxsize
        return MAX_OWNERS if all(pending.exported.state.via is not None for pending in self.pending) else MAX_USES

    @property
    def is_prefixed(self) -> bool:
        """All that is held still lacks the path that it is given."""
        return all(pending.exported.state.slot is not None for pending in self.pending)


class Agenda:
    """The names and the files. ``depth``: of the names that are asked for now."""

    def __init__(self, texts: Texts, importers: Importers, imported: Imported | None) -> None:
        """``imported``: None where nobody knows who imports what; then files are visited in order of path."""
        self.depth = 0
        self._texts = texts
        self._importers = importers
        self._rank = imported.order(texts.paths) if imported is not None else None
        self._heap: list[tuple[int, str]] = []
        self._symbols: dict[str, list[Symbol]] = {}  # by file that was put on the heap
        self._seen: set[str] = set()
        self._asked: set[tuple[Symbol, Seed | None, State]] = set()
        self._fresh: dict[Symbol, Waiting] = {}  # asked for since the last file
        self._taken: dict[Symbol, Waiting] = {}
        self._levels: dict[int, dict[Symbol, Waiting]] = {}

    def ask(self, symbol: Symbol, pending: Pending) -> None:
        """Asks for the uses of a name."""
        key = (symbol, pending.seed, pending.exported.state._replace(trail=()))
        if pending.seed is None or key not in self._asked:
            self._asked.add(key)
            self._fresh.setdefault(symbol, Waiting()).pending.append(pending._replace(depth=self.depth))

    # --- file by file

    def visit(self, path: str) -> None:
        """Puts a file on the list."""
        if path not in self._symbols:
            self._symbols[path] = []
            heapq.heappush(self._heap, (self._rank.get(path, 0) if self._rank is not None else 0, path))

    def visits(self) -> Iterator[tuple[str, Mapping[Symbol, Waiting]]]:
        """The files, each with the names that it may use; what is asked for meanwhile is looked for in later ones."""
        self._hand_on()
        while self._heap:
            path = heapq.heappop(self._heap)[1]
            self._seen.add(path)
            self.depth = 0
            yield path, {symbol: self._taken[symbol] for symbol in self._symbols[path]}
            self._hand_on()
        self._rank = None

    def _hand_on(self) -> None:
        fresh, self._fresh = self._fresh, {}
        for symbol, waiting in fresh.items():
            if self._rank is None or not self._takes(symbol, waiting):
                for pending in waiting.pending:
                    level = self._levels.setdefault(pending.depth, {})
                    level.setdefault(symbol, Waiting()).pending.append(pending)

    def _takes(self, symbol: Symbol, waiting: Waiting) -> bool:
        """Whether files are visited for the name."""
        levels = {pending.depth: Waiting() for pending in waiting.pending}
        for pending in waiting.pending:
            levels[pending.depth].pending.append(pending)
            if pending.depth >= MAX_LEVELS or pending.exported.state.slot is not None:
                return False
        known = self._taken.get(symbol)
        if known is not None:
            if not known.whole or not self._seen.isdisjoint(known.files):
                return False
            known.pending += waiting.pending
            return True
        files, waiting.whole = self._first(symbol, min(level.limit for level in levels.values()))
        if not self._seen.isdisjoint(files) or not (waiting.whole or (files and len(levels) == 1)):
            return False
        waiting.files = frozenset(files)
        self._taken[symbol] = waiting
        for path in files:
            self.visit(path)
            self._symbols[path].append(symbol)
        return True

    def _first(self, symbol: Symbol, limit: int) -> tuple[Sequence[str], bool]:
        """The files that may use it, as long as there are no more uses than are followed; whether these are all."""
        first: list[str] = []
        uses = 0
        for path in sorted(self._importers.files_using(symbol)):
            if uses >= limit:
                return first, False
            most = self._importers.most_uses(symbol, path, self._texts.read(path))
            if most:
                first.append(path)
                uses += most
        return first, True

    # --- level by level

    def unused(self) -> Iterator[Pending]:
        """What waits for names that no file uses, once all were visited. What is left of others waits for its level."""
        for symbol, waiting in self._taken.items():
            if waiting.whole:
                yield from waiting.pending if not waiting.used else ()
                continue
            level = self._levels.setdefault(waiting.pending[0].depth, {})
            if symbol in level:
                level[symbol].pending[:0] = waiting.pending
            else:
                level[symbol] = waiting
        self._taken.clear()

    def level(self, depth: int) -> Mapping[Symbol, Waiting]:
        """The names at so many hops that still wait; what is asked for next is one hop further."""
        self._hand_on()
        self.depth = depth + 1
        return self._levels.pop(depth, {})

    def rest(self) -> Iterator[Pending]:
        """All that still waits."""
        self._hand_on()
        for level in self._levels.values():
            for waiting in level.values():
                yield from waiting.pending
