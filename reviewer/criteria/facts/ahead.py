"""What files tell of endpoints, taken while their trees are at hand.

An audit finds every endpoint first, then their callers, and then weighs: by that time few trees of the first are left,
and each of these files would be parsed again. So would those of the functions that endpoints call, of which the search
for callers parses many.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.facts.behaviour import HOPS, MOST_CALLS
from reviewer.criteria.facts.declared import declared_at
from reviewer.criteria.facts.functions import Function, function_at
from reviewer.criteria.facts.opening import opening
from reviewer.criteria.facts.segment import own_setting
from reviewer.model import Endpoint, Span
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Source, Sources

Name = tuple[str, str]  # a file, and the name by which it exports something


class Ahead:
    """Takes what endpoints do, and the functions two calls deep, as soon as a tree shows them.

    Not in a tree of many files: what is known of all of them would fill the memory while their callers are looked for.
    """

    def __init__(self, sources: Sources, modules: Modules) -> None:
        self._sources = sources
        self._modules = modules
        self._hops: dict[Name, int] = {}  # the fewest calls that lead to a function, of all that are known by now
        self._at_hand: list[Name] = []
        self._awaited: dict[str, set[str]] = {}  # names of files that were not at hand
        if not sources.many:
            sources.when_parsed = self._take_awaited

    def take(self, endpoint: Endpoint) -> None:
        """Works out what its own code does, and what its file says besides, whose tree is at hand."""
        if self._sources.many:
            return
        own_setting(endpoint, self._sources)
        opening(endpoint, self._sources)
        for handler in endpoint.handlers:
            if handler.body.path == endpoint.path:
                self._follow(handler.body, 0)
        self._take_at_hand()

    def _take_awaited(self, source: Source) -> None:
        self._at_hand += [(source.path, name) for name in sorted(self._awaited.pop(source.path, ()))]
        self._take_at_hand()

    def _take_at_hand(self) -> None:
        while self._at_hand:
            path, name = self._at_hand.pop()
            hops = self._hops[path, name]
            table = self._modules.table(path)
            specifier, local = table.exports.get(name, (None, None)) if table is not None else (None, None)
            if table is not None and specifier is None and local in table.imports:
                specifier, local = table.imports[local]
            if specifier is not None and local is not None:
                self._want(self._modules.resolve(specifier, path), local, hops)
            elif local is not None and (span := declared_at(path, local, None, self._sources)) is not None:
                self._follow(span, hops)

    def _follow(self, start: Span, hops: int) -> None:
        """A function, and those of the same file that it calls; those of other files are wanted."""
        waiting = [(start, hops)]
        seen = set()
        while waiting:
            span, hops = waiting.pop()
            function = function_at(span, self._sources) if span not in seen else None
            seen.add(span)
            for origin, name in _called(function) if function is not None and hops < HOPS else ():
                if origin is not None:
                    self._want(self._modules.resolve(origin, span.path), name, hops + 1)
                elif (called := declared_at(span.path, name, None, self._sources)) is not None:
                    waiting.append((called, hops + 1))

    def _want(self, path: str | None, name: str, hops: int) -> None:
        if path is None or self._hops.get((path, name), HOPS + 1) <= hops:
            return
        self._hops[path, name] = hops
        if self._sources.is_at_hand(path):
            self._at_hand.append((path, name))
        else:
            self._awaited.setdefault(path, set()).add(name)


def _called(function: Function) -> Iterator[tuple[str | None, str]]:
    """What a function calls by a plain name, or by that of a module: where it comes from, and its name there."""
    for call in (*function.wrapped_by, *function.calls[:MOST_CALLS]):
        if len(call.chain) == 1 and not call.constructs:
            yield call.origin, call.imported or call.name
        elif len(call.chain) == 2 and call.imported == "*":
            yield call.origin, call.name
