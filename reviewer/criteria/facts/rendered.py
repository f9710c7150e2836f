"""Which router renders a component, in an app that has both: found by following importers up to a router's folder.

Nothing of this happens in an app with one router. The same search tells whether client code imports a module.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from reviewer.criteria.facts.importers import importers_of
from reviewer.model import App
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

_DIRECTIVE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s++|//[^\n]*+\n|/\*.{0,2000}?\*/)*+[\"']use (client|server)[\"']", re.DOTALL
)

MOST_FILES = 600

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
        above = importers_of(current, sources, modules) - seen
        seen |= above
        queue.extend(sorted(above))
    return False


def is_page(path: str, app: App) -> bool:
    """The file lies in the Pages Router's folder, and is no API route."""
    pages = app.pages_dir
    return (
        pages is not None and path.startswith(f"{pages}/") and not path.startswith((f"{pages}/api/", f"{pages}/api."))
    )


def in_client_code(path: str, sources: Sources, modules: Modules) -> bool:
    """A module with ``'use client'`` is the file, or imports it without a server module in between.

    What such a file calls ships to the browser unless ``'use server'`` keeps it out.
    """
    seen = {path}
    queue = [path]
    while queue and len(seen) <= MOST_FILES:
        current = queue.pop(0)
        directive = _directive(current, sources)
        if directive == b"client":
            return True
        if directive == b"server":
            continue
        above = importers_of(current, sources, modules) - seen
        seen |= above
        queue.extend(sorted(above))
    return len(seen) > MOST_FILES


def _directive(path: str, sources: Sources) -> bytes | None:
    match = _DIRECTIVE.match((sources.read(path) or b"")[:4_000])
    return match.group(1) if match is not None else None
