"""How a route handler reads its request: ``await req.json()``, the URL, the params, headers and cookies.

Next.js documentation, "route.js": the first parameter is the request, the second holds ``params``, a promise since 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import replaced, without_statement
from reviewer.report.conversion.inputs import Inputs, Origin
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import enclosing_function, uses
from reviewer.syntax.bindings import destructured, string_value

if TYPE_CHECKING:
    from tree_sitter import Node

_PRIVATE_HEADERS = ("authorization", "signature", "api-key", "secret", "token")


def read_route_request(inputs: Inputs) -> None:
    """Claims every use of the handler's parameters. Raises Refused where one is not understood."""
    parameters = inputs.function.parameters
    if len(parameters) > 2:
        raise Refused("the handler takes more than a request and its params")
    if parameters:
        _request(inputs, parameters[0])
    if len(parameters) == 2:
        _context(inputs, parameters[1])


def pattern_of(parameter: Node) -> Node:
    pattern = parameter.child_by_field_name("pattern") if parameter.type != "identifier" else parameter
    if pattern is None or parameter.child_by_field_name("value") is not None:
        raise Refused("a parameter has a default")
    return pattern


def _request(inputs: Inputs, parameter: Node) -> None:
    name = pattern_of(parameter)
    if name.type != "identifier":
        raise Refused("the request is taken apart in the parameter list")
    for use in uses(inputs.source, inputs.function.body, inputs.source.text(name)):
        member = member_of(use)
        if member is None:
            raise Refused("the request is handed to another function")
        read = inputs.source.text(member.named_children[-1])
        if read == "json":
            _body(inputs, member, Origin.BODY, None)
        elif read == "formData":
            _body(inputs, member, Origin.FORM, "FormData")
        elif read in ("headers", "cookies"):
            _from_headers(inputs, member, read)
        elif read == "nextUrl":
            url = member_of(member)
            if url is None or inputs.source.text(url.named_children[-1]) != "searchParams":
                raise Refused("the URL of the request is read")
            _query(inputs, url)
        elif read == "url":
            _url(inputs, member)
        else:
            raise Refused(f"`.{read}` of the request is read")


def member_of(node: Node) -> Node | None:
    """``node.x`` for a node, through parentheses and ``!``."""
    parent = node.parent
    while parent is not None and parent.type in ("parenthesized_expression", "non_null_expression"):
        node, parent = parent, parent.parent
    if parent is None or parent.type != "member_expression" or parent.named_children[0].id != node.id:
        return None
    return parent


def call_of(member: Node) -> Node | None:
    parent = member.parent
    if parent is None or parent.type != "call_expression" or parent.named_children[0].id != member.id:
        return None
    return parent


def only_argument(call: Node) -> Node | None:
    arguments = call.child_by_field_name("arguments")
    return arguments.named_children[0] if arguments is not None and len(arguments.named_children) == 1 else None


def _body(inputs: Inputs, member: Node, origin: Origin, type_text: str | None) -> None:
    call = call_of(member)
    default: str | None = None
    caught = member_of(call) if call is not None else None
    if call is not None and caught is not None and inputs.source.text(caught.named_children[-1]) == "catch":
        call = call_of(caught)
        default = _fallback(inputs, call)
    waited = call.parent if call is not None else None
    if waited is None or waited.type != "await_expression":
        raise Refused("the body is read without await")
    inside = enclosing_function(waited)
    if inside is None or inside.id != inputs.function.node.id:
        raise Refused("the body is read inside a nested function")
    inputs.claim(waited, origin, "", "any" if default else type_text, default)


def _fallback(inputs: Inputs, call: Node | None) -> str:
    """What ``.catch(() => ({}))`` gives instead of a body."""
    handler = only_argument(call) if call is not None else None
    body = handler.child_by_field_name("body") if handler is not None and handler.type == "arrow_function" else None
    text = inputs.source.text(body).replace(" ", "") if body is not None else ""
    known = {"({})": "{}", "null": "null", "undefined": "undefined"}
    if text not in known:
        raise Refused("a body that is no JSON is treated apart")
    return known[text]


def _from_headers(inputs: Inputs, member: Node, read: str) -> None:
    getter = member_of(member)
    call = call_of(getter) if getter is not None else None
    if getter is None or call is None or inputs.source.text(getter.named_children[-1]) not in ("get", "has"):
        raise Refused(f"the {read} are handed on")
    argument = only_argument(call)
    if argument is None or argument.type != "string":
        raise Refused(f"which of the {read} is read is not written out")
    if read == "headers" and any(part in inputs.source.text(argument).lower() for part in _PRIVATE_HEADERS):
        raise Refused("a header tells who calls")
    inputs.from_headers(member, read)


def _url(inputs: Inputs, member: Node) -> None:
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
        _query(inputs, through)
        return
    declarator = _const(made)
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
        _query(inputs, through)
    inputs.edits.append(without_statement(inputs.source, declarator.parent))


def _const(value: Node) -> Node | None:
    """The declarator of ``const x = value``, alone in its statement."""
    declarator = value.parent
    if declarator is None or declarator.type != "variable_declarator" or declarator.parent is None:
        return None
    return declarator if len(declarator.parent.named_children) == 1 else None


def others(inputs: Inputs, name: Node) -> list[Node]:
    """The uses of a local variable beside the one that binds it. Raises Refused where it is bound twice."""
    source, text = inputs.source, inputs.source.text(name)
    from reviewer.report.conversion.scope import bound_names
    from reviewer.syntax.parser import walk

    if bound_names(source, inputs.function.node).count(text) != 1:
        raise Refused(f"`{text}` is bound again")
    kinds = ("identifier", "shorthand_property_identifier")
    found = (node for node in walk(inputs.function.body) if node.type in kinds and source.text(node) == text)
    return [node for node in found if node.id != name.id]


def _query(inputs: Inputs, search: Node) -> None:
    """``search`` is an expression that gives the URLSearchParams."""
    declarator = _const(search)
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
    bound = next((node for node in _pattern(name) if inputs.source.text(node) == local), None)
    if bound is None:
        raise Refused("the query string is read as a whole")
    for use in others(inputs, bound):
        _query_value(inputs, use)
    inputs.edits.append(without_statement(inputs.source, declarator.parent))


def _pattern(name: Node) -> list[Node]:
    from reviewer.report.conversion.scope import pattern_names

    return list(pattern_names(name))


def _query_value(inputs: Inputs, search: Node) -> None:
    getter = member_of(search)
    call = call_of(getter) if getter is not None else None
    if getter is None or call is None or inputs.source.text(getter.named_children[-1]) != "get":
        raise Refused("the query string is read as a whole")
    argument = only_argument(call)
    if argument is None or argument.type != "string":
        raise Refused("which query parameter is read is not written out")
    inputs.claim(call, Origin.QUERY, string_value(inputs.source, argument), "string | null")


def _context(inputs: Inputs, parameter: Node) -> None:
    name = pattern_of(parameter)
    source = inputs.source
    if name.type == "object_pattern":
        pairs = list(destructured(source, name))
        if len(pairs) != 1 or pairs[0][0] != "params":
            if not pairs:
                _nested_params(inputs, name)
                return
            raise Refused("the handler's second parameter holds more than params")
        for use in uses(source, inputs.function.body, pairs[0][1]):
            _params(inputs, use)
        return
    for use in uses(source, inputs.function.body, source.text(name)):
        member = member_of(use)
        if member is not None and source.text(member.named_children[-1]) == "params":
            _params(inputs, member)
            continue
        declarator = _const(use)
        pattern = declarator.child_by_field_name("name") if declarator is not None else None
        if declarator is not None and pattern is not None and pattern.type == "object_pattern" and declarator.parent:
            if list(destructured(source, pattern)) != [("params", "params")]:
                raise Refused("the handler's second parameter holds more than params")
            for inner in others(inputs, pattern.named_children[0]):
                _params(inputs, inner)
            inputs.edits.append(without_statement(source, declarator.parent))
        elif use.parent is not None and use.parent.type == "arguments":
            inputs.edits.append(replaced(use, f"{{ params: {_all(inputs)} }}"))
        else:
            raise Refused("the handler's second parameter is handed on")


def _nested_params(inputs: Inputs, pattern: Node) -> None:
    """``{ params: { id } }`` in the parameter list."""
    inner = pattern.named_children[0] if len(pattern.named_children) == 1 else None
    value = inner.child_by_field_name("value") if inner is not None and inner.type == "pair_pattern" else None
    key = inner.child_by_field_name("key") if inner is not None else None
    if key is None or value is None or inputs.source.text(key) != "params" or value.type != "object_pattern":
        raise Refused("the handler's second parameter is taken apart")
    for segment, local in destructured(inputs.source, value):
        if not inputs.bind(Origin.SEGMENT, segment, local, _type(inputs, segment)):
            raise Refused("a param is read twice")


def _type(inputs: Inputs, segment: str) -> str:
    if segment not in inputs.segments:
        raise Refused(f"`{segment}` is no part of the URL")
    return inputs.segments[segment]


def _all(inputs: Inputs) -> str:
    """An object literal of all params, for code that takes them as a whole."""
    pairs = []
    for segment, type_text in inputs.segments.items():
        local = inputs.name(Origin.SEGMENT, segment, type_text)
        key = segment if segment.isidentifier() else f'"{segment}"'
        pairs.append(local if local == key else f"{key}: {local}")
    return "{ " + ", ".join(pairs) + " }" if pairs else "{}"


def _params(inputs: Inputs, node: Node) -> None:
    """``node`` is an expression that gives the params or the promise of them."""
    source = inputs.source
    parent = node.parent
    if parent is not None and parent.type == "await_expression":
        node = parent
    member = member_of(node)
    if member is not None:
        segment = source.text(member.named_children[-1])
        if segment in ("then", "catch"):
            raise Refused("the params are awaited with then()")
        inputs.claim(member, Origin.SEGMENT, segment, _type(inputs, segment))
        return
    declarator = _const(_without_cast(node))
    pattern = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is not None and pattern is not None and declarator.parent is not None:
        if pattern.type == "identifier":
            for use in others(inputs, pattern):
                _params(inputs, use)
            inputs.edits.append(without_statement(source, declarator.parent))
            return
        pairs = list(destructured(source, pattern))
        if pairs and all(key in inputs.segments for key, _ in pairs) and _is_flat(pattern):
            _destructured(inputs, declarator.parent, pairs)
            return
    inputs.edits.append(replaced(_without_cast(node), _all(inputs)))


def _without_cast(node: Node) -> Node:
    parent = node.parent
    casts = ("parenthesized_expression", "as_expression", "non_null_expression")
    while parent is not None and parent.type in casts and parent.named_children[0].id == node.id:
        node, parent = parent, parent.parent
    return node


def _is_flat(pattern: Node) -> bool:
    return all(
        child.type in ("shorthand_property_identifier_pattern", "pair_pattern") for child in pattern.named_children
    )


def _destructured(inputs: Inputs, statement: Node, pairs: list[tuple[str, str]]) -> None:
    names = [local for _, local in pairs]
    fits = inputs.removable(statement, names)
    if not fits or not all(inputs.bind(Origin.SEGMENT, key, local, inputs.segments[key]) for key, local in pairs):
        raise Refused("a param is read twice")
    inputs.edits.append(without_statement(inputs.source, statement))
