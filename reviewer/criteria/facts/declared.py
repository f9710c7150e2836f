"""Which function a name at the top of a file stands for, looked up once."""

from __future__ import annotations

from reviewer.criteria.facts.functions import named_function, named_method
from reviewer.model import Span
from reviewer.syntax.kept import KeptOfRun
from reviewer.syntax.parser import Sources

MOST_NAMES = 40_000  # of which is kept where they are declared

_known: KeptOfRun[tuple[str, str, str | None], Span | None] = KeptOfRun(MOST_NAMES)


def declared_at(path: str, name: str, method: str | None, sources: Sources) -> Span | None:
    """The function that a top-level name of a file stands for, or a method of it; None where it is none."""
    known = _known.of(sources)
    key = path, name, method
    if key not in known:
        source = sources.get(path)
        if source is None:
            known[key] = None
        else:
            known[key] = named_function(source, name) if method is None else named_method(source, name, method)
    return known[key]
