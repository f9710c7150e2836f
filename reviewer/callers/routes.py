"""Which file of an app answers a URL, with Next.js's own precedence: static, then dynamic, then catch-all segments.

Source: Next.js documentation, "Dynamic Routes"; a URL is tried against whole routes, so a static segment that leads
nowhere gives way to a dynamic one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.callers.urls import Hole, Part, Path
from reviewer.model import App

MAX_SEGMENTS = 32
MAX_MATCHES = 64

Segment = tuple[Part, ...]

_ID = r"(?i:(?:id|ids|slug|key|token|name|code|handle|domain|uuid|hash|email|user|number|index|date|page|cursor)\W*\Z)"
_CALLS = r"(?:\s+as \w+|(?:\?\?|\|\|) *(?:\"\"|''|undefined)|\??\.\w+\(\))+\Z"
MAX_EXPRESSION = 300  # characters at the end of a hole that are read: the patterns try every start
_VERSION = re.compile(r"v\d+\Z")


class _Node:
    def __init__(self, file: str | None = None) -> None:
        self.static: dict[str, _Node] = {}
        self.dynamic: _Node | None = None
        self.rest: str | None = None  # the file of a catch-all
        self.rest_optional = False
        self.rest_wanted = False
        self.file = file
        self.wanted = False  # a wanted file lies here or below


class Match(NamedTuple):
    """``certain``: false where a hole of the URL may fill a static segment of another route."""

    file: str
    certain: bool


class Routes:
    """The routes of one app."""

    def __init__(self, app: App, urls: Iterable[tuple[str, str]], wanted: frozenset[str]) -> None:
        """``urls``: (URL pattern, file) of every page and route. ``wanted``: the files that are asked for."""
        self.app = app
        self._full, self._bare = _Node(), _Node()
        listed = list(urls)
        known = {url for url, _ in listed}
        for url, file in listed:
            segments = [segment for segment in url.split("/") if segment]
            _insert(self._full, segments, file, file in wanted)
            bare = without_prefix(segments)
            if bare and len(bare) < len(segments):
                _insert(self._bare, bare, file, file in wanted)
            # A middleware puts a locale in front, and `/${team}/api/items` reads like a URL with a base.
            first, _, rest = url[1:].partition("/")
            if file in wanted and first.startswith("[") and "..." not in first and f"/{rest}" not in known:
                _insert(self._full, segments[1:], file, True)

    def matches(self, path: Path, bare: bool = False) -> list[Match]:
        """The files that the URL reaches. ``bare``: the caller's helper puts ``/api`` or ``/api/v1`` in front."""
        segments = path.segments if bare else self.without_base(path).segments
        return list(_found(self._bare if bare else self._full, segments))

    def leads(self, path: Path, bare: bool = False) -> bool:
        """Whether the URL is, or could be the beginning of, one of the wanted."""
        segments = path.segments if bare else self.without_base(path).segments
        return _leads(self._bare if bare else self._full, segments)

    def without_base(self, path: Path) -> Path:
        """The URL as the app's own folders say it, its ``basePath`` left out."""
        base = tuple((part,) for part in self.app.base_path.split("/") if part)
        starts = bool(base) and path.segments[: len(base)] == base
        return Path(path.base, path.segments[len(base) :]) if starts else path


def without_prefix(segments: Sequence[str]) -> list[str]:
    """The segments without the ``api`` and version that a helper of the app usually adds."""
    rest = list(segments)
    if rest and rest[0] == "api":
        rest.pop(0)
        if len(rest) > 1 and _VERSION.match(rest[0]):
            rest.pop(0)
    return rest


def _insert(root: _Node, segments: Sequence[str], file: str, wanted: bool) -> None:
    node = root
    node.wanted |= wanted
    for segment in segments[:MAX_SEGMENTS]:
        if segment.startswith(("[...", "[[...")):
            node.rest, node.rest_optional, node.rest_wanted = file, segment.startswith("[["), wanted
            return
        if segment.startswith("[") and segment.endswith("]"):
            node.dynamic = node.dynamic or _Node()
            node = node.dynamic
        else:
            node = node.static.setdefault(segment, _Node())
        node.wanted |= wanted
    if node.file is None or wanted:
        node.file = file


def _found(root: _Node, segments: tuple[Segment, ...]) -> Iterator[Match]:
    """The first match of the static text, and all that the holes allow."""
    stack: list[tuple[_Node, int, bool]] = [(root, 0, True)]
    steps = 0
    seen: set[str] = set()
    settled = False
    while stack and steps < 1_000 and len(seen) < MAX_MATCHES:
        node, at, certain = stack.pop()
        steps += 1
        if at == len(segments):
            file = node.file or (node.rest if node.rest_optional else None)
            if file is not None and file not in seen and not (settled and certain):
                seen.add(file)
                settled = settled or certain
                yield Match(file, certain)
            continue
        if node.rest is not None:
            stack.append((_Node(file=node.rest), len(segments), certain))
        options = list(_options(node, segments[at], certain, at))
        stack.extend((inner, at + 1, sure) for inner, sure in reversed(options))


def _options(node: _Node, segment: Segment, certain: bool, depth: int) -> Iterator[tuple[_Node, bool]]:
    """Where a segment may lead, most likely first. A hole never stands for the first static segment of a route."""
    if len(segment) == 1 and isinstance(segment[0], str):
        if segment[0] in node.static:
            yield node.static[segment[0]], certain
        if node.dynamic is not None:
            yield node.dynamic, certain
        return
    fixed = _fillable(node, segment) if depth else []
    if node.dynamic is not None:
        yield node.dynamic, certain and not fixed
    for inner in fixed:
        yield inner, False


def _fillable(node: _Node, segment: Segment) -> list[_Node]:
    """The static children that a segment with a hole may mean: not where the hole reads like an id."""
    holes = [part.text for part in segment if isinstance(part, Hole)]
    if (node.dynamic or node.rest) is not None and any(_reads_like_id(text) for text in holes):
        return []
    before = segment[0] if isinstance(segment[0], str) else ""
    after = segment[-1] if isinstance(segment[-1], str) else ""
    return [
        inner
        for name, inner in node.static.items()
        if name.startswith(before) and name.endswith(after) and len(name) > len(before) + len(after)
    ]


def _reads_like_id(expression: str) -> bool:
    return re.search(_ID, re.sub(_CALLS, "", expression[-MAX_EXPRESSION:])) is not None


def _leads(root: _Node, segments: tuple[Segment, ...]) -> bool:
    stack: list[tuple[_Node, int]] = [(root, 0)]
    steps = 0
    while stack and steps < 1_000:
        node, at = stack.pop()
        steps += 1
        if not node.wanted:
            continue
        if at == len(segments) or node.rest_wanted:
            return True
        stack.extend((inner, at + 1) for inner, _ in _options(node, segments[at], True, at))
    return False
