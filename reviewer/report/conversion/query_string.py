"""How a route handler reads its query string: ``req.nextUrl.searchParams`` and ``new URL(req.url).searchParams``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import without_statement
from reviewer.report.conversion.inputs import Inputs, Origin
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.reading import call_of, const_of, member_of, only_argument, others
from reviewer.report.conversion.scope import pattern_names
from reviewer.syntax.bindings import destructured, string_value

if TYPE_CHECKING:
    from tree_sitter import Node


def read_url(inputs: Inputs, member: Node) -> None:
    """``new URL(req.url)``: its search parameters, at once or through a variable."""
    arguments = member.parent
    made = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    if arguments is None or made is None or made.type != "new_expression" or len(arguments.named_children) != 1:
        raise Refused("the URL of the request is read")
    if inputs.source.text(made.named_children[0]) != "URL":
        raise Refused("the URL of the request is read")
    through = member_of(made)
    if through is not None:
        if inputs.source.text(through.named_children[-1]) != "searchParams":
            raise Refused("the URL of the request is read")
        read_query(inputs, through)
        return
    declarator = const_of(made)
    name = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is None or name is None or declarator.parent is None:
        raise Refused("the URL of the request is read")
    if name.type == "object_pattern":
        pairs = list(destructured(inputs.source, name))
        if len(pairs) != 1 or pairs[0][0] != "searchParams":
            raise Refused("the URL of the request is read")
        _query_of(inputs, declarator, pairs[0][1])
        return
    for use in others(inputs, name):
        through = member_of(use)
        if through is None or inputs.source.text(through.named_children[-1]) != "searchParams":
            raise Refused("the URL of the request is read")
        read_query(inputs, through)
    inputs.edits.append(without_statement(inputs.source, declarator.parent))


def read_query(inputs: Inputs, search: Node) -> None:
    """``search`` is an expression that gives the URLSearchParams."""
    declarator = const_of(search)
    if declarator is not None:
        name = declarator.child_by_field_name("name")
        if name is None or name.type != "identifier":
            raise Refused("the query string is read as a whole")
        _query_of(inputs, declarator, inputs.source.text(name))
        return
    _query_value(inputs, search)


def _query_of(inputs: Inputs, declarator: Node, local: str) -> None:
    name = declarator.child_by_field_name("name")
    assert name is not None and declarator.parent is not None
    bound = next((node for node in pattern_names(name) if inputs.source.text(node) == local), None)
    if bound is None:
        raise Refused("the query string is read as a whole")
    for use in others(inputs, bound):
        _query_value(inputs, use)
    inputs.edits.append(without_statement(inputs.source, declarator.parent))


def _query_value(inputs: Inputs, search: Node) -> None:
    getter = member_of(search)
    call = call_of(getter) if getter is not None else None
    if getter is None or call is None or inputs.source.text(getter.named_children[-1]) != "get":
        raise Refused("the query string is read as a whole")
    argument = only_argument(call)
    if argument is None or argument.type != "string":
        raise Refused("which query parameter is read is not written out")
    inputs.claim(call, Origin.QUERY, string_value(inputs.source, argument), "string | null")
