"""Writes a Next.js monorepo of a given size, with a history to review. The same arguments give the same bytes.

The text comes from ``templates/``: an app, a feature (routes, actions, and the components that reach them), a shared
package, and filler. Every feature has its own name in place of "widget". Three commits are tagged:

``before``     the whole repository
``endpoints``  adds two routes and two server actions, with their callers: the pull request that has work in it
``plain``      changes a component and a document: the pull request that has none
"""

from __future__ import annotations

import argparse
import random
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
SOURCES = (".ts", ".tsx")
FILES_OF_AN_APP = 2_000
FILES_OF_A_PACKAGE = 200
FILLER_OF_A_FEATURE = 14  # of the repositories that were measured, about one source file in seven defines an endpoint
FILLER_BYTES = (600, 12_000)  # the smallest and the largest filler module

_QUALITIES = ("account", "archived", "billing", "daily", "draft", "external", "global", "hosted", "inbound", "monthly")
_THINGS = (
    "address",
    "asset",
    "badge",
    "budget",
    "campaign",
    "channel",
    "contact",
    "coupon",
    "device",
    "event",
    "invoice",
)
_PARTS = ("note", "plan", "quote", "rate", "record", "report", "seat", "shift", "survey", "target", "ticket", "visit")


def write(folder: Path, files: int, seed: int = 0) -> None:
    """Make the repository in a folder that does not exist yet. ``files``: how many TypeScript files, about."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    with subprocess.Popen(
        ["git", "-C", str(folder), "-c", "core.compression=0", "fast-import", "--quiet"], stdin=subprocess.PIPE
    ) as importer:
        assert importer.stdin is not None
        for piece in _history(files, seed):
            importer.stdin.write(piece)
    if importer.returncode:
        raise RuntimeError("git fast-import refused the generated history")
    _git(folder, "reset", "--quiet", "--hard", "main")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)


def _history(files: int, seed: int) -> Iterator[bytes]:
    yield from _commit(1, "before", repository(files, seed))
    yield from _commit(2, "endpoints", change())
    yield from _commit(3, "plain", plain_change())


def _commit(number: int, tag: str, files: Iterator[tuple[str, str]]) -> Iterator[bytes]:
    who = f"Benchmark <benchmark@example.invalid> {1_700_000_000 + number} +0000"
    yield f"commit refs/heads/main\nmark :{number}\ncommitter {who}\ndata {len(tag)}\n{tag}\n".encode()
    if number > 1:
        yield f"from :{number - 1}\n".encode()
    for path, text in files:
        data = text.encode()
        yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)
    yield f"\nreset refs/tags/{tag}\nfrom :{number}\n\n".encode()


def repository(files: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """The paths and texts of the first commit."""
    chance = random.Random(seed)
    names = _names()
    yield "package.json", '{ "name": "bench", "private": true, "workspaces": ["apps/*", "packages/*"] }\n'
    yield "pnpm-workspace.yaml", "packages:\n  - apps/*\n  - packages/*\n"
    yield "tsconfig.base.json", '{ "compilerOptions": { "strict": true, "moduleResolution": "bundler" } }\n'
    yield "README.md", "# A monorepo to measure with\n"
    packages = max(2, files // 8 // FILES_OF_A_PACKAGE)
    size = max(4, files // 8 // packages)
    for number in range(packages):
        yield from _package("core" if number == 0 else f"part-{number}", size, names, chance)
    left = files - packages * size
    apps = max(2, left // FILES_OF_AN_APP)
    for number in range(apps):
        yield from _app(f"apps/app-{number}", left // apps, names, chance)


def _names() -> list[str]:
    return [f"{quality}-{thing}-{part}" for thing in _THINGS for quality in _QUALITIES for part in _PARTS]


def _package(name: str, size: int, names: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    root = f"packages/{name}"
    for path, text in _template("package"):
        yield f"{root}/{path}", _named(text, name)
    modules = chance.sample(names, size - 1)
    for module in modules:
        path, text = _filler(module, chance)
        yield f"{root}/src/{path}", text
    stars = "".join(f'export * from "./{module}";\n' for module in modules)
    if name == "core":
        stars += 'export { Button, Field } from "./controls";\nexport { database } from "./database";\n'
        yield f"{root}/src/controls.tsx", _CONTROLS
        yield f"{root}/src/database.ts", _DATABASE
    yield f"{root}/src/index.ts", stars


def _app(root: str, size: int, names: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    written = 0
    for path, text in _template("app"):
        yield f"{root}/{path}", _named(text, root.rpartition("/")[2])
        written += path.endswith(SOURCES)
    shuffled = chance.sample(names, len(names))
    for name in shuffled:
        if written >= size:
            return
        for path, text in _template("feature"):
            yield f"{root}/{_named(path, name)}", _named(text, name)
            written += 1
        for number in range(FILLER_OF_A_FEATURE):
            path, text = _filler(f"{name}-{number}", chance)
            yield f"{root}/lib/{name}s/{path}", text
            written += 1


def change() -> Iterator[tuple[str, str]]:
    """The files that the pull request with new endpoints adds."""
    for path, text in _template("change"):
        yield f"apps/app-0/{path}", text


def plain_change() -> Iterator[tuple[str, str]]:
    """The files that the pull request without endpoints changes."""
    yield "README.md", "# A monorepo to measure with\n\nIt has a second paragraph now.\n"
    for path, text in _template("change"):
        if path.endswith("ledger-row.tsx"):
            yield f"apps/app-0/{path}", text.replace("gap-3", "gap-4")


@cache
def _template(name: str) -> tuple[tuple[str, str], ...]:
    folder = TEMPLATES / name
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in found)


def _filler(name: str, chance: random.Random) -> tuple[str, str]:
    """A module with nothing in it for the reviewer, of a size that real modules have: many small, few large."""
    path, block = chance.choice(_template("filler"))
    smallest, largest = FILLER_BYTES
    wanted = int(min(largest, smallest * 1.15 ** chance.expovariate(1 / 14)))
    pieces = ['import { useEffect, useMemo, useState, type ReactNode } from "react";\n'] if path.endswith("x") else []
    length, number = 0, 0
    while length < wanted:
        pieces.append(_named(block, f"{name}-{number}" if number else name))
        length += len(pieces[-1])
        number += 1
    return f"{name}{''.join(Path(path).suffixes)}", "\n".join(pieces)


def _named(text: str, name: str) -> str:
    """The text with this name, given in kebab case, in place of "widget"."""
    pascal = "".join(part.capitalize() for part in name.split("-"))
    camel = pascal[0].lower() + pascal[1:]
    for old in ("/widget", '"widget', "use-widget", "bench/widget"):
        text = text.replace(old, old.replace("widget", name))
    return text.replace("Widget", pascal).replace("widget", camel)


_CONTROLS = """\
import type { ButtonHTMLAttributes, InputHTMLAttributes } from "react";

export function Button(props: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" className="rounded border px-3 py-1" {...props} />;
}

export function Field({ label, ...props }: InputHTMLAttributes<HTMLInputElement> & { label: string }) {
  return (
    <label className="grid gap-1 text-sm">
      {label}
      <input {...props} />
    </label>
  );
}
"""
_DATABASE = """\
import { PrismaClient } from "@prisma/client";

export const database = new PrismaClient();
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a Next.js monorepo with a history to review.")
    parser.add_argument("folder", type=Path, help="must not exist yet")
    parser.add_argument("--files", type=int, default=4_000, help="TypeScript files, about (default: 4000)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write(asked.folder, asked.files, asked.seed)


if __name__ == "__main__":
    main()
