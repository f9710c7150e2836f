"""Progress: on a terminal once the work lasts, and nowhere else."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
import time

import pytest

from reviewer.report import progress


def shown(patience: float, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(progress, "PATIENCE", patience)
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with os.fdopen(terminal, "w") as stream, progress.bar(stream) as tell:
        time.sleep(0.2)  # a terminal is written to ten times a second at most
        tell("read 100 files", 100, 0)
        tell("weighing", 1, 2)
        tell("weighing", 2, 2)
    os.set_blocking(controller, False)
    try:
        return os.read(controller, 65_536).decode()
    except (BlockingIOError, OSError):
        return ""
    finally:
        os.close(controller)


def test_a_terminal_shows_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "read 100 files" in shown(0.01, monkeypatch)


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "read" not in shown(60.0, monkeypatch)


def test_a_file_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    stream = io.StringIO()
    with progress.bar(stream) as tell:
        tell("weighing", 1, 2)
    assert stream.getvalue() == ""
