"""A server action that no client calls, as a plain server function.

Next.js documentation, "Preventing environment poisoning": ``import 'server-only'`` makes the build fail where a client
component imports the module. Next.js handles the import itself, no package is needed.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from reviewer.model import Endpoint, Finding, Kind
from reviewer.report.conversion.directives import directive_of, directive_of_function
from reviewer.report.conversion.edits import applied, replaced, without_statement
from reviewer.report.conversion.functions import action_function, checked
from reviewer.report.conversion.module import Module, composed, needed, parted, shared
from reviewer.report.conversion.naming import kebab, unused_path
from reviewer.report.conversion.preview import Preview, PreviewFile, Refused, Suggestion
from reviewer.report.conversion.remaining import for_both
from reviewer.report.conversion.showing import Changed, language, short
from reviewer.report.conversion.style import style_of
from reviewer.syntax.bindings import declared, exports, imports
from reviewer.syntax.parser import Source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Sources


def to_server_module(finding: Finding, sources: Sources) -> Preview:
    """Raises Refused where the endpoint is a route, or shares its file with endpoints that stay."""
    endpoint = finding.endpoint
    source = sources.get(endpoint.path)
    if source is None or source.root.has_error:
        raise Refused("the file does not parse")
    if endpoint.kind is not Kind.SERVER_ACTION:
        raise Refused("a route is no module")
    if endpoint.inline:
        inner = directive_of_function(source, action_function(source, endpoint).body)
        return _directive_replaced(source, inner, "")
    directive = directive_of(source, source.root)
    if directive is None:
        raise Refused("the directive is not found")
    others = [item for item in exports(source) if not item.type_only and item.name != endpoint.name]
    if not others:
        return _directive_replaced(source, directive, _guard(source))
    return _moved(source, endpoint, sources)


def _guard(source: Source) -> str:
    """The import that takes the directive's place; none where the module renders: a page may be shared."""
    if any(item.specifier == "server-only" for item in imports(source)):
        return ""
    if any(node.type in ("jsx_element", "jsx_self_closing_element") for node in walk(source.root)):
        return ""
    style = style_of(source)
    return f"import {style.string('server-only')}{style.semicolon}"


def _directive_replaced(source: Source, directive: Node, text: str) -> Preview:
    line = source.line(directive.start_byte)
    lines = source.data.split(b"\n")
    alone = lines[line - 1].strip().rstrip(b";") == source.data[directive.start_byte : directive.end_byte].rstrip(b";")
    if not alone:
        raise Refused("something stands beside the directive")
    before = applied(source, [])
    edit = replaced(directive, text) if text else without_statement(source, directive)
    after = applied(source, [edit])
    checked(source.path, after)
    empty_below = not text and line < len(lines) and not lines[line].strip()
    suggestion = Suggestion(source.path, line, line + (1 if empty_below else 0), text)
    return Preview(
        files=(short(Changed(source.path, before, after)),),
        suggestion=suggestion,
        rewritten=((source.path, after),),
    )


def _moved(source: Source, endpoint: Endpoint, sources: Sources) -> Preview:
    """The one function that is no endpoint goes to a module of its own; its neighbours stay actions."""
    if endpoint.name is None or endpoint.name == "default":
        raise Refused("the action has no name")
    statement = _declaration_of(source, endpoint.name)
    style = style_of(source)
    own = source.text(statement)
    leave = frozenset(item.local or item.name for item in exports(source) if not item.type_only) - {endpoint.name}
    carried = needed(source, own, leave, old_stays=True)
    carried = [declaration for declaration in carried if endpoint.name not in declaration.names]
    suffix = posixpath.splitext(source.path)[1]
    folder = posixpath.dirname(source.path)
    names = (f"{kebab(endpoint.name)}{suffix}", f"{kebab(endpoint.name)}.server{suffix}")
    path = unused_path(folder, names, sources.paths)
    found = parted(carried, leave, source.path, path)
    module = Module(path, own, style, head=_guard(source), added=found.values, type_imports=found.types)
    text = composed(source, module, found.moving)
    checked(path, text)
    steps = (
        f"Remove `{endpoint.name}` from `{source.path}`, and import it from the new file where it is used.",
        *for_both(shared(source, found.moving, [statement])),
    )
    return Preview(files=(PreviewFile(path, text, language(path)),), steps=steps, rewritten=((path, text),))


def _declaration_of(source: Source, name: str) -> Node:
    """The statement that declares and exports the name alone. It moves whole, whatever the function is handed to."""
    for statement in source.root.named_children:
        inner = statement.child_by_field_name("declaration") if statement.type == "export_statement" else None
        if inner is not None and [bound for bound, _ in declared(source, inner)] == [name]:
            return statement
    raise Refused("the action is exported apart from its declaration")
