"""Whether a caller belongs to the endpoint's app: its own files, or those of a package that the app depends on."""

from __future__ import annotations

import os
from collections.abc import Sequence

from reviewer.callers.sites import Arrival
from reviewer.model import App
from reviewer.nextjs.app import owner
from reviewer.syntax.jsonc import read_object
from reviewer.syntax.packages import folders_up, join
from reviewer.syntax.parser import Sources

_SECTIONS = ("dependencies", "devDependencies", "peerDependencies")


class Owning:
    """Reads the package.json files of the tree when they are needed, each once."""

    def __init__(self, sources: Sources, apps: Sequence[App]) -> None:
        self._sources = sources
        self._apps = apps
        self._manifests: dict[str, dict[str, object]] = {}
        self._reached: dict[str, frozenset[str]] = {}

    def is_foreign(self, app: App, arrival: Arrival) -> bool:
        """Nobody in the app sets the call off: its code and its owner are another app's, or a stranger package's."""
        places = {arrival.seed.path, (arrival.owner or arrival.seed.path).partition("#")[0]}
        return not any(self.uses(app, path) for path in places)

    def uses(self, app: App, path: str) -> bool:
        """The file is the app's own, or of a package that it depends on: one that looks like an app itself, too."""
        home = owner(self._apps, path)
        if home is not None and home.root:
            return home.root == app.root or self.depends_on(app, home.root)
        if home is not None and home.root == app.root and self._package(path) in ("", None):
            return True
        package = self._package(path)
        return package is None or package == app.root or package in self._dependencies(app.root)

    def depends_on(self, app: App, folder: str) -> bool:
        """The app depends on the workspace package in this folder, directly or not."""
        return folder in self._dependencies(app.root)

    def _package(self, path: str) -> str | None:
        """The folder of the nearest package.json; None where the file lies in no package."""
        return next((folder for folder in folders_up(path) if self._manifest(folder)), None)

    def _manifest(self, folder: str) -> dict[str, object]:
        if folder not in self._manifests:
            path = join(folder, "package.json")
            data = self._sources.read(path) if path in self._sources.paths else None
            self._manifests[folder] = read_object(data)
        return self._manifests[folder]

    def _dependencies(self, root: str) -> frozenset[str]:
        """The folders of the workspace packages that an app depends on, directly or not."""
        if root not in self._reached:
            folders = {
                self._manifest(os.path.dirname(path)).get("name"): os.path.dirname(path)
                for path in self._sources.named("package.json")
            }
            reached: set[str] = set()
            stack = [root]
            while stack:
                manifest = self._manifest(stack.pop())
                sections = [manifest.get(section) for section in _SECTIONS]
                names = [name for section in sections if isinstance(section, dict) for name in section]
                for folder in (folders[name] for name in names if name in folders):
                    if folder not in reached:
                        reached.add(folder)
                        stack.append(folder)
            self._reached[root] = frozenset(reached)
        return self._reached[root]
