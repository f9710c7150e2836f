"""A progress bar for long work on a terminal: shown only once the work takes long enough to wonder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from threading import Timer
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

PATIENCE = 1.0  # seconds


@contextlib.contextmanager
def bar(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """What to call with the work's name, the part that is done, and the whole (0: not known)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    display = Progress(*columns, console=Console(file=stream), transient=True)
    tasks: dict[str, TaskID] = {}

    def progress(what: str, done: int, whole: int) -> None:
        if what not in tasks:
            for earlier in tasks.values():
                display.update(earlier, visible=False)
            tasks[what] = display.add_task(what, total=whole or None)
        display.update(tasks[what], completed=done)

    begin = Timer(PATIENCE, display.start)
    begin.daemon = True
    begin.start()
    try:
        yield progress
    finally:
        begin.cancel()
        begin.join()
        display.stop()
