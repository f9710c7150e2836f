"""How a route handler answers: ``NextResponse.json(...)``, ``Response.json(...)``, ``new Response(...)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.answers import Answer, status_of
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import enclosing_function
from reviewer.syntax.bindings import imports, string_value, unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.functions import Function
    from reviewer.syntax.parser import Source

RESPONSES = frozenset({"Response", "NextResponse"})
_TEXTS = frozenset({"string", "template_string"})
_HARMLESS_HEADERS = frozenset({"content-type", "cache-control"})


def route_answers(source: Source, function: Function) -> list[Answer]:
    """Every answer of the handler. Raises Refused where one is not understood, or where a Response goes elsewhere."""
    if function.body.type != "statement_block":
        raise Refused("the handler is one expression")
    found: list[Answer] = []
    claimed = 0
    for node in walk(function.body):
        if node.type == "identifier" and source.text(node) in RESPONSES:
            claimed -= 1
        if node.type != "return_statement":
            continue
        owner = enclosing_function(node)
        if owner is None or owner.id != function.node.id:
            continue
        given = [child for child in node.named_children if child.type != "comment"]
        if not given:
            raise Refused("it returns without an answer")
        found.append(_answer(source, node, unwrapped(given[0])))
        claimed += 1
    if claimed:
        raise Refused("a response is made that is not returned at once")
    if not found and not any(item.specifier == "next/navigation" for item in imports(source)):
        raise Refused("it never answers")
    return found


def _answer(source: Source, statement: Node, value: Node) -> Answer:
    if value.type == "new_expression":
        maker = value.child_by_field_name("constructor")
        if maker is None or source.text(maker) not in RESPONSES:
            raise Refused("it returns what another function made")
        body, status = _arguments(source, statement, value)
        sent, text = _sent(source, body)
        return Answer(statement, sent, status, text)
    function = value.child_by_field_name("function") if value.type == "call_expression" else None
    if function is None or function.type != "member_expression":
        raise Refused("it returns what another function made")
    maker, kind = function.named_children[0], source.text(function.named_children[-1])
    if source.text(maker) not in RESPONSES:
        raise Refused("it returns what another function made")
    if kind != "json":
        raise Refused(f"it answers with {kind}()")
    body, status = _arguments(source, statement, value)
    if body is None:
        raise Refused("it answers with no JSON")
    literal = unwrapped(body)
    if literal.type == "undefined" or source.text(literal) == "undefined":
        raise Refused("it answers with no JSON")
    return Answer(statement, body, _meant(source, literal, status), literal.type in _TEXTS)


def _meant(source: Source, body: Node, status: int | None) -> int | None:
    """``NextResponse.json({ status: 500 })`` answers with 200 and says in its body what was meant."""
    if status != 200 or body.type != "object" or len(body.named_children) != 1:
        return status
    key, value = body.named_children[0].child_by_field_name("key"), body.named_children[0].child_by_field_name("value")
    return status_of(source, value, 200) if key is not None and source.text(key) == "status" else status


def _arguments(source: Source, statement: Node, call: Node) -> tuple[Node | None, int | None]:
    listed = call.child_by_field_name("arguments")
    arguments = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    if len(arguments) > 2 or any(argument.type == "spread_element" for argument in arguments):
        raise Refused("the arguments of an answer are not understood")
    body = arguments[0] if arguments else None
    status = _status(source, arguments[1]) if len(arguments) > 1 else 200
    if status is None and not _in_catch(statement):
        raise Refused("a status is only known at run time")
    return body, status


def _status(source: Source, init: Node) -> int | None:
    if init.type != "object":
        raise Refused("the options of an answer are not written out")
    status: int | None = 200
    for member in init.named_children:
        if member.type == "comment":
            continue
        if member.type == "shorthand_property_identifier" and source.text(member) == "status":
            status = None
            continue
        key = member.child_by_field_name("key") if member.type == "pair" else None
        if key is None:
            raise Refused("the options of an answer are not written out")
        name = source.text(key)
        if name == "status":
            status = status_of(source, member.child_by_field_name("value"), 200)
        elif name == "headers":
            _check_headers(source, member.child_by_field_name("value"))
        elif name != "statusText":
            raise Refused(f"an answer sets {name}")
    return status


def _check_headers(source: Source, headers: Node | None) -> None:
    """Only headers that say nothing to a caller of an action: JSON it is, and it is never cached."""
    if headers is None or headers.type != "object":
        raise Refused("an answer sets headers")
    for member in headers.named_children:
        key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
        if key is None or value is None or value.type != "string":
            raise Refused("an answer sets headers")
        name = (string_value(source, key) if key.type == "string" else source.text(key)).lower()
        said = string_value(source, value).lower()
        if name not in _HARMLESS_HEADERS:
            raise Refused("an answer sets headers")
        if name == "content-type" and not said.startswith(("application/json", "text/plain")):
            raise Refused("an answer is no JSON")
        if name == "cache-control" and ("no-" not in said or "s-maxage" in said):
            raise Refused("an answer sets headers")


def _in_catch(statement: Node) -> bool:
    return any(parent.type == "catch_clause" for parent in ancestors(statement))


def _sent(source: Source, body: Node | None) -> tuple[Node | None, bool]:
    """What ``new Response(body)`` sends: nothing, a text, or the value inside ``JSON.stringify``."""
    if body is None or body.type in ("null", "undefined") or source.text(body) in ("undefined", "null"):
        return None, False
    plain = unwrapped(body)
    if plain.type in _TEXTS:
        return (None, False) if source.text(plain) in ('""', "''") else (plain, True)
    if plain.type == "call_expression":
        function, listed = plain.child_by_field_name("function"), plain.child_by_field_name("arguments")
        if function is not None and source.text(function) == "JSON.stringify" and listed is not None:
            return listed.named_children[0], False
    if plain.type == "member_expression" and source.text(plain.named_children[-1]) == "message":
        return plain, True
    raise Refused("it sends a raw body")
