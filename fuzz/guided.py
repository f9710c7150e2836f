"""Coverage-guided fuzzing of one target, with Atheris (``pip install atheris``).

    python fuzz/guided.py TARGET CORPUS FAULTS [libFuzzer options]

New inputs that reach new code go to the folder CORPUS; the first input of every kind of fault goes to FAULTS, with what
was raised, and the run goes on. ``-max_total_time=600`` ends it. A fault is an exception that the target does not
allow, or more than MOST_SECONDS of processor time.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

MOST_SECONDS = 5.0
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    "",
    "../../x",
    "a" * 5000,
    "\ud800",
    "\u202e",
    [],
    {},
    [[]],
    {"*": "*"},
)


def instrumented() -> dict[str, Callable[[bytes], None]]:
    """The targets, with every module of the program instrumented: many are imported inside functions."""
    with atheris.instrument_imports(include=["reviewer", "unidiff", "yaml", "targets", "pipeline"]):
        import reviewer

        for module in pkgutil.walk_packages(reviewer.__path__, "reviewer."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        for name in ("unidiff.patch", "yaml"):
            importlib.import_module(name)
        from targets import TARGETS
    return TARGETS


def watched(target: Callable[[bytes], None], faults: Path) -> Callable[[bytes], None]:
    """The target, whose faults are written down once a kind."""
    seen: set[str] = set()

    def run(data: bytes) -> None:
        start, kind, told = time.process_time(), "", ""
        try:
            target(data)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind, told = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}", traceback.format_exc()
        spent = time.process_time() - start
        if spent > MOST_SECONDS:
            kind, told = f"slow-{int(spent).bit_length()}", f"{spent:.1f} s for {len(data):,} bytes"
        if kind and kind not in seen:
            seen.add(kind)
            print(f"FAULT {kind}\n{told}", flush=True)
            (faults / f"{target.__name__}-{kind}-{hashlib.sha256(data).hexdigest()[:8]}").write_bytes(data)

    return run


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """JSON is changed at one of its values, every other time and where it is JSON; else bytes are changed."""
    rng = random.Random(seed)
    before, apart, text = data.rpartition(b"\0\0")
    try:
        value = json.loads(text) if rng.random() < 0.5 else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict | list) or not value:
        return bytes(atheris.Mutate(data, most))
    holder, key = rng.choice(list(_places(value)))
    match rng.randrange(4):
        case 0:
            holder[key] = rng.choice(HOSTILE)
        case 1:
            del holder[key]
        case 2:
            other, its = rng.choice(list(_places(value))) if value else (holder, key)
            holder[key] = json.loads(json.dumps(other[its])) if its in other or isinstance(other, list) else None
        case _:
            text = atheris.Mutate(str(holder[key]).encode("utf-8", "replace"), 200)
            holder[key] = text.decode("utf-8", "replace")
    return (before + apart + json.dumps(value).encode())[:most]


def _places(value: Any) -> Any:
    """Every place of a value inside another: its holder, and its key or index."""
    stack = [value]
    while stack:
        holder = stack.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                stack.append(holder[key])


def main() -> None:
    name, corpus, faults, *options = sys.argv[1:]
    target = instrumented()[name]
    Path(corpus).mkdir(parents=True, exist_ok=True)
    Path(faults).mkdir(parents=True, exist_ok=True)
    arguments = [sys.argv[0], *options, f"-artifact_prefix={faults}/", corpus]
    atheris.Setup(arguments, watched(target, Path(faults)), custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
