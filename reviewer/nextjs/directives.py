"""Directives as Next.js reads them: ``'use server'``, ``'use client'`` and ``'use cache'``, and what it refuses.

Source: the documentation of ``use server`` (react.dev, "Caveats": "must be at the very beginning of a function or
module"), and the compiler's own answers, which tests/nextjs compares with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.nextjs.erasure import is_erased, without_types
from reviewer.syntax.escapes import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from reviewer.syntax.parser import Source

USE_SERVER = "use server"
USE_CLIENT = "use client"
USE_CACHE = "use cache"
_CACHE_KINDS = frozenset({"default", "remote", "private"})  # Next.js documentation, "use cache: remote" and "private"

_MISPLACED_CLIENT = 'The "use client" directive must be placed before other expressions'


STABLE, SPELLING, NEWER = 14, 15, 16  # 14.2 takes what 15.0 refuses, and that what only 16 is known to refuse


class Refusal(NamedTuple):
    """Something on a line that the compiler refuses, so that nothing of the file is served. ``reason``: its words.

    ``since``: the major version of Next.js that is known to refuse it, or None where its configuration decides.
    """

    line: int
    reason: str
    since: int | None = STABLE


class Directives(NamedTuple):
    """The directives of a module or of a function's body, each with its statement."""

    server: Node | None = None
    client: Node | None = None
    cache: Node | None = None
    refusals: tuple[Refusal, ...] = ()


def string_of(source: Source, node: Node) -> str:
    """What a string literal says, its escapes resolved."""
    parts = []
    for child in node.children:
        if child.type == "string_fragment":
            parts.append(source.text(child))
        elif child.type == "escape_sequence":
            parts.append(unescaped(source.text(child)[1:]))
    return "".join(parts)


def directives(source: Source, statements: Iterable[Node], *, module: bool) -> Directives:
    """The directives among the statements of a module or of a function's body, after TypeScript's types are erased."""
    place = "file" if module else "function body"
    found: dict[str, Node] = {}
    refusals: list[Refusal] = []
    at_top = may_be_client = True

    def refuse(node: Node, reason: str, since: int | None = STABLE) -> None:
        refusals.append(Refusal(source.line(node.start_byte), reason, since))

    for statement in _up_to_a_string(source, statements):
        if statement.type in ("comment", "hash_bang_line", "html_comment") or is_erased(source, statement):
            continue
        if statement.type == "empty_statement" and module:
            continue
        text, wrapped = _stated(source, statement)
        if text is None:
            at_top = False
            may_be_client = may_be_client and _is_star(statement)
            continue
        if wrapped:
            may_be_client = False
            if text == USE_SERVER and (at_top or not module):
                reason = f'The "use server" directive at the top of the {place} cannot be in parentheses'
                refuse(statement, reason, STABLE if module else NEWER)
            elif text == USE_CLIENT and module:
                refuse(statement, _MISPLACED_CLIENT)
            at_top = False
            continue
        cache, _, kind = text.partition(": ")
        if text == USE_SERVER:
            if at_top:
                found.setdefault(USE_SERVER, statement)
            else:
                refuse(statement, f'The "use server" directive must be at the top of the {place}')
        elif text == USE_CLIENT and may_be_client:
            found.setdefault(USE_CLIENT, statement)
        elif text == USE_CLIENT and module:
            refuse(statement, _MISPLACED_CLIENT)
        elif cache == USE_CACHE:
            if kind and kind not in _CACHE_KINDS:
                refuse(statement, f'Unknown cache kind "{kind[:40]}"', None)  # "cacheHandlers" names more
            elif at_top:
                found.setdefault(USE_CACHE, statement)
        elif text == "use action" or _is_misspelt(text, USE_SERVER):
            since = NEWER if text == "use action" else SPELLING
            refuse(statement, f'Did you mean "use server"? "{text}" is not a supported directive name', since)
        elif _is_misspelt(text, USE_CACHE):
            refuse(statement, f'Did you mean "use cache"? "{text}" is not a supported directive name', NEWER)
    if module and USE_CLIENT in found:
        other = next((found[name] for name in (USE_SERVER, USE_CACHE) if name in found), None)
        if other is None:
            return Directives(client=found[USE_CLIENT])
        refuse(other, 'It is not possible to have "use client" and another such directive in the same file')
    server, cached = found.get(USE_SERVER), found.get(USE_CACHE)
    if server is not None and cached is not None:
        refuse(server, f'Conflicting directives "use server" and "use cache" at the top of the {place}', NEWER)
    return Directives(server, found.get(USE_CLIENT) if module else None, cached, tuple(refusals))


def _up_to_a_string(source: Source, statements: Iterable[Node]) -> list[Node]:
    """The statements up to the last that is a string: to ask whether one is erased may cost a walk of the file."""
    found = list(statements)
    while found and _stated(source, found[-1])[0] is None:
        found.pop()
    return found


def _is_star(statement: Node) -> bool:
    """``export * from`` and nothing else may stand above ``'use client'``, as the compiler reads it."""
    return statement.type == "export_statement" and any(child.type == "*" for child in statement.children)


def _stated(source: Source, statement: Node) -> tuple[str | None, bool]:
    """The string that the statement is, and whether it stands in parentheses."""
    if statement.type != "expression_statement" or not statement.named_children:
        return None, False
    expression = without_types(statement.named_children[0])
    wrapped = expression.type == "parenthesized_expression"
    if wrapped and expression.named_children:
        expression = without_types(expression.named_children[0])
    return (string_of(source, expression), wrapped) if expression.type == "string" else (None, wrapped)


def _is_misspelt(text: str, directive: str) -> bool:
    """One or two letters differ, or one letter is missing or too many."""
    if len(text) == len(directive):
        return 0 < sum(one != other for one, other in zip(text, directive, strict=True)) <= 2
    longer, shorter = (text, directive) if len(text) > len(directive) else (directive, text)
    if len(longer) != len(shorter) + 1:
        return False
    same = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return longer[same + 1 :] == shorter[same:]
