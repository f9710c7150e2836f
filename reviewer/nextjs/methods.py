"""The HTTP methods that the body of a pages API route tells apart, each with its own lines.

Source: Next.js documentation, "API Routes", "HTTP methods": one handler answers all methods and asks ``req.method``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.model import Handler, Span
from reviewer.nextjs.directives import string_of
from reviewer.nextjs.routing import METHODS
from reviewer.syntax.bindings import declaration, unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_NESTED = frozenset({"function_declaration", "function_expression", "arrow_function", "method_definition"})
_FUNCTIONS = _NESTED | {"generator_function", "generator_function_declaration"}
_PREFLIGHT = frozenset({"OPTIONS", "HEAD"})  # a body that answers these first answers every other method below
_EQUAL, _UNEQUAL = frozenset({"===", "=="}), frozenset({"!==", "!="})


def told_apart(source: Source, function: Node) -> tuple[Handler, ...]:
    """One handler a method that the function asks for; the whole function where it asks for none."""
    found: dict[str, Span] = {}
    whole = source.span(function)
    asked = _asks(source, function)
    for method, branch in asked:
        if method not in found:
            found[method] = source.span(_work(source, function, branch)) if branch is not None else whole
    if found.keys() <= _PREFLIGHT or ("GET" not in found and _goes_on(source, function)):
        return (Handler(None, whole),)
    return tuple(Handler(method, span) for method, span in found.items())


def _goes_on(source: Source, function: Node) -> bool:
    """After the last branch for a method there is work for all others: whoever asks with GET is answered there."""
    body = function.child_by_field_name("body")
    waiting = list(reversed(body.named_children)) if body is not None else []
    after: list[Node] | None = None
    while waiting:
        statement = waiting.pop()
        if statement.type == "try_statement":
            inner = statement.child_by_field_name("body")
            waiting.extend(reversed(inner.named_children) if inner is not None else ())
            continue
        condition = statement.child_by_field_name("condition") if statement.type == "if_statement" else None
        equal, unequal = _compared(source, condition) if condition is not None else ([], [])
        if unequal:
            return False  # it turns the others away
        if set(equal) - _PREFLIGHT:
            after = [] if statement.child_by_field_name("alternative") is None else None
        elif after is not None:
            after.append(statement)
    return any(node.type == "await_expression" for statement in after or () for node in walk(statement))


def _asks(source: Source, function: Node) -> list[tuple[str, Node | None]]:
    """The methods in source order, each with the branch that answers it; None: all that follows a guard."""
    found: list[tuple[str, Node | None]] = []
    for node in walk(function):
        if node.type == "if_statement":
            condition, consequence = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
            if condition is None or consequence is None:
                continue
            equal, unequal = _compared(source, condition)
            found.extend((method, consequence) for method in equal)
            alternative = node.child_by_field_name("alternative")
            found.extend((method, alternative) for method in unequal)
        elif node.type == "switch_statement":
            found.extend(_cases(source, node))
        elif node.type == "ternary_expression":
            condition, consequence = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
            if condition is not None:
                equal, unequal = _compared(source, condition)
                found.extend((method, consequence) for method in equal)
                found.extend((method, node.child_by_field_name("alternative")) for method in unequal)
        elif node.type == "subscript_expression" and _is_method(source, node.child_by_field_name("index")):
            found.extend(_mapped(source, function, node))
    branches = {method for method, branch in found if branch is not None}
    return [(method, branch) for method, branch in found if branch is not None or method not in branches]


def _is_method(source: Source, node: Node | None) -> bool:
    """The expression is ``req.method``, or a local name for it."""
    if node is None:
        return False
    node = unwrapped(node)
    if node.type == "member_expression":
        key = node.child_by_field_name("property")
        return key is not None and source.text(key) == "method"
    if node.type == "call_expression":
        callee = node.child_by_field_name("function")
        inner = callee.child_by_field_name("object") if callee is not None else None
        return inner is not None and inner.type == "member_expression" and _is_method(source, inner)
    return node.type == "identifier" and source.text(node) in ("method", "httpMethod", "requestMethod")


def _compared(source: Source, condition: Node) -> tuple[list[str], list[str]]:
    """The methods that the condition asks for, and those that it turns away from (``!==`` and ``!list.includes``)."""
    equal: list[str] = []
    unequal: list[str] = []
    for node in walk(condition):
        if node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            operator = node.child_by_field_name("operator")
            if left is None or right is None or operator is None:
                continue
            for one, other in ((left, right), (right, left)):
                if other.type == "string" and _is_method(source, one):
                    method = string_of(source, other).upper()
                    if method in METHODS and operator.type in _EQUAL | _UNEQUAL:
                        (equal if operator.type in _EQUAL else unequal).append(method)
        elif node.type == "call_expression":
            methods = _included(source, node)
            negated = node.parent is not None and node.parent.type == "unary_expression"
            (unequal if negated else equal).extend(methods)
    return equal, unequal


def _included(source: Source, call: Node) -> list[str]:
    """The methods of ``["GET", "POST"].includes(req.method)``."""
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if callee is None or arguments is None or callee.type != "member_expression":
        return []
    key, listed = callee.child_by_field_name("property"), callee.child_by_field_name("object")
    if key is None or listed is None or source.text(key) not in ("includes", "has"):
        return []
    if not any(_is_method(source, item) for item in arguments.named_children):
        return []
    listed = unwrapped(listed)
    if listed.type == "identifier":
        declared = declaration(source, source.text(listed))
        listed = declared if declared is not None else listed
    texts = (string_of(source, node).upper() for node in walk(listed) if node.type == "string")
    return [text for text in texts if text in METHODS]


def _cases(source: Source, switch: Node) -> Iterator[tuple[str, Node | None]]:
    value, body = switch.child_by_field_name("value"), switch.child_by_field_name("body")
    if body is None or value is None or not _is_method(source, value):
        return
    waiting: list[str] = []
    for case in body.named_children:
        if case.type != "switch_case":
            continue
        label = case.child_by_field_name("value")
        if label is not None and label.type == "string" and string_of(source, label).upper() in METHODS:
            waiting.append(string_of(source, label).upper())
        if len(case.named_children) > 1:
            yield from ((method, case) for method in waiting)
            waiting = []


def _mapped(source: Source, function: Node, lookup: Node) -> Iterator[tuple[str, Node | None]]:
    """The entries of ``handlers[req.method]``."""
    table = lookup.child_by_field_name("object")
    if table is None:
        return
    table = unwrapped(table)
    if table.type == "identifier":
        name = source.text(table)
        local = (node for node in walk(function) if node.type == "variable_declarator")
        declared = next((node for node in local if _named(source, node, name)), None) or declaration(source, name)
        value = declared.child_by_field_name("value") if declared is not None else None
        if value is None:
            return
        table = unwrapped(value)
    if table.type != "object":
        return
    for item in table.named_children:
        key = item.child_by_field_name("key") or item.child_by_field_name("name") or item
        text = source.text(key).strip("'\"")
        if text in METHODS:
            yield text, item.child_by_field_name("value") or item


def _named(source: Source, node: Node, name: str) -> bool:
    label = node.child_by_field_name("name")
    return label is not None and source.text(label) == name


def _work(source: Source, function: Node, branch: Node) -> Node:
    """The function of this file that a branch does nothing but call, or the branch itself."""
    node = unwrapped(branch)
    if node.type == "else_clause" and node.named_children:
        node = node.named_children[0]
    if node.type == "statement_block" or node.type == "switch_case":
        statements = [
            child
            for child in node.named_children
            if child.type not in ("comment", "break_statement") and child != node.child_by_field_name("value")
        ]
        if len(statements) == 1:
            node = statements[0]
            if node.type == "statement_block" and len(node.named_children) == 1:
                node = node.named_children[0]
    while node.type in ("return_statement", "expression_statement", "await_expression") and node.named_children:
        node = unwrapped(node.named_children[0])
    if node.type == "call_expression":
        node = node.child_by_field_name("function") or node
    if node.type in ("identifier", "shorthand_property_identifier"):
        declared = declaration(source, source.text(node))
        if declared is not None and declared.type == "variable_declarator":
            declared = declared.child_by_field_name("value")
        if declared is not None and unwrapped(declared).type in _FUNCTIONS and declared.id != function.id:
            return unwrapped(declared)
    return unwrapped(branch) if node.type not in _FUNCTIONS else node
