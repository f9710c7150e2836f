"""The directive that a module begins with, told by its bytes alone: before anything is parsed.

Source: React documentation, "'use client'" and "'use server'": at the very top of a file, above any code; comments may
stand in front.
"""

from __future__ import annotations

import re

LOOKED_AT = 4_000  # bytes: what stands behind so much else is no directive that a person wrote

# Possessive: a file of blanks must not be tried in every division.
_DIRECTIVE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s++|//[^\n]*+\n|/\*.{0,2000}?\*/)*+[\"']use (client|server)[\"']", re.DOTALL
)


def boundary(data: bytes) -> bytes | None:
    """``b"client"`` or ``b"server"``, or None where the module begins with neither directive."""
    found = _DIRECTIVE.match(data, 0, LOOKED_AT)
    return found[1] if found is not None else None
