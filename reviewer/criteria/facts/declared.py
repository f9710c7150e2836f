"""Which function a name at the top of a file stands for, looked up once."""

from __future__ import annotations

import re

from reviewer.criteria.facts.functions import may_declare, named_function, named_method
from reviewer.model import Span
from reviewer.syntax.exported import declares_what_it_exports
from reviewer.syntax.kept import KeptOfRun
from reviewer.syntax.parser import Sources

MOST_NAMES = 40_000  # of which is kept where they are declared

_known: KeptOfRun[tuple[str, str, str | None], Span | None] = KeptOfRun(MOST_NAMES)


def declared_at(path: str, name: str, method: str | None, sources: Sources) -> Span | None:
    """The function that a top-level name of a file stands for, or a method of it; None where it is none."""
    known = _known.of(sources)
    key = path, name, method
    if key not in known:
        source = sources.get(path) if _may_be_there(path, name, method, sources) else None
        if source is None:
            known[key] = None
        else:
            known[key] = named_function(source, name) if method is None else named_method(source, name, method)
    return known[key]


def _may_be_there(path: str, name: str, method: str | None, sources: Sources) -> bool:
    """False where it is certain before the file is parsed."""
    if method is not None and not _may_declare_method(sources.read(path) or b"", method):
        return False
    return may_declare(path, name, sources)


def may_hold(path: str, name: str, method: str, sources: Sources) -> bool:
    """False where what a file exports by a name has no such method, by its bytes: most are those of any string."""
    data = sources.read(path) or b""
    return name == "default" or _may_declare_method(data, method) or not declares_what_it_exports(data)


_OF_A_LONGER_NAME = b"$.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  # or of one behind a dot
_AS_A_KEY = re.compile(rb"[\s\x80-\xff]*+[(<:=?!/]")  # white space may be any of Unicode's


def _may_declare_method(data: bytes, name: str) -> bool:
    """The name stands somewhere as the key of an object or a class, and not only behind a dot: ``rows.map()``."""
    word = name.encode("utf-8", "replace")
    at = data.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if (at == 0 or data[at - 1] not in _OF_A_LONGER_NAME) and _AS_A_KEY.match(data, end) is not None:
            return True
        at = data.find(word, end)
    return False
