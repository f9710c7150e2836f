"""A server action as a route handler, with its call sites.

Next.js documentation, "Route Handlers". What the action returned is sent as JSON; ``undefined`` is no JSON, so a value
that may be nothing is sent as ``null``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.model import App, Finding, Kind, Via
from reviewer.report.conversion.action_calls import Target, converted_action_calls
from reviewer.report.conversion.body_input import NOT_JSON, Reading, reading_of_body, reading_of_query
from reviewer.report.conversion.captured import captures
from reviewer.report.conversion.directives import directive_of
from reviewer.report.conversion.edits import Edit, applied, indentation, moved, without_statement
from reviewer.report.conversion.functions import Function, action_function, checked
from reviewer.report.conversion.layout import tidied
from reviewer.report.conversion.methods import ends
from reviewer.report.conversion.module import Module, composed, needed, parted, shared
from reviewer.report.conversion.naming import kebab
from reviewer.report.conversion.preview import Preview, PreviewFile, Refused
from reviewer.report.conversion.promises import fields_waited_for, is_tried, may_be_promise, waiting
from reviewer.report.conversion.remaining import for_both
from reviewer.report.conversion.scope import bound_names, enclosing_function, mentioned, names_of_module
from reviewer.report.conversion.showing import language, short
from reviewer.report.conversion.something import is_something
from reviewer.report.conversion.style import Style, style_of
from reviewer.syntax.bindings import exports, imports, unwrapped
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from collections.abc import Collection

    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

_ONLY_IN_ACTIONS = frozenset({"updateTag", "refresh", "unstable_expirePath", "unstable_expireTag"})
_ENDS_ELSEWHERE = frozenset({"redirect", "permanentRedirect"})
_STREAMS = frozenset(
    {"ReadableStream", "createStreamableValue", "createStreamableUI", "streamText", "streamObject", "streamUI"}
)
_READ_VERBS = ("get", "fetch", "list", "load", "find", "search", "check")
_NOUN_AFTER = (*_READ_VERBS, "filter", "query", "read")
_READS = "read-in-action"  # the criterion that says that an action only reads


def to_route(finding: Finding, sources: Sources, modules: Modules) -> Preview:
    """Raises Refused where the action does what only an action can, or sends what is no JSON."""
    endpoint = finding.endpoint
    source = sources.get(endpoint.path)
    if source is None or source.root.has_error:
        raise Refused("the file does not parse")
    if endpoint.kind is not Kind.SERVER_ACTION or endpoint.wrappers:
        raise Refused("the action is handed to a wrapper")
    if any(site.via is Via.FORM for site in finding.callers.sites):
        raise Refused("a form submits to it")
    function = action_function(source, endpoint)
    style = style_of(source)
    if captures(source, function.node, typed=False):
        raise Refused("it takes values from the component around it")
    name = endpoint.name or endpoint.binding or function.name
    if name is None or name == "default":
        raise Refused("the action has no name")
    _check(source, function)
    reading = reading_of_query(source, function, style) if _only_reads(finding, name) else None
    method = "GET" if reading is not None else "POST"
    reading = reading or reading_of_body(source, function, style)
    path, url = _place(endpoint.app, name, method, style, sources.paths)
    text = _text(source, function, reading, method, style)
    if _is_built_once(endpoint.app, method, reading):
        text = f"export const dynamic = {style.string('force-dynamic')}{style.semicolon}\n\n{text}"
    leave = frozenset(item.local or item.name for item in exports(source) if not item.type_only)
    found = parted(needed(source, text, leave, old_stays=True), leave, source.path, path)
    if any(name in names for names in found.values.values()):
        raise Refused("it calls itself")
    module = Module(path, text, style, added=found.values, type_imports=found.types)
    made = composed(source, module, found.moving)
    checked(path, made)
    target = Target(
        name,
        endpoint.path,
        f"{endpoint.app.base_path}{url}",
        method,
        reading.keys,
        reading.form,
        reading.query,
        _returns_a_value(function),
    )
    calls = converted_action_calls(finding, target, sources, modules)
    both = shared(source, found.moving, [function.statement])
    steps = (f"Remove `{name}` from `{endpoint.path}`.", *for_both(both), *calls.steps)
    return Preview(
        files=(PreviewFile(path, made, language(path)), *(short(change) for change in calls.changes)),
        steps=steps,
        rewritten=((path, made), *((change.path, change.after) for change in calls.changes)),
    )


def _check(source: Source, function: Function) -> None:
    names = mentioned(source, function.node)
    if "request" in bound_names(source, function.node):
        raise Refused("`request` is a name of its own")
    if names_of_module(source) & {"Request", "Response"}:
        raise Refused("`Request` or `Response` is a name of its own")
    bound = {item.local: item.specifier for item in imports(source)}
    for name in sorted(names):
        if name in _ONLY_IN_ACTIONS and bound.get(name) == "next/cache":
            raise Refused(f"`{name}` works in actions only")
        if name in _ENDS_ELSEWHERE and bound.get(name) == "next/navigation":
            raise Refused("it redirects")
        if name in _STREAMS:
            raise Refused("it streams")
    for node in walk(function.body):
        made = source.text(node.named_children[0]) if node.type == "new_expression" else ""
        returned = node.parent is not None and node.parent.type in ("pair", "return_statement")
        if made in NOT_JSON and returned:
            raise Refused("it returns what is no JSON")
        if node.type in ("this", "yield_expression") or node.type.startswith("jsx"):
            raise Refused("it returns what is no JSON")


def _only_reads(finding: Finding, name: str) -> bool:
    """The review found that it changes nothing, or its name says so."""
    return name.startswith(_READ_VERBS) or any(seen.criterion == _READS for seen in finding.verdict.evidence)


def _noun(name: str, method: str) -> str:
    """``getQuota`` is served as ``GET /api/quota``."""
    verb = next((verb for verb in _NOUN_AFTER if method == "GET" and name.startswith(verb)), "")
    rest = name.removeprefix(verb)
    return rest[:1].lower() + rest[1:] if rest[:1].isupper() else name


def _place(app: App, name: str, method: str, style: Style, paths: Collection[str]) -> tuple[str, str]:
    """The route file and its URL."""
    if app.app_dir is None:
        raise Refused("the app has no App Router")
    suffix = ".ts" if style.typed else ".js"
    nouns = kebab(_noun(name, method).removesuffix("Action") or name), kebab(name.removesuffix("Action") or name)
    for candidate in (*nouns, f"{nouns[0]}-route"):
        path = f"{app.app_dir}/api/{candidate}/route{suffix}"
        if path not in paths:
            return path, f"/api/{candidate}"
    raise Refused("the URL is taken")


def _is_built_once(app: App, method: str, reading: Reading) -> bool:
    """Before Next.js 15 a GET handler that reads no request is answered once, at build time."""
    return method == "GET" and not reading.lines and app.next_version is not None and app.next_version < (15, 0)


def _text(source: Source, function: Function, reading: Reading, method: str, style: Style) -> str:
    if function.body.type != "statement_block":
        raise Refused("the action is one expression")
    edits: list[Edit] = []
    answer = "Response.json(null)" if _returns_a_value(function) else "new Response(null, { status: 204 })"
    nothing = f"return {answer}{style.semicolon}"
    directive = directive_of(source, function.body)
    if directive is not None:
        edits.append(without_statement(source, directive))
    for node in walk(function.body):
        owner = enclosing_function(node) if node.type == "return_statement" else None
        if owner is not None and owner.id == function.node.id:
            edits += _sent(source, node, nothing, style)
    inside = indentation(source, function.node) + style.indent
    opening = function.body.start_byte + 1
    lines = _opening(source, function, reading, inside)
    blanks = source.data[opening : opening + 1] == b" " and bool(lines)
    edits.append(Edit(opening, opening + blanks, lines))
    if not ends(function.body):
        closing = function.body.end_byte - 1
        line_start = source.data.rfind(b"\n", 0, closing) + 1
        if source.data[line_start:closing].strip():
            outer = indentation(source, function.node)
            edits.append(Edit(closing, closing, f"\n{inside}{nothing}\n{outer}"))
        else:
            edits.append(Edit(line_start, line_start, f"\n{inside}{nothing}\n"))
    body = applied(source, edits, function.body.start_byte, function.body.end_byte)
    typed = ": Request" if style.typed else ""
    head = f"export async function {method}({f'request{typed}' if reading.lines else ''})"
    return tidied(moved(f"{head} {body}", source.tsx, indentation(source, function.node), ""), source.tsx)


def _opening(source: Source, function: Function, reading: Reading, inside: str) -> str:
    """The lines that read the input, apart from what stands on the line of the opening brace."""
    lines = "".join(f"\n{inside}{line}" for line in reading.lines)
    statements = [child for child in function.body.named_children if child.type != "comment"]
    if directive_of(source, function.body) is not None:
        statements = statements[1:]
    first = source.text(statements[0]) if statements else ""
    if lines and not lines.endswith(";") and first.startswith(("(", "[", "`", "/", "+", "-")):
        lines += ";"
    rest = source.data[function.body.start_byte + 1 : function.body.end_byte].split(b"\n", 1)[0]
    return f"{lines}\n{inside}" if lines and rest.strip() else lines


def _returns_a_value(function: Function) -> bool:
    for node in walk(function.body):
        owner = enclosing_function(node) if node.type == "return_statement" else None
        if owner is not None and owner.id == function.node.id and node.named_children:
            return True
    return False


def _sent(source: Source, statement: Node, nothing: str, style: Style) -> list[Edit]:
    given = [child for child in statement.named_children if child.type != "comment"]
    if not given:
        return [Edit(statement.start_byte, statement.end_byte, nothing)]
    value = given[0]
    plain = unwrapped(value)
    if source.text(plain) == "undefined":
        return [Edit(statement.start_byte, statement.end_byte, f"return Response.json(null){style.semicolon}")]
    if plain.type in ("arrow_function", "function_expression", "new_expression"):
        raise Refused("it returns what is no JSON")
    end = style.semicolon or (";" if source.text(statement).endswith(";") else "")
    waits, waited = waiting(value) if may_be_promise(source, plain) else ("", "")
    fields = fields_waited_for(source, value)
    if (waits or fields) and is_tried(statement):
        raise Refused("it returns a promise out of a `try`")
    before, after = f"return Response.json({waits}", f"{waited}){end}"
    if not is_something(source, plain):
        simple = plain.type in ("identifier", "member_expression", "call_expression", "await_expression")
        opens, closes = ("", "") if simple else ("(", ")")
        before = f"return Response.json({opens}{waits}"
        after = f"{waited}{closes} ?? null){end}"
    return [
        Edit(statement.start_byte, value.start_byte, before),
        *fields,
        Edit(value.end_byte, statement.end_byte, after),
    ]
