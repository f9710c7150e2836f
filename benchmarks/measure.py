"""Runs commands in turn (A B C, A B C, ...), so that each meets the same machine, and counts what they cost."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """``questions``: what it answers, of commands.QUESTIONS. ``ours``: it is the project's own."""

    name: str
    arguments: tuple[str, ...]
    questions: tuple[str, ...]
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process, with the children that it waited for. ``cpu``, ``wall``: seconds. ``peak``: MiB."""

    cpu: float
    wall: float
    peak: float
    status: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The medians of all rounds, and the range of the CPU seconds."""

    command: Command
    runs: tuple[Run, ...]

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def peak(self) -> float:
        return statistics.median(run.peak for run in self.runs)

    @property
    def statuses(self) -> list[int]:
        return sorted({run.status for run in self.runs})

    def times(self, other: Cost) -> float:
        """How many times the CPU of the other: the median of the rounds, each compared within itself."""
        pairs = zip(self.runs, other.runs, strict=True)
        return statistics.median(mine.cpu / max(theirs.cpu, 1e-4) for mine, theirs in pairs)


def measured(commands: Sequence[Command], rounds: int, tell: Callable[[str], None]) -> list[Cost]:
    """What each command costs, after one round that is not counted."""
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(rounds + 1):
        tell(f"round {number} of {rounds}, load {os.getloadavg()[0]:.1f}" if number else "warming up")
        for command, done in zip(commands, runs, strict=True):
            run = _run(command.arguments)
            if number:
                done.append(run)
    return [Cost(command, tuple(done)) for command, done in zip(commands, runs, strict=True)]


# Where Python is told to write no bytecode, each run would compile the whole program again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _run(arguments: tuple[str, ...]) -> Run:
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    start = time.perf_counter()
    process = os.posix_spawnp(arguments[0], arguments, ENVIRONMENT, file_actions=nothing)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
