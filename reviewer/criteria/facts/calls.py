"""The calls in a piece of code: each as a dotted chain of names, with where its first name comes from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.criteria.facts.complexity import FUNCTIONS, Noted
from reviewer.criteria.facts.expressions import (
    MOST_LEVELS,
    begins_with,
    chain_of,
    may_be_literal,
    properties,
    text_of,
)
from reviewer.model import Place
from reviewer.syntax.bindings import declared, destructured, imports, unwrapped

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source


class Call(NamedTuple):
    """``chain``: the names from the first to the called one; earlier calls of a fluent chain are names in it.

    ``origin``: the module specifier that the first name comes from, through variables; None for a name of this file.
    ``imported``: the name it has in that module. ``waited``: its promise is awaited or handed on; ``awaited``: the
    former.
    ``strings``: the literal arguments, None for others. ``passes``: the chains of the arguments that are names.
    ``options``: the literal properties of object arguments, those of objects in them dotted.
    ``configured``: it stands in a function that is a property of an object, and runs when somebody calls that.
    ``recovers``: it stands in a ``catch`` clause. ``continued``: a further call follows on its result.
    """

    chain: tuple[str, ...]
    origin: str | None
    imported: str | None
    waited: bool
    place: Place
    strings: tuple[str | None, ...] = ()
    passes: tuple[tuple[str, ...], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    constructs: bool = False
    configured: bool = False
    awaited: bool = False
    recovers: bool = False
    continued: bool = False

    @property
    def name(self) -> str:
        return self.chain[-1]

    @property
    def text(self) -> str:
        return ".".join(self.chain)

    def option(self, name: str) -> str | None:
        return next((value for key, value in self.options if key.lower() == name), None)


LONGEST = 120  # bytes of code that are kept of a value that is no literal

Names = dict[str, tuple[str, str]]  # local name -> (module specifier, name in that module)
Chains = dict[str, tuple[str, ...]]


def module_names(source: Source) -> Names:
    """What the module's own names lead to: its imports, and its constants made from imports."""
    names: Names = {item.local: (item.specifier, item.imported) for item in imports(source) if item.local}
    for node in source.root.named_children:
        inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
        if inner is not None and inner.type in ("lexical_declaration", "variable_declaration"):
            _bind(source, inner, names, {})
    return names


def _bind(source: Source, declaration: Node, names: Names, asked: Chains) -> None:
    """``const client = new Client()`` and ``const db = await database()`` carry the origin of what made them.

    Into ``asked`` goes ``let query = supabase.from("users").select()``: ``query.eq("id", id)`` goes on with it.
    """
    chain: tuple[str, ...] = ()
    last, specifier, is_question = None, None, False
    for name, declarator in declared(source, declaration):
        if declarator is not last:  # of a pattern all names have one
            last, value = declarator, declarator.child_by_field_name("value")
            specifier = _imported_later(source, value) if value is not None else None
            chain = chain_of(source, value) if value is not None and specifier is None else ()
            is_question = value is not None and not _QUESTIONS.isdisjoint(chain[1:]) and _is_asked_later(value)
        if is_question:
            asked[name] = chain
        if name in names:
            continue
        if specifier is not None:
            names[name] = (specifier, _property(source, declarator, name))
        elif chain and chain[0] in names:
            names[name] = names[chain[0]]


_QUESTIONS = frozenset(
    {"from", "select", "selectFrom", "selectDistinct", "insertInto", "updateTable", "deleteFrom", "find", "where"}
)


def _is_asked_later(value: Node) -> bool:
    """A question that is not awaited."""
    value = unwrapped(value)
    return value.type == "call_expression" and not _is_await(value.child_by_field_name("function"))


def _imported_later(source: Source, value: Node) -> str | None:
    """The specifier of ``await import("...")``."""
    if not begins_with(b"a(<", source, value):
        return None
    value = unwrapped(value)
    called = value.named_children[-1] if value.type == "await_expression" and value.named_children else None
    if called is None or not source.data.startswith(b"import", called.start_byte):
        return None
    function, arguments = called.child_by_field_name("function"), called.child_by_field_name("arguments")
    if function is None or function.type != "import" or arguments is None or not arguments.named_children:
        return None
    return text_of(source, arguments.named_children[0])


def _property(source: Source, declarator: Node, name: str) -> str:
    """What the variable is in the module that it is taken from: the module itself, or one of its exports."""
    pattern = declarator.child_by_field_name("name")
    if pattern is None or pattern.type == "identifier":
        return "*"
    return next((key for key, local in destructured(source, pattern) if local == name), name)


CALLS_AND_AROUND = FUNCTIONS | {
    "binary_expression",
    "call_expression",
    "catch_clause",
    "lexical_declaration",
    "new_expression",
    "variable_declaration",
}


def calls(source: Source, nodes: Sequence[Noted], names: Names) -> list[Call]:
    """Every call and ``new`` among the nodes of a body: at least those of CALLS_AND_AROUND, in source order.

    ``names`` is extended with the body's variables.
    """
    local = dict(names)
    asked: Chains = {}  # variables that hold a question to a database which goes on
    found = []
    around = [(sys.maxsize, False)]  # functions: their ends, whether configured
    recovery = 0  # the end of the outermost catch clause
    for kind, node, above in nodes:
        start = node.start_byte
        while around[-1][0] <= start:
            around.pop()
        if kind == "catch_clause":
            recovery = max(recovery, node.end_byte)
        elif kind in FUNCTIONS:
            told = _configures(kind, above)
            around.append((node.end_byte, around[-1][1] if told is None else told))
        elif kind in ("lexical_declaration", "variable_declaration"):
            _bind(source, node, local, asked)
        elif kind in ("call_expression", "new_expression"):
            called = node.child_by_field_name("function" if kind == "call_expression" else "constructor")
            chain = chain_of(source, called) if called is not None else ()
            if called is not None and chain:
                chain = asked[chain[0]] + chain[1:] if len(chain) > 1 and chain[0] in asked else chain
                constructs = kind == "new_expression"
                found.append(
                    _call(
                        source,
                        node,
                        above or node.parent,
                        called,
                        constructs,
                        chain,
                        local,
                        around[-1][1],
                        start < recovery,
                    )
                )
        elif kind == "binary_expression" and (tag := _tag_of_template(node)) is not None:
            chain = chain_of(source, tag)
            origin, imported = local.get(chain[0], (None, None)) if chain else (None, None)
            if chain:
                text = text_of(source, node.named_children[-1])
                configured, recovers = around[-1][1], start < recovery
                at = source.place(node)
                found.append(Call(chain, origin, imported, True, at, (text,), configured=configured, recovers=recovers))
    return found


def _tag_of_template(node: Node) -> Node | None:
    """The grammar reads ``db.$queryRaw<Row[]>`SELECT 1` `` as two comparisons."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or right.type != "template_string" or left.type != "binary_expression":
        return None
    tag = left.child_by_field_name("left")
    if tag is not None and tag.type == "await_expression":
        tag = tag.named_children[0] if tag.named_children else None
    return tag if tag is not None and tag.type == "member_expression" else None


def _call(
    source: Source,
    node: Node,
    above: Node | None,
    called: Node,
    constructs: bool,
    chain: tuple[str, ...],
    names: Names,
    configured: bool,
    recovers: bool,
) -> Call:
    origin, imported = names.get(chain[0], (None, None))
    holder = above.type if above is not None else ""
    awaited = holder == "await_expression" or (not constructs and _is_await(called))
    is_member = not constructs and called.type == "member_expression"
    strings, passes, options = _arguments(source, node)
    return Call(
        chain,
        origin,
        imported,
        awaited or _is_waited(source, above),
        Place(source.path, (called.end_point if is_member else node.start_point).row + 1),  # that of its name
        strings,
        passes,
        options,
        constructs,
        configured,
        awaited,
        recovers,
        holder == "member_expression" and above is not None and _is_continued(source, above),
    )


def _is_await(function: Node | None) -> bool:
    """The grammar reads ``await client.get<T>(id)`` as a call of ``await client.get``, and so, deeper, a template."""
    while function is not None and function.type in ("non_null_expression", "instantiation_expression"):
        function = function.named_children[0] if function.named_children else None
    return function is not None and function.type == "await_expression"


Arguments = tuple[tuple[str | None, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]


def _arguments(source: Source, node: Node) -> Arguments:
    """The literals, names and options that a call is given."""
    given = node.child_by_field_name("arguments")
    strings: list[str | None] = []
    passes: list[tuple[str, ...]] = []
    options: list[tuple[str, str]] = []
    arguments = () if given is None else [given] if given.type == "template_string" else given.named_children
    for argument in arguments:
        value = unwrapped(argument) if may_be_literal(source, argument) else None
        text = text_of(source, value) if value is not None else None
        if value is not None and value.type == "object":
            options += _options(source, value)
        elif text is None and (chain := chain_of(source, argument)):
            passes.append(chain)
        strings.append(text)
    return tuple(strings), tuple(passes), tuple(options)


_SETTLES = frozenset({"then", "catch", "finally", "promise"})


def _is_continued(source: Source, member: Node) -> bool:
    """``sms.numbers(country).list()`` only asks once, at its end; ``.then()`` waits for what was asked already."""
    name = member.child_by_field_name("property")
    if name is None:
        return False
    above = member.parent
    while above is not None and above.type == "member_expression":
        above = above.parent
    return above is not None and above.type == "call_expression" and source.text(name) not in _SETTLES


def _configures(kind: str, above: Node | None) -> bool | None:
    """Whether what stands in a function is configured; None where what is around it decides."""
    if kind == "function_declaration":
        return False
    holder = "object" if kind == "method_definition" else "pair"
    return True if above is not None and above.type == holder else None


def _options(source: Source, node: Node) -> list[tuple[str, str]]:
    found = []
    for name, value in properties(source, node).items():
        inner = properties(source, value) if may_be_literal(source, value) else {}
        if inner:
            found += [(f"{name}.{key}", _literal(source, part)) for key, part in inner.items()]
        else:
            found.append((name, _literal(source, value)))
    return found


def _literal(source: Source, node: Node) -> str:
    """The text of a short value: a literal's own, otherwise the code."""
    text = text_of(source, node) if may_be_literal(source, node) else None
    if text is not None:
        return text
    return source.data[node.start_byte : min(node.end_byte, node.start_byte + LONGEST)].decode("utf-8", "replace")


_AROUND = frozenset(
    {"parenthesized_expression", "member_expression", "call_expression", "non_null_expression", "as_expression"}
)
_HANDED_ON = frozenset({"await_expression", "return_statement", "arrow_function", "array"})


def _is_waited(source: Source, above: Node | None) -> bool:
    """Its result, or that of the fluent chain it begins, is awaited, returned, collected or voided."""
    for _ in range(MOST_LEVELS):
        if above is None:
            return False
        kind = above.type
        if kind not in _AROUND:
            break
        above = above.parent
    else:
        return False
    if kind == "arguments":
        function = above.parent.child_by_field_name("function") if above.parent is not None else None
        text = source.text(function) if function is not None else None
        return text in ("waitUntil", "after", "Promise.all", "Promise.allSettled")
    if kind == "arrow_function" and _drops_answers(source, above):
        return False
    return kind in _HANDED_ON or (kind == "unary_expression" and source.data.startswith(b"void", above.start_byte))


def _drops_answers(source: Source, function: Node) -> bool:
    """``rows.forEach((row) => ids.add(row.id))``: nobody takes what the function answers."""
    arguments = function.parent
    call = arguments.parent if arguments is not None else None
    called = call.child_by_field_name("function") if call is not None else None
    name = called.child_by_field_name("property") if called is not None else None
    return name is not None and source.text(name) == "forEach"
