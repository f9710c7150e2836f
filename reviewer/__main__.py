"""``python -m reviewer``, and the command of the same work."""

from __future__ import annotations

import gc

from reviewer.cli import main


def run() -> int:
    """The exit status. The process ends with it: nothing is searched for cycles, nor what is left at the end."""
    gc.disable()
    status = main()
    gc.freeze()
    return status


if __name__ == "__main__":
    raise SystemExit(run())
