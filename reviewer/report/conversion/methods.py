"""One method of a pages API route: its function with every test of ``req.method`` decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, applied, indentation, moved, replaced, without_statement
from reviewer.report.conversion.functions import Function, checked, same_function
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import enclosing_function
from reviewer.syntax.bindings import declared, string_value
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_PASSES = 24
_DEPTH = 12
_ENDS = frozenset({"return_statement", "throw_statement"})


def for_method(source: Source, function: Function, request: str, method: str) -> tuple[Source, Function]:
    """The file in which the function answers this method only. Raises Refused where a test cannot be decided."""
    for _ in range(_PASSES):
        edit = _next_edit(source, function, request, method)
        if edit is None:
            return source, function
        source = checked(source.path, applied(source, [edit]))
        function = same_function(source, function)
    raise Refused("the method is tested too often")


def _next_edit(source: Source, function: Function, request: str, method: str) -> Edit | None:
    for node in walk(function.body):
        if node.type == "if_statement" and _owner(node) == function.node.id:
            condition = node.child_by_field_name("condition")
            decided = _decided(source, condition, request, method) if condition is not None else None
            if decided is not None:
                return _branch_taken(source, node, decided)
        elif node.type == "switch_statement" and _owner(node) == function.node.id:
            value = node.child_by_field_name("value")
            if value is not None and _is_method(source, _inner(value), request):
                return _case_taken(source, node, method)
    return None


def _owner(node: Node) -> int | None:
    function = enclosing_function(node)
    return function.id if function is not None else None


def _inner(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node


def _is_method(source: Source, node: Node, request: str) -> bool:
    return source.text(node) in (f"{request}.method", f"{request}?.method", f"{request}.method?.toUpperCase()")


def _decided(source: Source, node: Node, request: str, method: str, depth: int = 0) -> bool | None:
    """What a condition is for this method; None where it depends on something else."""
    node = _inner(node)
    if depth > _DEPTH:
        return None
    if node.type == "unary_expression":
        operand = node.child_by_field_name("argument")
        inner = _decided(source, operand, request, method, depth + 1) if operand is not None else None
        return None if inner is None or not source.text(node).startswith("!") else not inner
    if node.type != "binary_expression":
        return None
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return None
    sign = source.text(operator)
    if sign in ("&&", "||"):
        sides = [_decided(source, side, request, method, depth + 1) for side in (left, right)]
        settled = sign == "||"
        if settled in sides:
            return settled
        return None if None in sides else not settled
    left, right = _inner(left), _inner(right)
    if right.type != "string":
        left, right = right, left
    if right.type != "string" or not _is_method(source, left, request):
        return None
    if sign in ("===", "=="):
        return string_value(source, right) == method
    return string_value(source, right) != method if sign in ("!==", "!=") else None


def _branch_taken(source: Source, node: Node, decided: bool) -> Edit:
    alternative = node.child_by_field_name("alternative")
    other = alternative.named_children[-1] if alternative is not None and alternative.named_children else None
    taken = node.child_by_field_name("consequence") if decided else other
    parent = node.parent
    if parent is not None and parent.type == "else_clause":
        if taken is None:
            return Edit(_end_before(source, parent), parent.end_byte, "")
        return replaced(node, source.text(taken))
    if parent is None or parent.type != "statement_block":
        raise Refused("the method is tested in a place that is not understood")
    if taken is None:
        return _with_comments(source, node)
    return _spliced(source, node, taken)


def _with_comments(source: Source, node: Node) -> Edit:
    """Removes the statement and the comment right above it."""
    edit = without_statement(source, node)
    start, line, previous = edit.start, node.start_point[0], node.prev_sibling
    while previous is not None and previous.type == "comment" and previous.end_point[0] == line - 1:
        if source.data[: previous.start_byte].rstrip(b" \t")[-1:] != b"\n":
            break
        line = previous.start_point[0]
        start = source.data.rfind(b"\n", 0, previous.start_byte) + 1
        previous = previous.prev_sibling
    return Edit(start, edit.end, edit.text)


def _end_before(source: Source, node: Node) -> int:
    """The end of the text before the node, blanks left out."""
    return len(source.data[: node.start_byte].rstrip())


def _case_taken(source: Source, node: Node, method: str) -> Edit:
    body = node.child_by_field_name("body")
    cases = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    fallback = next((case for case in cases if case.type == "switch_default"), None)
    chosen = fallback
    for case in cases:
        value = case.child_by_field_name("value")
        if value is not None and value.type == "string" and string_value(source, value) == method:
            chosen = case
    if chosen is None:
        raise Refused("no case of the switch is for this method")
    inner = [child for child in chosen.children_by_field_name("body") if child.type != "comment"]
    if len(inner) == 1 and inner[0].type == "statement_block":
        return _spliced(source, node, inner[0])
    if not inner or inner[-1].type not in _ENDS | {"break_statement"}:
        raise Refused("a case of the switch falls through")
    kept = inner[:-1] if inner[-1].type == "break_statement" else inner
    if not kept:
        return without_statement(source, node)
    text = source.data[kept[0].start_byte : kept[-1].end_byte].decode("utf-8", "replace")
    shifted = moved(text, source.tsx, indentation(source, kept[0]), indentation(source, node))
    return _with_rest(source, node, shifted, kept[-1])


def _spliced(source: Source, node: Node, block: Node) -> Edit:
    """The statements of the block stand where the node stood; what can no longer be reached is gone."""
    if block.type != "statement_block":
        return _with_rest(source, node, source.text(block), block)
    inner = block.named_children
    if any(child.type == "break_statement" for child in walk(block)) and node.type == "switch_statement":
        inner = inner[:-1] if inner and inner[-1].type == "break_statement" else inner
        if any(child.type == "break_statement" for part in inner for child in walk(part)):
            raise Refused("a case of the switch breaks in its middle")
    if not inner:
        return without_statement(source, node)
    _check_names(source, node, block)
    text = source.data[inner[0].start_byte : inner[-1].end_byte].decode("utf-8", "replace")
    last = next((child for child in reversed(inner) if child.type != "comment"), inner[-1])
    shifted = moved(text, source.tsx, indentation(source, inner[0]), indentation(source, node))
    return _with_rest(source, node, shifted, last)


def _check_names(source: Source, node: Node, block: Node) -> None:
    inside = {name for child in block.named_children for name, _ in declared(source, child)}
    siblings = node.parent.named_children if node.parent is not None else []
    outside = {name for child in siblings if child.id != node.id for name, _ in declared(source, child)}
    if inside & outside:
        raise Refused("two branches declare the same name")


def _with_rest(source: Source, node: Node, text: str, last: Node) -> Edit:
    end = node.end_byte
    if node.parent is None or node.parent.type != "statement_block":
        raise Refused("the method is tested in a place that is not understood")
    if ends(last):
        end = max(end, node.parent.named_children[-1].end_byte)
    return Edit(node.start_byte, end, text)


def ends(statement: Node) -> bool:
    """Nothing after the statement can be reached."""
    stack = [statement]
    while stack:
        current = stack.pop()
        if current.type in _ENDS:
            continue
        parts = _all_of(current)
        if parts is None:
            return False
        stack += parts
    return True


def _all_of(node: Node) -> list[Node] | None:
    """The statements that must all end for this one to end; None where it does not."""
    if node.type == "statement_block":
        inner = [child for child in node.named_children if child.type != "comment"]
        return [inner[-1]] if inner else None
    if node.type == "if_statement":
        then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        return [then, other] if then is not None and other is not None else None
    if node.type == "else_clause":
        return [node.named_children[-1]] if node.named_children else None
    if node.type == "try_statement":
        body, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
        inner_handler = handler.child_by_field_name("body") if handler is not None else None
        if body is None or (handler is not None and inner_handler is None):
            return None
        return [body] if inner_handler is None else [body, inner_handler]
    return None
