"""What is new: in head and not in base, wherever it stood in base.

An endpoint is known by its file and name. One that left another file in the same change was moved when its name or
its code came along; one of the other approach that left was converted. An API route whose address and method the
other router answered was moved, too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reviewer.model import Kind, Place, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewer.model import Change, Endpoint
    from reviewer.nextjs.served import Served

SAME_CODE = 0.6  # share of words in common from which edited code is still the same code
CONVERTED_CODE = 0.3  # the same for code that became an endpoint of the other approach
_WORD = rb"[A-Za-z_$][\w$]*|\d+"
_PARAMETER = r"\[(\[?(?:\.\.\.)?)[^\]]*"
_EVERYWHERE = frozenset(
    b"async await catch const default else export false for function if import in let new null of return server this"
    b" throw true try typeof undefined use var".split()
)  # words that all code has say nothing of where it comes from
_COMPARED_PAIRS = 20_000


def only_new(head: Sequence[Served], base: Sequence[Served], change: Change) -> tuple[Endpoint, ...]:
    """The endpoints of head that base does not hold, with their anchors and what they were converted from."""
    before = {file.path: file.base_path for file in change.files}
    added, gone = list(head), list(base)
    same_file = _same_file(before)
    for same in (
        lambda new, old: same_file(new, old) and _key(new) == _key(old) and new.code == old.code,
        lambda new, old: same_file(new, old) and _key(new) == _key(old) and not _is_anonymous(new),
        lambda new, old: same_file(new, old) and _is_other_form(new, old),
        lambda new, old: same_file(new, old) and _is_inline(new) and _is_inline(old) and new.code == old.code,
        lambda new, old: same_file(new, old) and _is_inline(new) and _is_inline(old) and _alike(new, old) >= SAME_CODE,
        lambda new, old: _is_moved(new, old),
    ):
        _pair_off(added, gone, same)
    added = [new for new in added if not any(_is_other_router(new, old) for old in gone)]
    converted = _converted(added, gone)
    return tuple(
        one.endpoint._replace(
            status=Status.NEW,
            anchor_line=_anchor(one, change),
            converted_from=converted.get(index),
        )
        for index, one in enumerate(added)
    )


def _same_file(before: dict[str, str]) -> Callable[[Served, Served], bool]:
    return lambda new, old: before.get(new.endpoint.path, new.endpoint.path) == old.endpoint.path


def _key(one: Served) -> tuple[Kind, bool, str | None]:
    return one.endpoint.kind, one.endpoint.inline, one.endpoint.name


def _is_inline(one: Served) -> bool:
    return one.endpoint.inline


def _is_other_form(new: Served, old: Served) -> bool:
    """One function whose directive moved between its own body and the top of its file."""
    one, other = new.endpoint, old.endpoint
    return one.inline is not other.inline and one.binding is not None and one.binding == other.binding


def _is_anonymous(one: Served) -> bool:
    return one.endpoint.name is None


def _pair_off(added: list[Served], gone: list[Served], same: Callable[[Served, Served], bool]) -> None:
    """Takes every pair that is the same out of both lists; each endpoint of base explains one of head."""
    budget = _COMPARED_PAIRS
    for new in list(added):
        for old in gone:
            budget -= 1
            if budget < 0:
                return
            if same(new, old):
                added.remove(new)
                gone.remove(old)
                break


def _is_moved(new: Served, old: Served) -> bool:
    """The same endpoint in another file: a route under another path, an action with its name or its code."""
    if new.endpoint.kind is not old.endpoint.kind:
        return False
    if new.endpoint.kind is not Kind.SERVER_ACTION:
        return new.endpoint.methods == old.endpoint.methods and _alike(new, old) >= SAME_CODE
    if new.endpoint.path == old.endpoint.path and not new.endpoint.inline and not old.endpoint.inline:
        return False
    named = new.endpoint.name is not None and new.endpoint.name == old.endpoint.name
    return _alike(new, old) >= (SAME_CODE if named else 0.9)


def _is_other_router(new: Served, old: Served) -> bool:
    """The API route of the same address and method, in the other router: one pages API route explains several."""
    one, other = new.endpoint, old.endpoint
    if one.kind is other.kind or Kind.SERVER_ACTION in (one.kind, other.kind):
        return False
    same_address = one.app.root == other.app.root and _address(one) == _address(other) is not None
    return same_address and (not _methods(other) or (bool(_methods(one)) and _methods(one) <= _methods(other)))


def _address(endpoint: Endpoint) -> str | None:
    """The URL with its parameters unnamed."""
    return re.sub(_PARAMETER, r"[\1", endpoint.url) if endpoint.url is not None else None


def _methods(endpoint: Endpoint) -> frozenset[str]:
    """The methods that the endpoint tells apart; none where it answers all."""
    return frozenset(handler.method for handler in endpoint.handlers if handler.method is not None)


def _words(code: bytes) -> Counter[bytes]:
    return Counter(word for word in re.findall(_WORD, code) if word not in _EVERYWHERE)


def _alike(new: Served, old: Served) -> float:
    """The share of words that two pieces of code have in common (Dice)."""
    return _common(_words(new.code), _words(old.code))


def _common(one: Counter[bytes], other: Counter[bytes]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _converted(added: Sequence[Served], gone: Sequence[Served]) -> dict[int, Place]:
    """The endpoint of the other approach that each new one replaces, the likest pairs first."""
    pairs = [
        (_alike(new, old), index, at)
        for index, new in enumerate(added)
        for at, old in enumerate(gone[: _COMPARED_PAIRS // max(1, len(added))])
        if new.endpoint.approach is not old.endpoint.approach
    ]
    found: dict[int, Place] = {}
    taken: set[int] = set()
    for likeness, index, at in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness >= CONVERTED_CODE and index not in found and at not in taken:
            found[index] = Place(gone[at].endpoint.path, gone[at].endpoint.start_line)
            taken.add(at)
    return found


def _anchor(one: Served, change: Change) -> int:
    """The line for a comment: the best anchor that the change adds, else the nearest added line."""
    file = change.file(one.endpoint.path)
    added = file.added if file is not None else frozenset()
    for line in one.anchors:
        if line in added:
            return line
    first, last = one.endpoint.start_line, one.endpoint.end_line
    return _nearest((line for line in added if first <= line <= last), first) or _nearest(added, first) or first


def _nearest(lines: Iterable[int], wanted: int) -> int | None:
    return min(lines, key=lambda line: (abs(line - wanted), line), default=None)
