"""The callers of an action, with each awaited call turned into a ``fetch`` of the route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model import Side
from reviewer.report.conversion.calls import Calls
from reviewer.report.conversion.edits import Edit, applied, indentation, moved, replaced
from reviewer.report.conversion.functions import checked
from reviewer.report.conversion.module import unneeded_imports
from reviewer.report.conversion.scope import enclosing_statement, fresh, mentioned
from reviewer.report.conversion.showing import Changed
from reviewer.report.conversion.style import Style, style_of
from reviewer.syntax.bindings import imports
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.model import CallSite, Finding
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources


@dataclass(frozen=True, slots=True)
class Target:
    """The route that takes the action's place. ``keys``: the names of its arguments, where they form one object."""

    action: str
    path: str
    url: str
    method: str
    keys: tuple[str, ...]
    form: bool
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
        if any(site.side is not Side.CLIENT for site in listed):
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
        waited = call.parent if call is not None else None
        if call is None or call.type != "call_expression" or waited is None or waited.type != "await_expression":
            return None
        edit = _edit(source, call, waited, target, style)
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _edit(source: Source, call: Node, waited: Node, target: Target, style: Style) -> Edit | None:
    listed = call.child_by_field_name("arguments")
    given = [child for child in listed.named_children if child.type != "comment"] if listed is not None else []
    if any(child.type == "spread_element" for child in given) or len(given) > max(1, len(target.keys)):
        return None
    statement = enclosing_statement(waited)
    inside = indentation(source, statement)
    response = fresh("response", mentioned(source, source.root))
    end = style.semicolon
    deep = inside + style.indent
    texts = [moved(source.text(argument), source.tsx, indentation(source, argument), deep) for argument in given]
    request = _request(texts, target, style, inside)
    lines = [f"const {response} = await {request}{end}"]
    lines.append(f"if (!{response}.ok) throw new Error(await {response}.text()){end}")
    parent = waited.parent
    if parent is None:
        return None
    if parent.type == "variable_declarator" and target.has_value and len(statement.named_children) == 1:
        declarator = source.data[statement.start_byte : waited.start_byte].decode("utf-8", "replace")
        lines.append(f"{declarator}await {response}.json(){end}")
    elif parent.type != "expression_statement":
        return None
    if statement.parent is None or statement.parent.type != "statement_block":
        return None
    return replaced(statement, f"\n{inside}".join(lines))


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
