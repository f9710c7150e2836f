"""A route handler, or one method of a pages API route, as a server action in a module of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.model import Endpoint, Finding, Kind, Side
from reviewer.report.conversion.answers import Shape, rewritten, shape_of
from reviewer.report.conversion.calls import Callee, converted_calls, fields_given, in_app
from reviewer.report.conversion.edits import Edit, applied, indentation
from reviewer.report.conversion.functions import Function, checked, exported_function
from reviewer.report.conversion.guarded import Plain, joined, plain_handler
from reviewer.report.conversion.idle import names_read, without_idle
from reviewer.report.conversion.inputs import Inputs
from reviewer.report.conversion.layout import tidied
from reviewer.report.conversion.methods import for_method
from reviewer.report.conversion.module import Carried, Module, composed, mentioned_in, needed, parted, shared
from reviewer.report.conversion.naming import action_name, actions_folder, dynamic_segments, kebab, unused_path
from reviewer.report.conversion.pages_answers import pages_answers
from reviewer.report.conversion.pages_request import read_pages_request
from reviewer.report.conversion.preview import Preview, PreviewFile, Refused
from reviewer.report.conversion.reading import pattern_of
from reviewer.report.conversion.remaining import METHODS, Left, checked_on_the_way, for_both, kept_methods, what_remains
from reviewer.report.conversion.route_answers import route_answers
from reviewer.report.conversion.route_request import read_route_request
from reviewer.report.conversion.scope import mentioned, taken_from_outside
from reviewer.report.conversion.showing import language, short
from reviewer.report.conversion.signature import signature
from reviewer.report.conversion.style import Style, style_of
from reviewer.syntax.bindings import exports
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from reviewer.syntax.parser import Sources

_SERVER_TYPES = frozenset(
    {"Response", "NextResponse", "NextRequest", "NextApiRequest", "NextApiResponse", "NextApiHandler", "Request"}
)
_CONFIG = frozenset({"dynamic", "revalidate", "fetchCache", "dynamicParams", "preferredRegion", "config"})
_UNFIT = frozenset({"headers", "stream", "blob", "redirect"})


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its text, what it must import, and how its callers see it."""

    text: str
    imports: dict[str, tuple[str, ...]]
    callee: Callee
    check: str | None = None  # the function that it calls first

    @property
    def name(self) -> str:
        return self.callee.name


def to_action(finding: Finding, sources: Sources) -> Preview:
    """Raises Refused where any construct in the way is not understood."""
    endpoint = finding.endpoint
    _check(finding)
    source = _source(sources, endpoint.path)
    style = style_of(source)
    methods = finding.verdict.methods or endpoint.methods
    asked, given = _asks_for_status(finding), fields_given(finding, sources)
    if endpoint.kind is Kind.ROUTE_HANDLER:
        plain = plain_handler(source, endpoint, sources, asked) if endpoint.wrappers else None
        source = plain.source if plain is not None else source
        actions = [_from_route(source, endpoint, style, asked, plain, given)]
    else:
        told_apart: list[str | None] = [method for method in methods if method != "*"]
        actions = [_from_pages(source, endpoint, method, style, asked, given) for method in told_apart or [None]]
    paths = sources.paths
    calling = [site for site in finding.callers.sites if site.side is not Side.SERVER]
    inner = [path for site in calling for path in in_app(site, endpoint.app)]
    suffix = ".ts" if style.typed else ".js"
    folder = actions_folder(endpoint, inner)
    own = kebab(actions[0].name)
    names = (f"actions{suffix}", f"{own}{suffix}", f"{own}-2{suffix}")[folder.endswith("actions") :]
    path = unused_path(folder, names, paths)
    kept = kept_methods(source, endpoint, methods)
    text, types, both = _module(source, endpoint, actions, path, kept)
    calls = converted_calls(finding, [action.callee for action in actions], path, sources)
    left = Left(endpoint, methods, types, _has_any(actions, style))
    checks = checked_on_the_way(endpoint, sources)
    steps = [*what_remains(source, left), *for_both(both), *calls.steps, *checks]
    if endpoint.wrappers and (name := actions[0].check) is not None:
        wrapper = endpoint.wrappers[0].name
        steps.append(f"Keep `{name}` where all actions find it: it is what `{wrapper}` does before a handler runs.")
    return Preview(
        files=(PreviewFile(path, text, language(path)), *(short(change) for change in calls.changes)),
        steps=tuple(steps),
        rewritten=((path, text), *((change.path, change.after) for change in calls.changes)),
    )


def _asks_for_status(finding: Finding) -> bool:
    return any("status" in site.reads for site in finding.callers.sites)


def _check(finding: Finding) -> None:
    if finding.endpoint.wrappers and finding.endpoint.kind is not Kind.ROUTE_HANDLER:
        raise Refused("the handler is handed to a wrapper")
    if finding.endpoint.tunnel is not None:
        raise Refused("a library handles the request")
    for site in finding.callers.sites:
        if site.reads & _UNFIT:
            raise Refused(f"a caller relies on {', '.join(sorted(site.reads & _UNFIT))} of the answer")
        if site.side is Side.PAGES or site.outside is not None:
            raise Refused("something calls it that cannot call an action")


def _source(sources: Sources, path: str) -> Source:
    source = sources.get(path)
    if source is None or source.root.has_error:
        raise Refused("the file does not parse")
    return source


def _from_route(
    source: Source, endpoint: Endpoint, style: Style, asked: bool, plain: Plain | None, given: frozenset[str] | None
) -> Action:
    method = endpoint.name
    if method is None:
        raise Refused("the handler has no name")
    function = exported_function(source, method)
    inputs = Inputs(source, function, dynamic_segments(endpoint.url), given=given)
    read_route_request(inputs)
    answers = route_answers(source, function)
    shape = shape_of(source, answers, asked)
    if plain is not None:
        shape = joined(plain.shape, shape)
        inside = indentation(source, function.node) + style.indent
        opening = function.body.start_byte + 1
        inputs.edits.append(Edit(opening, opening, "".join(f"\n{inside}{line}" for line in plain.opening) + "\n"))
    for answer in answers:
        inputs.edits += rewritten(source, answer, shape, style)
    made = _action(inputs, endpoint, method, shape, style)
    return replace(made, check=plain.check) if plain is not None else made


def _from_pages(
    source: Source, endpoint: Endpoint, method: str | None, style: Style, asked: bool, given: frozenset[str] | None
) -> Action:
    function = exported_function(source, "default")
    parameters = function.parameters
    if method is not None and parameters:
        request = source.text(pattern_of(parameters[0]))
        source, function = for_method(source, function, request, method)
    inputs = Inputs(source, function, dynamic_segments(endpoint.url), given=given)
    read_pages_request(inputs)
    answers = pages_answers(inputs)
    shape = shape_of(source, answers, asked)
    for answer in answers:
        inputs.edits += rewritten(source, answer, shape, style)
    return _action(inputs, endpoint, method, shape, style)


def _action(inputs: Inputs, endpoint: Endpoint, method: str | None, shape: Shape, style: Style) -> Action:
    source, function = inputs.source, inputs.function
    _check_body(source, function)
    body = applied(source, inputs.edits, function.body.start_byte, function.body.end_byte)
    parameters = tuple(inputs.parameters())
    name = action_name(endpoint.url, method)
    head = signature(name, [parameter.text(style.typed) for parameter in parameters], style)
    callee = Callee(name, method, parameters, shape, _is_guarded(source, body))
    text = without_idle(f"{head} {body}", names_read(source, function.body), source.tsx)
    return Action(tidied(text, source.tsx), dict(inputs.imports), callee)


def _is_guarded(source: Source, body: str) -> bool:
    """All that waits in the new body stands inside a ``try`` with a ``catch``."""
    piece = Source("piece.tsx" if source.tsx else "piece.ts", f"async function f() {body}".encode())
    block = piece.root.named_children[0].child_by_field_name("body")
    for statement in block.named_children if block is not None else ():
        caught = statement.type == "try_statement" and statement.child_by_field_name("handler") is not None
        if not caught and any(node.type == "await_expression" for node in walk(statement)):
            return False
    return True


def _check_body(source: Source, function: Function) -> None:
    for node in walk(function.body):
        if node.type == "this" or (node.type == "identifier" and source.text(node) == "arguments"):
            raise Refused("it uses `this` or `arguments`")
        if node.type == "yield_expression":
            raise Refused("it is a generator")


def _module(
    source: Source, endpoint: Endpoint, actions: list[Action], path: str, kept: set[str]
) -> tuple[str, tuple[str, ...], list[str]]:
    """The text of the new file, the exported types that moved into it, and the names that the old file needs too.

    ``kept``: the methods that the old file still answers. Raises Refused where a type of a request or a response
    is left in the new one.
    """
    text = "\n\n".join(action.text for action in actions)
    leave = frozenset(item.local or item.name for item in exports(source) if _is_entry(item.name, endpoint))
    if mentioned(source, source.root) & {action.name for action in actions}:
        raise Refused("the name of the action is taken")
    style = style_of(source)
    carried = needed(source, text, leave | _CONFIG, old_stays=bool(kept))
    behind = sorted(name for declaration in carried for name in declaration.names if name in leave | _CONFIG)
    if behind:
        raise Refused(f"it uses `{behind[0]}`, which stays behind")
    types: dict[str, tuple[str, ...]] = {}
    if kept:
        found = parted(carried, frozenset(), source.path, path)
        carried, types = found.moving, found.types
    added: dict[str, tuple[str, ...]] = {}
    for action in actions:
        for specifier, names in action.imports.items():
            added[specifier] = tuple(sorted({*added.get(specifier, ()), *names}))
    module = Module(
        path, text, style, head=f"{style.string('use server')}{style.semicolon}", added=added, type_imports=types
    )
    made = composed(source, module, carried)
    left = mentioned_in(source, made) & _SERVER_TYPES
    if left:
        raise Refused(f"`{min(left)}` is used beside the answers")
    checked(path, made)
    moved = tuple(name for declaration in carried if declaration.is_exported_type for name in declaration.names)
    return made, moved, _shared(source, endpoint, carried, kept) if kept else []


def _shared(source: Source, endpoint: Endpoint, carried: list[Carried], kept: set[str]) -> list[str]:
    """What of the carried the methods that stay need, too. Raises Refused for state."""
    if endpoint.kind is Kind.ROUTE_HANDLER:
        return shared(source, carried, [exported_function(source, endpoint.name or "").statement])
    function = exported_function(source, "default")
    names: set[str] = set()
    for method in kept:
        try:
            one, of_method = for_method(source, function, source.text(pattern_of(function.parameters[0])), method)
        except Refused:
            one, of_method = source, function
        names |= taken_from_outside(one, of_method.node)
    return shared(source, carried, [function.statement], frozenset(names))


def _is_entry(name: str, endpoint: Endpoint) -> bool:
    return name in METHODS if endpoint.kind is Kind.ROUTE_HANDLER else name == "default"


def _has_any(actions: list[Action], style: Style) -> bool:
    types = [parameter.type for action in actions for parameter in action.callee.parameters]
    return style.typed and any(text == "any" or ": any" in text for text in types)
