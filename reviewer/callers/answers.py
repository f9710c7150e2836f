"""What a caller relies on in the answer, and what it sends: by following both, not by the text around.

Sources: MDN (Response, RequestInit, XMLHttpRequest, ReadableStream, FormData), axios ("Response Schema",
``responseType``), ky (``json``), ofetch (``responseType``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.around import Around
from reviewer.callers.functions import TRANSPARENT, arguments_of, callee, last_name, outer, property_of
from reviewer.callers.known import words
from reviewer.callers.requests import is_fetch
from reviewer.callers.scopes import FUNCTIONS, Binding, File
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.flow import Flow

MAX_NODES = 3_000  # of one helper
HOPS = 2  # functions that an answer is handed on to
MAX_PLACES = 60  # where one answer is looked at

_MEMBERS = {
    "status": "status",
    "statusText": "status",
    "headers": "headers",
    "getResponseHeader": "headers",
    "blob": "blob",
    "arrayBuffer": "blob",
    "bytes": "blob",
    "text": "text",
    "body": "stream",
    "redirected": "redirect",
}
_TYPES = {"blob": "blob", "arraybuffer": "blob", "arrayBuffer": "blob", "stream": "stream", "text": "text"}
_CALLED = frozenset({"blob", "arrayBuffer", "bytes", "text"})
_READERS = words("getReader pipeThrough pipeTo")
_SENT = {"File": "file", "Blob": "file"}
_OWN_TYPE = rb"\b(?:type|interface)\s+FormData\b"
_FILE_NAMES = words("file files image blob photo avatar video audio attachment selectedFile")


# --- the answer


def reads(flow: Flow, place: Around) -> frozenset[str]:
    """What the caller looks at in the answer: "status", "headers", "stream", "blob", "text", "redirect"."""
    file = place.file
    found: set[str] = set()
    for call in place.calls:
        if last_name(file, call) == "EventSource":
            found.add("stream")
        found |= set(_options_read(file, call))
        found |= set(_read_of(flow, file, call, hops=HOPS))
        if last_name(file, call) == "open":
            found |= set(_of_request_object(flow, file, call))
        found |= set(_inside(flow, file, call))
    if any(_tells_status(file, error, handler) for error, handler in _handlers(file, place)):
        found.add("status")
    return frozenset(found)


def _handlers(file: File, place: Around) -> Iterator[tuple[Node, Node]]:
    """What handles an error of the request: the name of the error, and the code that it is known in.

    ``catch`` around it, ``.catch()`` behind it, and ``onError`` beside the ``mutationFn`` that sends it.
    """
    below = place.node
    for above in place.above:
        handler: Node | None = None
        if above.type == "try_statement" and above.child_by_field_name("body") == below:
            handler = above.child_by_field_name("handler")
            error = handler.child_by_field_name("parameter") if handler is not None else None
            if handler is not None and error is not None:
                yield error, handler
        elif above.type == "call_expression" and last_name(file, above) == "catch" and below.type != "arguments":
            yield from _taken(next(iter(arguments_of(above)), None))
        elif above.type in FUNCTIONS:
            options = above.parent.parent if above.parent is not None and above.parent.type == "pair" else None
            if options is not None and property_of(file, options, "mutationFn") == above:
                yield from _taken(property_of(file, options, "onError"))
            return
        below = above


def _taken(function: Node | None) -> Iterator[tuple[Node, Node]]:
    """The first parameter of a function that is written there."""
    if function is None or function.type not in FUNCTIONS:
        return
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    names = [parameters] if parameters is not None and parameters.type == "identifier" else []
    for first in names or (parameters.named_children[:1] if parameters is not None else ()):
        name = first.child_by_field_name("pattern") or first
        yield name, function


def _tells_status(file: File, error: Node, handler: Node) -> bool:
    """``error.status`` or ``error.response?.status`` is asked for."""
    if error.type != "identifier":
        return False
    name = file.text(error)
    for count, node in enumerate(walk(handler)):
        if count > MAX_NODES:
            return False
        key = node.child_by_field_name("property") if node.type == "member_expression" else None
        if key is not None and file.text(key) == "status":
            of = node.child_by_field_name("object")
            if of is not None and re.sub(r"[?!\s]", "", file.text(of)[:80]) in (name, f"{name}.response"):
                return True
    return False


def _options_read(file: File, call: Node) -> Iterator[str]:
    for argument in arguments_of(call):
        value = property_of(file, argument, "responseType")
        if value is not None and value.type == "string":
            kind = _TYPES.get(file.text(value)[1:-1])
            if kind is not None:
                yield kind


def _inside(flow: Flow, file: File, call: Node) -> Iterator[str]:
    """What the fetchers that a hook is given, and the helper that is called, make of the answer.

    A helper looks at every answer's status and error text: that tells nothing of this caller.
    """
    for argument in arguments_of(call)[1:]:
        if argument.type in FUNCTIONS:
            for inner in _fetches(file, argument):
                yield from _read_of(flow, file, inner, hops=0)
    target = flow.definition(file, call)
    for inner in _fetches(*target) if target is not None else ():
        assert target is not None
        yield from set(_read_of(flow, target[0], inner, hops=0)) - {"status", "text", "headers"}


def _fetches(file: File, function: Node) -> Iterator[Node]:
    for count, node in enumerate(walk(function)):
        if count > MAX_NODES:
            return
        if node.type == "call_expression" and is_fetch(last_name(file, node)):
            yield node


def _read_of(flow: Flow, file: File, value: Node, hops: int) -> Iterator[str]:
    """Where the value of an expression goes, and which of its members are asked for."""
    value = outer(value)
    parent = value.parent
    if parent is None:
        return
    if parent.type == "member_expression" and parent.child_by_field_name("object") == value:
        yield from _member(flow, file, parent, hops)
    elif parent.type in ("variable_declarator", "assignment_expression"):
        pattern = parent.child_by_field_name("name") or parent.child_by_field_name("left")
        if pattern is None or pattern == value:
            return
        for name, access in file.names_of(pattern):
            binding = file.binding(pattern, name)
            if not access and binding is not None:
                yield from _of_name(flow, file, binding, hops)
            elif len(access) == 1 and access[0] in (".status", ".statusText", ".headers", ".redirected"):
                yield _MEMBERS[access[0][1:]]
    elif parent.type == "arguments" and hops > 0 and parent.parent is not None:
        target = flow.definition(file, parent.parent)
        position = next((index for index, child in enumerate(arguments_of(parent.parent)) if child == value), -1)
        for binding in target[0].parameters(target[1]) if target is not None else ():
            if target is not None and binding.position == position and not binding.access:
                yield from _of_name(flow, target[0], binding, hops - 1)


def _of_name(flow: Flow, file: File, binding: Binding, hops: int) -> Iterator[str]:
    for count, use in enumerate(file.references(binding)):
        if count > MAX_PLACES:
            return
        parent = use.parent
        if parent is not None and parent.type not in ("variable_declarator", "assignment_expression"):
            yield from _read_of(flow, file, use, hops)


def _member(flow: Flow, file: File, member: Node, hops: int) -> Iterator[str]:
    key = member.child_by_field_name("property")
    name = file.text(key) if key is not None else ""
    above = member.parent
    called = above is not None and above.type == "call_expression" and above.child_by_field_name("function") == member
    if name == "then" and called and above is not None:
        for argument in arguments_of(above)[:1]:
            yield from _of_callback(flow, file, argument, hops)
    elif name in ("catch", "finally") and called and above is not None:
        yield from _read_of(flow, file, above, hops)
    elif name in _CALLED:
        if called:
            yield _MEMBERS[name]
    elif name == "body":
        if _is_streamed(file, member):
            yield "stream"
    elif name == "headers":
        if above is not None and above.type in ("member_expression", "subscript_expression"):
            yield "headers"
    elif _MEMBERS.get(name) == "status":
        if not called and not _is_only_told(file, member):
            yield "status"
    elif name in _MEMBERS:
        yield _MEMBERS[name]


def _is_only_told(file: File, status: Node) -> bool:
    """It goes into a log or the text of an error: nothing depends on which it is."""
    node = status.parent
    while node is not None and not node.type.endswith(("statement", "declarator")) and node.type not in FUNCTIONS:
        if node.type == "new_expression" and callee(file, node).endswith("Error"):
            return True
        if node.type == "call_expression" and callee(file, node).startswith(("console.", "logger.")):
            return True
        node = node.parent
    return False


def _of_callback(flow: Flow, file: File, function: Node, hops: int) -> Iterator[str]:
    """What the function that is given to ``then`` looks at: one written there, or one hop away."""
    target = (file, function)
    if function.type not in FUNCTIONS:
        found = flow.component(file, function) if hops else None
        if found is None:
            return
        target, hops = found, hops - 1
    for binding in target[0].parameters(target[1]):
        if binding.position == 0 and not binding.access:
            yield from _of_name(flow, target[0], binding, hops)
        elif binding.position == 0 and binding.access in ((".status",), (".headers",)):
            yield _MEMBERS[binding.access[0][1:]]


def _is_streamed(file: File, body: Node) -> bool:
    """``answer.body.getReader()``, ``for await (const part of answer.body)``, ``read(answer.body)``."""
    node = outer(body)
    above = node.parent
    if above is None:
        return False
    if above.type == "member_expression":
        key = above.child_by_field_name("property")
        return key is not None and file.text(key) in _READERS
    return above.type in ("for_in_statement", "variable_declarator") or (
        above.type == "arguments" and not callee(file, above.parent or above).endswith(("parse", "log", "stringify"))
    )


def _of_request_object(flow: Flow, file: File, call: Node) -> Iterator[str]:
    """``request.open("POST", url)``: what is asked of the XMLHttpRequest itself."""
    function = call.child_by_field_name("function")
    object_ = function.child_by_field_name("object") if function is not None else None
    binding = file.binding(object_) if object_ is not None and object_.type == "identifier" else None
    if binding is None:
        return
    yield from _of_name(flow, file, binding, 0)
    for use in file.references(binding):
        assignment = use.parent.parent if use.parent is not None else None
        right = assignment.child_by_field_name("right") if assignment is not None else None
        if right is not None and right.type == "string" and file.text(use.parent or use).endswith("responseType"):
            kind = _TYPES.get(file.text(right)[1:-1])
            if kind is not None:
                yield kind


# --- the body


def sends(place: Around) -> frozenset[str]:
    """What the caller sends: "json", "form-data", "file", "stream"."""
    file, node = place.file, place.node
    found: set[str] = set()
    for call in place.calls:
        for argument in arguments_of(call):
            if argument.start_byte <= node.start_byte < argument.end_byte and argument.type != "object":
                continue
            options = _resolved(file, argument)
            body = property_of(file, options, "body") or property_of(file, options, "data")
            if property_of(file, options, "duplex") is not None:
                found.add("stream")
            if property_of(file, options, "json") is not None:
                found.add("json")
            if body is not None:
                found |= _body(file, body)
            elif options.type != "object":
                found |= _body(file, argument)
            elif property_of(file, options, "method") is None and _is_data(file, call, argument):
                found.add("json")
    return frozenset(found)


def _is_data(file: File, call: Node, argument: Node) -> bool:
    """The second argument of ``api.post(url, { ... })``."""
    arguments = arguments_of(call)
    return last_name(file, call) in ("post", "put", "patch") and len(arguments) > 1 and arguments[1] == argument


def _body(file: File, value: Node) -> set[str]:
    node = _resolved(file, value)
    name = callee(file, node)
    if node.type == "call_expression":
        return {"json"} if name == "JSON.stringify" else set()
    if node.type == "new_expression":
        if name == "FormData":
            return {"form-data", *_files_in(file, value)}
        is_text = name == "Blob" and "application/json" in file.text(node)  # what sendBeacon sends JSON as
        return {"json"} if is_text else {"stream"} if name == "ReadableStream" else {"file"} & {_SENT.get(name, "")}
    if node.type == "identifier":
        return _by_type(file, node)
    is_files = node.type in ("subscript_expression", "member_expression") and ".files" in file.text(node)[-40:]
    return {"file"} if is_files else set()


def _by_type(file: File, name: Node) -> set[str]:
    """A parameter: by its type, or by what it is called."""
    binding, word = file.binding(name), file.text(name)
    function = binding.declares if binding is not None and binding.kind == "parameter" else None
    parameters = function.child_by_field_name("parameters") if function is not None else None
    text = file.text(parameters)[:400] if parameters is not None else ""
    if f"{word}: FormData" in text and not re.search(_OWN_TYPE, file.source.data):
        return {"form-data", *_files_in(file, name)}
    return {"file"} if f"{word}: File" in text or f"{word}: Blob" in text or word in _FILE_NAMES else set()


def _files_in(file: File, name: Node) -> set[str]:
    """``data.append("file", file)``"""
    binding = file.binding(name) if name.type == "identifier" else None
    for use in file.references(binding) if binding is not None else ():
        call = use.parent.parent if use.parent is not None else None
        if call is None or call.type != "call_expression" or last_name(file, call) not in ("append", "set"):
            continue
        if any("file" in _body(file, argument) for argument in arguments_of(call)[1:2]):
            return {"file"}
    return set()


def _resolved(file: File, node: Node) -> Node:
    """The value of a constant of this file; the expression itself where it is none."""
    for _ in range(4):
        while node.type in TRANSPARENT and node.named_children:
            node = node.named_children[0]
        binding = file.binding(node) if node.type in ("identifier", "shorthand_property_identifier") else None
        value = binding.declares.child_by_field_name("value") if binding is not None and not binding.access else None
        if binding is None or binding.kind != "variable" or value is None:
            break
        node = value
    return node
