"""Whether an endpoint changes nothing: every path of it ends in calls that are understood, and none of them changes.

Followed further than what an endpoint does, because one call that nothing is known of may be a change.
"""

from __future__ import annotations

from reviewer.criteria.facts.behaviour import HOPS, Behaviour, handed_on, is_telemetry, led_to
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.functions import function_at
from reviewer.criteria.facts.understood import asks_who_is_there, is_caching, is_parameter, is_understood
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

DEEPEST = 8  # calls below the endpoint
MOST_FOLLOWED = 100  # functions; of whoever leads to more nothing is said
_CHANGES = (Does.WRITE, Does.SEND)


def may_change_something(behaviour: Behaviour, sources: Sources, modules: Modules) -> bool:
    """The endpoint revalidates, or changes something, or waits for a call that nothing is known of.

    What only asks who is there is no work of the endpoint, whatever it does to its session.
    """
    waiting = [(body, 0) for body in behaviour.bodies]
    seen = {body.span for body in behaviour.bodies}
    if any(_is_change(effect) for body in behaviour.bodies for effect in body.later):
        return True
    while waiting:
        function, depth = waiting.pop()
        if len(seen) > MOST_FOLLOWED or any(_is_change(effect) for effect in function.effects):
            return True
        leads = led_to(function, sources, modules) if depth < DEEPEST else {}
        for call in function.calls:
            if call.origin == "next/cache" and not is_caching(call):
                return True
            if call.recovers or is_telemetry(call.text) or asks_who_is_there(call):
                continue
            if any(
                _is_change(effect) for each in handed_on(call, function, sources, modules) for effect in each.effects
            ):
                return True
            known = is_understood(call) or is_parameter(call, function)
            if known and depth >= HOPS:
                continue  # its name tells
            spans = leads.get(call, ())
            if not spans and call.waited and not call.configured and not known:
                return True
            for span in spans:
                if span in seen:
                    continue
                seen.add(span)
                further = function_at(span, sources)
                if further is None:
                    return True  # it cannot be read
                waiting.append((further, depth + 1))
    return False


def _is_change(effect: Effect) -> bool:
    return effect.does in _CHANGES and not is_telemetry(effect.text)
