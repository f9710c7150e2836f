"""A repository with real commits, for tests that ask git."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


class Repository:
    """A new repository in a folder, on the branch ``main``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.email", "dev@example.com")
        self.git("config", "user.name", "Dev")

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def write(self, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def commit(self, files: Mapping[str, bytes]) -> str:
        """The commit of these files beside those that are there already."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-qm", "work", "--allow-empty")
        return self.git("rev-parse", "HEAD").strip()

    def commit_only(self, files: Mapping[str, bytes]) -> str:
        """The commit of these files and no others."""
        self.git("rm", "-rq", "--ignore-unmatch", ".")
        return self.commit(files)
