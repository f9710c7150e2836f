"""What ``init`` asks on a terminal, answered as a person types."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from reviewer.init import COMMENT, REVIEW

ROOT = Path(__file__).parents[2]


def asked(folder: Path, typed: str, *flags: str, status: int = 0) -> str:
    """What the terminal shows. ``typed`` is there before it is read, as from somebody quick."""
    ours, theirs = os.openpty()
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-m", "reviewer", "init", "--dir", str(folder), *flags]
    os.write(ours, typed.encode())
    done = subprocess.run(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, env=environ, check=False)
    os.close(theirs)
    assert done.returncode == status
    shown = b""
    try:
        while data := os.read(ours, 4096):
            shown += data
    except OSError:
        pass  # the other end is closed: all is read
    os.close(ours)
    return shown.decode()


def test_the_defaults_are_a_check_and_nothing_else(tmp_path: Path) -> None:
    shown = asked(tmp_path, "\n\n\n\n")
    assert shown.count("? [Y/n]") == 1 and shown.count("? [y/N]") == 3
    text = (tmp_path / REVIEW).read_text()
    assert "fail-on" not in text and "merge_group" not in text and "upload" not in text
    assert not (tmp_path / COMMENT).exists()


def test_each_yes_adds_its_part(tmp_path: Path) -> None:
    asked(tmp_path, "no\ny\nYES\ny\n")
    review = yaml.safe_load((tmp_path / REVIEW).read_text())
    (job,) = review["jobs"].values()
    assert "merge_group" in review[True] and "security-events" in job["permissions"]
    assert {"with": {"fail-on": "never"}}.items() <= job["steps"][1].items()
    assert (tmp_path / COMMENT).exists()


def test_what_is_neither_yes_nor_no_is_asked_again(tmp_path: Path) -> None:
    shown = asked(tmp_path, "maybe\ny\n\n\n\n")
    assert shown.count("can be required? [Y/n]") == 2


def test_what_a_flag_says_is_not_asked(tmp_path: Path) -> None:
    shown = asked(tmp_path, "\n\n", "--required", "--no-forks")
    assert "required" not in shown and "forks" not in shown
    assert shown.count("? [y/N]") == 2


@pytest.mark.parametrize("typed", ["\x04", "y\n\x04"])
def test_the_end_of_the_input_writes_nothing(tmp_path: Path, typed: str) -> None:
    shown = asked(tmp_path, typed, status=2)
    assert "route-or-action: the answers ended, and nothing was written." in shown
    assert "Traceback" not in shown
    assert not (tmp_path / REVIEW).exists()


@pytest.mark.parametrize("stream", ["<&-", "</dev/null"])
def test_the_defaults_are_taken_where_nobody_can_answer(tmp_path: Path, stream: str) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["sh", "-c", f'exec "$0" -m reviewer init --dir "$1" {stream}', sys.executable, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"wrote {REVIEW}\n")
