"""Helpers that put ``/api/`` in front of the path they are given, and the calls that give them one without a slash.

``api("items")`` names no URL that a search of the text could find: so the helper is found first, by its prefix, and
followed to its calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.functions import arguments_of, property_of
from reviewer.callers.requests import UNSEEN, Request, methods_seen
from reviewer.callers.scopes import FUNCTIONS, File
from reviewer.callers.state import Asked, Ran, State
from reviewer.callers.urls import SLOT, Pattern, filled
from reviewer.model import Via
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.flow import Flow
    from reviewer.callers.walk import Walk

MAX_PREFIXES = 40  # in one file

# Behind a slash: "/api" alone in quotes; and a hole, or the end of a literal, behind "api/" and a version.
# What rules out most comes first: to look behind takes long.
AFTER_SLASH = (
    rb"api(?<=[\"'`]/api)(?:/v\d{1,3})?[\"'`]"
    rb"|[$\"'`](?<=[i\d]/.)(?:(?<=api/.)|(?<=api/v\d/.)|(?<=api/v\d\d/.)|(?<=api/v\d\d\d/.))(?:(?<!\$)|(?=\{))"
)
_PREFIX = re.compile(rb"/(?:%s)" % AFTER_SLASH)


def may_prefix(data: bytes) -> bool:
    """The file holds a text that only lacks the rest of a URL of the app."""
    return _PREFIX.search(data) is not None


def prefixers(file: File, flow: Flow) -> Iterator[tuple[Node, State]]:
    """The functions of a file that request a prefix with a parameter behind it, each with what it then holds."""
    functions: dict[int, Node] = {}
    for count, found in enumerate(_PREFIX.finditer(file.source.data)):
        if count == MAX_PREFIXES:
            break
        for function in _functions_of(file, found.start()):
            functions.setdefault(function.id, function)
    for function in functions.values():
        for binding in file.parameters(function):
            start = State(access=binding.access, urls=((SLOT,),))
            for end in flow.inside(file, function, binding.position, start):
                request = end.state.request if isinstance(end, Ran) else None
                behind = tuple(pattern for pattern in request.patterns if _is_prefixed(pattern)) if request else ()
                if request is not None and behind:
                    yield function, State(request=request.of(behind), slot=(binding.position, binding.access))


def _functions_of(file: File, at: int) -> Iterator[Node]:
    """The functions around a text, or around the uses of the constant that holds it."""
    node = file.source.root.descendant_for_byte_range(at, at + 1)
    above = list(ancestors(node)) if node is not None else []
    around = [holder for holder in above if holder.type in FUNCTIONS]
    yield from around
    declarator = next((holder for holder in above if holder.type == "variable_declarator"), None)
    name = declarator.child_by_field_name("name") if declarator is not None and not around else None
    binding = file.binding(name) if name is not None and name.type == "identifier" else None
    for use in file.references(binding) if binding is not None else ():
        yield from (holder for holder in ancestors(use) if holder.type in FUNCTIONS)


def _is_prefixed(pattern: Pattern) -> bool:
    at = pattern.index(SLOT) if SLOT in pattern else 0
    before = pattern[at - 1] if at else ""
    return isinstance(before, str) and before.endswith("/")


def called(walk: Walk, call: Node, state: State) -> None:
    """Such a function is called: with a path, or with a parameter of the function around, which then is one as well."""
    assert state.slot is not None
    argument = _argument(walk.file, call, *state.slot)
    if argument is None or state.request is None:
        return
    request = state.request._replace(methods=_methods(walk.file, call, state.request))
    binding = walk.file.binding(argument) if argument.type == "identifier" else None
    if binding is not None and binding.kind == "parameter":
        later = state._replace(request=request, slot=(binding.position, binding.access))
        walk.calls_of(binding.declares, later)
        return
    _ask(walk, call, argument, request)


def given_to_hook(walk: Walk, call: Node, state: State) -> None:
    """``useSWR("items", fetcher)``: the hook calls it with its key."""
    key = next(iter(arguments_of(call)), None)
    if key is not None and state.request is not None and state.slot == (0, ()):
        _ask(walk, call, key, state.request._replace(methods=("GET",), via=Via.QUERY_HOOK))


def _ask(walk: Walk, call: Node, path: Node, request: Request) -> None:
    found = tuple(pattern for pattern in walk.flow.evaluator.patterns(walk.file, path) if _is_bare(pattern))
    if found:
        whole = tuple(filled(pattern, path) for pattern in request.patterns for path in found)[:8]
        walk.ends.append(Asked(walk.file.path, call, path, request.of(whole)))


def _is_bare(pattern: Pattern) -> bool:
    """A path without a slash in front: others are found as URLs."""
    first = pattern[0] if pattern else ""
    return isinstance(first, str) and first != "" and not first.startswith("/") and "://" not in first


def _argument(file: File, call: Node, position: int, access: tuple[str, ...]) -> Node | None:
    arguments = arguments_of(call)
    value: Node | None = arguments[position] if position < len(arguments) else None
    for step in access:
        value = property_of(file, value, step.removeprefix(".")) if value is not None else None
    return value


def _methods(file: File, call: Node, request: Request) -> tuple[str, ...]:
    """The methods that the helper uses, or those that the call shows where the helper leaves them open."""
    if request.methods not in ((), (UNSEEN,)):
        return request.methods
    alone = len(arguments_of(call)) == 1 and arguments_of(call)[0].type != "object"
    return methods_seen(file, call) or (("GET",) if alone else request.methods)
