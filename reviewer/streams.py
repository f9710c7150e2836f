"""Standard input and output, whatever the caller made of them: closed, of another encoding, their reader gone."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterable

LIKENESSES = {"█": "#", "░": "-", "…": "~"}  # one column each, as what they stand for


def prepare() -> None:
    """Have all three streams, and outputs that take every character: for one that they lack its likeness stands."""
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    codecs.register_error("likeness", _likeness)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="likeness")


def _likeness(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    missing = error.object[error.start : error.end]
    return "".join(LIKENESSES.get(character, "?") for character in missing), error.end


def show(pieces: Iterable[str]) -> None:
    """Write all of it to standard output. A reader that has gone is no error: what was found counts all the same."""
    try:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        discard()


def discard() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
