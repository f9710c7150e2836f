"""Which version of Next.js an app uses, from package.json and the catalogues of its workspace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reviewer.syntax.jsonc import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewer.syntax.parser import Sources

_SECTIONS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_VERSION = re.compile(r"(?:^|[^\d.])(\d{1,3})(?:\.(\d{1,4}|[x*]))?")
_MAX_CATALOGUE_BYTES = 300_000


def depends_on_next(sources: Sources, folder: str) -> bool:
    """The folder's package.json names ``next`` among its dependencies."""
    return _wanted(sources, folder) is not None


def next_version(sources: Sources, root: str) -> tuple[int, int] | None:
    """Major and minor version that the nearest package.json asks for, or None where it names no number."""
    for folder in _upwards(root):
        wanted = _wanted(sources, folder)
        if wanted is None:
            continue
        if wanted.startswith("catalog:"):
            wanted = _catalogued(sources, folder, wanted.removeprefix("catalog:").strip() or "default")
        return _parsed(wanted) if wanted is not None else None
    return None


def _upwards(folder: str) -> Iterator[str]:
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
    for above in _upwards(folder):
        for workspace in _workspaces(sources, above):
            named = workspace.get("catalogs")
            chosen = named.get(catalogue) if isinstance(named, dict) else None
            if chosen is None and catalogue == "default":
                chosen = workspace.get("catalog")
            if isinstance(chosen, dict) and isinstance(chosen.get("next"), str):
                return str(chosen["next"])
    return None


def _workspaces(sources: Sources, folder: str) -> Iterator[dict[str, Any]]:
    for name in ("pnpm-workspace.yaml", ".yarnrc.yml"):
        path = f"{folder}/{name}" if folder else name
        data = sources.read(path) if path in sources.paths else None
        if data is not None and len(data) <= _MAX_CATALOGUE_BYTES:
            yield _yaml(data)
    manifest = _manifest(sources, folder)
    workspaces = manifest.get("workspaces")
    yield from (value for value in (workspaces, manifest) if isinstance(value, dict))


def _yaml(data: bytes) -> dict[str, Any]:
    import yaml

    try:
        value = yaml.safe_load(data)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _parsed(wanted: str) -> tuple[int, int] | None:
    found = _VERSION.search(wanted.rpartition("@")[2][:200])
    if found is None:
        return None
    minor = found[2]
    return int(found[1]), int(minor) if minor is not None and minor.isdigit() else 0
