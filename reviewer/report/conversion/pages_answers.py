"""How a pages API route answers: ``res.status(400).json(...)`` and its kin, returned or followed by a return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.answers import Answer, status_of
from reviewer.report.conversion.edits import without_statement
from reviewer.report.conversion.inputs import Inputs
from reviewer.report.conversion.pages_request import session_call
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.reading import pattern_of
from reviewer.report.conversion.scope import FUNCTIONS, enclosing_function, uses
from reviewer.syntax.bindings import string_value, unwrapped
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_SENDS = frozenset({"json", "send", "end"})
_HARMLESS_HEADERS = frozenset({"allow", "content-type", "cache-control"})


def pages_answers(inputs: Inputs) -> list[Answer]:
    """Every answer of the handler. Raises Refused where one is not understood, or where ``res`` goes elsewhere."""
    source, function = inputs.source, inputs.function
    parameters = function.parameters
    if function.body.type != "statement_block" or len(parameters) < 2:
        raise Refused("it never answers")
    name = pattern_of(parameters[1])
    if name.type != "identifier":
        raise Refused("the response is taken apart in the parameter list")
    found: list[Answer] = []
    returned: set[int] = set()
    for use in uses(source, function.body, source.text(name)):
        if session_call(inputs, use) is not None:
            continue
        outer, calls = _chain(source, use)
        if enclosing_function(use) is None or _owner(use) != function.node.id:
            raise Refused("it answers inside a nested function")
        statement = outer.parent
        if statement is None or statement.type not in ("expression_statement", "return_statement"):
            raise Refused("an answer is handed on")
        if [kind for kind, _ in calls] == ["setHeader"]:
            _check_header(source, calls[0][1])
            inputs.edits.append(without_statement(source, statement))
            continue
        found.append(_answer(source, statement, calls))
        if statement.type == "return_statement":
            returned.add(statement.id)
        else:
            follower = _must_end(statement)
            if follower is not None:
                returned.add(follower.id)
                inputs.edits.append(without_statement(source, follower))
    _check_returns(inputs, returned)
    if not found:
        raise Refused("it never answers")
    return found


def _owner(node: Node) -> int | None:
    function = enclosing_function(node)
    return function.id if function is not None else None


def _chain(source: Source, use: Node) -> tuple[Node, list[tuple[str, list[Node]]]]:
    """``res.status(400).json(x)`` as its outermost call and the calls in order."""
    calls: list[tuple[str, list[Node]]] = []
    node = use
    while True:
        member = node.parent
        if member is None or member.type != "member_expression" or member.named_children[0].id != node.id:
            break
        call = member.parent
        if call is None or call.type != "call_expression":
            raise Refused("the response is used in a way that is not understood")
        listed = call.child_by_field_name("arguments")
        arguments = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
        calls.append((source.text(member.named_children[-1]), arguments))
        node = call
    if not calls:
        raise Refused("the response is handed to another function")
    while node.parent is not None and node.parent.type in ("parenthesized_expression", "unary_expression"):
        node = node.parent
    return node, calls


def _answer(source: Source, statement: Node, calls: list[tuple[str, list[Node]]]) -> Answer:
    status: int | None = 200
    for kind, arguments in calls[:-1]:
        if kind == "setHeader":
            _check_header(source, arguments)
        elif kind == "status" and len(arguments) == 1:
            status = status_of(source, arguments[0], 200)
        else:
            raise Refused(f"it answers with {kind}()")
    kind, arguments = calls[-1]
    if kind == "sendStatus" and len(arguments) == 1:
        status, arguments, kind = status_of(source, arguments[0], 200), [], "end"
    if kind not in _SENDS or len(arguments) > 1:
        raise Refused(f"it answers with {kind}()")
    if status is None and not any(parent.type == "catch_clause" for parent in ancestors(statement)):
        raise Refused("a status is only known at run time")
    value = unwrapped(arguments[0]) if arguments else None
    if value is None or value.type in ("null", "undefined") or source.text(value) in ('""', "''", "undefined"):
        return Answer(
            statement, value if kind == "json" and value is not None and value.type == "null" else None, status
        )
    text = value.type in ("string", "template_string")
    if kind == "end" and not text:
        raise Refused("it sends a raw body")
    if kind == "send" and not text and value.type not in ("object", "array", "identifier", "member_expression"):
        raise Refused("it sends a raw body")
    return Answer(statement, arguments[0], status, text)


def _check_header(source: Source, arguments: list[Node]) -> None:
    name = string_value(source, arguments[0]).lower() if arguments and arguments[0].type == "string" else ""
    if name not in _HARMLESS_HEADERS:
        raise Refused("an answer sets headers")
    said = source.text(arguments[1]).lower() if len(arguments) > 1 else ""
    if name == "content-type" and "application/json" not in said:
        raise Refused("an answer is no JSON")
    if name == "cache-control" and "no-" not in said:
        raise Refused("an answer sets headers")


def _must_end(statement: Node) -> Node | None:
    """The bare ``return`` after an answer, or None where nothing can happen after it. Raises Refused otherwise."""
    node = statement
    while node.parent is not None:
        parent = node.parent
        if parent.type == "statement_block":
            later = [child for child in parent.named_children if child.start_byte >= node.end_byte]
            later = [child for child in later if child.type != "comment"]
            if later:
                bare = later[0].type == "return_statement" and not later[0].named_children
                if bare and node.id == statement.id:
                    return later[0]
                raise Refused("something happens after an answer")
            if parent.parent is not None and parent.parent.type in FUNCTIONS:
                return None
        elif parent.type not in ("if_statement", "else_clause", "try_statement", "catch_clause"):
            raise Refused("something happens after an answer")
        node = parent
    return None


def _check_returns(inputs: Inputs, returned: set[int]) -> None:
    """No other value is returned than an answer."""
    for node in walk(inputs.function.body):
        if node.type == "return_statement" and node.id not in returned and _owner(node) == inputs.function.node.id:
            given = [child for child in node.named_children if child.type != "comment"]
            raise Refused("it returns what another function made" if given else "it returns without an answer")
