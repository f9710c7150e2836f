"""RTK Query: the requests of ``createApi``'s endpoints, and the hooks that it generates for them.

Source: Redux Toolkit documentation, "createApi", "API Slices: React Hooks" (``useGetItemsQuery``, ``useLazy...Query``,
``useAddItemMutation``), "Code Splitting" (``injectEndpoints``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.clients import based, is_static
from reviewer.callers.functions import TRANSPARENT, arguments_of, last_name, property_of
from reviewer.callers.known import words
from reviewer.callers.requests import Request
from reviewer.callers.scopes import FUNCTIONS, File
from reviewer.callers.state import State

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.flow import Flow
    from reviewer.callers.walk import Walk

APIS = words("createApi injectEndpoints enhanceEndpoints")
ENDPOINTS = words("query mutation infiniteQuery")
QUERY_CALL = "query()"  # a step of an access: a call that reads when its component renders


def endpoint_request(flow: Flow, file: File, call: Node, request: Request) -> Request:
    """The request of ``builder.query(...)``, behind the API's base, sent by whoever uses the generated hook."""
    bases = flow.clients.query_bases(file, call)
    patterns = based(bases, request.patterns) if bases else request.patterns
    kind = "mutation" if last_name(file, call) == "mutation" else "query"
    returns = (f"rtk {kind}",)
    return request._replace(patterns=patterns, via=None, wrapped=not is_static(bases), returns=returns)


def in_api(walk: Walk, call: Node, state: State) -> bool:
    """``createApi({ endpoints: (builder) => ({ name: endpoint }) })``. False: the state is no endpoint's."""
    access = state.access
    if last_name(walk.file, call) not in APIS or len(access) != 4 or access[:2] != (".endpoints", "()"):
        return False
    key, kind = access[2].removeprefix("."), access[3].removeprefix("rtk ")
    name = f"{key[:1].upper()}{key[1:]}"
    if kind == "mutation":
        walk.push(call, state.at((f".use{name}Mutation", "()", "[0]")))
    else:
        walk.push(call, state.at((f".use{name}Query|use{name}QueryState", QUERY_CALL)))
        walk.push(call, state.at((f".useLazy{name}Query", "()", "[0]")))
    walk.push(call, state.at((".endpoints", f".{key}", ".initiate", "()")))
    return True


def written_urls(file: File) -> Iterator[tuple[Node, Node]]:
    """The URLs that the endpoints of a file return as literals, each with the endpoint's call."""
    for word in ENDPOINTS:
        for node in file.occurrences(word, file.source.root):
            call = node.parent.parent if node.parent is not None else None
            if node.type != "property_identifier" or call is None or call.type != "call_expression":
                continue
            options = next((argument for argument in arguments_of(call) if argument.type == "object"), None)
            query = property_of(file, options, "query") if options is not None else None
            url = _returned(file, query) if query is not None else None
            if url is not None:
                yield call, url


def _returned(file: File, function: Node) -> Node | None:
    body = function.child_by_field_name("body") if function.type in FUNCTIONS else None
    if body is not None and body.type == "statement_block":
        last = body.named_children[-1] if body.named_children else None
        body = last.named_children[0] if last is not None and last.type == "return_statement" else None
    while body is not None and body.type in TRANSPARENT and body.named_children:
        body = body.named_children[0]
    if body is not None and body.type == "object":
        body = property_of(file, body, "url")
    return body if body is not None and body.type in ("string", "template_string") else None
