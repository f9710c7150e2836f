"""A ``<form action="/api/...">`` that posts to our own route: it takes the action itself.

React documentation, "<form>": a function given as ``action`` gets the form's data, and its result goes nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, replaced
from reviewer.report.conversion.fetches import address_of
from reviewer.report.conversion.inputs import Origin, Parameter
from reviewer.syntax.bindings import unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_OF_HTTP = frozenset({"method", "encType"})


@dataclass(frozen=True, slots=True)
class FormMarkup:
    """``address``: the value of its ``action``. ``segments``: what fills the dynamic segments, by name."""

    address: Node
    segments: dict[str, str]
    of_http: tuple[Node, ...]  # attributes that only a request needs


def form_at(source: Source, line: int, url: str) -> FormMarkup | None:
    """The form on the line, if it posts to the URL; None where its address is not written out."""
    for node in walk(source.root):
        if node.type not in ("jsx_opening_element", "jsx_self_closing_element"):
            continue
        name = node.child_by_field_name("name")
        if name is None or source.text(name) != "form":
            continue
        if source.line(node.start_byte) <= line <= source.line(node.end_byte):
            return _taken_apart(source, node, url)
    return None


def _taken_apart(source: Source, form: Node, url: str) -> FormMarkup | None:
    attributes = {
        source.text(child.named_children[0]): child
        for child in form.named_children
        if child.type == "jsx_attribute" and len(child.named_children) == 2
    }
    action = attributes.get("action")
    if action is None or "onSubmit" in attributes:
        return None
    value = action.named_children[1]
    inner = unwrapped(value.named_children[0]) if value.type == "jsx_expression" and value.named_children else value
    address = address_of(source, inner, url)
    if address is None or address[1]:
        return None
    return FormMarkup(value, address[0], tuple(attributes[name] for name in sorted(_OF_HTTP & attributes.keys())))


def given_action(source: Source, form: FormMarkup, name: str, parameters: Sequence[Parameter]) -> list[Edit] | None:
    """The edits that hand the action to the form; None where it takes what a form does not give."""
    segments = [parameter for parameter in parameters if parameter.origin is Origin.SEGMENT]
    rest = [parameter for parameter in parameters if parameter.origin is not Origin.SEGMENT]
    values = [form.segments.get(parameter.key, "") for parameter in segments]
    if len(rest) > 1 or any(parameter.origin is not Origin.FORM for parameter in rest) or not all(values):
        return None
    given = f"{name}.bind(null, {', '.join(values)})" if values else name
    return [replaced(form.address, f"{{{given}}}"), *(_without(source, attribute) for attribute in form.of_http)]


def _without(source: Source, attribute: Node) -> Edit:
    """The attribute goes with the blanks before it."""
    before = source.data[: attribute.start_byte]
    return Edit(len(before.rstrip()), attribute.end_byte, "")
