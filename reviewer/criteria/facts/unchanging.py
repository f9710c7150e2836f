"""Whether an endpoint changes nothing: every path of it ends in calls that are understood, and none of them changes.

Followed further than what an endpoint does, because one call that nothing is known of may be a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewer.criteria.facts.behaviour import HOPS, Behaviour, handed_on, is_telemetry, led_to
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.functions import function_at
from reviewer.criteria.facts.names import is_named_for_a_change
from reviewer.criteria.facts.understood import asks_who_is_there, is_caching, is_parameter, is_understood
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

DEEPEST = 8  # calls below the endpoint
MOST_FOLLOWED = 100  # functions; of whoever leads to more nothing is said
_CHANGES = (Does.WRITE, Does.SEND)


class Doubt(NamedTuple):
    """Why it cannot be said that an endpoint changes nothing.

    ``seen``: a change is seen. ``call``: the call that stands for it, or of which nothing is known; None where a
    function itself has the change, or where there is too much to follow.
    """

    seen: bool
    call: Call | None = None


def may_change_something(behaviour: Behaviour, sources: Sources, modules: Modules) -> bool:
    """The endpoint revalidates, or changes something, or waits for a call that nothing is known of."""
    return next(_doubts(behaviour, sources, modules), None) is not None


def seems_to_change_something(behaviour: Behaviour, sources: Sources, modules: Modules) -> bool:
    """A change is seen, or a call that nothing is known of is named for one."""
    return any(
        doubt.seen or (doubt.call is not None and is_named_for_a_change(doubt.call.name))
        for doubt in _doubts(behaviour, sources, modules)
    )


def _doubts(behaviour: Behaviour, sources: Sources, modules: Modules) -> Iterator[Doubt]:
    """What only asks who is there is no work of the endpoint, whatever it does to its session."""
    waiting = [(body, 0) for body in behaviour.bodies]
    seen = {body.span for body in behaviour.bodies}
    if any(_is_change(effect) for body in behaviour.bodies for effect in body.later):
        yield Doubt(seen=True)
    while waiting:
        function, depth = waiting.pop()
        if len(seen) > MOST_FOLLOWED:
            yield Doubt(seen=False)
            return
        if any(_is_change(effect) for effect in function.effects):
            yield Doubt(seen=True)
        leads = led_to(function, sources, modules) if depth < DEEPEST else {}
        for call in function.calls:
            if call.origin == "next/cache" and not is_caching(call):
                yield Doubt(depth == 0, call)  # a helper of all actions revalidates what some tell it to
            if call.recovers or is_telemetry(call.text) or asks_who_is_there(call):
                continue
            if any(
                _is_change(effect) for each in handed_on(call, function, sources, modules) for effect in each.effects
            ):
                yield Doubt(True, call)
            known = is_understood(call) or is_parameter(call, function)
            if known and depth >= HOPS:
                continue  # its name tells
            span = leads.get(call)
            if span is None and call.waited and not call.configured and not known:
                yield Doubt(False, call)
            if span is None or span in seen:
                continue
            seen.add(span)
            further = function_at(span, sources)
            if further is None:
                yield Doubt(False, call)  # it cannot be read
            else:
                waiting.append((further, depth + 1))


def _is_change(effect: Effect) -> bool:
    return effect.does in _CHANGES and not is_telemetry(effect.text)
