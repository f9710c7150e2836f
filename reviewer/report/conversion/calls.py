"""The callers of a route, with each ``fetch`` that is understood turned into a call of the action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.axios import axios_at, told_of_axios
from reviewer.report.conversion.edits import Edit, applied, indentation, moved, replaced
from reviewer.report.conversion.fetches import Request, fetch_at, taken_apart
from reviewer.report.conversion.form_markup import FormMarkup, form_at, given_action
from reviewer.report.conversion.functions import checked
from reviewer.report.conversion.inputs import Origin, Parameter
from reviewer.report.conversion.json_values import changes_in_json
from reviewer.report.conversion.module import unneeded_imports
from reviewer.report.conversion.naming import is_below, relative_specifier
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.reading import only_argument
from reviewer.report.conversion.results import told, told_in_chain
from reviewer.report.conversion.scope import bound_names
from reviewer.report.conversion.showing import Changed
from reviewer.report.conversion.style import style_of
from reviewer.report.conversion.types import members_of
from reviewer.syntax.parser import Source, ancestors, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from reviewer.model import App, CallSite, Finding
    from reviewer.report.conversion.answers import Shape
    from reviewer.syntax.parser import Sources


@dataclass(frozen=True, slots=True)
class Callee:
    """The action as its callers see it. ``guarded``: it catches all that is thrown in it."""

    name: str
    method: str | None
    parameters: tuple[Parameter, ...]
    shape: Shape
    guarded: bool


@dataclass(frozen=True, slots=True)
class Calls:
    changes: tuple[Changed, ...] = ()
    steps: tuple[str, ...] = ()


def converted_calls(finding: Finding, actions: Sequence[Callee], target: str, sources: Sources) -> Calls:
    """``target``: the file of the actions."""
    changes: list[Changed] = []
    steps: list[str] = []
    sites: dict[str, list[CallSite]] = {}
    for site in finding.callers.sites:
        sites.setdefault(site.path, []).append(site)
    thrown = False
    for path, listed in sites.items():
        source = sources.get(path)
        app = finding.endpoint.app
        if source is None or source.root.has_error or not is_below(path, app.root):
            steps += [_in_words(site, actions, app) for site in listed]
            continue
        edits: list[Edit] = []
        called: set[str] = set()
        for site in {site.line: site for site in listed}.values():
            ways = (_converted(source, site, actions, url) for url in _urls(finding))
            converted = next((way for way in ways if way is not None), None)
            lost = sorted(site.reads & {"text", "status"}) if converted is None else []
            if lost:
                raise Refused(f"a caller relies on {', '.join(lost)} of the answer")
            if converted is None:
                steps.append(_in_words(site, actions, app))
                continue
            edits += converted[1]
            called.add(converted[0].name)
            thrown = thrown or not (converted[0].guarded or converted[2])
        if edits:
            changes.append(_changed(source, edits, called, target))
    if steps and not all(action.shape.plain for action in actions):
        steps.append(
            "Check `ok` of what comes back there: where an error status made the call throw, as it does with axios, "
            "the action returns."
        )
    if any("router.refresh()" in change.before for change in changes):
        steps.append(
            "Call `revalidatePath` in the action instead of `router.refresh()` after it: the new page then comes "
            "with its answer."
        )
    if thrown:
        steps.append(
            "An error thrown in an action rejects the call, where `fetch` answered with status 500: "
            "catch it where you call."
        )
    return Calls(tuple(changes), tuple(dict.fromkeys(steps)))


def fields_given(finding: Finding, sources: Sources) -> frozenset[str] | None:
    """The fields that every request of a caller has in its body for certain; None where no request is understood.

    What a handler reads from a request is ``any``, there or not; the argument of a function is checked.
    """
    given: frozenset[str] | None = None
    for site in finding.callers.sites:
        source = sources.get(site.path)
        ways = (_request(source, site, url) for url in _urls(finding)) if source is not None else ()
        request = next((way for way in ways if way is not None), None)
        if source is not None and request is not None and request.body is not None:
            fields = fields_of(source, request.body) or frozenset()
            given = fields if given is None else given & fields
    return given


def _urls(finding: Finding) -> tuple[str, ...]:
    """The address as the code writes it: ``fetch`` knows nothing of the app's base path, and must name it."""
    url, base = finding.endpoint.url or "", finding.endpoint.app.base_path
    return (url, f"{base}{url}") if base else (url,)


def _request(source: Source, site: CallSite, url: str) -> Request | None:
    call = fetch_at(source, site.line)
    return taken_apart(source, call, url) if call is not None else axios_at(source, site.line, url)


def fields_of(source: Source, body: Node) -> frozenset[str] | None:
    """The fields of an object that is written out with all of them; None of anything else."""
    if body.type != "object":
        return None
    found: list[str] = []
    for member in body.named_children:
        key = member.child_by_field_name("key") if member.type == "pair" else member
        if member.type == "comment":
            continue
        if key is None or key.type not in ("property_identifier", "shorthand_property_identifier", "string"):
            return None
        found.append(source.text(key).strip("\"'"))
    return frozenset(found)


def in_app(site: CallSite, app: App) -> tuple[str, ...]:
    """The files of the app that need the action: the one with the request, or those that call the package with it."""
    if is_below(site.path, app.root):
        return (site.path,)
    callers = (owner.partition("#")[0] for owner in site.owners)
    return tuple(dict.fromkeys(path for path in callers if is_below(path, app.root)))


def _in_words(site: CallSite, actions: Sequence[Callee], app: App) -> str:
    names = [action.name for action in actions if site.method in (None, action.method)] or [actions[0].name]
    components = in_app(site, app)
    if components and components != (site.path,):
        where = ", ".join(f"`{path}`" for path in components)
        return f"Call `{names[0]}` in {where} instead of the function of `{site.path}` (line {site.line})."
    return f"Call `{names[0]}` where `{site.path}` requests the URL now (line {site.line})."


def _converted(
    source: Source, site: CallSite, actions: Sequence[Callee], url: str
) -> tuple[Callee, list[Edit], bool] | None:
    """The action, the edits, and whether the call stands inside a ``try``."""
    form = form_at(source, site.line, url)
    if form is not None:
        return _given_to_form(source, form, site, actions)
    call = fetch_at(source, site.line)
    request = taken_apart(source, call, url) if call is not None else axios_at(source, site.line, url)
    if request is None:
        return None
    throws, call = call is None, request.call
    action = next((action for action in actions if action.method in (None, request.method)), None)
    arguments = _arguments(source, request, action) if action is not None else None
    if action is None or arguments is None or action.name in bound_names(source, source.root):
        return None
    unpacked = _unpacked(source, call) if not throws else None
    waited = call.parent
    if unpacked is not None:
        after = _around_chain(source, unpacked, action.shape)
        edit = replaced(unpacked, f"{action.name}({', '.join(arguments)})")
        return (action, [edit, *after], _is_in_try(call)) if after is not None else None
    if waited is None or waited.type != "await_expression":
        if waited is None or waited.type != "expression_statement":
            return None
        around: list[Edit] | None = []
    else:
        around = (
            told_of_axios(source, waited, action.shape, style_of(source))
            if throws
            else told(source, waited, action.shape)
        )
    if around is None:
        return None
    return action, [replaced(call, f"{action.name}({', '.join(arguments)})"), *around], _is_in_try(call)


def _is_in_try(call: Node) -> bool:
    return any(parent.type == "try_statement" for parent in ancestors(call))


def _unpacked(source: Source, call: Node) -> Node | None:
    """``fetch(...).then((response) => response.json())``, whole."""
    member = call.parent
    outer = member.parent if member is not None and member.type == "member_expression" else None
    if member is None or outer is None or outer.type != "call_expression" or member.named_children[0].id != call.id:
        return None
    handler = only_argument(outer)
    body = handler.child_by_field_name("body") if handler is not None and handler.type == "arrow_function" else None
    listed = handler.child_by_field_name("parameters") or handler.child_by_field_name("parameter") if handler else None
    if source.text(member.named_children[-1]) != "then" or body is None or listed is None:
        return None
    name = source.text(listed).strip("()").partition(":")[0].strip()
    return outer if source.text(body) == f"{name}.json()" else None


def _around_chain(source: Source, unpacked: Node, shape: Shape) -> list[Edit] | None:
    """The edits of what is done next with the JSON; None where it does not fit the result."""
    member = unpacked.parent
    following = member.parent if member is not None and member.type == "member_expression" else None
    handler = only_argument(following) if following is not None and following.type == "call_expression" else None
    if handler is None or handler.type != "arrow_function":
        return None
    return told_in_chain(source, handler, shape)


def _given_to_form(
    source: Source, form: FormMarkup, site: CallSite, actions: Sequence[Callee]
) -> tuple[Callee, list[Edit], bool] | None:
    action = next((action for action in actions if action.method in (None, site.method or "POST")), None)
    if action is None or not (action.shape.plain and action.shape.empty):
        return None
    edits = given_action(source, form, action.name, action.parameters)
    return (action, edits, True) if edits is not None else None


def _arguments(source: Source, request: Request, action: Callee) -> list[str] | None:
    given: list[str] = []
    for parameter in action.parameters:
        value: str | None
        if parameter.origin is Origin.SEGMENT:
            value = _as_string(source, request.segments.get(parameter.key))
        elif parameter.origin is Origin.QUERY:
            absent = None if parameter.type == "string" and parameter.default is None else "undefined"
            absent = "null" if parameter.type.endswith("null") else absent
            value = _as_string(source, request.query[parameter.key]) if parameter.key in request.query else absent
        elif request.body is None:
            value = "" if parameter.default is not None else None
        elif (
            request.is_json is not (parameter.origin is Origin.BODY)
            or (parameter.type not in ("any", "unknown") and _may_be_missing(source, request.body))
            or (request.is_json and changes_in_json(source, request.body))
            or _has_more(source, request.body, parameter)
        ):
            value = None
        else:
            value = _laid_out(source, request)
        if value is None:
            return None
        given.append(value)
    return [value for value in given if value]


def _has_more(source: Source, body: Node, parameter: Parameter) -> bool:
    """TypeScript refuses an object that is written out with a field that the parameter does not have."""
    fields, known = fields_of(source, body), members_of(parameter.type)
    return fields is not None and known is not None and not fields <= known


def _may_be_missing(source: Source, body: Node) -> bool:
    """A field of the body is given by a name that this file declares as optional: JSON leaves such a field out."""
    kinds = ("identifier", "shorthand_property_identifier")
    names = {source.text(node) for node in walk(body) if node.type in kinds}
    for node in walk(source.root):
        if node.type == "optional_parameter" or (
            node.type == "property_signature" and any(child.type == "?" for child in node.children)
        ):
            key = node.child_by_field_name("name") or node.child_by_field_name("pattern")
            if key is not None and source.text(key) in names:
                return True
    return False


def _laid_out(source: Source, request: Request) -> str:
    """The body as an argument, its lines as far in as the call's own."""
    assert request.body is not None
    text = source.text(request.body)
    if "\n" not in text:
        return text
    return moved(text, source.tsx, indentation(source, request.body), indentation(source, request.call))


def _as_string(source: Source, expression: str | None) -> str | None:
    """In a URL every value is text: what may be something else is made text here too."""
    if expression is None or expression.startswith('"') or _is_string(source, expression):
        return expression
    return f"String({expression})"


def _is_string(source: Source, expression: str) -> bool:
    """Every declaration of the name in this file says ``string``."""
    if "?" in expression or not expression.replace(".", "").isidentifier():
        return False
    name = expression.rpartition(".")[2]
    types: list[str] = []
    for node in walk(source.root):
        if node.type in ("property_signature", "required_parameter", "optional_parameter"):
            key = node.child_by_field_name("name") or node.child_by_field_name("pattern")
            annotation = node.child_by_field_name("type")
            if key is not None and annotation is not None and source.text(key) == name:
                optional = any(child.type == "?" for child in node.children)
                types.append(source.text(annotation).removeprefix(":").strip() + ("?" if optional else ""))
    return bool(types) and set(types) == {"string"}


def _changed(source: Source, edits: list[Edit], called: set[str], target: str) -> Changed:
    style = style_of(source)
    origin = style.string(relative_specifier(source.path, target))
    line = f"import {{ {', '.join(sorted(called))} }} from {origin}{style.semicolon}"
    last = _last_head(source)
    insertion = Edit(last.end_byte, last.end_byte, f"\n{line}") if last is not None else Edit(0, 0, f"{line}\n\n")
    before = applied(source, [])
    after = checked(source.path, applied(source, [*edits, insertion]))
    text = applied(after, unneeded_imports(source, after, style))
    checked(source.path, text)
    return Changed(source.path, before, text)


def _last_head(source: Source) -> Node | None:
    """The last import, or the directive where there is none."""
    last: Node | None = None
    for node in source.root.named_children:
        directive = node.type == "expression_statement" and node.named_children[0].type == "string"
        if node.type == "import_statement" or (directive and last is None):
            last = node
    return last
