"""The files of a repository at one revision: a folder, git objects, an archive, or plain bytes in memory.

A symbolic link is never followed: what a pull request adds as a link to ``/proc/self/environ`` is not a source file.
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from pathlib import Path

from reviewer.model import Tree

MAX_FILE_BYTES = 8_000_000
USUAL_FILE_BYTES = 1 << 14  # a buffer of more leaves holes in the memory
UNLISTED = "the folder could not be read, and nothing in it was"
UNREAD = f"its text could not be read, or is over {MAX_FILE_BYTES:,} bytes"
IGNORED_FOLDERS = frozenset(
    {"node_modules", ".git", ".next", ".turbo", ".vercel", ".yarn", "dist", "build", "out", "coverage", ".venv"}
)
_BUILT = frozenset({"dist", "build", "out", "coverage"})
_ROUTERS = frozenset({"app", "pages"})
_BEFORE_NAME = len("100644 blob ")  # of a row of git ls-tree


def is_ignored(folders: Sequence[str]) -> bool:
    """No source code lies below these folders. One called ``build`` below a router's is a segment of an address."""
    if IGNORED_FOLDERS.isdisjoint(folders):
        return False
    routed = False
    for folder in folders:
        if folder in IGNORED_FOLDERS and not (routed and folder in _BUILT):
            return True
        routed = routed or folder in _ROUTERS
    return False


class MemoryTree:
    """Files held in memory: the embedded demo, and tests."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def paths(self) -> Iterable[str]:
        return self._files.keys()

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)


class FolderTree:
    """A folder of the file system, such as a checkout. ``closed``: the folders in it that could not be listed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.closed: set[str] = set()
        self._prefix = f"{root}/"  # as text: a Path would make it anew for each file
        self._real: dict[str, bool] = {"": True}  # folders, and whether none on the way is a symbolic link

    def paths(self) -> Iterator[str]:
        root = str(self.root)
        stack = [""]
        while stack:
            folder = stack.pop()
            try:
                entries = os.scandir(f"{root}/{folder}" if folder else root)
            except OSError:
                self.closed.add(folder)
                continue
            with entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in IGNORED_FOLDERS:
                            stack.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        yield path

    def read(self, path: str) -> bytes | None:
        if path.startswith("/") or (".." in path and ".." in path.split("/")):
            return None
        if not self._is_real(path.rpartition("/")[0]):
            return None
        try:
            handle = os.open(self._prefix + path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except (OSError, ValueError):
            return None
        try:
            data = os.read(handle, USUAL_FILE_BYTES)
            if 0 < len(data) < USUAL_FILE_BYTES:
                return data  # all of it: what a file is need not be asked
            facts = os.fstat(handle)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > MAX_FILE_BYTES:
                return None
            return data + os.read(handle, facts.st_size) if data else b""
        except OSError:  # a folder
            return None
        finally:
            os.close(handle)

    def _is_real(self, folder: str) -> bool:
        """Neither the folder nor one on the way to it is a symbolic link."""
        waiting = []
        while folder not in self._real:
            waiting.append(folder)
            folder = folder.rpartition("/")[0]
        real = self._real[folder]
        for below in reversed(waiting):
            real = self._real[below] = real and not os.path.islink(f"{self.root}/{below}")
        return real


class OverlaidTree:
    """A tree in which some files have other bytes, or are gone (None)."""

    def __init__(self, below: FolderTree | MemoryTree | GitTree, above: Mapping[str, bytes | None]) -> None:
        self._below = below
        self._above = dict(above)

    def paths(self) -> Iterator[str]:
        for path in self._below.paths():
            if path not in self._above:
                yield path
        yield from (path for path, data in self._above.items() if data is not None)

    def read(self, path: str) -> bytes | None:
        return self._above[path] if path in self._above else self._below.read(path)


class WatchedTree:
    """A tree that tells how many files were read so far."""

    def __init__(self, tree: Tree, told: Callable[[int], None]) -> None:
        self._tree = tree
        self._told = told
        self._count = 0

    def paths(self) -> Iterable[str]:
        return self._tree.paths()

    def read(self, path: str) -> bytes | None:
        self._count += 1
        if self._count % 100 == 0:
            self._told(self._count)
        return self._tree.read(path)


class GitTree:
    """The files of a commit, read through one ``git cat-file --batch``. Close it, or use it as a context manager."""

    def __init__(self, repository: Path, revision: str) -> None:
        self.repository = repository
        self.revision = revision
        self._blobs: dict[str, bytes] | None = None
        self._asked = False
        self._batch: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> GitTree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._batch is not None:
            self._batch.communicate()
            self._batch = None

    def _listing(self) -> dict[str, bytes]:
        if self._blobs is None:
            self._blobs = self._listed()
        return self._blobs

    def _listed(self, *only: str) -> dict[str, bytes]:
        """The names of the blobs by path."""
        found: dict[str, bytes] = {}
        folder, ignored = "", False
        listing = git(self.repository, "ls-tree", "-r", "-z", "--full-tree", self.revision, *only)
        for row in listing.split(b"\0"):
            if row.startswith(b"100"):  # 100644 blob NAME, a tab, and the path
                facts, _, name = row.partition(b"\t")
                path = name.decode("utf-8", "surrogateescape")
                if folder != (folder := path.rpartition("/")[0]):  # git lists what lies in a folder in one go
                    ignored = is_ignored(folder.split("/"))
                if not ignored:
                    found[path] = facts[_BEFORE_NAME:]
        return found

    def paths(self) -> KeysView[str]:
        return self._listing().keys()

    def read(self, path: str) -> bytes | None:
        """The file's bytes. The first one is looked for alone: often nothing but the settings is asked of a base."""
        if self._blobs is None and not self._asked:
            self._asked = True
            blob = self._listed("--", path).get(path)
        else:
            blob = self._listing().get(path)
        return None if blob is None else self.blob(blob.decode())

    def blob(self, name: str) -> bytes | None:
        """The bytes of a blob, or None where the repository lacks it (a partial clone) or it is too large.

        Raises GitStopped.
        """
        if self._batch is None:
            self._batch = subprocess.Popen(
                ["git", "-C", str(self.repository), "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **GIT_ENVIRONMENT},
            )
        assert self._batch.stdin is not None and self._batch.stdout is not None
        try:
            self._batch.stdin.write(name.encode() + b"\n")
            self._batch.stdin.flush()
        except BrokenPipeError:
            raise GitStopped("git stopped while files were read from it") from None
        answer = self._batch.stdout.readline()
        if not answer:
            raise GitStopped("git stopped while files were read from it")
        facts = answer.split()
        if len(facts) != 3:
            return None
        size = int(facts[2])
        data = self._batch.stdout.read(size)
        self._batch.stdout.read(1)
        return data if facts[1] == b"blob" and size <= MAX_FILE_BYTES else None


GIT_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
}


class GitError(Exception):
    """git refused; the text is the line in which git says why."""


class GitStopped(GitError):
    """git came to an end of its own; what it did not answer is not known."""


def git(repository: Path, *arguments: str) -> bytes:
    """What a git command prints. Hooks, monitors, external diffs, pagers and quoting play no part. Raises GitError.

    A folder of a pull request can look like a repository that names commands to run. A filter that the user has
    configured runs, as it does in ``git status``: without it a file in LFS would differ from itself.
    """
    command = ["git", "-C", str(repository), "-c", "core.quotePath=false", "-c", "core.hooksPath=/dev/null"]
    command += ["-c", "core.fsmonitor=false"]
    environment = {**os.environ, **GIT_ENVIRONMENT}
    try:
        done = subprocess.run([*command, *arguments], capture_output=True, env=environment, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed, or not on PATH") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = [line for line in lines if line.startswith("fatal: ")] or lines[-1:]
        raise GitError(said[0] if said else f"git {arguments[0]} failed")
    return done.stdout
