"""What the function takes in: expressions that read the request become parameters of the action."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, replaced, without_statement
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import (
    bound_names,
    enclosing_function,
    fresh,
    mentioned,
    mentions,
    names_of_module,
    pattern_names,
)
from reviewer.report.conversion.types import made_optional, pattern_type, used_as
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node

    from reviewer.report.conversion.functions import Function
    from reviewer.syntax.parser import Source

_TRANSPARENT = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})
_PLAIN_DEFAULTS = frozenset({"string", "number", "true", "false", "null", "undefined", "unary_expression"})
_FROM_HEADERS = "next/headers"


class Origin(IntEnum):
    """Where the value came from; parameters stand in this order."""

    SEGMENT = 0
    QUERY = 1
    BODY = 2
    FORM = 3


@dataclass(frozen=True, slots=True)
class Parameter:
    """``key``: the segment or query parameter that it was. ``pattern``: a name, or an object pattern."""

    origin: Origin
    key: str
    pattern: str
    type: str
    default: str | None = None

    def text(self, typed: bool) -> str:
        annotation = f": {self.type}" if typed else ""
        return f"{self.pattern}{annotation}" + (f" = {self.default}" if self.default is not None else "")


@dataclass(slots=True)
class Inputs:
    """Collects the parameters and the edits that put them to use."""

    source: Source
    function: Function
    segments: Mapping[str, str]  # dynamic segment: its type
    edits: list[Edit] = field(default_factory=list)
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: dict[tuple[Origin, str], Parameter] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    given: frozenset[str] | None = None  # the fields of the body that all callers send; None where no caller is known

    def __post_init__(self) -> None:
        function = self.function.node
        self.taken |= mentioned(self.source, function) | set(bound_names(self.source, function))
        self.taken |= names_of_module(self.source)

    def parameters(self) -> list[Parameter]:
        """In the order of the URL, then the query string, then the body."""
        order = list(self.segments)

        def rank(parameter: Parameter) -> tuple[int, int]:
            known = parameter.origin is Origin.SEGMENT and parameter.key in order
            return parameter.origin, order.index(parameter.key) if known else 0

        return sorted(self.found.values(), key=rank)

    def claim(
        self, expression: Node, origin: Origin, key: str, type_text: str | None, default: str | None = None
    ) -> None:
        """The value of the expression comes in as a parameter. ``type_text`` None: found from the uses."""
        outer, cast = self._outermost(expression)
        known = self.found.get((origin, key))
        if known is not None:
            if not known.pattern.isidentifier():
                raise Refused("the same input is read twice")
            sure = "!" if known.type.endswith("| null") and self._is_said_to_be_there(expression, outer) else ""
            self.edits.append(replaced(outer, f"{known.pattern}{sure}"))
            return
        if type_text is not None and self._is_said_to_be_there(expression, outer):
            type_text = type_text.removesuffix(" | null")
        declarator = self._declarator(outer, scalar=origin in (Origin.SEGMENT, Origin.QUERY, Origin.FORM))
        if declarator is not None:
            name = declarator.child_by_field_name("name")
            annotation = declarator.child_by_field_name("type")
            statement = declarator.parent
            assert name is not None and statement is not None
            written = self.source.text(annotation).removeprefix(":").strip() if annotation is not None else cast
            self.edits.append(without_statement(self.source, statement))
            pattern = self.source.text(name)
            chosen = written or type_text or self._inferred(name)
            if not written and name.type == "identifier":
                self._without_own_cast(name, chosen)
        else:
            pattern = self._free_name(origin, key)
            self.edits.append(replaced(outer, pattern))
            chosen = cast or type_text or used_as(self.source, [outer]) or "any"
        self.taken.add(pattern)
        if origin is Origin.BODY and not (cast or type_text):
            chosen = made_optional(chosen, self.given)
        self.found[origin, key] = Parameter(origin, key, pattern, chosen, default)

    def _free_name(self, origin: Origin, key: str) -> str:
        preferred = {Origin.BODY: ("input", "body", "payload"), Origin.FORM: ("formData", "form")}.get(origin, (key,))
        names = [_identifier(name) for name in preferred]
        return next((name for name in names if name not in self.taken), None) or fresh(names[0], self.taken)

    def name(self, origin: Origin, key: str, type_text: str) -> str:
        """The name of a parameter that holds one value, made where there is none."""
        known = self.found.get((origin, key))
        if known is None:
            pattern = fresh(_identifier(key), self.taken)
            self.taken.add(pattern)
            known = self.found[origin, key] = Parameter(origin, key, pattern, type_text)
        if not known.pattern.isidentifier():
            raise Refused("the same input is read twice")
        return known.pattern

    def bind(self, origin: Origin, key: str, local: str, type_text: str) -> bool:
        """A parameter under a name that a removed declaration had bound. False where another has it already."""
        if (origin, key) in self.found or any(known.pattern == local for known in self.found.values()):
            return False
        self.found[origin, key] = Parameter(origin, key, local, type_text)
        return True

    def from_headers(self, node: Node, name: str) -> None:
        """The expression becomes ``(await cookies())`` or ``(await headers())`` of ``next/headers``."""
        inside = enclosing_function(node)
        if inside is None or inside.id != self.function.node.id:
            raise Refused(f"{name} are read inside a nested function")
        already = self.imports.get(_FROM_HEADERS, ())
        self.imports[_FROM_HEADERS] = tuple(sorted({*already, name}))
        self.edits.append(replaced(node, f"(await {name}())"))

    def removable(self, statement: Node, names: list[str]) -> bool:
        """The names mean the same everywhere in the function, so that parameters can stand in for the declaration."""
        bound = bound_names(self.source, self.function.node)
        block = statement.parent
        if block is None or any(bound.count(name) != 1 for name in names):
            return False
        outside = _count(self.source, self.function.node, names)
        return outside == _count(self.source, block, names)

    def _declarator(self, value: Node, scalar: bool) -> Node | None:
        """The declarator of ``const pattern = value;``, where its names can become parameters as they are."""
        declarator = value.parent
        if declarator is None or declarator.type != "variable_declarator":
            return None
        statement, name = declarator.parent, declarator.child_by_field_name("name")
        if statement is None or name is None or statement.type != "lexical_declaration":
            return None
        inside = enclosing_function(value)
        if len(statement.named_children) != 1 or inside is None or inside.id != self.function.node.id:
            return None
        if name.type != "identifier" and (scalar or name.type != "object_pattern" or not _has_plain_defaults(name)):
            return None
        names = [self.source.text(part) for part in pattern_names(name)]
        return declarator if self.removable(statement, names) else None

    def _outermost(self, node: Node) -> tuple[Node, str | None]:
        """The expression with its parentheses and casts; the type that it is cast to."""
        cast: str | None = None
        parent = node.parent
        while parent is not None and parent.type in _TRANSPARENT and parent.named_children[0].id == node.id:
            if parent.type in ("as_expression", "satisfies_expression") and len(parent.named_children) > 1:
                cast = self.source.text(parent.named_children[-1])
            node, parent = parent, parent.parent
        return node, cast

    @staticmethod
    def _is_said_to_be_there(expression: Node, outer: Node) -> bool:
        """``expression!``: what is around it says that it is not null."""
        around = takewhile(lambda node: node.end_byte <= outer.end_byte, ancestors(expression))
        return any(node.type == "non_null_expression" for node in around)

    def _inferred(self, name: Node) -> str:
        if name.type == "object_pattern":
            return pattern_type(self.source, name)
        return used_as(self.source, list(mentions(self.source, self.function.body, name))) or "any"

    def _without_own_cast(self, name: Node, type_text: str) -> None:
        """``input as T`` is ``input`` where T became the type of the parameter."""
        for use in mentions(self.source, self.function.body, name):
            cast = use.parent
            if (
                cast is not None
                and cast.type == "as_expression"
                and self.source.text(cast.named_children[-1]) == type_text
            ):
                self.edits.append(replaced(cast, self.source.text(use)))


def _count(source: Source, node: Node, names: list[str]) -> int:
    kinds = ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern")
    return sum(child.type in kinds and source.text(child) in names for child in walk(node))


def _has_plain_defaults(pattern: Node) -> bool:
    found = (child for child in walk(pattern) if child.type in ("object_assignment_pattern", "assignment_pattern"))
    rights = (child.child_by_field_name("right") for child in found)
    return all(right is not None and right.type in _PLAIN_DEFAULTS for right in rights)


def _identifier(key: str) -> str:
    from reviewer.report.conversion.naming import camel

    return key if key.isidentifier() and key.isascii() else camel(key)
