"""The arguments of an action that only reads, in the query string of a GET route.

Next.js documentation, "route.js", "URL Query Parameters". Only what a query string can say: texts, numbers, booleans
and lists of texts whose types are written out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.style import style_of
from reviewer.syntax.bindings import string_value, unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.functions import Function
    from reviewer.report.conversion.style import Style
    from reviewer.syntax.parser import Source

_TEXTS = frozenset({"string", "string | number", "number | string"})  # what takes both takes a text
_SINGLE = _TEXTS | {"number", "boolean"}
_TYPES = _SINGLE | {"string[]"}


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """``default``: the expression that stands in for a missing one."""

    name: str
    type: str
    optional: bool
    default: str | None = None


@dataclass(frozen=True, slots=True)
class QueryInput:
    """``as_object``: the action took one object with these fields."""

    parameters: tuple[QueryParameter, ...]
    as_object: bool


def query_input(source: Source, function: Function) -> QueryInput | None:
    """None where an argument is more than a query string can say."""
    listed = function.parameters
    first = listed[0].child_by_field_name("pattern") if listed else None
    if len(listed) == 1 and first is not None and first.type == "object_pattern":
        found = _fields(source, first, listed[0].child_by_field_name("type"))
        return QueryInput(tuple(found), True) if found else None
    parameters: list[QueryParameter] = []
    for parameter in listed:
        made = _parameter(source, parameter)
        if made is None:
            return None
        parameters.append(made)
    return QueryInput(tuple(parameters), False) if parameters else None


def _parameter(source: Source, parameter: Node) -> QueryParameter | None:
    name, annotation = parameter.child_by_field_name("pattern"), parameter.child_by_field_name("type")
    value = parameter.child_by_field_name("value")
    if parameter.type not in ("required_parameter", "optional_parameter") or name is None or name.type != "identifier":
        return None
    type_text = _type(source, annotation) or type_of_literal(value)
    if type_text not in _TYPES:
        return None
    default = source.text(value) if value is not None else None
    return QueryParameter(source.text(name), type_text, parameter.type == "optional_parameter", default)


def _fields(source: Source, pattern: Node, annotation: Node | None) -> list[QueryParameter]:
    """The fields of ``{ a, b = 1 }: { a: string; b?: number }``; none where one is not understood."""
    written = annotation.named_children[0] if annotation is not None and annotation.named_children else None
    if written is None or written.type != "object_type":
        return []
    types: dict[str, tuple[str, bool]] = {}
    for member in written.named_children:
        key, inner = member.child_by_field_name("name"), member.child_by_field_name("type")
        if member.type != "property_signature" or key is None:
            return []
        types[source.text(key)] = _type(source, inner), any(child.type == "?" for child in member.children)
    found: list[QueryParameter] = []
    for child in pattern.named_children:
        default = None
        name: Node | None = child
        if child.type == "object_assignment_pattern":
            name, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            default = source.text(right) if right is not None else None
        if name is None or name.type != "shorthand_property_identifier_pattern":
            return []
        type_text, optional = types.get(source.text(name), ("", False))
        if type_text not in _TYPES:
            return []
        found.append(QueryParameter(source.text(name), type_text, optional, default))
    return found if len(found) == len(types) else []


def _type(source: Source, annotation: Node | None) -> str:
    return source.text(annotation).removeprefix(":").strip() if annotation is not None else ""


def type_of_literal(value: Node | None) -> str:
    """The type of a default; "" where it is not a literal."""
    literals = {"true": "boolean", "false": "boolean", "number": "number", "string": "string"}
    return literals.get(value.type, "") if value is not None else ""


def reading_lines(given: QueryInput, style: Style) -> list[str]:
    """The statements that read the parameters; a text that has to be there and is not is answered with status 400."""
    end = style.semicolon
    lines = [f"const {{ searchParams }} = new URL(request.url){end}"]
    for parameter in given.parameters:
        key = style.string(parameter.name)
        lines.append(f"const {parameter.name} = {_read(parameter, key, style)}{end}")
        if parameter.type in _TEXTS and not parameter.optional and parameter.default is None:
            words = style.string(f"{parameter.name} is missing")
            answer = f"Response.json({{ error: {words} }}, {{ status: 400 }})"
            lines.append(f"if ({parameter.name} === null) return {answer}{end}")
    return lines


def _read(parameter: QueryParameter, key: str, style: Style) -> str:
    value, default = f"searchParams.get({key})", parameter.default
    if parameter.type == "string[]":
        every = f"searchParams.getAll({key})"
        if default is None and not parameter.optional:
            return every
        return f"searchParams.has({key}) ? {every} : {default or 'undefined'}"
    if parameter.type in _TEXTS:
        if default is None and not parameter.optional:
            return value
        return f"{value} ?? {default or 'undefined'}"
    made = f"Number({value})" if parameter.type == "number" else f"{value} === {style.string('true')}"
    if (default is None and not parameter.optional) or (parameter.type == "boolean" and default == "false"):
        return made
    return f"searchParams.has({key}) ? {made} : {default or 'undefined'}"


def query_of_call(source: Source, arguments: list[Node], taken: QueryInput) -> str | None:
    """``?${new URLSearchParams({ id })}`` for a call of the action; "" for no values.

    None where a value is not understood.
    """
    values: dict[str, Node] = {}
    if taken.as_object:
        if len(arguments) > 1 or (arguments and unwrapped(arguments[0]).type != "object"):
            return None
        for member in unwrapped(arguments[0]).named_children if arguments else ():
            key, value = member.child_by_field_name("key"), member.child_by_field_name("value")
            if member.type == "shorthand_property_identifier":
                values[source.text(member)] = member
            elif member.type == "pair" and key is not None and value is not None:
                values[string_value(source, key) if key.type == "string" else source.text(key)] = value
            else:
                return None
    else:
        values = {parameter.name: value for parameter, value in zip(taken.parameters, arguments, strict=False)}
    pairs: list[str] = []
    for parameter in taken.parameters:
        given = values.pop(parameter.name, None)
        if given is None:
            continue
        literal = given.type in ("string", "number", "true", "false", "template_string")
        may_be_missing = (parameter.optional or parameter.default is not None) and not literal
        if may_be_missing or parameter.type not in _SINGLE:
            return None
        text = source.text(given)
        if given.type in ("number", "true", "false"):
            text = style_of(source).string(text)
        elif parameter.type != "string" and not text.startswith("String("):
            text = f"String({text})"
        pairs.append(parameter.name if text == parameter.name else f"{parameter.name}: {text}")
    if values:
        return None
    return f"?${{new URLSearchParams({{ {', '.join(pairs)} }})}}" if pairs else ""
