"""A real git repository with a Next.js app in it, and what is new between two of its states."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reviewer.changes.local import change_between
from reviewer.changes.trees import GitTree
from reviewer.nextjs.detection import Detected, new_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources
from tests.repository import Repository

APP = {
    "package.json": '{"dependencies": {"next": "15.1.0"}}',
    "app/page.tsx": "export default function Page() { return null }\n",
    "README.md": "An app.\n",
}


class History:
    """States of an app as commits. Every state has the files of ``APP``."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder)

    def _commit(self, files: Mapping[str, str]) -> str:
        return self.repository.commit_only({path: text.encode() for path, text in {**APP, **files}.items()})

    def new(self, base: Mapping[str, str], head: Mapping[str, str]) -> Detected:
        """What is new between two states of the app."""
        before, after = self._commit(base), self._commit(head)
        with GitTree(self.repository.folder, after) as tree:
            change = change_between(self.repository.folder, before, after, tree, lambda _path, _text: True)
            sources = Sources(tree)
            return new_endpoints(change, sources, Modules(sources))


@pytest.fixture
def repository(tmp_path: Path) -> History:
    return History(tmp_path)
