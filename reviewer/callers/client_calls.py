"""The calls of clients with a base: their URLs alone may not show where they lead, and need not start with a slash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reviewer.callers.clients import BASE_KEYS, based, made_clients, makes_none
from reviewer.callers.flow import Flow
from reviewer.callers.functions import arguments_of
from reviewer.callers.references import Symbol, Use
from reviewer.callers.requests import Request, by_name, client_request, request_at
from reviewer.callers.rtk import endpoint_request, written_urls
from reviewer.callers.scopes import File
from reviewer.callers.urls import Pattern
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_BASE_KEY = re.compile(rb"\b(%s)[\"']?\s{0,100}:\s{0,100}" % "|".join(BASE_KEYS).encode())
_BEGINNINGS = (b"baseU", b"prefix")
# Each is looked for by a byte of it that is rare in code, and together what shares one.
_BASE_U = re.compile(rb"U(?<=baseU)")
_PREFIX_OR_RTK = re.compile(rb"p(?:refix|i\((?<=createApi\()|oints\((?<=injectEndpoints\())")
_RTK = (b"createApi(", b"injectEndpoints(")
_LITERAL = re.compile(rb"([\"'])([^\"'`\\\n]{0,300})\1\s{0,100}[,}]")
_TEXT = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|//[^\n]*|/\*[^*]*\*/")
_BRACKET = re.compile(rb"[][(){}]")
_CALLEE = re.compile(rb"(?:[\w$]+\s*\??\.\s*)*([\w$]+)\s*(?:<[^()]*>\s*)?\Z")
_GIVEN_A_NAME = (b"=", b"default", b"await", b"(")
MAX_KEYS = 100  # of one file that are looked at one by one
MAX_BEFORE = 4_000  # bytes of options in front of a base that are looked through
MAX_CALLEE = 300

Wanted = Callable[[str, tuple[Pattern, ...]], bool]
Sent = tuple[File, "Node", "Node", Request]  # the file, the call, its URL, and what it sends


def may_make_clients(path: str, data: bytes, wanted: Wanted) -> bool:
    """Whether the file is worth parsing for its clients: not where all bases are literals that lead nowhere."""
    beginning = _PREFIX_OR_RTK.search(data)
    if beginning is None and _BASE_U.search(data) is None:
        return False
    if beginning is not None and any(text in data for text in _RTK):
        return True
    if sets_defaults(data):
        return True
    for count, key in enumerate(_base_keys(data)):
        if count == MAX_KEYS:
            return True
        base = _LITERAL.match(data, key.end())
        leads = base is None or wanted(path, _below(((base[2].decode("utf-8", "replace"),),)))
        if leads and _may_be_option(data, key.start(), key[1].decode()):
            return True
    return False


def _base_keys(data: bytes) -> Iterator[re.Match[bytes]]:
    """The keys that may give a base. Looked for by how they begin: that is a fifth of what the pattern would take."""
    for beginning in _BEGINNINGS:
        at = data.find(beginning)
        while at >= 0:
            key = _BASE_KEY.match(data, at)
            if key is not None:
                yield key
            at = data.find(beginning, at + len(beginning))


def _may_be_option(data: bytes, at: int, key: str) -> bool:
    """Whether the key stands in the options of a call whose result is given a name, as far as brackets tell."""
    before = _TEXT.sub(b"", data[max(0, at - MAX_BEFORE) : at])
    depth, inside = 0, False
    for bracket in reversed(list(_BRACKET.finditer(before))):
        if bracket[0] in b")]}":
            depth += 1
        elif depth:
            depth -= 1
        elif not inside and bracket[0] == b"{" and before[: bracket.start()].rstrip().endswith((b"(", b",")):
            inside = True
        else:
            return inside and bracket[0] == b"(" and _may_make_one(before[: bracket.start()][-MAX_CALLEE:], key)
    return at > MAX_BEFORE


def _may_make_one(before: bytes, key: str) -> bool:
    callee = _CALLEE.search(before)
    if callee is None:
        return True
    name = callee[1].decode()
    front = before[: callee.start()].rstrip()
    return not makes_none(name, key) and (not front or front.endswith(_GIVEN_A_NAME))


def sets_defaults(data: bytes) -> bool:
    """The file may give a client that exists its base: ``axios.defaults.baseURL = ...``."""
    return b".defaults.baseURL" in data


def _below(bases: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """The shortest URLs that a client with these bases asks for."""
    return based(bases, (("",),))


def client_requests(file: File, flow: Flow, wanted: Wanted) -> Iterator[Sent | Symbol]:
    """The requests of the clients that a file makes; a Symbol: a name under which it exports a client.

    ``wanted``: URLs that may be asked for.
    """
    for call, url in written_urls(file):
        request = request_at(file, call, 0, (".query", "()"), flow.evaluator.patterns(file, url))
        if isinstance(request, Request):
            yield file, call, url, endpoint_request(flow, file, call, request)
    for made, name in made_clients(file):
        if not wanted(file.path, _below(flow.clients.of_definition(file, made))):
            continue
        for use in _uses_here(file, name):
            yield from sent_by(use, flow)
        if name.type != "property_identifier":
            yield from _symbols(file, name, flow)


def _uses_here(file: File, name: Node) -> Iterator[Use]:
    if name.type == "property_identifier":
        yield from _of_field(file, name)
        return
    binding = file.binding(name) if name.type == "identifier" else None
    yield from (Use(file, node, ()) for node in file.references(binding)) if binding is not None else ()


def _symbols(file: File, name: Node, flow: Flow) -> Iterator[Symbol]:
    """The names under which a file exports a client."""
    binding = file.binding(name) if name.type == "identifier" else None
    local = binding.name if binding is not None else "default"
    yield from (Symbol(file.path, exported) for exported in flow.exported_as(file.path, local))


def _of_field(file: File, name: Node) -> Iterator[Use]:
    """``this.client`` in the class that has the field."""
    body = next((above for above in ancestors(name) if above.type == "class_body"), None)
    for node in file.occurrences(file.text(name), body) if body is not None else ():
        if node.parent is not None and node.parent.type == "member_expression":
            yield Use(file, node.parent, ())


def sent_by(use: Use, flow: Flow) -> Iterator[Sent]:
    """What a use of a client sends: ``client.get(url)``, ``client(url)``."""
    if use.access:
        return
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
