"""What an expression says by itself: its chain of names, its text, its properties."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.syntax.bindings import unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

MOST_LEVELS = 64  # of nesting, and links of a fluent chain, that are looked at: real code has a dozen
LONGEST_PLAIN = 120  # bytes of a chain that is read from its text


def chain_of(source: Source, node: Node) -> tuple[str, ...]:
    """``(await cookies()).set`` is ("cookies", "set"); empty for what does not begin with a name."""
    names: list[str] = []
    current: Node | None = node
    for level in range(MOST_LEVELS):
        if current is None:
            return ()
        start, end = current.start_byte, current.end_byte
        plain = _plain_chain(source.data[start:end]) if end - start <= LONGEST_PLAIN else ()
        if plain and level + len(plain) <= MOST_LEVELS:
            return plain + tuple(reversed(names)) if names else plain
        current = unwrapped(current)
        kind = current.type
        if kind == "await_expression":
            current = current.named_children[-1] if current.named_children else None
        elif kind == "instantiation_expression":
            current = current.named_children[0] if current.named_children else None
        elif kind == "call_expression":
            current = current.child_by_field_name("function")
        elif kind == "new_expression":
            current = current.child_by_field_name("constructor")
        elif kind == "member_expression":
            name = current.child_by_field_name("property")
            if name is not None:
                names.append(source.text(name))
            current = current.child_by_field_name("object")
        elif kind == "subscript_expression":
            index = current.child_by_field_name("index")
            names.append(source.text(index)[1:-1] if index is not None and index.type == "string" else "[]")
            current = current.child_by_field_name("object")
        elif kind in ("identifier", "this"):
            names.append(source.text(current))
            return tuple(sys.intern(name) for name in reversed(names))
        else:
            return ()
    return ()


# Names and dots, but for words that are values of their own.
_DOTTED = re.compile(
    rb"(?!(?:await|false|import|new|null|super|true|undefined|yield)(?![\w$]))[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*"
)


@lru_cache(maxsize=4096)
def _plain_chain(code: bytes) -> tuple[str, ...]:
    """The chain of an expression by its text alone, as most are written; empty where that does not tell."""
    if _DOTTED.fullmatch(code) is None:
        return ()
    return tuple(
        sys.intern(name) for name in code.decode().split(".")
    )  # the same few names stand in thousands of calls


def text_of(source: Source, node: Node) -> str | None:
    """The value of a string literal, or a template without its holes."""
    node = unwrapped(node)
    if node.type == "string":
        return source.text(node)[1:-1]
    if node.type == "template_string":
        return "".join(source.text(child) for child in node.named_children if child.type == "string_fragment")
    return None


def properties(source: Source, node: Node) -> dict[str, Node]:
    """The literal properties of an object literal, by name."""
    node = unwrapped(node)
    if node.type != "object":
        return {}
    found = {}
    for child in node.named_children:
        if child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None:
                text = source.text(key)
                found[text[1:-1] if key.type == "string" else text] = value
        elif child.type == "shorthand_property_identifier":
            found[source.text(child)] = child
    return found


def may_be_literal(source: Source, node: Node) -> bool:
    """A string, a template or an object, or one of them in parentheses or below a type: told by its first byte."""
    return begins_with(b"\"'`{(<", source, node)


def begins_with(any_of: bytes, source: Source, node: Node) -> bool:
    at = node.start_byte
    return source.data[at : at + 1] in any_of
