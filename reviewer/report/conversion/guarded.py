"""A wrapped route handler as a plain one, and its wrapper's checks as a function of their own.

``withAdmin(handler)`` becomes ``checkAdmin()``, which the action calls first: ``{ ok: false, error }`` where the
wrapper answered itself, else what it handed to the handler.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.report.conversion.answers import Shape, rewritten, shape_of
from reviewer.report.conversion.edits import Edit, applied, indentation, moved
from reviewer.report.conversion.functions import checked, exported_function
from reviewer.report.conversion.guard_imports import imports_of_checks
from reviewer.report.conversion.layout import tidied
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.route_answers import route_answers
from reviewer.report.conversion.scope import pattern_names, taken_from_outside
from reviewer.report.conversion.style import Style, style_of
from reviewer.report.conversion.wrapped import Guard, guard_of
from reviewer.syntax.bindings import exports, unwrapped
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from reviewer.model import Endpoint
    from reviewer.syntax.parser import Sources


@dataclass(frozen=True, slots=True)
class Plain:
    """``source``: the file with the handler as a plain function and the checks beside it. ``opening``: the statements
    with which the action starts. ``shape``: how the results of the checks look.
    """

    source: Source
    check: str
    opening: tuple[str, ...]
    shape: Shape


def plain_handler(source: Source, endpoint: Endpoint, sources: Sources, status: bool) -> Plain:
    """``status``: the results carry it.

    Raises Refused where the wrapper, or what the handler takes of it, is not understood.
    """
    if len(endpoint.wrappers) != 1 or endpoint.name is None:
        raise Refused("the handler is handed to a wrapper")
    guard = guard_of(endpoint.wrappers[0], sources)
    call, handler, options = _wrapped(source, endpoint.name)
    taken = _taken(source, handler, guard)
    style = style_of(source)
    name, result = _names(source, endpoint.wrappers[0].name)
    values = [value for value in taken.values() if value not in guard.request | guard.params]
    text, shape = _check_text(guard, values, name, style, status)
    added = imports_of_checks(source, guard, text, style)
    head, opening = _opening(source, handler, taken, guard, name, result, options, style)
    body = handler.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        raise Refused("the handler is one expression")
    statement = call.parent.parent if call.parent is not None else None
    if statement is None or statement.type != "lexical_declaration":
        raise Refused("the handler is handed to a wrapper")
    inner = moved(source.text(body), source.tsx, indentation(source, body), indentation(source, statement))
    edits = [
        Edit(0, 0, "\n".join([*added, ""]) if added else ""),
        Edit(statement.start_byte, statement.end_byte, f"async function {endpoint.name}({head}) {inner}"),
    ]
    last = source.root.named_children[-1]
    edits.append(Edit(last.end_byte, last.end_byte, f"\n\n{text}\n"))
    return Plain(checked(source.path, applied(source, edits)), name, opening, shape)


def _wrapped(source: Source, method: str) -> tuple[Node, Node, list[Node]]:
    """The call of the wrapper, the handler in it, and its other arguments."""
    export = next((item for item in exports(source) if item.name == method and item.value is not None), None)
    value = export.value if export is not None else None
    if value is not None and value.type == "variable_declarator":
        value = value.child_by_field_name("value")
    listed = value.child_by_field_name("arguments") if value is not None and value.type == "call_expression" else None
    given = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    if value is None or not given or unwrapped(given[0]).type not in ("arrow_function", "function_expression"):
        raise Refused("the handler is handed to a wrapper")
    return value, unwrapped(given[0]), given[1:]


def _taken(source: Source, handler: Node, guard: Guard) -> dict[str, str]:
    """What the handler takes: its own name for each value, and the wrapper's. The names of parameters first."""
    listed = handler.child_by_field_name("parameters")
    patterns = [item.child_by_field_name("pattern") for item in listed.named_children] if listed is not None else []
    found: dict[str, str] = {}
    if len(patterns) == 1 and patterns[0] is not None and patterns[0].type == "object_pattern":
        for child in patterns[0].named_children:
            key, value = child, child
            if child.type == "pair_pattern":
                key, value = child.child_by_field_name("key") or child, child.child_by_field_name("value") or child
            if source.text(key) not in guard.given or value.type not in (
                "identifier",
                "shorthand_property_identifier_pattern",
            ):
                raise Refused("what the wrapper hands to the handler is taken apart")
            found[source.text(value)] = guard.given[source.text(key)]
        return found
    for number, pattern in enumerate(patterns):
        if pattern is None or pattern.type != "identifier" or str(number) not in guard.given:
            raise Refused("what the wrapper hands to the handler is taken apart")
        found[source.text(pattern)] = guard.given[str(number)]
    return found


def _names(source: Source, wrapper: str) -> tuple[str, str]:
    """``withAdmin`` gives ``checkAdmin`` and ``admin``."""
    rest = wrapper.rpartition(".")[2].removeprefix("with")
    check, result = f"check{rest[:1].upper()}{rest[1:]}", f"{rest[:1].lower()}{rest[1:]}"
    known = {source.text(node) for node in walk(source.root) if "identifier" in node.type}
    if check in known or not rest.isidentifier():
        raise Refused("no free name for the checks")
    return check, result if result not in known else "checked"


def _check_text(guard: Guard, values: Sequence[str], name: str, style: Style, status: bool) -> tuple[str, Shape]:
    """The function of the checks. ``values``: what it gives back when all went well."""
    source = guard.source
    kept = _kept(guard, values)
    pieces = [
        source.data[_start(source, statement) : statement.end_byte].decode("utf-8", "replace") for statement in kept
    ]
    given = f"{{ {', '.join(dict.fromkeys(values))} }}" if values else "{}"
    inside = indentation(source, kept[0]) if kept else "  "
    gaps = ["\n" if _has_gap(source, statement) and number else "" for number, statement in enumerate(kept)]
    body = "".join(f"\n{gap}{inside}{piece}" for gap, piece in zip(gaps, pieces, strict=True))
    options = source.text(guard.options) if guard.options is not None else ""
    code = (
        f"async function {name}({options}) {{{body}\n{inside}return Response.json({given});\n}}\nexport {{ {name} }};\n"
    )
    piece = checked("piece.tsx" if source.tsx else "piece.ts", code)
    function = exported_function(piece, name)
    left = taken_from_outside(piece, function.node) & (guard.request | guard.params)
    if left:
        raise Refused("the wrapper reads the request")
    answers = route_answers(piece, function)
    shape = shape_of(piece, answers, status)
    if shape.plain:
        raise Refused("the wrapper refuses nobody")
    edits = [edit for answer in answers for edit in rewritten(piece, answer, shape, style)]
    text = applied(piece, edits, function.node.start_byte, function.node.end_byte)
    return tidied(moved(text, piece.tsx, inside, style.indent), piece.tsx), shape


def _has_gap(source: Source, statement: Node) -> bool:
    """An empty line stands before it."""
    return source.data[: _start(source, statement)].rstrip(b" \t").endswith((b"\n\n", b"\n\r\n"))


def _start(source: Source, statement: Node) -> int:
    """With the comment right above it."""
    before = statement.prev_sibling
    if before is not None and before.type == "comment" and before.end_point[0] == statement.start_point[0] - 1:
        return before.start_byte
    return statement.start_byte


def _kept(guard: Guard, values: Sequence[str]) -> list[Node]:
    """The statements without those that only name the params, or what of the request nobody asks for."""
    source = guard.source
    kept: list[Node] = []
    for number, statement in enumerate(guard.statements):
        declarator = statement.named_children[0] if statement.type == "lexical_declaration" else None
        name = declarator.child_by_field_name("name") if declarator is not None else None
        if declarator is None or name is None:
            kept.append(statement)
            continue
        bound = {source.text(node) for node in pattern_names(name)}
        later = [taken_from_outside(source, other) for other in guard.statements[number + 1 :]]
        wanted = bound & (set(values) | set().union(*later)) - guard.params
        of_request = taken_from_outside(source, declarator) & (guard.request | guard.params)
        if wanted or not of_request:
            kept.append(statement)
    return kept


def _opening(
    source: Source,
    handler: Node,
    taken: dict[str, str],
    guard: Guard,
    check: str,
    result: str,
    options: Sequence[Node],
    style: Style,
) -> tuple[str, tuple[str, ...]]:
    """The parameters of the plain handler, and the statements that call the checks."""
    request = next((own for own, value in taken.items() if value in guard.request), "_request")
    params = next((own for own, value in taken.items() if value in guard.params), None)
    rest = {own: value for own, value in taken.items() if value not in guard.request | guard.params}
    end = style.semicolon
    given = ", ".join(" ".join(source.text(option).split()) for option in options)
    given = given.replace(", }", " }").replace(",}", "}")
    lines = [f"const {result} = await {check}({given}){end}", f"if (!{result}.ok) return {result}{end}"]
    if rest:
        pairs = ", ".join(own if own == value else f"{value}: {own}" for own, value in rest.items())
        lines.append(f"const {{ {pairs} }} = {result}{end}")
    head = f"{request}" if params is None else f"{request}, {{ params{'' if params == 'params' else f': {params}'} }}"
    return head, tuple(lines)


def joined(checks: Shape, handler: Shape) -> Shape:
    """How the results look when either may answer."""
    return replace(
        handler,
        plain=checks.plain and handler.plain,
        error_flat=checks.error_flat and handler.error_flat,
        error_text=checks.error_text and handler.error_text,
    )
