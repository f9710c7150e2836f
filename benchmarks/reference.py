"""The least work that could answer the question, as a yardstick: no aliases, barrels, helpers, criteria or reports.

    python -m benchmarks.reference review ROOT FILE...   the FILEs are taken as the pull request's new endpoints
    python -m benchmarks.reference audit ROOT            every endpoint of the tree
    python -m benchmarks.reference parse ROOT            parse every source file, and nothing else

``review`` and ``audit`` look for URLs and for names of actions in the bytes of every source file, parse the files that
hold one, and climb from each place found to the call, the JSX attribute or the import around it. Prints what was done.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs")
PLAIN_TYPESCRIPT = (".ts", ".mts", ".cts")
LEFT_OUT = {"node_modules", ".git", ".next", ".turbo", ".vercel", ".yarn", "dist", "build", "out", "coverage"}
HOLDERS = {"call_expression", "new_expression", "jsx_attribute", "import_statement", "export_statement"}

URL_IN_PATH = re.compile(r"(/api/.*?)(?:/\[.*|/route)?\.\w+$")
DIRECTIVE = re.compile(rb"""(?m)^\s*['"]use server['"]""")
API_LITERAL = re.compile(rb"""["'`](?:https?://[^/"'`\s]*|\$\{[^}]*\})?(/api/[\w/.-]*)""")
WORD = re.compile(rb"[A-Za-z_$][\w$]*")


def main(arguments: list[str]) -> None:
    mode, root, *given = arguments
    paths = list(sources(root))
    if mode == "review":
        parsed = review(paths, [os.path.join(root, path) for path in given])
    elif mode == "audit":
        parsed = audit(paths)
    else:
        parsed = sum(parse(path, read(path)) is not None for path in paths)
    print(f"{len(paths)} source files, {parsed} parsed")


def sources(root: str) -> Iterator[str]:
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in LEFT_OUT:
                        folders.append(entry.path)
                elif entry.name.endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
                    yield entry.path


def read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


@cache
def parser(tsx: bool) -> Parser:
    import tree_sitter
    import tree_sitter_typescript as grammars

    return tree_sitter.Parser(tree_sitter.Language(grammars.language_tsx() if tsx else grammars.language_typescript()))


def parse(path: str, data: bytes) -> Node:
    return parser(not path.endswith(PLAIN_TYPESCRIPT)).parse(data).root_node


def review(paths: Iterable[str], new: Iterable[str]) -> int:
    needles: set[bytes] = set()
    parsed = 0
    for path in new:
        needles |= marks(path, read(path))
        parsed += 1
    for path in paths:
        data = read(path)
        if any(needle in data for needle in needles):
            held(parse(path, data), places(data, needles))
            parsed += 1
    return parsed


def audit(paths: list[str]) -> int:
    names: set[bytes] = set()
    urls: set[bytes] = set()
    parsed = 0
    for path in paths:
        data = read(path)
        if is_endpoint(path, data):
            for mark in marks(path, data):
                (urls if mark.startswith(b"/") else names).add(mark)
            parsed += 1
    for path in paths:
        data = read(path)
        found = names.intersection(WORD.findall(data[: imports_end(data)]))
        found.update(url for url in API_LITERAL.findall(data) if url.rstrip(b"/") in urls)
        if found:
            held(parse(path, data), places(data, found))
            parsed += 1
    return parsed


def is_endpoint(path: str, data: bytes) -> bool:
    if "/route." in path or "/pages/api/" in path:
        return True
    return b"use server" in data and DIRECTIVE.search(data) is not None


def marks(path: str, data: bytes) -> set[bytes]:
    """What callers would write to reach the endpoints of a file: the fixed start of its URL, or its exports' names."""
    root = parse(path, data)
    in_path = URL_IN_PATH.search(path)
    if in_path is not None and b"use server" not in data:
        return {in_path.group(1).encode()}
    exports = (node.child_by_field_name("declaration") for node in root.children if node.type == "export_statement")
    names = (node.child_by_field_name("name") for export in exports if export for node in (export, *export.children))
    return {name.text for name in names if name is not None and name.text}


def imports_end(data: bytes) -> int:
    """Where the last static import ends; the whole file where modules are also loaded by calls."""
    if b"import(" in data or b"require(" in data:
        return len(data)
    return max(data.rfind(b' from "'), data.rfind(b" from '"), 0)


def places(data: bytes, needles: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    for needle in needles:
        at = data.find(needle)
        while at >= 0:
            yield at, at + len(needle)
            at = data.find(needle, at + len(needle))


def held(root: Node, spots: Iterable[tuple[int, int]]) -> list[str]:
    """What kind of code holds each place."""
    kinds = []
    for start, end in spots:
        node = root.descendant_for_byte_range(start, end)
        while node is not None and node.type not in HOLDERS:
            node = node.parent
        kinds.append(node.type if node is not None else "")
    return kinds


if __name__ == "__main__":
    main(sys.argv[1:])
