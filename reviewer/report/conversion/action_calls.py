"""The callers of an action, with each awaited call turned into a ``fetch`` of the route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model import Side, Via
from reviewer.report.conversion.calls import Calls
from reviewer.report.conversion.edits import Edit, applied, indentation, moved, replaced
from reviewer.report.conversion.functions import checked
from reviewer.report.conversion.module import unneeded_imports
from reviewer.report.conversion.query_input import QueryInput, query_of_call
from reviewer.report.conversion.scope import enclosing_statement, fresh, mentioned
from reviewer.report.conversion.showing import Changed
from reviewer.report.conversion.style import Style, style_of
from reviewer.syntax.bindings import imports
from reviewer.syntax.parser import Source, ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.model import CallSite, Finding
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources


# What a component under pages/ starts itself; its getServerSideProps starts none of these.
_FROM_A_COMPONENT = frozenset({Via.FORM, Via.EVENT_HANDLER, Via.EFFECT, Via.QUERY_HOOK})
_STRAIGHT = frozenset(
    {"arguments", "call_expression", "member_expression", "parenthesized_expression", "non_null_expression", "array"}
    | {"variable_declarator", "as_expression", "spread_element", "object", "pair"}
)


@dataclass(frozen=True, slots=True)
class Target:
    """The route that takes the action's place. ``keys``: the names of its arguments, where they form one object."""

    action: str
    path: str
    url: str
    method: str
    keys: tuple[str, ...]
    form: bool
    query: QueryInput | None
    has_value: bool


def converted_action_calls(finding: Finding, target: Target, sources: Sources, modules: Modules | None) -> Calls:
    """Every caller that runs in the browser and only awaits the action; the others in words."""
    changes: list[Changed] = []
    steps: list[str] = []
    sites: dict[str, list[CallSite]] = {}
    for site in finding.callers.sites:
        sites.setdefault(site.path, []).append(site)
    for path, listed in sites.items():
        source = sources.get(path)
        if not all(_is_in_the_browser(site) for site in listed):
            steps.append(f"`{path}` runs on the server: give it and the route a plain function to call in common.")
            continue
        edits = _edits(source, target, modules) if source is not None and not source.root.has_error else None
        if source is None or not edits:
            lines = ", ".join(str(line) for line in sorted({site.line for site in listed}))
            steps.append(f"Request `{target.url}` where `{path}` uses `{target.action}` now (line {lines}).")
            continue
        after = checked(path, applied(source, edits))
        text = applied(after, unneeded_imports(source, after, style_of(source)))
        checked(path, text)
        changes.append(Changed(path, applied(source, []), text))
    return Calls(tuple(changes), tuple(steps))


def _is_in_the_browser(site: CallSite) -> bool:
    return site.side is Side.CLIENT or (site.side is Side.PAGES and site.via in _FROM_A_COMPONENT)


def _edits(source: Source, target: Target, modules: Modules | None) -> list[Edit] | None:
    """All uses of the action in the file, or None where one is not an awaited call in a statement of its own."""
    item = next((item for item in imports(source) if item.imported == target.action), None)
    if item is None or (modules is not None and modules.resolve(item.specifier, source.path) != target.path):
        return None
    local = item.local
    style = style_of(source)
    edits: list[Edit] = []
    for node in walk(source.root):
        if node.type != "identifier" or source.text(node) != local:
            continue
        if node.parent is not None and node.parent.type == "import_specifier":
            continue
        call = node.parent
        after = call.parent if call is not None else None
        if call is None or call.type != "call_expression" or call.named_children[0].id != node.id or after is None:
            return None
        if after.type == "member_expression":
            edit = _chained(source, call, after, target, style)
        else:
            edit = _edit(source, call, after, target, style) if after.type == "await_expression" else None
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _chained(source: Source, call: Node, member: Node, target: Target, style: Style) -> Edit | None:
    """``action().then(...)``: the answer is unpacked in a step before."""
    if source.text(member.named_children[-1]) not in ("then", "catch", "finally"):
        return None
    inside = indentation(source, enclosing_statement(call))
    request = _request_of(source, call, target, style, inside)
    if request is None:
        return None
    deep, end = inside + style.indent, style.semicolon
    steps = [f"if (!response.ok) throw new Error(response.statusText){end}"]
    steps += [f"return response.json(){end}"] if target.has_value else []
    body = "".join(f"\n{deep}{style.indent}{step}" for step in steps)
    opened = b"\n" in source.data[call.end_byte : member.named_children[-1].start_byte]
    rest = "" if opened else f"\n{deep}"
    return replaced(call, f"{request}\n{deep}.then((response) => {{{body}\n{deep}}}){rest}")


def _edit(source: Source, call: Node, waited: Node, target: Target, style: Style) -> Edit | None:
    statement = enclosing_statement(waited)
    if statement.parent is None or statement.parent.type != "statement_block":
        return None
    inside = indentation(source, statement)
    request = _request_of(source, call, target, style, inside)
    if request is None or waited.parent is None:
        return None
    response = fresh("response", mentioned(source, source.root))
    end = style.semicolon
    lines = [f"const {response} = await {request}{end}"]
    lines.append(f"if (!{response}.ok) throw new Error(await {response}.text()){end}")
    if waited.parent.type != "expression_statement":
        if not target.has_value or not _is_evaluated_at_once(waited, statement):
            return None
        before = source.data[statement.start_byte : waited.start_byte].decode("utf-8", "replace")
        after = source.data[waited.end_byte : statement.end_byte].decode("utf-8", "replace")
        lines.append(f"{before}await {response}.json(){after}")
    return replaced(statement, f"\n{inside}".join(lines))


def _is_evaluated_at_once(waited: Node, statement: Node) -> bool:
    """Nothing decides between the start of the statement and the call whether it is made."""
    for parent in ancestors(waited):
        if parent.id == statement.id:
            return True
        if parent.type not in _STRAIGHT:
            return False
    return False


def _request_of(source: Source, call: Node, target: Target, style: Style, inside: str) -> str | None:
    """The ``fetch`` that takes the call's place, or None where an argument is not understood."""
    listed = call.child_by_field_name("arguments")
    given = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    most = len(target.query.parameters) if target.query is not None else len(target.keys)
    if any(child.type == "spread_element" for child in given) or len(given) > max(1, most):
        return None
    query = query_of_call(source, given, target.query) if target.query is not None else ""
    if query is None:
        return None
    deep = inside + style.indent
    texts = [moved(source.text(argument), source.tsx, indentation(source, argument), deep) for argument in given]
    return f"fetch(`{target.url}{query}`)" if query else _request(texts, target, style, inside)


def _request(given: list[str], target: Target, style: Style, inside: str) -> str:
    url = style.string(target.url)
    if target.method == "GET":
        return f"fetch({url})"
    deep = inside + style.indent
    options = [f"method: {style.string(target.method)}"]
    if target.form:
        options.append(f"body: {given[0] if given else 'new FormData()'}")
    elif given:
        body = given[0]
        if target.keys:
            pairs = zip(target.keys, given, strict=False)
            body = "{ " + ", ".join(key if key == value else f"{key}: {value}" for key, value in pairs) + " }"
        options.append(f"headers: {{ {style.string('Content-Type')}: {style.string('application/json')} }}")
        options.append(f"body: JSON.stringify({body})")
    if len(options) == 1:
        return f"fetch({url}, {{ {options[0]} }})"
    return f"fetch({url}, {{" + "".join(f"\n{deep}{option}," for option in options) + f"\n{inside}}})"
