"""A URL as a pattern of static text and holes, and its path."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Hole(NamedTuple):
    """A part of a URL that is known at run time only. ``text``: the expression, for telling an id from a kind.

    ``given``: a base address that the code around is handed; nothing tells whose it is.
    """

    text: str
    given: bool = False


SLOT = Hole("")  # where a value comes in that is followed from outside

Part = str | Hole
Pattern = tuple[Part, ...]


class Path(NamedTuple):
    """A URL without query: its segments, each a tuple of parts. ``base``: what stands before the first slash.

    ``base`` is "" (rooted), "own" (a hole or a host that may be this app's), "given" (handed over: whose it is cannot
    be told) or the foreign host.
    """

    base: str
    segments: tuple[tuple[Part, ...], ...]


def merged(parts: list[Part]) -> Pattern:
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)


def filled(pattern: Pattern, slot: Pattern) -> Pattern:
    """The pattern with another one in the place of its slot."""
    parts: list[Part] = []
    for part in pattern:
        parts.extend(slot if part == SLOT else (part,))
    return merged(parts)


_QUERY = re.compile(r"[?#&]")  # "&" where a helper joins a query with either
_HOST = re.compile(r"(?:(?:https?|wss?):)?//([^/]*)")
_REST = "rest"  # ends the text of a hole that takes any number of segments
_PREFIX = r"(?:api|v\d{1,3})\Z"
_TAIL = r"(?i:quer|search|param|qs|string|suffix|filter)"


@lru_cache(maxsize=1_000)  # a URL is asked for at each step of its way
def path_of(pattern: Pattern) -> Path | None:
    """The segments of a URL, or None where it has no slash to start from."""
    parts = _without_query(pattern)
    base = ""
    if parts and isinstance(parts[0], str):
        host = _HOST.match(parts[0])
        first = parts[0]
        if host is not None:
            rest: list[Part] = [parts[0][host.end() :], *parts[1:]]
            base = host[1]
            if not base or (host.end() == len(parts[0]) and len(parts) > 1):
                base = _base_of(parts[1]) if not base and len(parts) > 1 else "own"  # http://${host}/...
                while rest and not (isinstance(rest[0], str) and "/" in rest[0]):
                    rest.pop(0)
                if rest and isinstance(rest[0], str):
                    rest[0] = rest[0][rest[0].index("/") :]
            parts = list(merged(rest))
        elif not first.startswith("/"):
            if not first.startswith("api/"):
                return None
            parts[0] = f"/{first}"
    elif parts:
        base = _base_of(parts[0])
        while parts and isinstance(parts[0], Hole):
            parts.pop(0)
        if parts and isinstance(parts[0], str) and not parts[0].startswith("/"):
            found = parts[0].find("/")
            if parts[0].startswith("api/"):
                parts[0] = "/" + parts[0]
            elif found < 0 or not re.match(r"[:.][\w.]*/", parts[0]):
                return None
            else:
                parts[0] = parts[0][found:]
    if not parts or not isinstance(parts[0], str):
        return None
    return Path(base, _segments(parts))


def is_given(pattern: Pattern) -> bool:
    """The URL begins with a base that is handed over."""
    path = path_of(pattern)
    return path is not None and path.base == "given"


def has_host(pattern: Pattern) -> bool:
    """The URL begins with a host in plain text."""
    found = _HOST.match(pattern[0]) if pattern and isinstance(pattern[0], str) else None
    return found is not None and found[1] != ""


def _base_of(part: Part) -> str:
    return "given" if isinstance(part, Hole) and part.given else "own"


def _without_query(pattern: Pattern) -> list[Part]:
    parts: list[Part] = []
    for part in pattern:
        if isinstance(part, str):
            found = _QUERY.search(part)
            if found is not None:
                parts.append(part[: found.start()])
                break
        parts.append(part)
    parts = [part for part in parts if part != ""]
    while len(parts) > 1 and isinstance(parts[-1], Hole) and _is_tail(parts):
        parts.pop()
    return parts


def _is_tail(parts: list[Part]) -> bool:
    """A hole at the end that adds no segment: a query string, or nothing at all."""
    before, last = parts[-2], parts[-1]
    glued = isinstance(before, Hole) or not before.endswith(("/", "-", "_", ".", "="))
    return glued and (isinstance(before, str) or (isinstance(last, Hole) and re.search(_TAIL, last.text) is not None))


def _segments(parts: list[Part]) -> tuple[tuple[Part, ...], ...]:
    segments: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, Hole):
            segments[-1].append(part)
            continue
        pieces = part.split("/")
        if pieces[0]:
            segments[-1].append(pieces[0])
        segments.extend([_named(piece)] if piece else [] for piece in pieces[1:])
    return tuple(tuple(segment) for segment in segments if segment)


def _named(segment: str) -> Part:
    """``{id}`` of an OpenAPI document, ``:id`` of a typed client and ``:path*`` of next.config are holes."""
    if segment.startswith(":") and segment.endswith(("*", "+")):
        return Hole(f"{segment[1:]}{_REST}")
    if segment.startswith("{") and segment.endswith("}"):
        return Hole(f"{segment[1:-1]}Id")
    return Hole(f"{segment[1:]}Id") if segment.startswith(":") else segment


def ways(path: Path) -> list[Path]:
    """The path, or, where its last segment stands for any number of them (``/api/items/:path*``), of none to three.

    Not where nothing but ``/api`` stands in front: that names no endpoint.
    """
    last = path.segments[-1] if path.segments else ()
    before = path.segments[:-1]
    if len(last) != 1 or not isinstance(last[0], Hole) or not last[0].text.endswith(_REST):
        return [path]
    if all(isinstance(part, Hole) or re.match(_PREFIX, part) for segment in before for part in segment):
        return [path]
    return [Path(path.base, (*before, *[last] * count)) for count in range(4)]


def on_host(base: Pattern, path: Pattern) -> Pattern:
    """A URL against a base, as ``new URL(path, base)`` has it: a rooted path stands behind the base's host."""
    first, host = path[0] if path else "", base[0] if base else ""
    if not isinstance(first, str) or not first.startswith("/") or first.startswith("//"):
        return path
    if isinstance(host, Hole):
        return (host, *path) if host.given else path
    found = _HOST.match(host)
    return merged([found[0], *path]) if found is not None and found[1] else path
