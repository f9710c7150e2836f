"""Which version of Next.js an app uses, from package.json and the catalogues of its workspace."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reviewer.model import Place
from reviewer.syntax.jsonc import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node

    from reviewer.syntax.parser import Sources

_SECTIONS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_VERSION = re.compile(r"(?:^|[^\d.])(\d{1,3})(?:\.(\d{1,4}|[x*]))?")
_NEXT_KEY = re.compile(rb'"next"\s{0,20}:')
_COMMAND = re.compile(r"(?:^|[\s;&|/])next (?:dev|build|start)\b")
_MAX_CATALOGUE_BYTES = 300_000


def depends_on_next(sources: Sources, folder: str) -> bool:
    """The folder's package.json names ``next`` among its dependencies."""
    return _wanted(sources, folder) is not None


def is_unreadable(sources: Sources, folder: str) -> bool:
    """The folder has a package.json, and what it says is not known: no JSON object, too long, or nested too deep."""
    path = f"{folder}/package.json" if folder else "package.json"
    return path in sources.paths and not isinstance(read_json(sources.read(path)), dict)


def runs_next(sources: Sources, folder: str) -> bool:
    """A script of the folder's package.json calls the command ``next``."""
    scripts = _manifest(sources, folder).get("scripts")
    texts = scripts.values() if isinstance(scripts, dict) else ()
    return any(_COMMAND.search(text[:2000]) is not None for text in texts if isinstance(text, str))


def is_workspace(sources: Sources, folder: str) -> bool:
    """Packages below the folder share what its package.json depends on."""
    path = f"{folder}/pnpm-workspace.yaml" if folder else "pnpm-workspace.yaml"
    return not folder or path in sources.paths or "workspaces" in _manifest(sources, folder)


def next_version(sources: Sources, root: str) -> tuple[int, int] | None:
    """Major and minor version that the nearest package.json asks for, or None where it names no number."""
    for folder in upwards(root):
        wanted = _wanted(sources, folder)
        if wanted is None:
            continue
        if wanted.startswith("catalog:"):
            wanted = _catalogued(sources, folder, wanted.removeprefix("catalog:").strip() or "default")
        return _parsed(wanted) if wanted is not None else None
    return None


def version_place(sources: Sources, root: str) -> Place | None:
    """Where the nearest package.json asks for ``next``."""
    folder = next((folder for folder in upwards(root) if depends_on_next(sources, folder)), None)
    if folder is None:
        return None
    path = f"{folder}/package.json" if folder else "package.json"
    data = sources.read(path) or b""
    named = _NEXT_KEY.search(data)
    return Place(path, data.count(b"\n", 0, named.start()) + 1 if named is not None else 1)


def upwards(folder: str) -> Iterator[str]:
    """The folder and those above it, up to the repository's own."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _manifest(sources: Sources, folder: str) -> dict[str, Any]:
    path = f"{folder}/package.json" if folder else "package.json"
    data = sources.read(path) if path in sources.paths else None
    if data is None:
        return {}
    value = read_json(data)
    return value if isinstance(value, dict) else {}


def _wanted(sources: Sources, folder: str) -> str | None:
    manifest = _manifest(sources, folder)
    for section in _SECTIONS:
        names = manifest.get(section)
        if isinstance(names, dict) and isinstance(names.get("next"), str):
            return str(names["next"])
    return None


def _catalogued(sources: Sources, folder: str, catalogue: str) -> str | None:
    """The version in a catalogue of pnpm, yarn or bun, in the nearest workspace file above."""
    for above in upwards(folder):
        for workspace in _workspaces(sources, above, catalogue):
            named = workspace.get("catalogs")
            chosen = named.get(catalogue) if isinstance(named, dict) else None
            if chosen is None and catalogue == "default":
                chosen = workspace.get("catalog")
            if isinstance(chosen, dict) and isinstance(chosen.get("next"), str):
                return str(chosen["next"])
    return None


def _workspaces(sources: Sources, folder: str, catalogue: str) -> Iterator[dict[str, Any]]:
    for name in ("pnpm-workspace.yaml", ".yarnrc.yml"):
        path = f"{folder}/{name}" if folder else name
        data = sources.read(path) if path in sources.paths else None
        if data is not None and len(data) <= _MAX_CATALOGUE_BYTES:
            yield _yaml(data, catalogue)
    manifest = _manifest(sources, folder)
    workspaces = manifest.get("workspaces")
    yield from (value for value in (workspaces, manifest) if isinstance(value, dict))


@lru_cache(maxsize=8)
def _yaml(data: bytes, catalogue: str) -> dict[str, Any]:
    """What a YAML file says of ``next`` in its own catalogue and in the one of this name.

    Only the nodes on the way there are looked at. Values are not constructed: merged aliases can grow without end.
    """
    import yaml

    try:
        root = yaml.compose(data, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    own, named = _member(root, "catalog"), _member(_member(root, "catalogs"), catalogue)
    return {"catalog": _next_in(own), "catalogs": {catalogue: _next_in(named)}}


def _next_in(node: Node | None) -> dict[str, str] | None:
    value = _member(node, "next")
    return {"next": value.value} if value is not None and isinstance(value.value, str) else None


def _member(node: Node | None, name: str) -> Node | None:
    """The value under a key of a mapping; of several, the last."""
    from yaml import MappingNode

    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for key, value in reversed(pairs) if key.value == name), None)


def _parsed(wanted: str) -> tuple[int, int] | None:
    found = _VERSION.search(wanted.rpartition("@")[2][:200])
    if found is None:
        return None
    minor = found[2]
    return int(found[1]), int(minor) if minor is not None and minor.isdigit() else 0
