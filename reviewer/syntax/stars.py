"""Whether a source may hold an ``export *``, told by its bytes alone: before anything is parsed."""

from __future__ import annotations

import re

# What follows the star tells it from others. What stands before it can be any number of comments, in each of which the
# word may stand again: to look from there would take for ever. But a line that begins with ``import *`` is an import,
# and a comment that holds one holds its star, too.
_STAR = re.compile(rb"\*(?<!\nimport \*)[\s\x80-\xff]*+(?:from\b|as\b|/[*/])")


def may_pass_all_on(data: bytes) -> bool:
    """The bytes hold ``export`` and such a star."""
    start = len(b"import *") if data.startswith(b"import *") else 0
    return b"export" in data and _STAR.search(data, start) is not None
