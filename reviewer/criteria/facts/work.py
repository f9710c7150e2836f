"""How much work an endpoint is: its own code together with the functions of its own file that it calls."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reviewer.criteria.facts.behaviour import ASKED_AGAIN, Behaviour, hands_on_request
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.services import Service
from reviewer.criteria.facts.understood import client_change, reads_by_name, unknown_work
from reviewer.model import Endpoint

DELEGATION = 3  # statements of a handler that only hands the request to the function that does the work
MINOR = frozenset({Service.COOKIES, Service.FILES, Service.CACHE})


class Work(NamedTuple):
    """``services``: the kinds of back-end service that it touches, caches and cookies left out."""

    statements: int
    cognitive: int
    services: tuple[Service, ...]


@lru_cache(ASKED_AGAIN)
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
    section 9.2.1; a POST may be a search). Of others, what a function does that is named for its answer is no change.
    """
    return _mutation(behaviour, says_so=bool(endpoint.methods) and _CHANGING.issuperset(endpoint.methods))


@lru_cache(ASKED_AGAIN)
def _mutation(behaviour: Behaviour, says_so: bool) -> Effect | None:
    changes = [
        (effect, through)
        for effect, through in behaviour.effects_and_calls()
        if effect.does in (Does.WRITE, Does.SEND) and (says_so or through is None or not _answers(through.name))
    ]
    if changes:
        return min(changes, key=_is_secondary)[0]
    call = client_change(behaviour)
    if call is None and says_so:
        call = unknown_work(behaviour)
    return Effect(Does.WRITE, Service.HTTP, call.text, call.place) if call is not None else None


def _is_secondary(found: tuple[Effect, Call | None]) -> tuple[bool, bool]:
    effect, through = found
    return effect.service in _SECONDARY, through is not None and _is_called_for_its_answer(through.name)


def certain_mutation(behaviour: Behaviour) -> Effect | None:
    """A change that is no message to a queue (audit logs are), no request that may only ask for something, and nothing
    that a function does on the side which is called for its answer, such as ``searchNumbers`` or ``generateReport``.
    """
    for effect, through in behaviour.effects_and_calls():
        by_the_way = through is not None and _is_called_for_its_answer(through.name)
        if effect.does is Does.WRITE and effect.service is not Service.QUEUE and not by_the_way:
            return effect
    return None


# The first are named for nothing but an answer, the others may keep what they make or mark what they check.
_ANSWERING = (
    r"(?:translate|summari[sz]e|transcribe|diagnose|predict|suggest|recommend|classify|compute|calculate|estimate"
    r"|preview|analy[sz]e)(?![a-z])"
)
_MAKING = r"(?:generate|build|check|validate|verify)(?![a-z])"


def _answers(name: str) -> bool:
    return reads_by_name(name) or re.match(_ANSWERING, name) is not None


def _is_called_for_its_answer(name: str) -> bool:
    return _answers(name) or re.match(_MAKING, name) is not None
