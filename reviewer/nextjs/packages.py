"""Which app serves an action that lies in a package of the workspace, outside every app's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reviewer.syntax.jsonc import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.model import App
    from reviewer.syntax.parser import Sources

_SECTIONS = ("dependencies", "devDependencies", "peerDependencies")


def app_of_package(apps: Sequence[App], path: str, sources: Sources) -> App | None:
    """The first app that depends on the package, else the first that has server actions: it may import what it does
    not name, through another package or by a path. None where no app has them.
    """
    able = [app for app in apps if app.has_server_actions]
    name = _package_name(path, sources)
    using = [app for app in able if name is not None and name in _dependencies(app, sources)]
    return next(iter(using or able), None)


def _manifest(folder: str, sources: Sources) -> dict[str, Any]:
    path = f"{folder}/package.json" if folder else "package.json"
    value = read_json(sources.read(path)) if path in sources.paths else None
    return value if isinstance(value, dict) else {}


def _package_name(path: str, sources: Sources) -> str | None:
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        name = _manifest(folder, sources).get("name")
        if isinstance(name, str):
            return name
    return None


def _dependencies(app: App, sources: Sources) -> frozenset[str]:
    manifest = _manifest(app.root, sources)
    sections = (manifest.get(section) for section in _SECTIONS)
    return frozenset(name for section in sections if isinstance(section, dict) for name in section)
