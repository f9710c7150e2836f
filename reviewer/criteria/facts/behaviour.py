"""What an endpoint does: its own body, the wrappers around it, and the functions that it calls.

A wrapper is read because the evidence often stands there (field survey, section 0: the secret of a cron job 32 times
in the body, 103 times with the wrapper). Called functions are followed two hops for what they do, and further only
where they are handed the request, for what they read of it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.declared import declared_at, may_hold
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.functions import Function, function_at, names_of
from reviewer.criteria.facts.opening import opening
from reviewer.model import Endpoint, Span
from reviewer.syntax.kept import KeptOfRun
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

HOPS = 2
HOPS_WITH_REQUEST = 4
MOST_FUNCTIONS = 80
MOST_KEPT = 1_000  # endpoints of which is kept what they do
MOST_LINKS = 4_000  # functions of which is kept what they call
MOST_CALLS = 400  # of one function that are followed
ASKED_AGAIN = 20  # endpoints of which is kept what comes of it: several criteria ask of one after another

_REQUEST_NAMES = frozenset({"req", "request", "_req", "_request", "headers", "ctx", "context"})


class Reached(NamedTuple):
    """A function that runs when the endpoint is called.

    ``guards``: it is a wrapper, or what runs before the methods are told apart, or called by one of these.
    """

    function: Function
    hops: int
    guards: bool
    through: Call | None = None  # the call in the body that leads to it; none leads to what guards


class Behaviour:
    """``bodies``: the endpoint's own code. ``reached``: that of others, nearest first."""

    def __init__(self, bodies: tuple[Function, ...], reached: tuple[Reached, ...]) -> None:
        self.bodies = bodies
        self.reached = reached

    def all(self) -> Iterator[Function]:
        """Own code first, then everything that it reaches."""
        yield from self.bodies
        yield from (reached.function for reached in self.reached)

    def calls(self) -> Iterator[Call]:
        """The calls of the endpoint's own code."""
        for body in self.bodies:
            yield from body.calls

    def effects(self) -> Iterator[Effect]:
        """What it does itself, then what the functions do that it calls; wrappers are not its work."""
        yield from (effect for effect, _ in self.effects_and_calls())

    def effects_and_calls(self) -> tuple[tuple[Effect, Call | None], ...]:
        """Each effect with the call of another function that leads to it; None where it is the endpoint's own."""
        return _effects_and_calls(self)

    def does(self, *kinds: Does) -> Effect | None:
        """The first effect of one of these kinds."""
        return next((effect for effect in self.effects() if effect.does in kinds), None)


@lru_cache(ASKED_AGAIN)
def _effects_and_calls(behaviour: Behaviour) -> tuple[tuple[Effect, Call | None], ...]:
    found: list[tuple[Effect, Call | None]] = []
    for body in behaviour.bodies:
        found += [(effect, None) for effect in (*body.effects, *body.later) if not is_telemetry(effect.text)]
    for reached in behaviour.reached:
        through = reached.through
        if through is None or through.recovers or is_telemetry(through.text):
            continue
        if reached.hops <= HOPS:
            found += [(_at_the_call(effect, through), through) for effect in reached.function.effects]
    return tuple(found)


_TELEMETRY = re.compile(
    r"(?:^|\.)(?:log|logger|console|posthog|analytics|sentry|Sentry|(?:log|track|capture|identify)[A-Z_]\w*)"
    r"(?:\.(?!update|delete|upsert)|$)"
)


@lru_cache(maxsize=4_096)
def is_telemetry(text: str) -> bool:
    """A call that tells what happened: a log line, an audit entry, an analytics event. It is not what is done.

    Such an entry is written once: ``prisma.log.update`` changes a record that is only called so.
    """
    return _TELEMETRY.search(text) is not None


def _at_the_call(effect: Effect, through: Call) -> Effect:
    """A reader looks at the endpoint: the effect stands where the endpoint calls what has it."""
    return Effect(effect.does, effect.service, through.text, through.place)


_cache: KeptOfRun[Endpoint, Behaviour] = KeptOfRun(MOST_KEPT)


def behaviour(endpoint: Endpoint, sources: Sources, modules: Modules) -> Behaviour:
    """What the endpoint does; worked out once."""
    known = _cache.of(sources)
    found = known.get(endpoint)
    if found is None:
        spans = [handler.body for handler in endpoint.handlers]
        bodies = tuple(body for span in spans if (body := function_at(span, sources)) is not None)
        found = known[endpoint] = Behaviour(bodies, tuple(_reached(endpoint, bodies, sources, modules)))
    return found


def _reached(endpoint: Endpoint, bodies: tuple[Function, ...], sources: Sources, modules: Modules) -> Iterator[Reached]:
    seen = {body.span for body in bodies}
    queue: deque[tuple[Span, int, bool, Call | None]] = deque()

    before = opening(endpoint, sources)
    if before is not None:
        yield Reached(before, 1, True)
        queue.extend((span, 1, True, None) for _, span in _led_to(before, _own, sources, modules))
    queue.extend((wrapper.definition, 1, True, None) for wrapper in endpoint.wrappers if wrapper.definition is not None)
    for body in bodies:
        queue.extend((span, 1, True, None) for _, span in _led_to(body, _around, sources, modules))
        queue.extend((span, 1, False, call) for call, span in _led_to(body, _own, sources, modules))
    count = 0
    while queue and count < MOST_FUNCTIONS:
        span, hops, guards, through = queue.popleft()
        if span in seen:
            continue
        seen.add(span)
        function = function_at(span, sources)
        if function is None:
            continue
        count += 1
        yield Reached(function, hops, guards, through)
        if hops >= HOPS_WITH_REQUEST:
            continue
        further = _led_to(function, _own if hops < HOPS else _given_the_request, sources, modules)
        queue.extend((span, hops + 1, guards, through) for _, span in further)


def hands_on_request(call: Call) -> bool:
    """The call is given the request or its headers."""
    return any(not _REQUEST_NAMES.isdisjoint(passed) for passed in call.passes) or any(
        value in _REQUEST_NAMES for _, value in call.options
    )


def _own(function: Function) -> Iterable[Call]:
    return function.calls[:MOST_CALLS]


def _around(function: Function) -> Iterable[Call]:
    return function.wrapped_by


def _given_the_request(function: Function) -> Iterable[Call]:
    return (call for call in function.calls[:MOST_CALLS] if hands_on_request(call))


Which = Callable[[Function], Iterable[Call]]  # of the calls of a function, or of those around it

_links: KeptOfRun[tuple[Span, Which], tuple[tuple[Call, Span], ...]] = KeptOfRun(MOST_LINKS)


def _led_to(caller: Function, which: Which, sources: Sources, modules: Modules) -> tuple[tuple[Call, Span], ...]:
    """Those of the calls that lead to functions of this repository; worked out once."""
    known = _links.of(sources)
    key = caller.span, which
    found = known.get(key)
    if found is None:
        targets = ((call, _target(call, caller, sources, modules)) for call in which(caller))
        found = known[key] = tuple((call, span) for call, span in targets if span is not None)
    return found


def _target(call: Call, caller: Function, sources: Sources, modules: Modules) -> Span | None:
    """The function of this repository that a call runs. Packages of the registry and methods of objects are not."""
    if call.constructs or len(call.chain) > 2:
        return None
    path, name, method = caller.span.path, call.chain[0], None
    if call.origin is None:
        if len(call.chain) == 2:
            return None
    elif call.imported is None:
        return None
    else:
        name = call.imported
        if len(call.chain) == 2 and name == "*":
            name = call.chain[1]
        elif len(call.chain) == 2:
            method = call.chain[1]  # of an imported object literal or class
        target = modules.resolve(call.origin, path)
        if target is None or (method is not None and not may_hold(target, name, method, sources)):
            return None
        defined = modules.definition(target, name)
        if defined is None:
            return None
        path, name = defined.path, defined.name
    return declared_at(path, name, method, sources)


def led_to(caller: Function, sources: Sources, modules: Modules) -> dict[Call, Span]:
    """The functions of this repository that the calls of a function run."""
    return dict(_led_to(caller, _own, sources, modules))


def handed_on(call: Call, caller: Function, sources: Sources, modules: Modules) -> list[Function]:
    """The functions of this repository that a call is given by their names: ``Promise.all(ids.map(remove))``."""
    names = names_of(caller.span.path, sources)
    named = ((passed[0], *names.get(passed[0], (None, None))) for passed in call.passes if len(passed) == 1)
    calls = (Call((name,), origin, imported, False, call.place) for name, origin, imported in named)
    spans = [span for each in calls if (span := _target(each, caller, sources, modules)) is not None]
    return [function for span in spans if (function := function_at(span, sources)) is not None]
