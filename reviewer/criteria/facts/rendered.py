"""Which router renders a component, in an app that has both: found by following importers up to a router's folder.

The imports of the whole tree are listed once, from its bytes, and resolved only where the last name of a specifier
may mean the file that is looked for. Nothing of this happens in an app with one router.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from reviewer.model import App
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import SOURCE_SUFFIXES, Sources

_SPECIFIER = re.compile(rb"\b(?:from|import|require)\s{0,20}\(?\s{0,40}[\"']([^\"'\n]{1,300})[\"']")

MOST_FILES = 600

Importers = dict[str, list[tuple[str, str]]]  # last name of a specifier -> (importing file, specifier)
_importers: WeakKeyDictionary[Sources, Importers] = WeakKeyDictionary()
_known: WeakKeyDictionary[Sources, dict[tuple[str, str], bool]] = WeakKeyDictionary()


def rendered_under_pages(path: str, app: App, sources: Sources, modules: Modules) -> bool:
    """A page of the Pages Router imports the file, directly or through others."""
    if not app.renders_with_pages or app.pages_dir is None:
        return False
    known = _known.setdefault(sources, {})
    key = app.root, path
    if key not in known:
        known[key] = _reaches_pages(path, app, sources, modules)
    return known[key]


def _reaches_pages(path: str, app: App, sources: Sources, modules: Modules) -> bool:
    seen = {path}
    queue = [path]
    while queue and len(seen) <= MOST_FILES:
        current = queue.pop(0)
        if is_page(current, app):
            return True
        above = _importers_of(current, sources, modules) - seen
        seen |= above
        queue.extend(sorted(above))
    return False


def is_page(path: str, app: App) -> bool:
    """The file lies in the Pages Router's folder, and is no API route."""
    pages = app.pages_dir
    return (
        pages is not None and path.startswith(f"{pages}/") and not path.startswith((f"{pages}/api/", f"{pages}/api."))
    )


def _importers_of(target: str, sources: Sources, modules: Modules) -> set[str]:
    listed = _all_importers(sources)
    return {
        path
        for name in _names_in_specifiers(target)
        for path, specifier in listed.get(name, ())
        if path != target and modules.resolve(specifier, path) == target
    }


def _all_importers(sources: Sources) -> Importers:
    if sources not in _importers:
        listed: Importers = {}
        for path in sources.paths:
            data = sources.tree.read(path) if path.endswith(SOURCE_SUFFIXES) else None
            for match in set(_SPECIFIER.findall(data or b"")):
                specifier = match.decode("utf-8", "replace")
                listed.setdefault(_last_name(specifier), []).append((path, specifier))
        _importers[sources] = listed
    return _importers[sources]


def _last_name(specifier: str) -> str:
    """ "@/components/form.js" and "./form" are both "form"; "." and ".." name nothing."""
    name = specifier.rstrip("/").rpartition("/")[2]
    return "" if name in (".", "..") else name.partition(".")[0]


def _names_in_specifiers(path: str) -> set[str]:
    """What an import of the file may end in: its name; for an index file a folder above it, or nothing."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    return {stem, "", *folders[-2:]} if stem == "index" else {stem}
