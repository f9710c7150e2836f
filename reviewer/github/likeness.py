"""How alike two pieces of code are, told from sketches of them that are short enough for a hidden marker. Pure.

A sketch keeps the smallest hashes of all runs of three tokens. Two sketches then estimate the share of runs that the
two pieces have in common (A. Broder, "On the resemblance and containment of documents").
"""

from __future__ import annotations

import hashlib
import re

ALIKE = 0.6  # of the runs of tokens; git calls a file renamed from half of its bytes on
KEPT = 24
MOST_BYTES = 60_000  # of code that is looked at
_WIDTH = 6  # hexadecimal digits a hash
_TOKEN = re.compile(rb"\w+|[^\w\s]")


def sketch(code: bytes) -> str:
    """The sketch of a piece of code, white space aside; "" where there is none."""
    tokens = _TOKEN.findall(code[:MOST_BYTES])
    runs = {b" ".join(tokens[at : at + 3]) for at in range(max(1, len(tokens) - 2))} if tokens else set()
    return "".join(sorted({hashlib.blake2b(run, digest_size=_WIDTH // 2).hexdigest() for run in runs})[:KEPT])


def likeness(one: str, other: str) -> float:
    """From 0 to 1, of two sketches. Code that is not known is like nothing."""
    a, b = _hashes(one), _hashes(other)
    if not a or not b:
        return 0.0
    smallest = sorted(a | b)[:KEPT]
    return sum(each in a and each in b for each in smallest) / len(smallest)


def _hashes(text: str) -> set[str]:
    return {text[at : at + _WIDTH] for at in range(0, min(len(text), KEPT * _WIDTH), _WIDTH)}
