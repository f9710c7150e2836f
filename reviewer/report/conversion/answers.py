"""What the handler answers: responses become values, error statuses a result that says so.

A handler that never answers with an error returns its values as they are. One that does returns
``{ ok: true, ... }`` or ``{ ok: false, error, ... }``: what is thrown in an action reaches the browser without its
message in production (Next.js documentation, "Error Handling"), and a returned value keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, without_statement
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import FUNCTIONS
from reviewer.syntax.bindings import string_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from reviewer.report.conversion.style import Style
    from reviewer.syntax.parser import Source


@dataclass(frozen=True, slots=True)
class Answer:
    """One place where the handler answers.

    ``statement``: what is replaced. ``value``: the body that it sends, None for an empty one. ``status``: None where
    it is only known at run time, inside a catch clause: an error. ``text``: the value is a text.
    """

    statement: Node
    value: Node | None
    status: int | None
    text: bool = False

    @property
    def is_error(self) -> bool:
        return self.status is None or self.status >= 400


@dataclass(frozen=True, slots=True)
class Shape:
    """How the results look. ``plain``: no errors. ``flat``: the fields of the success stand beside ``ok``.

    ``error_fields``: every error is an object whose fields stand beside ``ok``; else there is ``error`` alone.
    """

    plain: bool
    flat: bool
    error_flat: bool
    empty: bool  # success carries no value
    error_text: bool  # every error is one text
    status: bool = False  # each result has the number that the response had: a caller asks for it


def shape_of(source: Source, answers: Sequence[Answer], status: bool = False) -> Shape:
    """``status``: a caller asks for it. Raises Refused where it is only known at run time, or a field of a body."""
    if status and any(answer.status is None or _has_status(source, answer.value) for answer in answers):
        raise Refused("a caller relies on status of the answer")
    errors = [answer for answer in answers if answer.is_error]
    successes = [answer for answer in answers if not answer.is_error]
    return Shape(
        plain=not errors and not status,
        flat=all(answer.value is None or _is_open(source, answer.value, "true") for answer in successes),
        error_flat=all(answer.value is not None and _is_open(source, answer.value, "false") for answer in errors),
        empty=all(answer.value is None for answer in successes),
        error_text=all(answer.value is None or answer.text for answer in errors),
        status=status,
    )


def rewritten(source: Source, answer: Answer, shape: Shape, style: Style) -> list[Edit]:
    """The edits that make a returned value of one answer."""
    statement, value = answer.statement, answer.value
    end = style.semicolon
    told = f", status: {answer.status}" if shape.status else ""
    if shape.plain:
        if value is None and _is_last(statement):
            return [without_statement(source, statement)]
        if value is None:
            return [Edit(statement.start_byte, statement.end_byte, f"return{end}")]
        return _around(statement, value, "return ", end)
    if not answer.is_error:
        mark = f"ok: {style.constant('true')}{told}"
        if value is None:
            return [Edit(statement.start_byte, statement.end_byte, f"return {{ {mark} }}{end}")]
        if shape.flat:
            return _opened(source, statement, value, mark, end)
        return _around(statement, value, f"return {{ {mark}, {_field('data', source, value)}", f" }}{end}")
    mark = f"ok: {style.constant('false')}{told}"
    if value is None:
        words = style.string(_phrase(answer.status))
        return [Edit(statement.start_byte, statement.end_byte, f"return {{ {mark}, error: {words} }}{end}")]
    if _is_open(source, value, "false"):
        return _opened(source, statement, value, mark, end)
    return _around(statement, value, f"return {{ {mark}, {_field('error', source, value)}", f" }}{end}")


def _has_status(source: Source, value: Node | None) -> bool:
    return value is not None and any(_key(source, member) == "status" for member in value.named_children)


def _is_last(statement: Node) -> bool:
    """The last statement of the function: it needs no ``return``."""
    block = statement.parent
    if block is None or block.parent is None or block.parent.type not in FUNCTIONS:
        return False
    return block.named_children[-1].id == statement.id


def _phrase(status: int | None) -> str:
    try:
        return HTTPStatus(status or 500).phrase
    except ValueError:
        return "Request failed"


def _around(statement: Node, value: Node, before: str, after: str) -> list[Edit]:
    return [Edit(statement.start_byte, value.start_byte, before), Edit(value.end_byte, statement.end_byte, after)]


def _field(name: str, source: Source, value: Node) -> str:
    """What stands before the value of a field: nothing where a variable of that name is all of it."""
    return "" if value.type == "identifier" and source.text(value) == name else f"{name}: "


def _opened(source: Source, statement: Node, value: Node, mark: str, end: str) -> list[Edit]:
    """``{ a }`` becomes ``{ ok: true, a }``; an ``ok`` that is there already goes."""
    edits = [Edit(value.end_byte, statement.end_byte, end)]
    members = [child for child in value.named_children if child.type != "comment"]
    own = next((member for member in members if _key(source, member) == "ok"), None)
    if own is not None:
        return [
            Edit(statement.start_byte, value.start_byte, "return "),
            Edit(own.start_byte, own.end_byte, mark),
            *edits,
        ]
    if not members:
        return [Edit(statement.start_byte, statement.end_byte, f"return {{ {mark} }}{end}")]
    inside = source.data[value.start_byte + 1 : members[0].start_byte].decode("utf-8", "replace")
    gap = inside[: len(inside) - len(inside.lstrip())] or " "
    text = f"return {{{gap}{mark},{gap}"
    return [
        Edit(statement.start_byte, value.start_byte + 1 + len(gap.encode()) * bool(inside[:1].isspace()), text),
        *edits,
    ]


def _key(source: Source, member: Node) -> str | None:
    if member.type == "shorthand_property_identifier":
        return source.text(member)
    key = member.child_by_field_name("key") if member.type == "pair" else None
    if key is None:
        return None
    return string_value(source, key) if key.type == "string" else source.text(key)


def _is_open(source: Source, value: Node, ok: str) -> bool:
    """An object literal whose fields may stand beside ``ok``; its own ``ok`` says what the status says."""
    if value.type != "object":
        return False
    for member in value.named_children:
        if member.type not in ("pair", "shorthand_property_identifier", "comment"):
            return False
        key = member.child_by_field_name("key") if member.type == "pair" else None
        if key is not None and key.type == "computed_property_name":
            return False
        if _key(source, member) == "ok":
            said = member.child_by_field_name("value")
            if said is None or said.type != ok:
                return False
    return True


def status_of(source: Source, node: Node | None, default: int) -> int | None:
    """The number of a status; None where it is only known at run time."""
    if node is None:
        return default
    text = source.text(node)
    if node.type == "number" and text.isdigit() and len(text) == 3:
        status = int(text)
        if 300 <= status < 400 or status < 200:
            raise Refused(f"it answers with status {status}")
        return status
    named = text.rpartition(".")[2]
    if node.type == "member_expression" and named in HTTPStatus.__members__:
        return int(HTTPStatus[named])
    return None
