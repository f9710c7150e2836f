"""What the file of an endpoint tells of it, taken while the tree of the file is at hand.

An audit finds every endpoint first, then their callers, and then weighs: by that time few trees of the first are left,
and each of these files would be parsed again.
"""

from __future__ import annotations

from reviewer.criteria.facts.behaviour import HOPS, MOST_CALLS
from reviewer.criteria.facts.declared import declared_at
from reviewer.criteria.facts.functions import function_at
from reviewer.criteria.facts.opening import opening
from reviewer.criteria.facts.segment import own_setting
from reviewer.model import Endpoint
from reviewer.syntax.parser import Sources


def take_ahead(endpoint: Endpoint, sources: Sources) -> None:
    """Works out what its own code does, the functions of the same file that it calls, and what the file says besides.

    Not in a tree of many files: what is known of all of them would fill the memory while their callers are looked for.
    """
    if sources.many:
        return
    own_setting(endpoint, sources)
    opening(endpoint, sources)
    waiting = [(handler.body, 0) for handler in endpoint.handlers if handler.body.path == endpoint.path]
    seen = set()
    while waiting:
        span, hops = waiting.pop()
        function = function_at(span, sources) if span not in seen else None
        seen.add(span)
        for call in (*function.wrapped_by, *function.calls[:MOST_CALLS]) if function is not None else ():
            if call.origin is None and len(call.chain) == 1 and not call.constructs:
                called = declared_at(span.path, call.name, None, sources)
                if called is not None and hops < HOPS:
                    waiting.append((called, hops + 1))
