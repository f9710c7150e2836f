"""How a pages API route reads its request: ``req.body``, ``req.query``, ``req.cookies``, ``req.headers``.

Next.js documentation, "API Routes": query string and dynamic segments share ``req.query``; the body is parsed already.
NextAuth.js documentation, "getServerSession": outside ``pages/`` it takes the options alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, replaced, without_statement
from reviewer.report.conversion.inputs import Inputs, Origin, Parameter
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.reading import call_of, member_of, pattern_of
from reviewer.report.conversion.scope import enclosing_function, fresh, uses
from reviewer.report.conversion.types import made_optional, used_as
from reviewer.syntax.bindings import destructured, imports, string_value

if TYPE_CHECKING:
    from tree_sitter import Node

_SESSION = frozenset({"getServerSession", "unstable_getServerSession"})
_NEXT_AUTH = frozenset({"next-auth", "next-auth/next"})


def read_pages_request(inputs: Inputs) -> None:
    """Claims every use of ``req``. Raises Refused where one is not understood."""
    parameters = inputs.function.parameters
    if len(parameters) > 2:
        raise Refused("the handler takes more than a request and a response")
    if not parameters:
        return
    name = pattern_of(parameters[0])
    if name.type != "identifier":
        raise Refused("the request is taken apart in the parameter list")
    bodies: list[Node] = []
    for use in uses(inputs.source, inputs.function.body, inputs.source.text(name)):
        member = member_of(use)
        if member is None:
            _session(inputs, use)
            continue
        read = inputs.source.text(member.named_children[-1])
        if read == "body":
            bodies.append(member)
        elif read == "query":
            _query(inputs, member)
        elif read == "cookies":
            _cookie(inputs, member)
        elif read == "headers":
            raise Refused("headers are read from a pages request")
        else:
            raise Refused(f"`.{read}` of the request is read")
    _bodies(inputs, [_parsed(inputs, body) for body in bodies])


def session_call(inputs: Inputs, use: Node) -> Node | None:
    """``getServerSession(req, res, options)`` of next-auth, where the node is its first or second argument."""
    arguments = use.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if arguments is None or function is None or inputs.source.text(function) not in _SESSION:
        return None
    local = inputs.source.text(function)
    known = any(item.local == local and item.specifier in _NEXT_AUTH for item in imports(inputs.source))
    return arguments if known and len(arguments.named_children) == 3 else None


def _session(inputs: Inputs, use: Node) -> None:
    arguments = session_call(inputs, use)
    if arguments is None:
        raise Refused("the request is handed to another function")
    options = arguments.named_children[2]
    inputs.edits.append(Edit(arguments.named_children[0].start_byte, options.start_byte, ""))


def _parsed(inputs: Inputs, body: Node) -> Node:
    """``JSON.parse(req.body)`` where the body is parsed by hand."""
    arguments = body.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if call is not None and function is not None and inputs.source.text(function) == "JSON.parse":
        return call
    if arguments is not None and arguments.type == "unary_expression":
        raise Refused("the type of the body is asked for")
    return body


def _bodies(inputs: Inputs, bodies: list[Node]) -> None:
    if len(bodies) == 1:
        inputs.claim(bodies[0], Origin.BODY, "", None)
    elif bodies:
        name = fresh("input", inputs.taken)
        inputs.edits += [replaced(body, name) for body in bodies]
        chosen = made_optional(used_as(inputs.source, bodies) or "any", inputs.given)
        inputs.found[Origin.BODY, ""] = Parameter(Origin.BODY, "", name, chosen)


def _cookie(inputs: Inputs, member: Node) -> None:
    read = member_of(member)
    inside = enclosing_function(member)
    if read is None or inside is None or inside.id != inputs.function.node.id:
        raise Refused("the cookies are handed on")
    name = inputs.source.text(read.named_children[-1])
    inputs.imports["next/headers"] = ("cookies",)
    inputs.edits.append(replaced(read, f'(await cookies()).get("{name}")?.value'))


def _query(inputs: Inputs, query: Node) -> None:
    source = inputs.source
    member = member_of(query)
    if member is not None:
        key = source.text(member.named_children[-1])
        if call_of(member) is not None:
            raise Refused("the query is handed on")
        inputs.claim(
            member, Origin.SEGMENT if key in inputs.segments else Origin.QUERY, key, _type(inputs, key, member)
        )
        return
    index = query.parent
    if index is not None and index.type == "subscript_expression":
        argument = index.child_by_field_name("index")
        if argument is not None and argument.type == "string":
            key = string_value(source, argument)
            inputs.claim(
                index, Origin.SEGMENT if key in inputs.segments else Origin.QUERY, key, _type(inputs, key, index)
            )
            return
    _destructured(inputs, query)


def _type(inputs: Inputs, key: str, node: Node) -> str:
    if key in inputs.segments:
        return inputs.segments[key]
    parent = node.parent
    if parent is not None and parent.type == "arguments" and "isArray" in inputs.source.text(parent.parent or parent):
        raise Refused("a query parameter may be a list")
    return "string | undefined"


def _destructured(inputs: Inputs, query: Node) -> None:
    """``const { id, name: other } = req.query as { id: string }``."""
    source = inputs.source
    cast: Node | None = None
    node = query
    parent = node.parent
    while parent is not None and parent.type in ("as_expression", "parenthesized_expression"):
        cast = parent.named_children[-1] if parent.type == "as_expression" else cast
        node, parent = parent, parent.parent
    pattern = (
        parent.child_by_field_name("name") if parent is not None and parent.type == "variable_declarator" else None
    )
    if parent is None or pattern is None or pattern.type != "object_pattern" or parent.parent is None:
        raise Refused("the query is handed on")
    if any(
        child.type not in ("shorthand_property_identifier_pattern", "pair_pattern") for child in pattern.named_children
    ):
        raise Refused("the query is taken apart with defaults")
    pairs = list(destructured(source, pattern))
    annotation = parent.child_by_field_name("type")
    types = _members(inputs, cast if cast is not None else annotation)
    if len(pairs) != len(pattern.named_children) or len(parent.parent.named_children) != 1:
        raise Refused("the query is taken apart")
    if not inputs.removable(parent.parent, [local for _, local in pairs]):
        raise Refused("a query parameter is bound again")
    for key, local in pairs:
        origin = Origin.SEGMENT if key in inputs.segments else Origin.QUERY
        default = inputs.segments.get(key, "string" if cast is not None else "string | undefined")
        if not inputs.bind(origin, key, local, types.get(key, default)):
            raise Refused("a query parameter is read twice")
    inputs.edits.append(without_statement(source, parent.parent))


def _members(inputs: Inputs, node: Node | None) -> dict[str, str]:
    """The types of the members of an object type that is written out."""
    if node is not None and node.type == "type_annotation":
        node = node.named_children[0]
    if node is None or node.type != "object_type":
        return {}
    found: dict[str, str] = {}
    for member in node.named_children:
        key, value = member.child_by_field_name("name"), member.child_by_field_name("type")
        if member.type == "property_signature" and key is not None and value is not None:
            optional = any(child.type == "?" for child in member.children)
            text = inputs.source.text(value).removeprefix(":").strip()
            found[inputs.source.text(key)] = f"{text} | undefined" if optional else text
    return found
