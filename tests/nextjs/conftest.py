"""A real git repository with a Next.js app in it, and what is new between two of its states."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from reviewer.changes.local import change_between
from reviewer.changes.trees import GitTree
from reviewer.nextjs.detection import Detected, new_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

APP = {
    "package.json": '{"dependencies": {"next": "15.1.0"}}',
    "app/page.tsx": "export default function Page() { return null }\n",
    "README.md": "An app.\n",
}


class Repository:
    """``commit`` takes the whole content of the app, beside the files that every state has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.email", "dev@example.com")
        self.git("config", "user.name", "Dev")

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self, files: Mapping[str, str]) -> str:
        self.git("rm", "-rq", "--ignore-unmatch", ".")
        for path, text in {**APP, **files}.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "work", "--allow-empty")
        return self.git("rev-parse", "HEAD").strip()

    def new(self, base: Mapping[str, str], head: Mapping[str, str]) -> Detected:
        """What is new between two states of the app."""
        before, after = self.commit(base), self.commit(head)
        with GitTree(self.folder, after) as tree:
            change = change_between(self.folder, before, after, tree, lambda _path, _text: True)
            sources = Sources(tree)
            return new_endpoints(change, sources, Modules(sources))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)
