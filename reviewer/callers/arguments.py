"""A function or a URL is an argument: what does the called function do with it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.callers import prefixed, rtk, stores
from reviewer.callers.functions import TRANSPARENT, arguments_of, callee, is_hook, last_name
from reviewer.callers.known import ANY, rule_of
from reviewer.callers.requests import Request, body_methods, by_name, client_request, is_read_hook, request_at
from reviewer.callers.state import Lost, State
from reviewer.callers.urls import Pattern
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.walk import Walk


_BUILDS_URL = r"(?i:url|uri|path|join|href|absolute|prefix|endpoint)"


def in_arguments(walk: Walk, node: Node, parent: Node, state: State) -> None:
    """``call(..., node, ...)``"""
    call = parent.parent
    if call is None:
        return
    arguments = arguments_of(call)
    position = next((index for index, argument in enumerate(arguments) if argument == node), 0)
    if state.urls is not None:
        _url_argument(walk, call, position, state, state.urls)
    elif state.access[:1] == (stores.STORE,):
        stores.handed_over(walk, call, position, state)
    elif not stores.in_creator(walk, node, call, position, state) and not rtk.in_api(walk, call, state):
        _function_argument(walk, call, position, state)


def _url_argument(walk: Walk, call: Node, position: int, state: State, urls: tuple[Pattern, ...]) -> None:
    name = last_name(walk.file, call)
    if call.type == "new_expression" and name == "URL":
        if position == 0 and not state.access:
            walk.push(call, walk.composed(arguments_of(call)[0], call, state))
        return
    if name in ("encodeURI", "String", "useMemo", "useState", "useRef") and position == 0:
        access = {
            "useMemo": state.access[1:],
            "useState": ("[0]", *state.access),
            "useRef": (".current", *state.access),
        }
        walk.push(call, state.at(access.get(name, state.access)))
        return
    if name in ("stringifyUrl", "format") and state.access in ((".url",), (".pathname",)) and position == 0:
        walk.push(call, state.at(()))  # query-string's stringifyUrl({ url, query }), Node's url.format({ pathname })
        return
    if name in ("map", "flatMap") and state.access[:1] == ("()",):
        walk.push(call, state.at(("[0]", *state.access[1:])))
        return
    request = request_at(walk.file, call, position, state.access, urls)
    if request is False:
        return
    if isinstance(request, Request) and name in rtk.ENDPOINTS and state.access[:2] == (".query", "()"):
        walk.send(call, state, rtk.endpoint_request(walk.flow, walk.file, call, request))
    elif isinstance(request, Request) and name == "useSWRMutation" and not request.methods:
        walk.send(call, state, request._replace(methods=_sent_by(walk, call)))
    elif isinstance(request, Request) and not request.wrapped:
        walk.send(call, state, walk.flow.based(walk.file, call, request))
    elif not walk.into(call, position, state):
        named = by_name(walk.file, call, position, urls) if not state.access else None
        guess = request if isinstance(request, Request) else named
        if guess is None and not state.access and position == 0 and walk.flow.clients.bases(walk.file, call):
            guess = client_request(walk.file, call, urls)
        if guess is not None:
            # The base of an inherited client is not in sight: it may be another company's, so no prefix is assumed.
            inherited = callee(walk.file, call).startswith("this.")
            guess = guess._replace(wrapped=guess.wrapped and not inherited)
            walk.send(call, state, walk.flow.based(walk.file, call, guess))
        elif not state.access and re.search(_BUILDS_URL, name):
            walk.push(call, state)
        elif walk.boundary is None:
            walk.ends.append(Lost(walk.file.source.place(call), state))


def _sent_by(walk: Walk, call: Node) -> tuple[str, ...]:
    """The methods in the text of the function that is given to a hook besides the URL."""
    function = next(iter(arguments_of(call)[1:]), None)
    found = walk.flow.component(walk.file, function) if function is not None else None
    return body_methods(*found) if found is not None else ()


def _function_argument(walk: Walk, call: Node, position: int, state: State) -> None:
    name = last_name(walk.file, call)
    if name in ("useContext", "use") and state.access[:1] == ("context",):
        walk.push(call, state.at(state.access[1:]))
        return
    if state.access[:1] == ("context",):
        return
    if state.slot is not None and not state.access and is_read_hook(name):
        prefixed.given_to_hook(walk, call, state)
        return
    rule = rule_of(name, position, state.access, _specifier(walk, call))
    if rule is None:
        if walk.into(call, position, state):
            return
        _unknown_call(walk, call, name, state)
    elif rule.returns is not None:
        if rule.besides is not None:
            walk.push(call, state.at(rule.besides))
        hint = rule.via if rule.via is Via.FORM else None
        walk.push(
            call, state._replace(access=rule.returns, hint=state.hint or hint, repeats=state.repeats or rule.repeats)
        )
    else:
        later = state.triggered(rule.via)._replace(repeats=state.repeats or rule.repeats)
        walk.push(call, later.at(()), running=True)


def _specifier(walk: Walk, call: Node) -> str | None:
    function = call.child_by_field_name("function")
    if function is None or function.type != "identifier":
        return None
    binding = walk.file.binding(function)
    return binding.specifier if binding is not None and binding.kind == "import" else None


def _unknown_call(walk: Walk, call: Node, name: str, state: State) -> None:
    """A function of a library: what it returns may be the function wrapped, or it runs the function at once."""
    kept = _is_kept(walk, call)
    is_option = bool(state.access) and state.access[0].startswith(".")
    if is_option and (is_hook(name) or state.access[0].startswith(".on")):
        walk.push(call, state.triggered(Via.EVENT_HANDLER).at(()), running=True)
    elif is_hook(name) and kept:
        walk.push(call, state.at((ANY,)))
    elif kept and (walk.file.function_around(call) is None or _is_attribute_value(call)):
        walk.push(call, state.at(()))
    elif kept:
        walk.push(call, state.at((ANY,)))
        walk.push(call, state.at(()), running=True)
    else:
        walk.push(call, state.at(()), running=True)


def _is_kept(walk: Walk, call: Node) -> bool:
    node = call
    while node.parent is not None and node.parent.type in TRANSPARENT:
        if node.parent.type == "await_expression":
            return False
        node = node.parent
    kind = node.parent.type if node.parent is not None else ""
    return _is_attribute_value(call) or kind in (
        "variable_declarator",
        "pair",
        "return_statement",
        "assignment_expression",
        "export_statement",
        "arguments",
    )


def _is_attribute_value(node: Node) -> bool:
    holder = node.parent.parent if node.parent is not None and node.parent.type == "jsx_expression" else None
    return holder is not None and holder.type == "jsx_attribute"
