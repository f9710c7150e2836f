"""Which files may name an endpoint by its URL, told by their bytes alone: those are worth parsing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.callers.client_calls import may_make_clients, sets_defaults
from reviewer.callers.conventions import DEFAULTS
from reviewer.callers.http import Http
from reviewer.callers.prefixed import may_prefix
from reviewer.callers.texts import is_generated


class Naming(NamedTuple):
    """What a file may hold. ``places``: the bytes at which a URL may stand.

    ``clients``: clients with a base. ``defaults``: the base of a client that exists. ``unnamed``: requests to an
    address that a library assumes. ``prefixes``: helpers that put a prefix in front of what they are given.
    """

    places: Sequence[int] = ()
    clients: bool = False
    defaults: bool = False
    unnamed: bool = False
    prefixes: bool = False


NOTHING = Naming()


class Names:
    """Tells of files what they may hold that names an endpoint."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._by_default = [name.encode() for name, url in DEFAULTS.items() if http.has(url)]

    def of(self, path: str, data: bytes) -> Naming:
        """What a file of these bytes may hold."""
        clients = may_make_clients(path, data, self._http.wanted)
        unnamed = any(name in data for name in self._by_default)
        prefixes = may_prefix(data)
        places = sorted(set(self._http.seeds(path, data))) if self._http.may_hold(data) else ()
        if not (clients or unnamed or prefixes or places):
            return NOTHING
        defaults = clients and sets_defaults(data)
        if is_generated(data):
            return Naming(defaults=defaults, unnamed=unnamed)
        return Naming(places, clients, defaults, unnamed, prefixes)
