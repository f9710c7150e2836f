"""Does it stream its answer?

For a route that is settled: an event stream or an AI answer needs HTTP. An action can return a stream too, and mature
apps do it, so for an action it is only a preference.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.functions import Function
from reviewer.criteria.facts.http import FUNCTIONS_ASKED_AGAIN, streams
from reviewer.model import Approach, Endpoint, Evidence, Kind

# An action can stream, but actions of one client run one at a time: a long stream blocks the next click.
STREAM_IN_ACTION = 2.0

criterion = Criterion(
    id="streaming",
    title="A streamed answer",
    favours=Approach.API_ROUTE,
    what="Streams that are made and returned: `ReadableStream`, event streams, the response helpers of AI libraries; "
    "web sockets on the connection of the answer; callers that read the body as a stream.",
    why="A route streams over plain HTTP with its own duration and runtime. The actions of one client run one after "
    "another, so a streaming action blocks the next one.",
    fix="Return the stream from a route handler.",
    source="Next.js documentation, Route Handlers, Streaming; React documentation, 'use server', Caveats.",
    decides=True,
)


@criterion.examine
def streamed_answer(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    stream = next(streams(context.behaviour(endpoint)), None)
    if endpoint.kind is Kind.SERVER_ACTION:
        if stream is not None and not _answers_interface(context.behaviour(endpoint)):
            message = f"It streams its answer (`{stream.text}`), and actions of one client run one after another."
            yield criterion.evidence(STREAM_IN_ACTION, message, stream.place)
        return
    if stream is not None:
        yield criterion.decision(f"It streams its answer (`{stream.text}`).", stream.place)
        return
    socket = _connection(context.behaviour(endpoint))
    if socket is not None:
        yield criterion.decision(f"It speaks over the connection itself (`{socket.text}`).", socket.place)
        return
    reader = next((site for site in context.reach(endpoint).sites if "stream" in site.reads), None)
    if reader is not None:
        yield criterion.decision(f"`{reader.path}` reads its answer as a stream.", reader.place)


def _connection(behaviour: Behaviour) -> Call | None:
    """``res.socket.server.io.emit(...)``: a server of web sockets that hangs on the connection of the answer."""
    return next((call for function in behaviour.all() if (call := _speaks_over_it(function)) is not None), None)


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def _speaks_over_it(function: Function) -> Call | None:
    for call in function.calls:
        if call.chain[0] in ("res", "response") and "socket" in call.chain[1:-1]:
            return call
    return None


_INTERFACE = frozenset({"createStreamableUI", "streamUI"})


def _answers_interface(behaviour: Behaviour) -> bool:
    """React's own streams carry components, which only an action can answer."""
    nearby = (reached.function for reached in behaviour.reached if not reached.guards and reached.hops == 1)
    return any(
        function.returns_jsx or any(call.name in _INTERFACE for call in function.calls)
        for function in (*behaviour.bodies, *nearby)
    )
