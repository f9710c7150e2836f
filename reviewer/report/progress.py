"""A progress bar for long work on a terminal: shown only once the work takes long enough to wonder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TextIO

PATIENCE = 1.0  # seconds


@contextlib.contextmanager
def bar(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """What to call with the work's name, the part that is done, and the whole (0: not known)."""
    from tqdm import tqdm

    known, unknown = "{desc} {bar:30} {elapsed}", "{desc} {elapsed}"
    with tqdm(file=stream, delay=PATIENCE, leave=False, disable=None, miniters=1, bar_format=unknown) as shown:

        def progress(what: str, done: int, whole: int) -> None:
            shown.bar_format = known if whole else unknown
            shown.total = whole or None
            shown.set_description_str(what, refresh=False)
            shown.update(done - shown.n)

        yield progress
