"""How much work an endpoint is: its own code together with the functions of its own file that it calls."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.criteria.facts.behaviour import Behaviour, hands_on_request
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.services import Service
from reviewer.criteria.facts.understood import client_change, unknown_work
from reviewer.model import Endpoint

DELEGATION = 3  # statements of a handler that only hands the request to the function that does the work
MINOR = frozenset({Service.COOKIES, Service.FILES, Service.CACHE})


class Work(NamedTuple):
    """``services``: the kinds of back-end service that it touches, caches and cookies left out."""

    statements: int
    cognitive: int
    services: tuple[Service, ...]


def work_of(behaviour: Behaviour) -> Work:
    """The work of one endpoint; functions of other files count for the services they touch, not for size."""
    functions = list(behaviour.bodies)
    paths = {body.span.path for body in behaviour.bodies}
    delegates = all(body.size.statements <= DELEGATION for body in behaviour.bodies)
    for reached in behaviour.reached:
        if reached.through is None:
            continue  # it guards
        in_same_file = reached.function.span.path in paths
        does_it_all = delegates and reached.hops == 1 and hands_on_request(reached.through)
        if in_same_file or does_it_all:
            functions.append(reached.function)
    services = {effect.service for effect in behaviour.effects()} - MINOR
    return Work(
        sum(function.size.statements for function in functions),
        sum(function.size.cognitive for function in functions),
        tuple(sorted(services)),
    )


_SECONDARY = frozenset({Service.QUEUE, Service.COOKIES})
_CHANGING = frozenset({"PUT", "PATCH", "DELETE"})


def mutation(endpoint: Endpoint, behaviour: Behaviour) -> Effect | None:
    """The call that changes something outside the process; what looks like a log of events comes last.

    Work that leads to nothing known, such as a client of the app's own, is it where it is named for a change. Who
    answers nothing but ``PUT``, ``PATCH`` or ``DELETE`` says by that alone that it changes something (RFC 9110,
    section 9.2.1; a POST may be a search).
    """
    changes = [effect for effect in behaviour.effects() if effect.does in (Does.WRITE, Does.SEND)]
    known = min(changes, key=lambda effect: effect.service in _SECONDARY, default=None)
    if known is not None:
        return known
    call = client_change(behaviour)
    if call is None and endpoint.methods and set(endpoint.methods) <= _CHANGING:
        call = unknown_work(behaviour)
    return Effect(Does.WRITE, Service.HTTP, call.text, call.place) if call is not None else None


def certain_mutation(behaviour: Behaviour) -> Effect | None:
    """A change that is no message to a queue (audit logs are) and no request that may only ask for something."""
    effects = (effect for effect in behaviour.effects() if effect.does is Does.WRITE)
    return next((effect for effect in effects if effect.service is not Service.QUEUE), None)
