"""R3: is it part of a RESTful API, or a complex back-end interaction?

A resource that is read with GET at the same address, payments, or several third-party services.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.effects import Effect
from reviewer.criteria.facts.http import answers_created, streams
from reviewer.criteria.facts.reach import reach
from reviewer.criteria.facts.services import Service
from reviewer.criteria.facts.work import work_of
from reviewer.model import Approach, Endpoint, Evidence, Kind, Place

# A GET that somebody reads at the same address makes the file a resource. Splitting it in two is a matter of taste, but
# each method is judged by its own callers: a small change that one form asks for may leave it all the same, the more
# so where the reader is the same component: then nothing but that one uses the resource.
RESOURCE = 1.5
READ_BY_THE_SAME = 0.8
# So do GET and two methods more, though nothing here reads it: then it may be there for others.
SEVERAL_METHODS = 1.4
# So do GET and a method that answers "created", as an API does that is meant for others.
CREATED_BESIDE_A_READ = 1.0
# The same for a method that must stay a route because it streams.
BESIDE_A_STREAM = 2.0
# The article names payments and several third-party APIs as what routes are for.
PAYMENTS = 2.5
SEVERAL_SERVICES = 1.5
LANGUAGE_MODEL = 1.5
SHARE_FOR_ACTIONS = 0.3

criterion = Criterion(
    id="R3",
    title="A RESTful API, or a complex back-end interaction",
    favours=Approach.API_ROUTE,
    what="Other methods at the same address, payments, language models, and the number of third-party services that "
    "are called.",
    why="A resource with several methods, or work that several services take part in, is an interface of its own.",
    fix="Keep the methods of one resource together in one route file.",
    source='The article: "You\'re building a RESTful API or complex back-end interactions"; "processing payments".',
)


@criterion.examine
def rest_or_back_end(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    place = endpoint.handlers[0].body.place if endpoint.handlers else None
    if place is None:
        return
    is_action = endpoint.kind is Kind.SERVER_ACTION
    share = SHARE_FOR_ACTIONS if is_action else 1.0
    if not is_action and "GET" not in endpoint.methods:
        yield from _resource(endpoint, context, place)
    streaming = None if is_action else _streaming_sibling(endpoint, context)
    if streaming is not None:
        message = f"`{streaming.name}` streams from the same address `{endpoint.url}`, and stays."
        yield criterion.evidence(BESIDE_A_STREAM, message, Place(streaming.path, streaming.anchor_line))
    behaviour = context.behaviour(endpoint)
    services = [service for service in work_of(behaviour).services if service is not Service.DATABASE]
    if Service.PAYMENTS in services:
        paid = _first(behaviour, Service.PAYMENTS)
        yield criterion.evidence(PAYMENTS * share, f"It processes payments: `{paid.text}`.", paid.place)
    elif Service.AI in services:
        asked = _first(behaviour, Service.AI)
        yield criterion.evidence(LANGUAGE_MODEL * share, f"It asks a language model: `{asked.text}`.", asked.place)
    elif len(services) >= 3:
        named = ", ".join(services[:-1]) + f" and {services[-1]}"
        place = _first(behaviour, *services).place
        yield criterion.evidence(SEVERAL_SERVICES * share, f"It works with {named}.", place)


def _first(behaviour: Behaviour, *services: Service) -> Effect:
    return next(effect for effect in behaviour.effects() if effect.service in services)


def _streaming_sibling(endpoint: Endpoint, context: Context) -> Endpoint | None:
    for sibling in context.siblings:
        beside = sibling.kind is endpoint.kind and sibling.url == endpoint.url and sibling.methods != endpoint.methods
        if beside and next(streams(context.behaviour(sibling)), None) is not None:
            return sibling
    return None


def _resource(endpoint: Endpoint, context: Context, place: Place) -> Iterator[Evidence]:
    """Other methods at the same address."""
    readers = _readers_at_the_same_address(endpoint, context)
    if readers is not None:
        alone = bool(readers) and readers == context.reach(endpoint).owner_files
        weight = READ_BY_THE_SAME if alone else RESOURCE
        yield criterion.evidence(weight, f"`GET` reads the same resource at `{endpoint.url}`.", place)
        return
    together = {*endpoint.methods}.union(*(each.methods for each in context.siblings if each.url == endpoint.url))
    methods = [method for method in _RESOURCE_METHODS if method in together]
    if methods[:1] == ["GET"] and len(methods) >= 3:
        named = ", ".join(f"`{method}`" for method in methods[:-1])
        message = f"{named} and `{methods[-1]}` make a resource of `{endpoint.url}`."
        yield criterion.evidence(SEVERAL_METHODS, message, place)
    elif methods[:1] == ["GET"]:
        created = next((call for call in context.behaviour(endpoint).calls() if answers_created(call)), None)
        if created is not None:
            message = f"It answers 201 at `{endpoint.url}`, where `GET` reads, as a REST API does."
            yield criterion.evidence(CREATED_BESIDE_A_READ, message, created.place)


_RESOURCE_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _readers_at_the_same_address(endpoint: Endpoint, context: Context) -> tuple[str, ...] | None:
    """The files of those who read with GET, where that is known; None where nobody does."""
    for sibling in context.siblings:
        if "GET" not in sibling.methods or sibling.url != endpoint.url:
            continue
        known = context.others.get(sibling)
        if known is None or known.gaps:
            return ()
        reading = reach(sibling, known)
        if reading.sites:
            return reading.owner_files
    return None
