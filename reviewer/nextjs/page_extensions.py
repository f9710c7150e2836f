"""Which page extensions a ``next.config`` asks for, and whether nothing else in it can ask for others.

Every list that the file holds counts. It is certain where it is the only one, is written out, and is handed to Next.js
by ways that leave it as it is: a decoy in an object that nobody exports would hide endpoints else.
Source: Next.js documentation, "next.config.js: pageExtensions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.directives import string_of
from reviewer.syntax.bindings import declaration, imports, unwrapped
from reviewer.syntax.parser import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

DEFAULT_EXTENSIONS: tuple[str, ...] = ("tsx", "ts", "jsx", "js")
NAME = "pageExtensions"
MOST_WAYS = 64  # steps from a list to the export
_PASSING_ON = frozenset(
    {"spread_element", "arguments", "export_statement", "assignment_expression", "return_statement", "arrow_function"}
)
# What a value goes through on its way to one of those: a part of it, what it returns, one of two.
_PART = frozenset({"member_expression", "subscript_expression", "ternary_expression", "binary_expression"})
_SAME = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "await_expression", "spread_element"}
)
_NAMING = frozenset(
    {"property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "string"}
)
_MAKERS = frozenset(
    {"Object", "Reflect", "Proxy", "JSON", "Function", "eval", "globalThis", "global"}
)  # of keys that are written nowhere
_LOADERS = frozenset({"vm", "module", "node:vm", "node:module"})  # packages that run or load what is named nowhere
_WRAPPERS = ("with", "create", "compose")  # what plugins call the function that takes a configuration
_EXPORTS = frozenset({"module.exports", "exports.default", "module.exports.default"})


class Mention(NamedTuple):
    """``holder``: the object that has the list, or the expression whose property it becomes."""

    holder: Node
    value: Node | None


def page_extensions(source: Source, is_own: Callable[[str], bool]) -> tuple[tuple[str, ...], bool]:
    """The extensions that the file names, the defaults where it names none, and whether these are all.

    ``is_own``: whether a specifier that is no relative path means a file of the repository.
    """
    mentions = list(_mentions(source))
    found = [extension for each in mentions if each.value is not None for extension in _extensions(source, each.value)]
    known = not source.root.has_error and not _makes_keys(source) and not _is_of_another_file(source, is_own)
    if known and (mentions or _times_named(source)):
        known = len(mentions) == 1 == _times_named(source) and _is_certain(source, mentions[0])
    return tuple(dict.fromkeys(found)) or DEFAULT_EXTENSIONS, known


def _mentions(source: Source) -> Iterator[Mention]:
    if NAME.encode() not in source.data and b"\\" not in source.data:
        return
    for node in walk(source.root):
        parent = node.parent
        if node.type == "assignment_expression":
            left, value = node.child_by_field_name("left"), node.child_by_field_name("right")
            owner = left.child_by_field_name("object") if left is not None else None
            key = None
            if left is not None and owner is not None:
                key = left.child_by_field_name("property") or left.child_by_field_name("index")
            if owner is not None and key is not None and value is not None and _plain(source, key) == NAME:
                yield Mention(owner, unwrapped(value))
        elif parent is None or parent.type != "object":
            continue
        elif node.type == "pair":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key is not None and value is not None and _plain(source, key) == NAME:
                yield Mention(parent, unwrapped(value))
        elif node.type == "shorthand_property_identifier" and source.text(node) == NAME:
            yield Mention(parent, node)
        elif node.type == "method_definition":
            key = node.child_by_field_name("name")
            if key is not None and _plain(source, key) == NAME:
                yield Mention(parent, None)


def _plain(source: Source, key: Node) -> str | None:
    """The key that is written, or None where it is worked out."""
    if key.type == "computed_property_name" and key.named_children:
        key = unwrapped(key.named_children[0])
        if key.type not in ("string", "number"):
            return None
    if key.type == "string":
        return string_of(source, key)
    return source.text(key) if key.type in ("property_identifier", "number") else None


def _makes_keys(source: Source) -> bool:
    """Some key of an object, or some code, is worked out while the file runs."""
    for node in walk(source.root):
        if node.type == "computed_property_name":
            if _plain(source, node) is None:
                return True
        elif node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            index = left.child_by_field_name("index") if left is not None else None
            if index is not None and _plain(source, unwrapped(index)) is None:
                return True
        elif node.type == "call_expression":
            called, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
            first = given.named_children[0] if given is not None and given.named_children else None
            loads = called is not None and (called.type == "import" or source.text(called) == "require")
            if loads and (first is None or first.type != "string"):
                return True
        elif node.type == "identifier" and source.text(node) in _MAKERS:
            return True
    return False


def _times_named(source: Source) -> int:
    """How often the property is named at all: what changes it later names it, too."""
    texts = (
        string_of(source, node) if node.type == "string" else source.text(node)
        for node in walk(source.root)
        if node.type in _NAMING
    )
    return sum(text == NAME for text in texts)


def _is_certain(source: Source, mention: Mention) -> bool:
    return (
        mention.value is not None
        and _is_literal(source, mention.value, 1)
        and _is_handed_over(source, mention.holder, [MOST_WAYS])
    )


def _is_handed_over(source: Source, node: Node, budget: list[int]) -> bool:
    """The value is what the file exports, or a part of it, and nothing on the way replaces it."""
    waiting = [node]
    while waiting and budget[0] > 0:
        budget[0] -= 1
        here = waiting.pop()
        if here.type == "identifier" and (declared := declaration(source, source.text(here))) is not None:
            waiting.extend(_uses(source, source.text(here), {here.id, declared.id}))
        above = here.parent
        if above is None:
            continue
        if above.type == "export_statement" and any(child.type == "default" for child in above.children):
            return True
        if above.type == "assignment_expression" and above.child_by_field_name("right") == here:
            left = above.child_by_field_name("left")
            if left is not None and source.text(left) in _EXPORTS:
                return True
        elif above.type == "variable_declarator":
            name = above.child_by_field_name("name")
            if name is not None and name.type == "identifier" and declaration(source, source.text(name)) == above:
                waiting.extend(_uses(source, source.text(name), {name.id}))
        elif above.type in _SAME or (here.type == "spread_element" and above.type == "object"):
            waiting.append(above)
        elif above.type == "arguments" and above.parent is not None and _is_wrapper(source, above.parent):
            waiting.append(above.parent)
        elif above.type == "arrow_function" and above.child_by_field_name("body") == here:
            waiting.append(above)
    return False


def _uses(source: Source, name: str, but: set[int]) -> Iterator[Node]:
    """The places, other than those, where the name stands for its value."""
    nodes = walk(source.root) if b"\\" in source.data else _saying(source, name.encode("utf-8", "replace"))
    for node in nodes:
        if node.type == "identifier" and node.id not in but and source.text(node) == name:
            yield node


def _saying(source: Source, word: bytes) -> Iterator[Node]:
    """The smallest nodes around a word that is written without escapes, in source order."""
    at = source.data.find(word) if word else -1
    while at >= 0:
        node = source.root.named_descendant_for_byte_range(at, at + len(word))
        if node is not None:
            yield node
        at = source.data.find(word, at + len(word))


def _is_wrapper(source: Source, call: Node) -> bool:
    """A plugin's function around a configuration, or what it returns: ``withMDX({})(config)``."""
    called = call.child_by_field_name("function")
    while called is not None and called.type == "call_expression":
        called = called.child_by_field_name("function")
    if called is None or called.type != "identifier":
        return False
    name = source.text(called)
    if not name.startswith(_WRAPPERS):
        return False
    declared = declaration(source, name)
    own = declared is not None and not any(found.local == name for found in imports(source))
    near = any(found.local == name and found.specifier.startswith(".") for found in imports(source))
    return not own and not near


def strings(source: Source, value: Node, budget: int) -> Iterator[str]:
    """The string that a value is, through one constant of the file."""
    if value.type == "string":
        yield string_of(source, value)
    elif value.type == "template_string" and not any(child.type == "template_substitution" for child in value.children):
        yield source.text(value)[1:-1]
    elif value.type in ("identifier", "shorthand_property_identifier") and budget > 0:
        constant = _constant(source, value)
        if constant is not None:
            yield from strings(source, constant, budget - 1)


def _constant(source: Source, name: Node) -> Node | None:
    declared = declaration(source, source.text(name))
    value = declared.child_by_field_name("value") if declared is not None else None
    return unwrapped(value) if value is not None else None


def _extensions(source: Source, value: Node) -> tuple[str, ...]:
    """The extensions of an array. What is spread into it is taken for the defaults."""
    if value.type in ("identifier", "shorthand_property_identifier"):
        constant = _constant(source, value)
        if constant is None:
            return ()
        value = constant
    if value.type != "array":
        return ()
    found: list[str] = []
    for item in value.named_children:
        if item.type == "spread_element":
            found.extend(DEFAULT_EXTENSIONS)
        else:
            found.extend(strings(source, unwrapped(item), 1))
    return tuple(dict.fromkeys(text.lstrip(".") for text in found))


def _is_literal(source: Source, value: Node, budget: int) -> bool:
    """The value is an array of strings, through constants of the file."""
    if value.type in ("identifier", "shorthand_property_identifier") and budget > 0:
        constant = _constant(source, value)
        once = value.type != "identifier" or len(list(_uses(source, source.text(value), set()))) == 2
        return once and constant is not None and _is_literal(source, constant, budget - 1)
    items = [unwrapped(item) for item in value.named_children if item.type != "comment"]
    return value.type == "array" and all(next(strings(source, item, 1), None) is not None for item in items)


def _is_of_another_file(source: Source, is_own: Callable[[str], bool]) -> bool:
    """The configuration, or a part of it, is what another file of the repository exports, returns or was given."""

    def own(specifier: str) -> bool:
        return specifier.startswith((".", "/", "#")) or specifier in _LOADERS or is_own(specifier)

    names = {found.local for found in imports(source) if own(found.specifier)}
    for node in walk(source.root):
        if node.type == "export_statement":
            origin = node.child_by_field_name("source")
            if origin is not None and own(string_of(source, origin)):
                return True
        elif node.type == "identifier":
            if source.text(node) in names and _is_passed_on(node):
                return True
        elif node.type == "call_expression":
            required = _required(source, node)
            if required is not None and own(required) and _is_passed_on(node):
                return True
    return False


def _is_passed_on(node: Node) -> bool:
    """The value, or a part of it, becomes one of the configuration, or it is called."""
    above = node.parent
    while above is not None and above.type != "spread_element" and (above.type in _SAME or above.type in _PART):
        node, above = above, above.parent
    if above is None:
        return False
    if above.type == "call_expression":
        return above.child_by_field_name("function") == node
    return above.type in _PASSING_ON


def _required(source: Source, call: Node) -> str | None:
    """The specifier of ``require("...")``, ``module.require("...")`` or ``import("...")``."""
    called, given = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if called is None or given is None or not given.named_children or given.named_children[0].type != "string":
        return None
    loads = called.type == "import" or source.text(called) in ("require", "module.require")
    return string_of(source, given.named_children[0]) if loads else None
