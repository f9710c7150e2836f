"""The calls of clients with a base: their URLs alone may not show where they lead, and need not start with a slash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reviewer.callers.clients import BASE_KEYS, based, made_clients
from reviewer.callers.flow import Flow
from reviewer.callers.functions import arguments_of
from reviewer.callers.references import Importers, Symbol, Use
from reviewer.callers.requests import Request, by_name, client_request, request_at
from reviewer.callers.rtk import endpoint_request, written_urls
from reviewer.callers.scopes import File
from reviewer.callers.urls import Pattern
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_SIGNS = (*(f"{key}:".encode() for key in BASE_KEYS), b"createApi(", b"injectEndpoints(")

Sent = tuple[File, "Node", "Node", Request]  # the file, the call, its URL, and what it sends


def may_make_clients(data: bytes) -> bool:
    return any(sign in data for sign in _SIGNS)


def client_requests(
    file: File, flow: Flow, importers: Importers, wanted: Callable[[str, tuple[Pattern, ...]], bool]
) -> Iterator[Sent]:
    """The requests of the clients that a file makes, wherever they are used. ``wanted``: URLs that may be asked for."""
    for call, url in written_urls(file):
        request = request_at(file, call, 0, (".query", "()"), flow.evaluator.patterns(file, url))
        if isinstance(request, Request):
            yield file, call, url, endpoint_request(flow, file, call, request)
    for made, name in made_clients(file):
        bases = flow.clients.of_definition(file, made)
        if wanted(file.path, based(bases, (("",),))):
            for use in _uses(file, name, flow, importers):
                yield from _sent(use, flow)


def _uses(file: File, name: Node, flow: Flow, importers: Importers) -> Iterator[Use]:
    if name.type == "property_identifier":
        yield from _of_field(file, name)
        return
    binding = file.binding(name) if name.type == "identifier" else None
    yield from (Use(file, node, ()) for node in file.references(binding)) if binding is not None else ()
    local = binding.name if binding is not None else "default"
    symbols = [Symbol(file.path, exported) for exported in flow.exported_as(file.path, local)]
    for _, use in importers.uses(symbols, lambda _: False) if symbols else ():
        if isinstance(use, Use) and not use.access:
            yield use


def _of_field(file: File, name: Node) -> Iterator[Use]:
    """``this.client`` in the class that has the field."""
    body = next((above for above in ancestors(name) if above.type == "class_body"), None)
    for node in file.occurrences(file.text(name), body) if body is not None else ():
        if node.parent is not None and node.parent.type == "member_expression":
            yield Use(file, node.parent, ())


def _sent(use: Use, flow: Flow) -> Iterator[Sent]:
    file, holder = use.file, use.node.parent
    is_member = holder is not None and holder.type == "member_expression"
    call = holder.parent if holder is not None and is_member else holder
    if call is None or call.type != "call_expression":
        return
    url = next(iter(arguments_of(call)), None)
    if url is None or url.type not in ("string", "template_string"):
        return
    patterns = flow.evaluator.patterns(file, url)
    request = request_at(file, call, 0, (), patterns) or by_name(file, call, 0, patterns)
    if request is None and not is_member:
        request = client_request(file, call, patterns)
    if isinstance(request, Request):
        yield file, call, url, flow.based(file, call, request)
