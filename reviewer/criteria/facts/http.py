"""What an endpoint reads of the HTTP request and what it answers, from the calls and names in its code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reviewer.criteria.facts.behaviour import ASKED_AGAIN, Behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.functions import Function, Mention
from reviewer.model import Place

_ANSWERS = frozenset({"res", "response", "resp", "result", "r"})
_RESPONSES = frozenset({"Response", "NextResponse"})
FUNCTIONS_ASKED_AGAIN = 1_000  # functions whose facts are kept: several criteria ask, of one endpoint after another


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def headers_read(function: Function) -> tuple[Mention, ...]:
    """The names of the request headers that one function reads, in lower case; a constant's name as written."""
    return tuple(_headers_read(function))


def _headers_read(function: Function) -> Iterator[Mention]:
    for call in function.calls:
        is_lookup = call.name in ("get", "has", "header") and len(call.chain) > 1
        is_headers = "headers" in call.chain[:-1] or (call.origin == "next/headers" and call.imported == "headers")
        if not is_lookup or not (is_headers or call.name == "header") or call.chain[0] in _ANSWERS:
            continue
        for name in [text for text in call.strings if text] or [chain[-1] for chain in call.passes]:
            yield Mention(name.lower(), call.place)
    for member in function.members:
        names = member.text.split(".")
        if "headers" in names[:-1] and names[0] not in _ANSWERS and names[-1] not in ("get", "has", "entries"):
            yield Mention(names[-1].lower(), member.place)


@lru_cache(ASKED_AGAIN)
def that_read(behaviour: Behaviour) -> tuple[Function, ...]:
    """Those of its functions that read something of the request or of the environment."""
    return tuple(function for function in behaviour.all() if function.members or headers_read(function))


@lru_cache(ASKED_AGAIN)
def response_headers(behaviour: Behaviour) -> tuple[Mention, ...]:
    """The response headers that are set, as "name: value" in lower case where the value is literal."""
    return tuple(header for function in behaviour.all() for header in _headers_set(function))


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def _headers_set(function: Function) -> tuple[Mention, ...]:
    found = [Mention(key.text.lower(), key.place) for key in function.keys]
    for call in function.calls:
        if call.name in ("setHeader", "set", "append", "header") and len(call.strings) > 1 and call.strings[0]:
            if call.name in ("set", "append") and not any(name.lower().endswith("headers") for name in call.chain):
                continue
            value = call.strings[1] or ""
            found.append(Mention(f"{call.strings[0].lower()}: {value.lower()}", call.place))
        for name, value in call.options:
            if name.lower().startswith("headers.") and is_response(call):
                found.append(Mention(f"{name[8:].lower()}: {value.lower()}", call.place))
    return tuple(found)


def is_response(call: Call) -> bool:
    """``new Response()``, ``Response.json()``, ``NextResponse.json()``, or one of the app's own name for them."""
    return not _RESPONSES.isdisjoint(call.chain) or (call.constructs and call.name.endswith("Response"))


def answers_created(call: Call) -> bool:
    """``Response.json(order, { status: 201 })`` (RFC 9110, section 15.3.2)."""
    return is_response(call) and call.option("status") == "201"


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def environment(function: Function) -> tuple[Mention, ...]:
    """The names of the environment variables that the function reads."""
    read = ((member.text.split("."), member.place) for member in function.members)
    return tuple(Mention(names[-1], place) for names, place in read if "env" in names[:-1])


def redirects(behaviour: Behaviour) -> Iterator[Place]:
    """Where the endpoint's own code redirects over HTTP."""
    for call in behaviour.calls():
        is_answer = call.name == "redirect" and call.chain[0] in (*_RESPONSES, "res", "response")
        is_next = call.origin == "next/navigation" and call.imported in ("redirect", "permanentRedirect")
        if is_answer or is_next:
            yield call.place


_STREAMS = frozenset(
    {
        "toDataStreamResponse",
        "toUIMessageStreamResponse",
        "toTextStreamResponse",
        "toAIStreamResponse",
        "createUIMessageStreamResponse",
        "createDataStreamResponse",
        "createUIMessageStream",
        "StreamingTextResponse",
        "ReadableStream",
        "TransformStream",
        "toReadableStream",
        "pipeThrough",
        "pipeDataStreamToResponse",
        "pipeUIMessageStreamToResponse",
        "createStreamableValue",
        "createStreamableUI",
        "streamText",
        "streamObject",
        "streamUI",
        "consumeStream",
        "flushHeaders",
        "resumeExistingStream",
        "resumableStream",
        "createNewResumableStream",
    }
)


def streams(behaviour: Behaviour) -> Iterator[Mention]:
    """Where the endpoint, or a function that it calls, makes a stream."""
    nearby = [reached.function for reached in behaviour.reached if not reached.guards and reached.hops == 1]
    for function in (*behaviour.bodies, *nearby):
        yield from _streams(function)


@lru_cache(FUNCTIONS_ASKED_AGAIN)
def _streams(function: Function) -> tuple[Mention, ...]:
    made = [
        Mention(call.name, call.place)
        for call in function.calls
        if call.name in _STREAMS or call.text in ("res.write", "response.write")
    ]
    events = [key for key in function.keys if key.text.startswith("content-type: text/event-stream")]
    return (*made, *(Mention("text/event-stream", key.place) for key in events))
