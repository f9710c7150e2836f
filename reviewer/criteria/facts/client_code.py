"""Whether client code imports a module: then what it calls ships to the browser unless ``'use server'`` keeps it out.

Where the run has listed all importers, those are asked. Else the imports of the whole tree are listed once, from its
bytes, and resolved only where the last name of a specifier may mean the file that is looked for. Unlike the search for
callers, which asks where code runs, this wants to be sure of an absence: imports of types count too, and so does every
name of a barrel.
"""

from __future__ import annotations

import re
import sys
from weakref import WeakKeyDictionary

from reviewer.syntax.boundary import boundary
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import SOURCE_SUFFIXES, Sources

_SPECIFIER = rb"\b(?:from|import|require)\s{0,20}\(?\s{0,40}[\"']([^\"'\n]{1,300})[\"']"

MOST_FILES = 600

Importers = dict[str, list[tuple[str, str]]]  # last name of a specifier -> (importing file, specifier)
_importers: WeakKeyDictionary[Sources, Importers] = WeakKeyDictionary()


def in_client_code(path: str, sources: Sources, modules: Modules) -> bool:
    """A module with ``'use client'`` is the file, or imports it without a server module in between."""
    seen = {path}
    waiting = [path]
    while waiting and len(seen) <= MOST_FILES:
        current = waiting.pop()
        directive = boundary(sources.read(current) or b"")
        if directive == b"client":
            return True
        if directive == b"server":
            continue
        above = _importers_of(current, sources, modules) - seen
        seen |= above
        waiting.extend(above)
    return len(seen) > MOST_FILES


def _importers_of(target: str, sources: Sources, modules: Modules) -> set[str]:
    """The files that import the target, directly."""
    imported = modules.imported
    if imported is not None:
        return imported.everywhere(target)
    listed = _all_importers(sources)
    return {
        path
        for name in _names_in_specifiers(target, modules)
        for path, specifier in listed.get(name, ())
        if modules.resolve(specifier, path) == target
    }


def _all_importers(sources: Sources) -> Importers:
    if sources not in _importers:
        listed: Importers = {}
        for path in sources.paths:
            data = sources.read(path) if path.endswith(SOURCE_SUFFIXES) else None
            for match in set(re.findall(_SPECIFIER, data or b"")):
                specifier = sys.intern(match.decode("utf-8", "replace"))
                listed.setdefault(_last_name(specifier), []).append((path, specifier))
        _importers[sources] = listed
    return _importers[sources]


def _last_name(specifier: str) -> str:
    """ "@/components/form.js" and "./form" are both "form"; "." and ".." name nothing."""
    return specifier.rstrip("/").rpartition("/")[2].partition(".")[0]


def _names_in_specifiers(path: str, modules: Modules) -> set[str]:
    """What an import of it may end in: its name, its package's; of an index file a folder above it, or nothing."""
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    package = modules.package_name(path) or ""
    names = {stem, package.rpartition("/")[2]}
    return names | {"", *folders[-2:]} if stem == "index" else names
