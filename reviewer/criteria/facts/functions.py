"""What one function does by itself, and which functions of this repository it calls."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.criteria.facts.calls import CALLS_AND_AROUND, Call, Names, calls, module_names
from reviewer.criteria.facts.complexity import FUNCTIONS, Size, surveyed
from reviewer.criteria.facts.effects import Effect, effect_of
from reviewer.criteria.facts.expressions import chain_of
from reviewer.criteria.facts.words import places_of
from reviewer.model import Place, Span
from reviewer.syntax.bindings import declaration, declarations, declared, unwrapped
from reviewer.syntax.kept import KeptOfRun
from reviewer.syntax.parser import Sources, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.syntax.parser import Source


class Mention(NamedTuple):
    """A dotted name, a property key or a type that is not a call, and where it stands."""

    text: str
    place: Place


class Function(NamedTuple):
    """The facts of one function, or of a block that answers one method: plain data, without the syntax tree.

    ``effects``: of its calls, but for those that only recover from an error.
    ``later``: the effects of functions that it hands on as options (``onFinish``), or of what it configures.
    ``members``: dotted names through ``headers``, ``env``, ``query`` or a raw body. ``keys``: quoted property keys and
    their literal values, those of outgoing requests left out. ``cors``: the identifiers that name it.
    ``returns_jsx``: it is, or holds, markup. ``parameters``: each parameter as written.
    """

    span: Span
    size: Size
    calls: tuple[Call, ...]
    effects: tuple[Effect, ...]
    later: tuple[Effect, ...]
    members: tuple[Mention, ...]
    keys: tuple[Mention, ...]
    cors: tuple[str, ...]
    returns_jsx: bool
    parameters: tuple[str, ...] = ()
    wrapped_by: tuple[Call, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Each function is there once."""
        return self is other

    def __hash__(self) -> int:
        """Several facts are kept by function: to hash all that is known of it would take long."""
        return id(self)


MOST_KEPT = 4_500  # functions, and modules, of which the facts are kept
MOST_AROUND = 4_000  # nodes around a function that are looked through for its wrappers
LARGEST_CONSTANT = 4_000  # bytes; a larger one is data, not headers


class Module(NamedTuple):
    """``names``: what they lead to. ``keys``: those of its constants. ``declared``: the names declared at its top."""

    names: Names
    keys: dict[bytes, tuple[Mention, ...]]
    declared: frozenset[str]


_WATCHED = frozenset({"headers", "env", "query", "rawBody", "searchParams"})
_WATCHED_WORDS = tuple(sorted(name.encode() for name in _WATCHED))
_CORS = re.compile(b"cors", re.IGNORECASE)
# One for each quote: what begins with one byte is found three times as fast as what begins with one of two.
_QUOTED_KEYS = tuple(re.compile(quote + rb"\s{0,100}(?::|/[/*])") for quote in (b'"', b"'"))
_cache: KeptOfRun[Span, Function] = KeptOfRun(MOST_KEPT)
_modules: KeptOfRun[str, Module] = KeptOfRun(MOST_KEPT)


def function_at(span: Span, sources: Sources) -> Function | None:
    """The facts of the code in the span; each is worked out once. None where the file cannot be parsed."""
    known = _cache.of(sources)
    function = known.again(span)
    if function is None:
        source = sources.get(span.path)
        if source is None:
            return None
        body = source.node(span)
        around = _wrapping(source, body, _module(source, sources).names)
        function = known[span] = facts_of(source, [body], span, sources, _parameters(source, body), around)
    return function


def _module(source: Source, sources: Sources) -> Module:
    known = _modules.of(sources)
    if source.path not in known:
        known[source.path] = Module(module_names(source), _keys_of_constants(source), frozenset(declarations(source)))
    return known[source.path]


def may_declare(path: str, name: str, sources: Sources) -> bool:
    """False of a name that is not declared at the top of a module, where that is known already."""
    known = _modules.of(sources).get(path)
    return known is None or name == "default" or name in known.declared


def names_of(path: str, sources: Sources) -> Names:
    """What the names of a module lead to."""
    known = _modules.of(sources).get(path)
    if known is None:
        source = sources.get(path)
        known = _module(source, sources) if source is not None else None
    return known.names if known is not None else {}


_ALWAYS = CALLS_AND_AROUND | {"jsx_element", "jsx_self_closing_element"}
_NAMES = frozenset({"identifier", "shorthand_property_identifier"})
_IF_WATCHED = frozenset({"member_expression", "subscript_expression", "variable_declarator"})


def facts_of(
    source: Source,
    parts: Sequence[Node],
    span: Span,
    sources: Sources,
    parameters: tuple[str, ...] = (),
    wrapped_by: tuple[Call, ...] = (),
) -> Function:
    """What some code says: one node or several, in source order, that lie within the span."""
    data, start, end = source.data, span.start_byte, span.end_byte
    module = _module(source, sources)
    constants = {name: keys for name, keys in module.keys.items() if data.find(name, start, end) >= 0}
    watched = sorted(places_of(_WATCHED_WORDS, data, start, end))
    quoted = [match.start() for key in _QUOTED_KEYS for match in key.finditer(data, start, end)]
    noted = _ALWAYS | _IF_WATCHED if watched else _ALWAYS
    if constants or quoted:
        noted |= {"pair"}
    surveys = [surveyed(source, part, noted, (*watched, *quoted)) for part in parts]
    nodes = [node for survey, _ in surveys for node in survey]
    found = tuple(calls(source, nodes, module.names))
    work = [call for call in found if not call.recovers]
    effects = tuple(effect for call in work if not call.configured and (effect := effect_of(call)) is not None)
    later = tuple(effect for call in work if call.configured and (effect := effect_of(call)) is not None)
    members: list[Mention] = []
    keys: list[Mention] = []
    held: dict[bytes, list[Mention]] = {}  # the keys of objects that a name stands for
    begins: dict[bytes, int] = dict.fromkeys(constants, start)  # where such a name may first be used
    markup = False
    holder, named = None, None  # an object, and the name that stands for it
    for kind, node, above in nodes:
        if kind in ("member_expression", "subscript_expression"):
            if bisect_left(watched, node.start_byte) == bisect_left(watched, node.end_byte):
                continue
            chain = chain_of(source, node)
            if not _WATCHED.isdisjoint(chain):
                members.append(Mention(".".join(chain), source.place(node)))
        elif kind == "variable_declarator":
            members.extend(_destructured(source, node))
        elif kind == "pair":
            if above is not holder:
                holder, named = above, _name_of(source, above)
            if named is None:
                keys.extend(_key(source, node))
            else:
                held.setdefault(named, []).extend(_key(source, node))
                begins.setdefault(named, node.start_byte)
        elif kind in ("jsx_element", "jsx_self_closing_element"):
            markup = True
    for name in sorted({*held, *constants}):
        uses = {_is_outgoing(source, use) for part in parts for use in _uses(source, part, name, begins[name])}
        if uses != {True} and (uses or name in held):
            keys.extend(held.get(name, constants.get(name, ())))
    cors = sorted({name for part in parts for name in _naming_cors(source, part)})
    size = Size(*map(sum, zip(*(size for _, size in surveys), strict=True)))
    return Function(
        span,
        size,
        found,
        effects,
        later,
        tuple(members),
        tuple(keys),
        tuple(cors),
        markup,
        parameters,
        wrapped_by,
    )


def _uses(source: Source, part: Node, name: bytes, begin: int) -> Iterator[Node]:
    """Where some code says the name, from a byte on."""
    for node in _words(source, part, name):
        if node.start_byte >= begin and node.type in _NAMES:
            yield node


def _naming_cors(source: Source, part: Node) -> Iterator[str]:
    if b"cors" not in source.data[part.start_byte : part.end_byte].lower():
        return
    for match in _CORS.finditer(source.data, part.start_byte, part.end_byte):
        node = source.root.named_descendant_for_byte_range(*match.span())
        if node is not None and node.type in _NAMES:
            yield source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _destructured(source: Source, node: Node) -> list[Mention]:
    """``const { authorization } = req.headers``."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or value is None or name.type != "object_pattern":
        return []
    chain = chain_of(source, value)
    if _WATCHED.isdisjoint(chain[-1:]):
        return []
    parts = [child for child in name.named_children if child.type != "rest_pattern"]
    texts = [source.text(child.child_by_field_name("key") or child).strip("\"'") for child in parts]
    return [Mention(".".join((*chain, text)), source.place(node)) for text in texts]


_OUTGOING = (b"fetch", b"axios", b"ky", b"got", b"setHeaders")


def _key(source: Source, pair: Node) -> list[Mention]:
    key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
    if key is None or value is None or key.type != "string":
        return []
    if _is_outgoing(source, pair):
        return []
    text = source.text(value).strip("\"'`") if value.type in ("string", "template_string") else ""
    return [Mention(f"{source.text(key)[1:-1].lower()}: {text}", source.place(pair))]


def _name_of(source: Source, value: Node | None) -> bytes | None:
    """``h`` in ``const h = { "cache-control": "no-store" }``."""
    above = value.parent if value is not None else None
    name = above.child_by_field_name("name") if above is not None else None
    return source.data[name.start_byte : name.end_byte] if name is not None else None


def _is_outgoing(source: Source, node: Node) -> bool:
    """Inside the arguments of an outgoing request."""
    above = node.parent
    for _ in range(6):
        if above is None:
            return False
        if above.type == "call_expression":
            function = above.child_by_field_name("function")
            return function is not None and source.data.startswith(_OUTGOING, function.start_byte)
        above = above.parent
    return False


def _keys_of_constants(source: Source) -> dict[bytes, tuple[Mention, ...]]:
    """The quoted keys of the module's constant objects, such as a set of CORS headers, by the constant's name."""
    found: dict[bytes, tuple[Mention, ...]] = {}
    for node in source.root.named_children:
        inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
        if inner is None or inner.type != "lexical_declaration":
            continue
        for name, part in declared(source, inner):
            value = part.child_by_field_name("value")
            if value is None or value.type in FUNCTIONS or value.end_byte - value.start_byte > LARGEST_CONSTANT:
                continue
            if not any(key.search(source.data, value.start_byte, value.end_byte) for key in _QUOTED_KEYS):
                continue
            keys = tuple(key for pair in walk(value) if pair.type == "pair" for key in _key(source, pair))
            if keys:
                found[name.encode("utf-8", "replace")] = keys
    return found


def _parameters(source: Source, body: Node) -> tuple[str, ...]:
    parameters = body.child_by_field_name("parameters") or body.child_by_field_name("parameter")
    if parameters is None and body.parent is not None:
        parameters = body.parent.child_by_field_name("parameters")
    if parameters is None:
        return ()
    if parameters.type == "identifier":
        return (source.text(parameters),)
    return tuple(source.text(child) for child in parameters.named_children if child.type != "comment")


def _wrapping(source: Source, body: Node, names: Names) -> tuple[Call, ...]:
    """The calls of the statement that holds the function, outside of it: wrappers and what they are given."""
    statement = body
    while statement.parent is not None and statement.parent.type != "program":
        if statement.parent.type in ("statement_block", "jsx_expression", "class_body"):
            return ()
        statement = statement.parent
    inside = range(body.start_byte, body.end_byte)
    found = []
    stack = [statement]
    left = MOST_AROUND
    while stack and left:
        left -= 1
        node = stack.pop()
        if node.start_byte in inside:
            continue
        if node.type == "call_expression":
            chain = chain_of(source, node)
            if chain:
                origin, imported = names.get(chain[0], (None, None))
                found.append(Call(chain, origin, imported, False, source.place(node)))
        stack.extend(node.named_children)
    return tuple(reversed(found))


def named_function(source: Source, name: str) -> Span | None:
    """The function that a top-level name stands for, without its wrappers: ``cache(async () => ...)`` is the arrow."""
    node = declaration(source, name) if name != "default" else _default(source)
    if node is None:
        return None
    if node.type == "variable_declarator":
        value = node.child_by_field_name("value")
        if value is None:
            return None
        node = value
    node = _handed_in(node)
    return source.span(node) if node.type in FUNCTIONS else None


def _handed_in(node: Node) -> Node:
    """The last function among the arguments of nested calls; functions deeper in options are configuration."""
    waiting = [node]
    while waiting:
        inner = unwrapped(waiting.pop())
        if inner.type in FUNCTIONS:
            return inner
        arguments = inner.child_by_field_name("arguments") if inner.type == "call_expression" else None
        waiting.extend(arguments.named_children if arguments is not None else ())
    return node


def _default(source: Source) -> Node | None:
    for node in source.root.named_children:
        if node.type == "export_statement" and any(child.type == "default" for child in node.children):
            inner = node.child_by_field_name("declaration") or node.child_by_field_name("value")
            if inner is not None and inner.type == "identifier":
                return declaration(source, source.text(inner))
            return inner
    return None


def named_method(source: Source, name: str, method: str) -> Span | None:
    """The function under a name of an object literal or a class."""
    node = declaration(source, name) if name != "default" else _default(source)
    if node is None:
        return None
    for key in _words(source, node, method.encode("utf-8", "replace")):
        part = key.parent
        if part is not None and part.type == "method_definition" and part.child_by_field_name("name") == key:
            return source.span(part)
        is_member = part is not None and part.type in ("pair", "public_field_definition")
        value = part.child_by_field_name("value") if part is not None and is_member else None
        if value is not None and value.type in FUNCTIONS:
            return source.span(value)
    return None


def _words(source: Source, within: Node, word: bytes) -> Iterator[Node]:
    """The smallest nodes that are this text, in source order; none of an empty one: ``row[""]()``."""
    data = source.data
    at = data.find(word, within.start_byte, within.end_byte) if word else -1
    while at >= 0:
        end = at + len(word)
        node = source.root.named_descendant_for_byte_range(at, end)
        if node is not None and node.start_byte == at and node.end_byte == end:
            yield node
        at = data.find(word, end, within.end_byte)
