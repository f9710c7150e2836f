"""An axios request of our own route, taken apart, and what its caller does with the response.

axios documentation, "Handling Errors": unlike ``fetch``, a request that is answered with an error status throws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, indentation, replaced
from reviewer.report.conversion.fetches import Request, address_of
from reviewer.report.conversion.scope import (
    bound_names,
    enclosing_function,
    enclosing_statement,
    fresh,
    mentioned,
    mentions,
)
from reviewer.syntax.bindings import imports, unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.answers import Shape
    from reviewer.report.conversion.style import Style
    from reviewer.syntax.parser import Source

_WITH_BODY = frozenset({"post", "put", "patch"})
_WITHOUT = frozenset({"get", "delete"})
_OF_AXIOS = frozenset({"response", "isAxiosError", "AxiosError"})


def axios_at(source: Source, line: int, url: str) -> Request | None:
    """``axios.post(url, body)`` on the line; None where something in it is not understood."""
    wanted = ("axios", "default")
    local = next((item.local for item in imports(source) if (item.specifier, item.imported) == wanted), None)
    if local is None:
        return None
    for node in walk(source.root):
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        if function is None or function.type != "member_expression" or source.text(function.named_children[0]) != local:
            continue
        listed = node.child_by_field_name("arguments")
        given = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
        if given and line in (source.line(function.start_byte), source.line(given[0].start_byte)):
            return _taken_apart(source, node, source.text(function.named_children[-1]), given, url)
    return None


def _taken_apart(source: Source, call: Node, verb: str, given: list[Node], url: str) -> Request | None:
    most = 2 if verb in _WITH_BODY else 1
    address = address_of(source, unwrapped(given[0]), url)
    if verb not in _WITH_BODY | _WITHOUT or len(given) > most or address is None:
        return None
    body = given[1] if len(given) == 2 else None
    return Request(call, verb.upper(), *address, body, is_json=body is not None)


def told_of_axios(source: Source, waited: Node, shape: Shape, style: Style) -> list[Edit] | None:
    """The edits around ``await axios...``: a failed result throws, as the request did."""
    if _reads_errors(source, waited):
        return None
    statement, parent = enclosing_statement(waited), waited.parent
    scope = enclosing_function(waited) or source.root
    if parent is None or statement.parent is None or statement.parent.type != "statement_block":
        return None
    inside = indentation(source, statement)
    result = fresh("result", mentioned(source, scope) | set(bound_names(source, scope)))
    why = f"{result}.error" if shape.error_text else style.string("Request failed")
    failed = f"\n{inside}if (!{result}.ok) throw new Error({why}){style.semicolon}"
    if parent.type == "expression_statement":
        if shape.plain:
            return []
        return [
            Edit(waited.start_byte, waited.start_byte, f"const {result} = "),
            Edit(statement.end_byte, statement.end_byte, failed),
        ]
    name = parent.child_by_field_name("name") if parent.type == "variable_declarator" else None
    if name is None or name.type != "identifier" or len(statement.named_children) != 1:
        return None
    reads = _data(source, scope, name)
    if reads is None or shape.empty:
        return None
    value = result if shape.plain or shape.flat else f"{result}.data"
    edits = [replaced(name, result), *(replaced(read, value) for read in reads)]
    return edits if shape.plain else [*edits, Edit(statement.end_byte, statement.end_byte, failed)]


def _reads_errors(source: Source, waited: Node) -> bool:
    """The file takes errors of axios apart. The variable that takes this response may be called ``response``, too."""
    name = waited.parent.child_by_field_name("name") if waited.parent is not None else None
    own = source.text(name) if name is not None else ""
    for node in walk(source.root):
        text = source.text(node) if node.type in ("identifier", "property_identifier") else ""
        if text in _OF_AXIOS and (node.type == "property_identifier" or text != own):
            return True
    return False


def _data(source: Source, scope: Node, name: Node) -> list[Node] | None:
    """Every ``response.data``, or None where something else is done with the response."""
    found: list[Node] = []
    for node in mentions(source, scope, name):
        member = node.parent
        if member is None or member.type != "member_expression" or source.text(member.named_children[-1]) != "data":
            return None
        found.append(member)
    return found
