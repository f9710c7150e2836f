"""Parsed sources, within budgets.

A source over the size limit, or one on which the parser spends far more than real code ever needs, is not parsed:
it is listed as skipped. The work is counted in the parser's own progress calls, so the same input gives the same
answer on every machine. Real code needs about 0.01 calls a byte; error recovery on noise needs hundreds.
Nor is a source analysed that is nested far more deeply than people write: to climb from one of its nodes costs as much
as the node is deep. The deepest of the 15,600 files of five public apps has 61 levels.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from reviewer.model import Place, Skipped, Span, Tree
from reviewer.syntax.budget import SPENT, Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence

    from tree_sitter import Language, Node, Parser

    from reviewer.syntax.bindings import Import

SOURCE_SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs")
MAX_SOURCE_BYTES = 1_500_000
CALLS_PER_BYTE = 0.1
CALLS_AT_LEAST = 2_000
USUAL_DEPTH = 64
MAX_DEEP_NODES = 5_000  # that lie deeper
MAX_DEPTH = 320  # the deepest that a person wrote, of some hundred repositories, has 253: a chain of "else if"
CHUNK = 1 << 16
KEPT_BYTES = 3_000_000  # of source text whose trees are kept; a tree is about twenty times its text
FEW_PATHS = 8_000  # where there are more files, fewer trees are kept: what is kept of each file takes their room
KEPT_TEXT = 16_000_000  # bytes of files that are kept as they are
MANY_PATHS = 20_000  # in a tree of more files, a share as small is not worth its memory
SHARE_OF_MANY = 4  # in such a tree a quarter is kept of what is kept in others

_NAMES = frozenset(
    {
        "identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "type_identifier",
    }
)
_PLAIN_TYPESCRIPT = (".ts", ".mts", ".cts")
_chunk = bytearray()  # what the parser reads: one object for ever, since tree-sitter never lets go of what it was given


class Unparsed(Exception):
    """The file cannot be analysed; the text says why, in words for the reader of a report."""


@cache
def language(tsx: bool) -> Language:
    """The grammar: ``.ts``, ``.mts`` and ``.cts`` allow type assertions in angle brackets, all others allow JSX."""
    import tree_sitter_typescript
    from tree_sitter import Language

    return Language(tree_sitter_typescript.language_tsx() if tsx else tree_sitter_typescript.language_typescript())


@cache
def _parser(tsx: bool) -> Parser:
    from tree_sitter import Parser

    return Parser(language(tsx))


class Source:
    """One parsed file."""

    def __init__(self, path: str, data: bytes) -> None:
        """Raises Unparsed where the budget is spent."""
        self.path = path
        self.data = data
        self.tsx = not path.endswith(_PLAIN_TYPESCRIPT)
        self.root: Node = _parse(data, self.tsx)
        self.imports: tuple[Import, ...] | None = None  # what bindings.py has found of it, when it was asked
        self.declarations: dict[str, Node] | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.data.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.data.find(b"\n", at + 1)
        return starts

    def line(self, byte: int) -> int:
        """The 1-based line that holds the byte."""
        return bisect_right(self._line_starts, byte)

    def line_start(self, line: int) -> int:
        """The first byte of a line."""
        return self._line_starts[line - 1]

    def row(self, line: int) -> bytes:
        """The bytes of a line, without its end; none of a line that is not there."""
        starts = self._line_starts
        end = starts[line] - 1 if line < len(starts) else len(self.data)
        return self.data[starts[line - 1] : end] if line <= len(starts) else b""

    def text(self, node: Node) -> str:
        """The text of a node as written; of a name: the name that it is, however it is spelt."""
        data = self.data[node.start_byte : node.end_byte]
        text = data.decode() if data.isascii() else data.decode("utf-8", "replace")
        if "\\" not in text or node.type not in _NAMES:
            return text
        from reviewer.syntax.escapes import plain_name

        return plain_name(text)

    def place(self, node: Node) -> Place:
        return Place(self.path, node.start_point.row + 1)

    def span(self, node: Node) -> Span:
        start, end = node.start_point, node.end_point
        last = end.row + 1 if end.column or start == end else end.row  # the line of the last byte
        return Span(self.path, node.start_byte, node.end_byte, start.row + 1, last)

    def node(self, span: Span) -> Node:
        """The smallest named node that covers the span."""
        return self.root.named_descendant_for_byte_range(span.start_byte, span.end_byte) or self.root


def _parse(data: bytes, tsx: bool) -> Node:
    if len(data) > MAX_SOURCE_BYTES:
        raise Unparsed(f"larger than {MAX_SOURCE_BYTES:,} bytes")
    budget = CALLS_AT_LEAST + CALLS_PER_BYTE * len(data)
    calls = 0

    def spent(_offset: int, _has_error: bool) -> bool:
        nonlocal calls
        calls += 1
        return calls > budget

    parsing = True

    def read(offset: int, _point: object) -> bytes | bytearray:
        if not parsing:  # Node.text asks here, and takes nothing but bytes
            return data[offset : offset + CHUNK]
        _chunk[:] = data[offset : offset + CHUNK]
        return _chunk

    parser = _parser(tsx)
    try:
        root = parser.parse(read, progress_callback=spent).root_node
    except ValueError:
        parser.reset()
        raise Unparsed("the parser gave up: this is not TypeScript or JavaScript that a person wrote") from None
    finally:
        parsing = False
    if _is_too_deep(root):
        raise Unparsed("nested far more deeply than code that a person wrote")
    return root


def _is_too_deep(root: Node) -> bool:
    """Some node has more than MAX_DEPTH parents, or too many nodes have more than USUAL_DEPTH.

    Only nodes with enough descendants to matter are looked into: this costs a thirtieth of the parsing.
    """
    count = root.descendant_count
    matters = USUAL_DEPTH if count - USUAL_DEPTH > MAX_DEEP_NODES else MAX_DEPTH  # few nodes: no more can be deep
    cursor, depth, deep = root.walk(), 0, 0
    while True:
        node = cursor.node
        count = node.descendant_count if node is not None else 0  # the node itself is one of them
        if depth == USUAL_DEPTH:
            deep += count - 1
        if depth > MAX_DEPTH or deep > MAX_DEEP_NODES:
            return True
        if depth + count > matters and cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1


class Sources:
    """The files of one tree, as bytes and parsed. Bytes are read once, and trees of the files used last are kept,
    both within a bound.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.skipped: dict[str, Skipped] = {}
        self.budget = Budget()
        self.parsed = 0
        self.parsed_bytes = 0
        self.when_parsed: Callable[[Source], None] | None = None  # called with each file while its tree is at hand
        self.worked_out: dict[object, Any] = {}  # of its files, by whoever keeps it for the run
        self._kept: OrderedDict[str, Source] = OrderedDict()
        self._set_aside: dict[str, Source] = {}
        self._kept_bytes = 0
        self._texts: dict[str, bytes] = {}
        self._text_bytes = 0

    @cached_property
    def paths(self) -> KeysView[str]:
        """Every regular file of the tree, listed once for all rooms, in order: to sort a part of them costs nothing."""
        return dict.fromkeys(sorted(self.tree.paths())).keys()

    @cached_property
    def _in_order(self) -> list[str]:
        return list(self.paths)

    def below(self, folder: str) -> Sequence[str]:
        """The files in a folder and in those below it, in order."""
        start, end = f"{folder}/", f"{folder}0"  # the character after a slash
        return self._in_order[bisect_left(self._in_order, start) : bisect_left(self._in_order, end)]

    def named(self, name: str) -> list[str]:
        """The files of this name, in whatever folder."""
        return sorted(path for path in self.paths if path.endswith(name) and path.rpartition("/")[2] == name)

    @cached_property
    def many(self) -> bool:
        """The files are too many to keep much of each."""
        return len(self.paths) > MANY_PATHS

    def bound(self, most: int) -> int:
        """How much to keep of what may be asked again: ``most``, or a share of it where the files are many."""
        return most // SHARE_OF_MANY if self.many else most

    @cached_property
    def _most_kept(self) -> int:
        return KEPT_BYTES * FEW_PATHS // max(FEW_PATHS, len(self.paths))

    def read(self, path: str) -> bytes | None:
        """The file's bytes, or None where it does not exist or is too large for the tree to hand out."""
        source = self._kept.get(path) or self._set_aside.get(path)
        data = source.data if source is not None else self._texts.get(path)
        if data is None:
            data = self.tree.read(path)
            if data is not None and not self.many and self._text_bytes + len(data) <= KEPT_TEXT:
                self._texts[path] = data
                self._text_bytes += len(data)
        return data

    def get(self, path: str, data: bytes | None = None) -> Source | None:
        """The parsed file, or None where it does not exist or cannot be parsed (then it is listed in ``skipped``).

        ``data``: its bytes, where the caller has read them already.
        """
        if path in self._set_aside:
            self._kept[path] = self._set_aside.pop(path)
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        if path in self.skipped or not path.endswith(SOURCE_SUFFIXES):
            return None
        if data is None:
            data = self.read(path)
        if data is None:
            return None
        if not self.budget.may_parse(len(data)):
            self.give_up(path)
            return None
        try:
            source = Source(path, data)
        except Unparsed as error:
            self.skipped[path] = Skipped(path, str(error))
            return None
        self.parsed += 1
        self.parsed_bytes += len(data)
        self._keep(source)
        if self.when_parsed is not None:
            self.when_parsed(source)
        return source

    def is_at_hand(self, path: str) -> bool:
        """Its tree is kept."""
        return path in self._kept

    def give_up(self, path: str, reason: str = SPENT) -> None:
        """Notes a file that costs too much, or at which the run's budget was spent: the review is incomplete."""
        self.skipped[path] = Skipped(path, reason, incomplete=True)

    def set_aside(self, paths: Iterable[str]) -> None:
        """Keeps the trees of files that will be asked for until they are: those at hand, in half of the room.

        What was set aside before, and never asked for, is then kept as all others are.
        """
        self._kept.update(self._set_aside)
        self._set_aside.clear()
        room = self._most_kept // 2
        for path in paths:
            if path in self._kept and room > 0:
                room -= len(self._kept[path].data)
                self._set_aside[path] = self._kept.pop(path)

    def _keep(self, source: Source) -> None:
        self._kept[source.path] = source
        self._kept_bytes += len(source.data)
        while self._kept_bytes > self._most_kept and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= len(dropped.data)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in source order, without recursion.

    By a cursor: ``Node.children`` keeps what it returns for as long as the tree lives, and is four times as slow.
    """
    cursor = node.walk()
    while True:
        current = cursor.node
        if current is not None:
            yield current
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def ancestors(node: Node) -> Iterator[Node]:
    """The parents, innermost first."""
    current = node.parent
    while current is not None:
        yield current
        current = current.parent
