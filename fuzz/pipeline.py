"""Runs whole reviews over apps whose files are torn at the level of tokens, and reports what raises or takes long.

    python fuzz/pipeline.py SECONDS SEED FOLDER...

The folders hold real code to tear. Exceptions, and runs over five seconds of processor time, are printed with the seed
that repeats them.
"""

from __future__ import annotations

import random
import re
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.model import Change, ChangedFile
from reviewer.report import html, json, markdown, sarif, terminal
from reviewer.report.conversion import attempt
from reviewer.report.conversion.preview import Refused
from reviewer.review import audit, review
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")
ODD = (b"\0", b"\xff", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(), b"`${", b"/*", b"'use server'", b"\r")
NAMES = (
    "app/api/items/route.ts",
    "app/actions.ts",
    "app/page.tsx",
    "pages/api/old.ts",
    "lib/index.ts",
    "next.config.js",
)
MANIFESTS = {
    "package.json": b'{"dependencies":{"next":"15.0.0","react":"19.0.0"},"workspaces":["packages/*"]}',
    "tsconfig.json": b'{"extends":"./tsconfig.json","compilerOptions":{"baseUrl":".","paths":{"@/*":["./*"]}}}',
    "vercel.json": b'{"crons":[{"path":"/api/items","schedule":"* * * * *"}]}',
    "pnpm-workspace.yaml": b"packages:\n  - 'packages/*'\n",
}
MOST_SECONDS = 5.0


def torn(data: bytes, rng: random.Random) -> bytes:
    """The text with tokens doubled, dropped, swapped, nested or replaced by odd bytes."""
    tokens = TOKEN.findall(data)
    for _ in range(rng.randrange(0, 6) if tokens else 0):
        at = rng.randrange(len(tokens))
        many = rng.choice((1, 1, 10, 60, 300))
        match rng.randrange(6):
            case 0:
                tokens[at] *= many
            case 1:
                del tokens[at : at + many]
            case 2:
                other = rng.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = rng.choice((b"(", b"{", b"[", b"<a>", b"f(")) * many + tokens[at]
            case 4:
                tokens.insert(at, rng.choice(ODD))
            case 5:
                tokens[at:at] = tokens[max(0, at - 50) : at] * min(many, 60)
        if not tokens:
            break
    return b"".join(tokens)[:400_000]


def app(seeds: Sequence[bytes], rng: random.Random) -> dict[str, bytes]:
    """A small app of torn files that import one another."""
    files = {name: torn(rng.choice(seeds), rng) for name in NAMES}
    files |= {name: torn(data, rng) if rng.random() < 0.2 else data for name, data in MANIFESTS.items()}
    if rng.random() < 0.7:
        files["app/actions.ts"] = b"'use server'\nexport * from '../lib'\n" + files["app/actions.ts"]
    files["lib/index.ts"] += b"\nexport * from '.'\nexport * from '../app/actions'\n"
    files["app/page.tsx"] = (
        b"'use client'\nimport * as a from './actions'\nfetch('/api/items', {method: 'POST'})\n" + files["app/page.tsx"]
    )
    return files


def one_run(files: dict[str, bytes]) -> int:
    """The audit, the review, the reports and the conversions of one app. Returns how many endpoints were found."""
    tree, settings = MemoryTree(files), Settings()
    audit(tree, settings)
    lines = frozenset({1, 2, 3})
    changed = (ChangedFile(path, "added", data, added=lines) for path, data in files.items())
    change = Change(tuple(changed), base="base", head="head")
    found = review(change, tree, settings)
    json.render(found)
    sarif.render(found)
    html.render(found, tree.read)
    markdown.render(found)
    terminal.render(found, tree.read)
    sources = Sources(tree)
    modules = Modules(sources)
    for finding in found.findings:
        with suppress(Refused):
            attempt(finding, sources, modules)
    return len(found.findings)


def main() -> int:
    seconds, first, folders = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    paths = [path for folder in folders for path in Path(folder).rglob("*.ts*") if path.is_file()]
    seeds = [path.read_bytes() for path in sorted(paths) if path.stat().st_size < 20_000]
    end, seed, faults, endpoints = time.monotonic() + seconds, first, 0, 0
    while time.monotonic() < end:
        files = app(seeds, random.Random(seed))
        start = time.process_time()
        try:
            endpoints += one_run(files)
        except Exception:
            faults += 1
            print(f"seed {seed} raised", traceback.format_exc(limit=-4), flush=True)
        spent = time.process_time() - start
        if spent > MOST_SECONDS:
            faults += 1
            print(f"seed {seed} took {spent:.1f} s for {sum(map(len, files.values())):,} bytes", flush=True)
        seed += 1
    print(f"{seed - first} apps with {endpoints} endpoints, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
