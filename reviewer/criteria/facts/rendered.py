"""Which router renders a component, in an app that has both: found by following importers up to a router's folder.

Costs one look at the bytes of the app's sources a level, and nothing in an app with one router.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from reviewer.model import App
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import SOURCE_SUFFIXES, Sources

_DYNAMIC = re.compile(rb"\bimport\(\s{0,40}[\"']([^\"'\n]{1,300})[\"']")

MOST_LEVELS = 12
MOST_FILES = 400

_cache: WeakKeyDictionary[Sources, dict[tuple[str, str], bool]] = WeakKeyDictionary()


def rendered_under_pages(path: str, app: App, sources: Sources, modules: Modules) -> bool:
    """A page of the Pages Router imports the file, directly or through others."""
    if not app.renders_with_pages or app.pages_dir is None:
        return False
    known = _cache.setdefault(sources, {})
    key = app.root, path
    if key not in known:
        known[key] = _reaches_pages(path, app, sources, modules)
    return known[key]


def _reaches_pages(path: str, app: App, sources: Sources, modules: Modules) -> bool:
    if is_page(path, app):
        return True
    candidates = _app_sources(app, sources)
    seen = {path}
    level = [path]
    for _ in range(MOST_LEVELS):
        above = _importers(level, candidates, sources, modules) - seen
        if any(is_page(importer, app) for importer in above):
            return True
        seen |= above
        level = sorted(above)
        if not level or len(seen) > MOST_FILES:
            return False
    return False


def is_page(path: str, app: App) -> bool:
    """The file lies in the Pages Router's folder, and is no API route."""
    pages = app.pages_dir
    return (
        pages is not None and path.startswith(f"{pages}/") and not path.startswith((f"{pages}/api/", f"{pages}/api."))
    )


def _app_sources(app: App, sources: Sources) -> list[str]:
    prefix = f"{app.root}/" if app.root else ""
    return [path for path in sources.paths if path.startswith(prefix) and path.endswith(SOURCE_SUFFIXES)]


def _importers(targets: list[str], candidates: list[str], sources: Sources, modules: Modules) -> set[str]:
    """The files that import one of the targets. Only files whose text holds a target's name are parsed."""
    names = {_name_in_specifiers(target).encode() for target in targets}
    wanted = set(targets)
    found = set()
    for path in candidates:
        data = sources.tree.read(path)
        if data is None or not any(name in data for name in names):
            continue
        table = modules.table(path)
        if table is None:
            continue
        specifiers = {specifier for specifier, _ in table.imports.values()} | set(table.stars)
        specifiers |= {specifier for specifier, _ in table.exports.values() if specifier is not None}
        specifiers |= {match.decode("utf-8", "replace") for match in _DYNAMIC.findall(data)}
        if any(modules.resolve(specifier, path) in wanted for specifier in specifiers):
            found.add(path)
    return found


def _name_in_specifiers(path: str) -> str:
    """What an import of the file must mention: its name, or its folder's for an index file."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return folder.rpartition("/")[2] if stem == "index" and folder else stem
