"""How a route handler reads its request: ``await req.json()``, ``await req.formData()``, headers and cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.inputs import Inputs, Origin
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.query_string import read_query, read_url
from reviewer.report.conversion.reading import call_of, member_of, only_argument, pattern_of
from reviewer.report.conversion.route_params import read_context
from reviewer.report.conversion.scope import enclosing_function, uses

if TYPE_CHECKING:
    from tree_sitter import Node

_PRIVATE_HEADERS = ("authorization", "signature", "api-key", "secret", "token")


def read_route_request(inputs: Inputs) -> None:
    """Claims every use of the handler's parameters. Raises Refused where one is not understood."""
    parameters = inputs.function.parameters
    if len(parameters) > 2:
        raise Refused("the handler takes more than a request and its params")
    if parameters:
        _request(inputs, parameters[0])
    if len(parameters) == 2:
        read_context(inputs, parameters[1])


def _request(inputs: Inputs, parameter: Node) -> None:
    name = pattern_of(parameter)
    if name.type != "identifier":
        raise Refused("the request is taken apart in the parameter list")
    for use in uses(inputs.source, inputs.function.body, inputs.source.text(name)):
        member = member_of(use)
        if member is None:
            raise Refused("the request is handed to another function")
        read = inputs.source.text(member.named_children[-1])
        if read == "json":
            _body(inputs, member, Origin.BODY, None)
        elif read == "formData":
            _body(inputs, member, Origin.FORM, "FormData")
        elif read in ("headers", "cookies"):
            _from_headers(inputs, member, read)
        elif read == "nextUrl":
            url = member_of(member)
            if url is None or inputs.source.text(url.named_children[-1]) != "searchParams":
                raise Refused("the URL of the request is read")
            read_query(inputs, url)
        elif read == "url":
            read_url(inputs, member)
        else:
            raise Refused(f"`.{read}` of the request is read")


def _body(inputs: Inputs, member: Node, origin: Origin, type_text: str | None) -> None:
    call = call_of(member)
    default: str | None = None
    caught = member_of(call) if call is not None else None
    if call is not None and caught is not None and inputs.source.text(caught.named_children[-1]) == "catch":
        call = call_of(caught)
        default = _fallback(inputs, call)
    waited = call.parent if call is not None else None
    if waited is None or waited.type != "await_expression":
        raise Refused("the body is read without await")
    inside = enclosing_function(waited)
    if inside is None or inside.id != inputs.function.node.id:
        raise Refused("the body is read inside a nested function")
    inputs.claim(waited, origin, "", "any" if default else type_text, default)


def _fallback(inputs: Inputs, call: Node | None) -> str:
    """What ``.catch(() => ({}))`` gives instead of a body."""
    handler = only_argument(call) if call is not None else None
    body = handler.child_by_field_name("body") if handler is not None and handler.type == "arrow_function" else None
    text = inputs.source.text(body).replace(" ", "") if body is not None else ""
    known = {"({})": "{}", "null": "null", "undefined": "undefined"}
    if text not in known:
        raise Refused("a body that is no JSON is treated apart")
    return known[text]


def _from_headers(inputs: Inputs, member: Node, read: str) -> None:
    getter = member_of(member)
    call = call_of(getter) if getter is not None else None
    if getter is None or call is None or inputs.source.text(getter.named_children[-1]) not in ("get", "has"):
        raise Refused(f"the {read} are handed on")
    argument = only_argument(call)
    if argument is None or argument.type != "string":
        raise Refused(f"which of the {read} is read is not written out")
    if read == "headers" and any(part in inputs.source.text(argument).lower() for part in _PRIVATE_HEADERS):
        raise Refused("a header tells who calls")
    inputs.from_headers(member, read)
