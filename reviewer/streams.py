"""Standard input and output, whatever the caller made of them: closed, of another encoding, their reader gone."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Have all three streams, and an output that takes every character: one that it lacks becomes a question mark."""
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def show(text: str) -> None:
    """Write all of it to standard output. A reader that has gone is no error: what was found counts all the same."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        discard()


def discard() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
