"""Thousands of runs of the action in one process, with random faults, against the GitHub of the tests.

    python fuzz/endurance.py RUNS SEED

The pull request is the demo's, whose files come, go and shift between runs while people answer and resolve. After every
run the invariants of the tests must hold; every TURN runs two runs without faults must repair what is left, and then
write nothing. Memory, open files and threads are told as they go, and must be flat over the second half.

Memory is measured where a leak shows: the bytes that C code holds, the blocks and objects that Python holds, and what
is resident. The last grows by 16 to 24 kB a run in one process where malloc is left to itself, although the first do
not: whenever a large block that was mapped is freed, glibc takes blocks of that size from the heap from then on
(mallopt(3), "M_MMAP_THRESHOLD": the dynamic threshold), and holes are left there that the next run's blocks do not
fit into. So the threshold is fixed. A run of the action is a process of its own, and has nothing of this.
"""

from __future__ import annotations

import ctypes
import gc
import io
import json
import os
import random
import sys
import tempfile
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import requests

from reviewer import action
from reviewer.demo import pull_request
from tests.github import events, graph
from tests.github.faults import WRITE_FAULTS, Fault
from tests.github.server import Server
from tests.github.shop import assert_sound
from tests.github.world import ACTIONS, REVIEWER, Pull, World

TURN = 25  # runs with one pull request
IMPATIENCE = 0.7  # seconds until the client gives a request up that is meant to hang
TOKEN = "ghs_enduring"
MOST_GROWTH = 1_000  # kilobytes of resident memory in a thousand runs
MOST_OBJECTS = 5_000  # more Python objects after a thousand runs: from one look to the next they differ by as many
MOST_BLOCKS = 20_000  # more of Python's blocks of memory, of 350,000, likewise
MOST_HELD = 500  # more kilobytes held by C code
MALLINFO = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
M_MMAP_THRESHOLD, LARGE = -3, 65_536  # mallopt's name for it, and the bytes from which a block is mapped


def main() -> int:
    runs, rng = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
    world = World()
    server = Server(world)
    _without_waiting(world)
    curve: list[tuple[int, Measured]] = []
    statuses: dict[int, int] = {}
    done = 0
    while done < runs:
        _forget(world)
        world.token(TOKEN)
        pull = world.open_pull(*_files(rng, 0))
        theirs = world.begin_thread(pull, "README.md", "A thought\n\n<!-- route-or-action:1:e30= -->", REVIEWER)
        for turn in range(TURN):
            _people(world, pull, rng, turn)
            server.arm(*_faults(rng) if turn < TURN - 2 else ())
            writes, status = _run(server, world, pull)
            statuses[status] = statuses.get(status, 0) + 1
            assert_sound(pull)
            assert theirs.comments[0].body.startswith("A thought") and theirs.comments[0].minimized is None
            assert turn < TURN - 1 or not writes, "a run without faults leaves work behind"
            done += 1
            if done % 50 == 0:
                curve.append((done, _measured()))
                print(f"run {done:>5}: {TOLD.format(*curve[-1][1])}", flush=True)
    server.close()
    print(f"exit statuses: {statuses}")
    return _judged(curve[len(curve) // 2 :])


def _without_waiting(world: World) -> None:
    """Sleeping takes no time, and a request that is about to hang is given up early."""
    send = requests.adapters.HTTPAdapter.send

    def sleep(seconds: float) -> None:
        world.slept += seconds

    def impatient(self: Any, request: Any, timeout: object = None, **named: Any) -> Any:
        return send(self, request, timeout=IMPATIENCE if world.next_times_out() else timeout, **named)

    time.sleep = sleep
    requests.adapters.HTTPAdapter.send = impatient  # type: ignore[method-assign]


def _forget(world: World) -> None:
    graph.understood.cache_clear()  # the documents that the server has seen: its memory, not the program's
    for table in (world.blobs, world.commits, world.branches, world.pulls, world.created):
        table.clear()


def _files(rng: random.Random, shift: int) -> tuple[dict[str, bytes | str], dict[str, bytes | str]]:
    """The demo before and after its pull request, some of whose files are left out or moved down."""
    change, tree = pull_request()
    head: dict[str, bytes | str] = {path: tree.read(path) or b"" for path in tree.paths()}
    base: dict[str, bytes | str] = {**head, "README.md": "# Shop\n"}
    for file in change.files:
        if file.base is None:
            del base[file.path]
        else:
            base[file.path] = file.base
    head["README.md"] = "# A shop\n"
    for file in change.files:
        kept = rng.random()
        if kept < 0.2 and file.base is None:
            del head[file.path]
        elif kept < 0.5:
            head[file.path] = b"// moved down\n" * shift + (file.head or b"")
    return base, head


def _people(world: World, pull: Pull, rng: random.Random, turn: int) -> None:
    """What happens between two runs; nothing before the last two, whose comparison it would spoil."""
    world.created.clear()
    world.token(TOKEN)
    if turn >= TURN - 2:
        return
    if rng.random() < 0.5:
        world.push(pull, _files(rng, turn)[1])
    ours = [thread for thread in pull.threads if thread.comments[0].author == ACTIONS]
    if ours and rng.random() < 0.3:
        thread = rng.choice(ours)
        if rng.random() < 0.5:
            world.reply(thread)
        else:
            thread.resolved_by = REVIEWER


def _faults(rng: random.Random) -> list[Fault]:
    many = rng.choice((0, 1, 1, 2, 3))
    kinds = [rng.choice(WRITE_FAULTS) for _ in range(many)]
    times = [1 if kind.startswith("timeout") else rng.choice((1, 1, 2, 500)) for kind in kinds]
    return [Fault(rng.randrange(14), kind, often) for kind, often in zip(kinds, times, strict=True)]


def _run(server: Server, world: World, pull: Pull) -> tuple[int, int]:
    """How many requests that write one run made, and its exit status."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(said), redirect_stderr(said):
        event = Path(folder) / "event.json"
        event.write_text(json.dumps(events.pull_request(world, pull)))
        status = action.main(
            {
                "GITHUB_EVENT_NAME": "pull_request",
                "GITHUB_EVENT_PATH": str(event),
                "GITHUB_API_URL": server.api,
                "GITHUB_GRAPHQL_URL": server.graphql,
                "GITHUB_SERVER_URL": server.origin,
                "GITHUB_REPOSITORY": world.full_name,
                "GITHUB_OUTPUT": f"{folder}/output",
                "GITHUB_STEP_SUMMARY": f"{folder}/summary.md",
                "GITHUB_WORKSPACE": f"{folder}/none",
                "RUNNER_TEMP": folder,
                "RUNNER_DEBUG": "1",
                "INPUT_TOKEN": TOKEN,
            }
        )
    log = said.getvalue()
    assert status in (0, 1, 3), log
    assert TOKEN not in log and "Traceback" not in log
    writes = sum(each.writes for each in server.since)
    server.log.clear()
    return writes, status


class Measured(NamedTuple):
    """``resident`` and ``held`` in kilobytes."""

    resident: int
    held: int
    blocks: int
    objects: int
    files: int
    threads: int


TOLD = "{:>7,} kB resident, {:>6,} kB held by C, {:>7,} blocks, {:>7,} objects, {} files, {} threads"
MOST = Measured(MOST_GROWTH, MOST_HELD, MOST_BLOCKS, MOST_OBJECTS, 0, 0)


class _Malloc(ctypes.Structure):
    """``struct mallinfo2`` of glibc."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in MALLINFO)


def _measured() -> Measured:
    """What the process has, once the server's own threads have ended."""
    until = time.monotonic() + 30
    while threading.active_count() > 2 and time.monotonic() < until:
        threading.Event().wait(0.05)
    gc.collect()
    library = ctypes.CDLL(None)
    library.mallinfo2.restype = _Malloc
    malloc = library.mallinfo2()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Measured(
        resident=pages * os.sysconf("SC_PAGE_SIZE") // 1024,
        held=(malloc.uordblks + malloc.hblkhd) // 1024,
        blocks=sys.getallocatedblocks(),
        objects=len(gc.get_objects()),
        files=len(list(Path("/proc/self/fd").iterdir())),
        threads=threading.active_count(),
    )


def _judged(curve: list[tuple[int, Measured]]) -> int:
    """1 where something grows over these points by more than it may in a thousand runs, or a file or thread is left."""
    status = 0
    for name in ("resident", "held", "blocks", "objects"):
        slope = _slope([(done, getattr(row, name)) for done, row in curve])
        most = getattr(MOST, name)
        status |= slope >= most
        print(f"over the second half: {slope:+,.0f} {name} a thousand runs (at most {most:,})")
    files, threads = {row.files for _, row in curve}, {row.threads for _, row in curve}
    print(f"open files: {sorted(files)}, threads: {sorted(threads)}")
    return int(status or len(files) > 1 or len(threads) > 1)


def _slope(points: list[tuple[int, int]]) -> float:
    """The growth in a thousand runs, by least squares."""
    middle = sum(x for x, _ in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    return 1_000 * sum((x - middle) * y for x, y in points) / spread if spread else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
