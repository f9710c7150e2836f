"""A ``fetch`` of our own route, taken apart: which values fill the URL, what it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.syntax.bindings import string_value, unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_FETCH = frozenset({"fetch", "window.fetch", "globalThis.fetch"})
_OPTIONS = frozenset({"method", "headers", "body", "credentials", "cache", "mode"})
_HOLE = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Request:
    """``segments`` and ``query``: the expression of each value, by name. ``body``: what is sent, unserialised."""

    call: Node
    method: str
    segments: dict[str, str]
    query: dict[str, str]
    body: Node | None
    is_json: bool


def fetch_at(source: Source, line: int) -> Node | None:
    """The ``fetch(...)`` whose URL stands on the line."""
    for node in walk(source.root):
        if node.type != "call_expression":
            continue
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None or source.text(function) not in _FETCH:
            continue
        if not arguments.named_children:
            continue
        lines = {source.line(function.start_byte), source.line(arguments.named_children[0].start_byte)}
        if line in lines:
            return node
    return None


def taken_apart(source: Source, call: Node, url: str) -> Request | None:
    """None where the address or an option is not written out."""
    listed = call.child_by_field_name("arguments")
    arguments = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    if not arguments or len(arguments) > 2:
        return None
    address = address_of(source, unwrapped(arguments[0]), url)
    if address is None:
        return None
    options = _options(source, arguments[1]) if len(arguments) == 2 else {}
    if options is None:
        return None
    method = options.get("method")
    if method is not None and method.type != "string":
        return None
    body, is_json = _sent(source, options.get("body"))
    verb = string_value(source, method).upper() if method is not None else "GET"
    return Request(call, verb, *address, body, is_json)


def _options(source: Source, node: Node) -> dict[str, Node] | None:
    node = unwrapped(node)
    if node.type != "object":
        return None
    found: dict[str, Node] = {}
    for member in node.named_children:
        if member.type == "comment":
            continue
        if member.type == "shorthand_property_identifier":
            name, value = source.text(member), member
        else:
            key, inner = member.child_by_field_name("key"), member.child_by_field_name("value")
            if member.type != "pair" or key is None or inner is None:
                return None
            name, value = source.text(key), inner
        if name not in _OPTIONS:
            return None
        found[name] = value
    return found


def _sent(source: Source, body: Node | None) -> tuple[Node | None, bool]:
    if body is None:
        return None, False
    plain = unwrapped(body)
    if plain.type == "call_expression":
        function, listed = plain.child_by_field_name("function"), plain.child_by_field_name("arguments")
        if function is not None and listed is not None and source.text(function) == "JSON.stringify":
            return (listed.named_children[0], True) if len(listed.named_children) == 1 else (plain, False)
    return plain, False


def address_of(source: Source, node: Node, url: str) -> tuple[dict[str, str], dict[str, str]] | None:
    """The values that fill the dynamic segments and the query string; None where the address is not written out."""
    holes: list[str] = []
    if node.type == "string":
        text = string_value(source, node)
    elif node.type == "template_string":
        parts: list[str] = []
        for child in node.named_children:
            if child.type == "template_substitution" and child.named_children:
                parts.append(f"\ue000{len(holes)}\ue001")
                holes.append(_plain(source, child.named_children[0]))
            else:
                parts.append(source.text(child))
        text = "".join(parts)
    else:
        return None
    path, _, query = text.partition("?")
    wanted, given = url.strip("/").split("/"), path.strip("/").split("/")
    if not path.startswith("/") or len(wanted) != len(given):
        return None
    segments: dict[str, str] = {}
    for pattern, value in zip(wanted, given, strict=True):
        if not pattern.startswith("["):
            if pattern != value:
                return None
            continue
        filled = _value(value, holes)
        if pattern.startswith(("[...", "[[")) or filled is None:
            return None
        segments[pattern[1:-1]] = filled
    values: dict[str, str] = {}
    for pair in query.split("&") if query else []:
        name, equals, value = pair.partition("=")
        filled = _value(value, holes)
        if not equals or filled is None or "\ue000" in name:
            return None
        values[name] = filled
    return segments, values


def _value(text: str, holes: list[str]) -> str | None:
    whole = _HOLE.fullmatch(text)
    if whole is not None:
        return holes[int(whole.group(1))]
    return None if "\ue000" in text or '"' in text or "%" in text else f'"{text}"'


def _plain(source: Source, node: Node) -> str:
    """The expression, out of ``encodeURIComponent``."""
    if node.type == "call_expression":
        function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is not None and source.text(function) == "encodeURIComponent" and listed is not None:
            return source.text(listed.named_children[0]) if listed.named_children else source.text(node)
    return source.text(node)
