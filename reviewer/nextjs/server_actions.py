"""The server actions that a file defines, as Next.js's compiler finds them.

A file that opens with ``'use server'`` makes an action of everything it exports; in any other file a function whose
body opens with it is one. What the compiler refuses is a refusal, and then the whole file serves nothing.
Source: Next.js documentation, "use server"; the rules themselves are the compiler's, compared in tests/nextjs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.action_exports import FUNCTIONS, exported_values, refused_in_cache_file
from reviewer.nextjs.directives import NEWER, Directives, Refusal, directives
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

_OWN_THIS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "class",
        "class_declaration",
        "abstract_class_declaration",
    }
)
_NO_VALUES = frozenset({"type_annotation", "type_arguments", "type_parameters", "jsx_opening_element"})


LEAST_NODES = 8  # of a function with a string in it: itself, a name, a block with two braces, a statement, two quotes

_HOLDERS = frozenset({"variable_declarator", "pair", "public_field_definition"})
_PASSED = frozenset(
    {
        "arguments",
        "as_expression",
        "await_expression",
        "call_expression",
        "non_null_expression",
        "parenthesized_expression",
        "satisfies_expression",
    }
)


class Action(NamedTuple):
    """One action. ``name``: the export's; None for an inline one. ``node``: the function, or the exported value.

    ``entry``: where it becomes an action: the export, or the inline directive. ``binding``: its local name.
    """

    name: str | None
    node: Node
    entry: Node
    directive: Node
    binding: str | None
    key: str | None = None  # the property of the value that a destructuring exports

    @property
    def inline(self) -> bool:
        return self.name is None


class Actions(NamedTuple):
    """The actions of a file, in source order; none of them is served where anything is refused."""

    found: tuple[Action, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    file_directive: Node | None = None


def actions(source: Source) -> Actions:
    """Every action that the file defines on the server, and everything that the compiler refuses."""
    top = directives(source, source.root.named_children, module=True)
    if top.client is not None:
        return Actions(refusals=top.refusals)
    refusals = list(top.refusals)
    found: list[Action] = []
    exported: set[int] = set()
    if top.server is not None:
        values, refused = exported_values(source)
        refusals.extend(refused)
        for value in values:
            function = value.function
            if function is not None:
                exported.add(function.id)
                own = _own_directives(source, function)
                if own.cache is not None:
                    continue
                refusals.extend(_faults(source, function))
            found.append(Action(value.name, value.node, value.entry, top.server, value.local, value.key))
    elif top.cache is not None:
        refusals.extend(refused_in_cache_file(source))
        plain = (value.function for value in exported_values(source)[0])
        refusals.extend(
            fault for function in plain if function is not None for fault in _cache_faults(source, function)
        )
    for function in _functions(source.root):
        own = _own_directives(source, function)
        refusals.extend(own.refusals)
        directive = own.server or own.cache
        if directive is None or (function.id in exported and own.server is not None):
            continue
        if (
            function.type == "method_definition"
            and function.parent is not None
            and function.parent.type == "class_body"
        ):
            if _is_constructor(source, function):
                continue
            if not _has_word(function, "static"):
                reason = 'It is not allowed to define inline "use server" annotated class instance methods'
                refusals.append(Refusal(source.line(directive.start_byte), reason, NEWER))
                continue
        refusals.extend((_faults if own.server is not None else _cache_faults)(source, function))
        if own.server is not None:
            found.append(Action(None, function, directive, directive, local_name(source, function)))
    found.sort(key=lambda action: action.node.start_byte)
    return Actions(tuple(found), tuple(refusals), top.server)


def _functions(root: Node) -> Iterator[Node]:
    """Those that are large enough to hold a directive, in source order: most of a tree is not even looked at."""
    cursor = root.walk()
    while True:
        node = cursor.node
        if node is not None and node.descendant_count >= LEAST_NODES:
            if node.type in FUNCTIONS:
                yield node
            if cursor.goto_first_child():
                continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _own_directives(source: Source, function: Node) -> Directives:
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        return Directives()
    if not any(child.type in ("expression_statement", "empty_statement") for child in body.named_children[:1]):
        first = body.named_children[0] if body.named_children else None
        if first is None or not any(child.type == "expression_statement" for child in body.named_children):
            return Directives()
    return directives(source, body.named_children, module=False)


def _is_class_method(function: Node) -> bool:
    return function.type == "method_definition" and function.parent is not None and function.parent.type == "class_body"


def _has_word(function: Node, word: str) -> bool:
    return any(child.type == word for child in function.children)


def _is_constructor(source: Source, function: Node) -> bool:
    name = function.child_by_field_name("name")
    return name is not None and source.text(name) == "constructor"


def _not_async(source: Source, function: Node) -> Iterator[Refusal]:
    if not _has_word(function, "async"):
        yield Refusal(source.line(function.start_byte), "Server Actions must be async functions")


def _faults(source: Source, function: Node) -> Iterator[Refusal]:
    """An action must be async, and must not use ``this``, ``super`` or ``arguments`` (react.dev, "use server")."""
    yield from _not_async(source, function)
    stack = [child for child in function.children if child.type not in _NO_VALUES]
    while stack:
        node = stack.pop()
        if node.type in ("this", "super") or (
            node.type in ("identifier", "shorthand_property_identifier") and source.text(node) == "arguments"
        ):
            if not _is_this_parameter(node):
                word = "arguments" if "identifier" in node.type else node.type
                yield Refusal(source.line(node.start_byte), f"Server Actions cannot use `{word}`", NEWER)
            continue
        if node.type in _OWN_THIS or node.type in _NO_VALUES:
            continue
        if node.type == "method_definition" and not (_has_word(node, "get") or _has_word(node, "set")):
            continue
        stack.extend(node.children)


def _cache_faults(source: Source, function: Node) -> Iterator[Refusal]:
    """The same of a cached function, which older versions take for a plain one."""
    return (fault._replace(since=NEWER) for fault in _faults(source, function))


def _is_this_parameter(node: Node) -> bool:
    """``this`` as a parameter is a type, and a tag's name is no expression."""
    parent = node.parent
    if parent is None:
        return False
    return parent.type.startswith("jsx_") or (
        parent.type == "required_parameter" and parent.child_by_field_name("pattern") == node
    )


def local_name(source: Source, function: Node) -> str | None:
    """The name by which the surrounding code knows a function: its own, or that of what it is assigned to."""
    name = function.child_by_field_name("name")
    if name is not None:
        return source.text(name)
    for parent in ancestors(function):
        if parent.type in _HOLDERS:
            label = parent.child_by_field_name("name") or parent.child_by_field_name("key")
            return source.text(label) if label is not None and "identifier" in label.type else None
        if parent.type not in _PASSED:
            return None
    return None
