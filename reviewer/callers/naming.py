"""Which files may name an endpoint by its URL, told by their bytes alone: those are worth parsing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.callers.client_calls import may_make_clients, sets_defaults
from reviewer.callers.conventions import DEFAULTS
from reviewer.callers.http import Http
from reviewer.callers.prefixed import AFTER_SLASH, may_prefix
from reviewer.callers.texts import is_generated


class Naming(NamedTuple):
    """What a file may hold. ``places``: the bytes at which a URL may stand.

    ``clients``: clients with a base. ``defaults``: the base of a client that exists. ``unnamed``: requests to an
    address that a library assumes. ``prefixes``: helpers that put a prefix in front of what they are given.
    ``route_files``: imports of route files, which ask for no parsing.
    """

    places: Sequence[int] = ()
    clients: bool = False
    defaults: bool = False
    unnamed: bool = False
    prefixes: bool = False
    route_files: bool = False

    @property
    def asks_for_parsing(self) -> bool:
        """The file may name an endpoint."""
        return bool(self.places or self.clients or self.defaults or self.unnamed or self.prefixes)


NOTHING = Naming()
_ROUTE_FILE = rb"route[\"']"  # ends the specifier of one


class Names:
    """Tells of files what they may hold that names an endpoint."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._by_default = [name.encode() for name, url in DEFAULTS.items() if http.has(url)]
        words = http.after_slash
        looked_for = (*map(re.escape, words or ()), _ROUTE_FILE, AFTER_SLASH)
        self._slash = re.compile(rb"/(?:%s)" % b"|".join(looked_for))  # one pattern takes as long as one text
        self._urls_anywhere = words is None

    def of(self, path: str, data: bytes) -> Naming:
        """What a file of these bytes may hold."""
        slash = self._slash.search(data) is not None
        clients = may_make_clients(path, data, self._http.wanted)
        unnamed = self._by_default != [] and any(name in data for name in self._by_default)
        if not (slash or clients or unnamed or self._urls_anywhere):
            return NOTHING
        route_files = slash and b"/route" in data
        prefixes = slash and may_prefix(data)
        places = list(self._http.seeds(path, data)) if slash or self._urls_anywhere else ()
        defaults = clients and sets_defaults(data)
        found = Naming(places, clients, defaults, unnamed, prefixes, route_files)
        if found.asks_for_parsing and is_generated(data):
            return Naming(defaults=defaults, unnamed=unnamed, route_files=route_files)
        return found
