"""Writes the seeds of every target, out of the histories of real repositories and out of this program's own demo.

    python fuzz/seeds.py FOLDER REPOSITORY...

The seeds of each target come into a folder of its name below FOLDER. They are other people's code: do not commit them.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from pipeline import NAMES
from targets import APART, SPECIFIERS

from reviewer.config import Settings
from reviewer.config.keys import KEYS
from reviewer.demo import pull_request
from reviewer.github.markers import Marker, Posted, SummaryMarker, Trace, signed
from reviewer.report import json as json_report
from reviewer.review import review

MANY = 150  # of a kind, a repository
LARGEST = 20_000  # bytes
BY_NAME = {
    "tsconfig": ("tsconfig.json", "jsconfig.json"),
    "comments_in_json": ("tsconfig.json", ".jsonc", "turbo.json"),
    "package": ("package.json",),
    "workspace": ("pnpm-workspace.yaml",),
    "vercel": ("vercel.json",),
    "next_config": ("next.config.js", "next.config.mjs", "next.config.ts"),
    "suppressions": ("actions.ts", "route.ts"),
    "addresses": (
        ".md",
        ".mdx",
        "openapi.yaml",
        "openapi.json",
        "swagger.json",
        ".html",
        ".vue",
        ".py",
        ".yml",
        ".toml",
    ),
    "pipeline": ("route.ts", "actions.ts", "Form.tsx", "-form.tsx", "page.tsx"),
}


def git(repository: str, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", repository, *arguments], capture_output=True, check=True).stdout


def of_history(repository: str) -> Iterator[tuple[str, bytes]]:
    """(head, patch) of modified sources, newest first."""
    rows = git(
        repository, "log", "--no-merges", "--format=%x00%H", "--name-only", "--diff-filter=M", "-400", "--", "*.ts*"
    )
    found = 0
    for commit in rows.decode("utf-8", "replace").split("\0")[1:]:
        name, *files = commit.split()
        for path in files[:3]:
            head = git(repository, "cat-file", "blob", f"{name}:{path}")
            patch = git(repository, "diff", f"{name}~", name, "--", path)
            if len(head) + len(patch) < LARGEST and b"\n@@" in patch:
                yield "patches", head + APART + patch[patch.index(b"\n@@") + 1 :]
                found += 1
        if found >= MANY:
            return


def of_tree(repository: str) -> Iterator[tuple[str, bytes]]:
    """The files of the newest commit that some target reads, and their paths."""
    counts = dict.fromkeys(BY_NAME, 0)
    for path in git(repository, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode("utf-8", "replace").split("\0"):
        if "route.ts" in path:
            yield "paths", path.encode()
        for target, names in BY_NAME.items():
            if path.endswith(names) and counts[target] < MANY:
                text = git(repository, "cat-file", "blob", f"HEAD:{path}")
                if len(text) < LARGEST:
                    counts[target] += 1
                    yield target, text


def of_ours() -> Iterator[tuple[str, bytes]]:
    """What no repository holds: payloads, reports, settings, markers, archives."""
    sha, repository = "a" * 40, {"full_name": "o/n", "default_branch": "main"}
    end = {"sha": sha, "ref": "main", "repo": repository}
    pull = {"number": 1, "state": "open", "draft": False, "head": end, "base": end, "user": {"login": "a"}}
    run = {"id": 7, "event": "pull_request", "head_sha": sha, "head_branch": "b", "head_repository": repository}
    for name, payload in {
        "pull_request": {"action": "opened", "number": 1, "pull_request": pull},
        "merge_group": {"action": "checks_requested", "merge_group": {"base_sha": sha, "head_sha": sha}},
        "workflow_run": {"action": "completed", "workflow_run": run},
        "push": {"before": sha, "after": sha, "ref": "refs/heads/b", "deleted": False},
        "workflow_dispatch": {"ref": "refs/heads/b", "repository": repository},
    }.items():
        yield "events", name.encode() + APART + json.dumps(payload).encode()
    patch = "@@ -0,0 +1,2 @@\n+'use server'\n+export async function a() {}\n"
    link = "@@ -0,0 +1 @@\n+../lib\n\\ No newline at end of file"
    for status in ("added", "modified", "removed", "renamed", "copied", "changed"):
        row = {"filename": "app/a.ts", "previous_filename": "app/b.ts", "sha": sha, "status": status, "changes": 2}
        listed = [{**row, "patch": patch}, {**row, "filename": "app/y", "patch": link}, row]
        yield "listings", b"'use server'\nexport async function a() {}\n" + APART + json.dumps(listed).encode()
    yield "rows", "app/a b.ts\0app/\u00e4/\u202e.ts\0app/\t\n".encode()
    found = json.dumps(json_report.as_data(review(*pull_request(), Settings())))
    yield "reports", found.encode()
    for key in KEYS:
        yield "settings", f"{key.name}: {key.example}\n".encode()
    for marker in (Marker("k", Trace("n", "p", "c"), "w"), SummaryMarker((Posted("k"), Posted("l")), ("m",), "c")):
        yield "marks", signed("body", marker).rpartition("1:")[2].removesuffix(" -->").encode()
    for mode in ("w:gz", "w"):
        yield "archives", _archive(mode)
    for text in (
        *SPECIFIERS,
        "https://codeload.github.com/o/n",
        "::error::x",
        "##[error]x",
        "@a #1 <b> `c` \u202e \x1b[31m",
    ):
        yield "paths", text.encode()
    yield "suppressions", b"// route-or-action: keep -- partners call it\nexport async function POST() {}\n"


def _archive(mode: str) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as archive:
        for name in NAMES:
            member = tarfile.TarInfo(f"o-n-abc/{name}")
            member.size = 3
            archive.addfile(member, io.BytesIO(b"a=1"))
        link = tarfile.TarInfo("o-n-abc/app/link.ts")
        link.type, link.linkname = tarfile.SYMTYPE, "/proc/self/environ"
        archive.addfile(link)
    return written.getvalue()


def main() -> None:
    folder, repositories = Path(sys.argv[1]), sys.argv[2:]
    seeds = [*of_ours()]
    for repository in repositories:
        seeds += [*of_history(repository), *of_tree(repository)]
    for number, (target, seed) in enumerate(seeds):
        (folder / target).mkdir(parents=True, exist_ok=True)
        (folder / target / f"seed-{number:05}").write_bytes(seed)
    print(f"{len(seeds)} seeds")


if __name__ == "__main__":
    main()
