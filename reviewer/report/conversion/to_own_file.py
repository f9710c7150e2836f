"""An inline action in a file of its own; what it took from the component becomes bound arguments.

Next.js documentation, "Passing additional arguments": ``action.bind(null, value)``. Unlike the values that an inline
action captures, bound ones are not encrypted ("Data Security", "Closures and encryption").
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from reviewer.model import Finding
from reviewer.report.conversion.calling import has_one_signature
from reviewer.report.conversion.captured import Capture, captures
from reviewer.report.conversion.directives import directive_of_function
from reviewer.report.conversion.edits import Edit, applied, indentation, moved, replaced, without_statement
from reviewer.report.conversion.functions import Function, action_function, checked
from reviewer.report.conversion.layout import tidied
from reviewer.report.conversion.module import Carried, Module, composed, needed, unneeded_imports
from reviewer.report.conversion.naming import kebab, relative_specifier, unused_path
from reviewer.report.conversion.preview import Preview, PreviewFile, Refused
from reviewer.report.conversion.remaining import listed
from reviewer.report.conversion.scope import FUNCTIONS, bound_names, enclosing_function, mentioned
from reviewer.report.conversion.showing import Changed, language, short
from reviewer.report.conversion.signature import signature
from reviewer.report.conversion.style import Style, style_of
from reviewer.syntax.bindings import exports
from reviewer.syntax.parser import Source, ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources


def to_own_file(finding: Finding, sources: Sources, modules: Modules) -> Preview:
    """Raises Refused where the action takes something along whose type or place is not understood."""
    endpoint = finding.endpoint
    source = sources.get(endpoint.path)
    if source is None or source.root.has_error:
        raise Refused("the file does not parse")
    if not endpoint.inline:
        raise Refused("the action is in a file of its own already")
    if endpoint.wrappers:
        raise Refused("the action is handed to a wrapper")
    function = action_function(source, endpoint)
    style = style_of(source)
    taken = captures(source, function.node, style.typed, lambda name: has_one_signature(source, name, sources, modules))
    name, removal, uses = _place(source, function, endpoint.binding)
    text = _text(source, function, name, taken, style)
    carried = needed(source, text, frozenset(item.local or item.name for item in exports(source) if not item.type_only))
    gone = _unshared(source, function, carried)
    suffix = ".ts" if style.typed else ".js"
    if any(node.type.startswith("jsx") for node in walk(function.node)):
        suffix += "x"
    folder = posixpath.dirname(source.path)
    names = (f"actions{suffix}", f"{kebab(name)}{suffix}", f"{kebab(name)}-action{suffix}")
    path = unused_path(folder, names, sources.paths)
    head = f"{style.string('use server')}{style.semicolon}"
    made = composed(source, Module(path, text, style, head=head), carried)
    checked(path, made)
    edits = [removal] if removal is not None else []
    edits += [_bound(source, use, name, taken) for use in uses]
    edits += [without_statement(source, declaration.node) for declaration in gone]
    change = _component(source, edits, name, path, style)
    steps: tuple[str, ...] = ()
    if taken:
        words = listed(capture.name for capture in taken)
        steps = (f"Check {words} in the action: bound arguments reach the browser as they are, and come back from it.",)
    return Preview(
        files=(PreviewFile(path, made, language(path)), short(change)),
        steps=steps,
        rewritten=((path, made), (source.path, change.after)),
    )


def _place(source: Source, function: Function, binding: str | None) -> tuple[str, Edit | None, list[Node]]:
    """The name of the action, the edit that removes it, and the nodes that stand for it in the component."""
    node = function.node
    if node.type == "function_declaration" and function.name is not None:
        return function.name, without_statement(source, node), _uses(source, node, function.name)
    parent = node.parent
    if parent is not None and parent.type == "variable_declarator" and parent.parent is not None:
        named = parent.child_by_field_name("name")
        if named is None or named.type != "identifier" or len(parent.parent.named_children) != 1:
            raise Refused("the action is not bound to one name")
        text = source.text(named)
        return text, without_statement(source, parent.parent), _uses(source, parent, text)
    if parent is not None and parent.type == "jsx_expression":
        taken = mentioned(source, source.root)
        name = next((name for name in (binding, "submitAction", "runAction") if name and name not in taken), None)
        if name is None:
            raise Refused("no free name for the action")
        return name, None, [node]
    raise Refused("the action stands in a place that is not understood")


def _uses(source: Source, declaration: Node, name: str) -> list[Node]:
    """The references to the action. Raises Refused where its name means something else too, or it is exported."""
    if bound_names(source, source.root).count(name) != 1:
        raise Refused(f"`{name}` is bound again")
    scope = enclosing_function(declaration)
    if scope is None:
        raise Refused("the action stands at the top of its file")
    found: list[Node] = []
    for node in walk(scope):
        if node.type not in ("identifier", "shorthand_property_identifier") or source.text(node) != name:
            continue
        if declaration.start_byte <= node.start_byte < declaration.end_byte:
            continue
        if node.type == "shorthand_property_identifier":
            raise Refused("the action is part of an object")
        found.append(node)
    return found


def _bound(source: Source, use: Node, name: str, taken: list[Capture]) -> Edit:
    """``name.bind(null, a)``, or ``name(a, ...)`` where it is called."""
    values = ", ".join(capture.name for capture in taken)
    for parent in ancestors(use):
        if parent.type in FUNCTIONS and {capture.name for capture in taken} & _own(source, parent, use):
            raise Refused("a captured name means something else where the action is used")
    if not taken:
        return replaced(use, name)
    call = use.parent
    if call is not None and call.type == "call_expression" and call.named_children[0].id == use.id:
        listed_ = call.child_by_field_name("arguments")
        if listed_ is None:
            raise Refused("the action is called in a way that is not understood")
        separator = ", " if listed_.named_children else ""
        return Edit(use.start_byte, listed_.start_byte + 1, f"{name}({values}{separator}")
    return replaced(use, f"{name}.bind(null, {values})")


def _own(source: Source, function: Node, use: Node) -> set[str]:
    """The names that a callback around the use binds, as in ``items.map((id) => ...)``."""
    if function.type != "arrow_function" or function.parent is None or function.parent.type != "arguments":
        return set()
    if function.start_byte <= use.start_byte < function.end_byte and use.type == "identifier":
        parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
        return set(bound_names(source, parameters)) if parameters is not None else set()
    return set()


def _text(source: Source, function: Function, name: str, taken: list[Capture], style: Style) -> str:
    if any(node.type == "this" for node in walk(function.node)):
        raise Refused("it uses `this`")
    directive = directive_of_function(source, function.body)
    body = applied(source, [without_statement(source, directive)], function.body.start_byte, function.body.end_byte)
    parameters = [capture.name + (f": {capture.type}" if capture.type else "") for capture in taken]
    parameters += [source.text(parameter) for parameter in function.parameters]
    annotation = function.node.child_by_field_name("return_type")
    head = signature(name, parameters, style) + (source.text(annotation) if annotation is not None else "")
    shifted = moved(body, source.tsx, indentation(source, function.node), "")
    return tidied(f"{head} {shifted}", source.tsx)


def _unshared(source: Source, function: Function, carried: list[Carried]) -> list[Carried]:
    """The declarations that only the action used. Raises Refused where a value would be in two files."""
    alone: list[Carried] = []
    for declaration in carried:
        elsewhere = False
        for node in source.root.named_children:
            if node.id == declaration.node.id:
                continue
            for child in walk(node):
                inside = function.node.start_byte <= child.start_byte < function.node.end_byte
                if child.type in ("identifier", "type_identifier") and not inside:
                    elsewhere = elsewhere or source.text(child) in declaration.names
        if elsewhere and not declaration.is_type:
            raise Refused(f"`{declaration.names[0]}` is used by the component too")
        if not elsewhere and not declaration.exported:
            alone.append(declaration)
    return alone


def _component(source: Source, edits: list[Edit], name: str, path: str, style: Style) -> Changed:
    after = checked(source.path, applied(source, edits))
    pruned = unneeded_imports(source, after, style)
    imports = [node for node in after.root.named_children if node.type == "import_statement"]
    line = f"import {{ {name} }} from {style.string(relative_specifier(source.path, path))}{style.semicolon}"
    insertion = Edit(imports[-1].end_byte, imports[-1].end_byte, f"\n{line}") if imports else Edit(0, 0, f"{line}\n\n")
    if any(edit.start <= insertion.start <= edit.end for edit in pruned):
        insertion = Edit(0, 0, f"{line}\n") if imports and imports[0].start_byte == 0 else insertion
    text = applied(after, [*pruned, insertion])
    checked(source.path, text)
    return Changed(source.path, applied(source, []), text)
