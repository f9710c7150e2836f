"""Which files import a file.

The imports of the whole tree are listed once, from its bytes, and resolved only where the last name of a specifier
may mean the file that is looked for. Imports of types alone count too: whoever asks wants to be sure of an absence.
"""

from __future__ import annotations

import re
import sys
from weakref import WeakKeyDictionary

from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import SOURCE_SUFFIXES, Sources

_SPECIFIER = re.compile(rb"\b(?:from|import|require)\s{0,20}\(?\s{0,40}[\"']([^\"'\n]{1,300})[\"']")

Importers = dict[str, list[tuple[str, str]]]  # last name of a specifier -> (importing file, specifier)
_importers: WeakKeyDictionary[Sources, Importers] = WeakKeyDictionary()


def importers_of(target: str, sources: Sources, modules: Modules) -> set[str]:
    """The files that import the target, directly."""
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
            data = sources.read(path) if path.endswith(SOURCE_SUFFIXES) else None
            for match in set(_SPECIFIER.findall(data or b"")):
                specifier = sys.intern(match.decode("utf-8", "replace"))
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
