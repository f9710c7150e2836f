"""How a route takes what an action took as arguments: a form, a JSON body, or the query string."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import indentation, moved
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.query_input import QueryInput, query_input, reading_lines, type_of_literal
from reviewer.report.conversion.scope import bound_names, mentioned
from reviewer.report.conversion.signature import opened_type

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.functions import Function
    from reviewer.report.conversion.style import Style
    from reviewer.syntax.parser import Source

NOT_JSON = frozenset(
    {"Date", "Map", "Set", "File", "Blob", "FormData", "ArrayBuffer", "Uint8Array", "bigint", "Promise"}
)
_PRIMITIVES = frozenset({"string", "number", "boolean", "string[]", "number[]"})


@dataclass(frozen=True, slots=True)
class Reading:
    """``lines``: the statements that read the input. ``form``: it is a FormData. ``query``: it is the query string."""

    lines: tuple[str, ...] = ()
    form: bool = False
    keys: tuple[str, ...] = ()  # of a JSON object made of several parameters; none: the one argument is the body
    query: QueryInput | None = None


def reading_of_query(source: Source, function: Function, style: Style) -> Reading | None:
    """None where the input is more than a query string can say."""
    if not function.parameters:
        return Reading()
    taken = query_input(source, function)
    if taken is None or "searchParams" in bound_names(source, function.node):
        return None
    return Reading(tuple(reading_lines(taken, style)), query=taken)


def reading_of_body(source: Source, function: Function, style: Style) -> Reading:
    parameters = function.parameters
    end = style.semicolon
    for parameter in parameters:
        if parameter.type != "required_parameter" and parameter.type != "optional_parameter":
            raise Refused("a parameter is not understood")
        if parameter.named_children[0].type == "rest_pattern":
            raise Refused("a parameter takes all that is left")
    if not parameters:
        return Reading()
    types = [_annotation(source, parameter) for parameter in parameters]
    if len(parameters) == 1 and types[0] == "FormData":
        return Reading((f"const {_pattern(source, parameters[0])} = await request.formData(){end}",), form=True)
    for parameter in parameters:
        annotation = parameter.child_by_field_name("type")
        if annotation is not None and mentioned(source, annotation) & NOT_JSON:
            raise Refused("it takes what is no JSON")
    single = parameters[0]
    defaults = [_default(source, parameter) for parameter in parameters]
    is_body = types[0] not in _PRIMITIVES and single.type == "required_parameter" and not defaults[0]
    if len(parameters) == 1 and is_body:
        outer = indentation(source, function.node)
        written = moved(types[0], source.tsx, outer, outer + style.indent)
        annotation_text = f": {written}" if written else ""
        pattern = moved(_pattern(source, single), source.tsx, outer, outer + style.indent)
        return Reading((f"const {pattern}{annotation_text} = await request.json(){end}",))
    names = [_pattern(source, parameter) for parameter in parameters]
    if not all(name.isidentifier() for name in names):
        raise Refused("a parameter is taken apart beside others")
    members = [
        f"{name}{'?' if parameter.type == 'optional_parameter' or default else ''}: {type_text or 'any'}"
        for name, parameter, type_text, default in zip(names, parameters, types, defaults, strict=True)
    ]
    bound = [f"{name}{default}" for name, default in zip(names, defaults, strict=True)]
    pattern, type_text = f"{{ {', '.join(bound)} }}", f"{{ {'; '.join(members)} }}"
    line = f"const {pattern}{': ' + type_text if style.typed else ''} = await request.json(){end}"
    if len(line) + len(style.indent) > style.width:
        opened = opened_type(type_text, style.indent * 2, style.indent)
        line = f"const {pattern}{': ' + opened if style.typed else ''} = await request.json(){end}"
    return Reading((line,), keys=tuple(names))


def _annotation(source: Source, parameter: Node) -> str:
    annotation = parameter.child_by_field_name("type")
    if annotation is None:
        return type_of_literal(parameter.child_by_field_name("value"))
    return source.text(annotation).removeprefix(":").strip()


def _default(source: Source, parameter: Node) -> str:
    value = parameter.child_by_field_name("value")
    return f" = {source.text(value)}" if value is not None else ""


def _pattern(source: Source, parameter: Node) -> str:
    pattern = parameter.child_by_field_name("pattern")
    if pattern is None:
        raise Refused("a parameter is not understood")
    return source.text(pattern)
