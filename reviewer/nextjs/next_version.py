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
_VERSION = re.compile(r"(?<![\w.+-])v?(\d{1,3})(?:\.(\d{1,4}|[x*]))?(?![\d])")
_RANGE = re.compile(r"[\s~^=<>|]*v?\d[\w.*+-]*(?:[\s~^=<>|]+v?\d[\w.*+-]*)*+\s*")
_STABLE_ACTIONS = (14, 0)  # the first version that has server actions without a flag
# The word by itself, in a line of YAML that is no comment.
_NEXT = rb"(?m)^(?![ \t]*+#[^\r\n\x80-\xff]*+\r?$)[^\n]*?(?<![\w@./-])next(?![\w@./-])"
_NEXT_KEY = rb'"next"\s{0,20}:'
_COMMAND = re.compile(r"(?:^|[\s;&|/])next (?:dev|build|start)\b")
_MAX_CATALOGUE_BYTES = 300_000


def depends_on_next(sources: Sources, folder: str) -> bool:
    """The folder's package.json names ``next`` among its dependencies."""
    return bool(_all_wanted(sources, folder))


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
    """Major and minor version that the nearest package.json asks for, or None where it names no number.

    Of several the newest, and None where one of them is unknown: what an old version lacks would be passed over.
    """
    for folder in upwards(root):
        wanted = _all_wanted(sources, folder)
        if not wanted:
            continue
        found = [_told(sources, folder, text) for text in (*wanted, *_overriding(sources, folder))]
        known = [version for version in found if version is not None]
        return max(known) if len(known) == len(found) else None
    return None


def _told(sources: Sources, folder: str, wanted: str) -> tuple[int, int] | None:
    if wanted.startswith("catalog:"):
        catalogued = _catalogued(sources, folder, wanted.removeprefix("catalog:").strip() or "default")
        return _parsed(catalogued) if catalogued is not None else None
    return _parsed(wanted)


def _overriding(sources: Sources, folder: str) -> Iterator[str]:
    """The versions that a workspace above forces upon its packages, whatever they ask for: npm, pnpm and Yarn."""
    for above in upwards(folder):
        manifest = _manifest(sources, above)
        pnpm = manifest.get("pnpm")
        places = [manifest.get("overrides"), manifest.get("resolutions")]
        places += [pnpm.get("overrides")] if isinstance(pnpm, dict) else []
        places += [workspace.get("overrides") for workspace in _workspaces(sources, above, "default")]
        for names in places:
            for name, value in names.items() if isinstance(names, dict) else ():
                if name == "next" or re.fullmatch(r"(?:.{0,200}[/>])?next(?:@.{0,200})?", name):
                    text = value.get(".", "") if isinstance(value, dict) else value
                    if text != "":
                        yield text if isinstance(text, str) else ""


def version_place(sources: Sources, root: str) -> Place | None:
    """Where the nearest package.json asks for ``next``."""
    folder = next((folder for folder in upwards(root) if depends_on_next(sources, folder)), None)
    if folder is None:
        return None
    path = f"{folder}/package.json" if folder else "package.json"
    data = sources.read(path) or b""
    named = re.search(_NEXT_KEY, data)
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


def _all_wanted(sources: Sources, folder: str) -> list[str]:
    """What each section of the folder's package.json asks for."""
    manifest = _manifest(sources, folder)
    sections = (manifest.get(section) for section in _SECTIONS)
    return [names["next"] for names in sections if isinstance(names, dict) and isinstance(names.get("next"), str)]


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


def _may_be_spelt_otherwise(data: bytes) -> bool:
    """The text has escapes, or takes more than one byte for each letter."""
    return b"\\" in data or b"\0" in data


@lru_cache(maxsize=8)
def _yaml(data: bytes, catalogue: str) -> dict[str, Any]:
    """What a YAML file says of ``next`` in its own catalogue and in the one of this name.

    Only the nodes on the way there are looked at. Values are not constructed: merged aliases can grow without end.
    """
    if re.search(_NEXT, data) is None and not _may_be_spelt_otherwise(data):
        return {}
    import yaml

    try:
        root = yaml.compose(data, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    own, named = _member(root, "catalog"), _member(_member(root, "catalogs"), catalogue)
    forced = _next_in(_member(root, "overrides"))
    return {"catalog": _next_in(own), "catalogs": {catalogue: _next_in(named)}, "overrides": forced}


def _next_in(node: Node | None) -> dict[str, str] | None:
    value = _member(node, "next")
    return {"next": value.value} if value is not None and isinstance(value.value, str) else None


def _member(node: Node | None, name: str) -> Node | None:
    """The value under a key of a mapping; of several, the last."""
    from yaml import MappingNode

    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for key, value in reversed(pairs) if key.value == name), None)


def _parsed(wanted: str) -> tuple[int, int] | None:
    text = wanted.rpartition("@")[2] if wanted.startswith("npm:") else wanted.removeprefix("workspace:")
    if len(text) > 200 or _RANGE.fullmatch(text) is None:
        return None
    found = [(int(each[1]), int(each[2]) if each[2] and each[2].isdigit() else 0) for each in _VERSION.finditer(text)]
    open_above = ">" in text or "||" in text
    if not found or (open_above and min(found) < _STABLE_ACTIONS):
        return None
    return found[0]
