"""Which endpoints a change adds, and which a tree holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reviewer.changes.trees import UNREAD
from reviewer.model import App, Endpoint, Skipped
from reviewer.nextjs.app import find_apps
from reviewer.nextjs.base_tree import BaseTree
from reviewer.nextjs.doubts import doubtful, linked
from reviewer.nextjs.hidden_exports import leads_to
from reviewer.nextjs.newness import only_new
from reviewer.nextjs.references import Resolver
from reviewer.nextjs.relevance import (
    exports_a_method,
    hands_on,
    may_add_endpoints,
    may_define_endpoints,
    read_files,
)
from reviewer.nextjs.routing import is_route_file, may_be_routed
from reviewer.nextjs.served import Contents, Served, can_serve, contents
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import SOURCE_SUFFIXES, Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from reviewer.model import Change


class Detected(NamedTuple):
    """``analysed``: the files that were read and understood in full. ``apps``: those of the tree, where looked for.

    ``there``: every endpoint of the files that were looked at, new or not.
    """

    endpoints: tuple[Endpoint, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    analysed: frozenset[str] = frozenset()
    apps: tuple[App, ...] = ()
    there: tuple[Endpoint, ...] = ()


def new_endpoints(change: Change, sources: Sources, modules: Modules) -> Detected:
    """The endpoints that are in head and not in base. ``sources``: the tree at head.

    Costs nothing where no changed file can define an endpoint: the tree is not looked at then.
    """
    readable = [file for file in change.files if file.head is not None or file.status == "removed"]
    read = read_files(change)
    if not may_add_endpoints(change):
        return Detected(analysed=read)
    apps = find_apps(sources, modules)
    through = _routes_through_stars(change, apps, sources)
    after = [*((file.path, file.head) for file in readable), *through]
    head, skipped = _of_files(after, apps, Resolver(sources, modules), untouched={path for path, _ in through})
    base_sources = Sources(BaseTree(sources.tree, sources.paths, change))
    base_modules = Modules(base_sources)
    plausible = [(file.path, file.head) for file in readable if may_define_endpoints(file.path, file.head)]
    skipped.extend(
        doubtful(
            plausible,
            apps,
            {*(one.endpoint.path for one in head), *(one.path for one in skipped)},
            sources,
            cache(lambda: find_apps(base_sources, base_modules)),
        )
    )
    skipped.extend(linked(change.links, apps, sources))
    there = tuple(one.endpoint for one in head)
    unread = {file.path for file in readable if file.base is None and file.status in ("modified", "renamed")}
    skipped.extend(
        Skipped(path, "its text before the change could not be read: what is new in it is unknown", incomplete=True)
        for path in sorted({one.endpoint.path for one in head} & unread)
    )
    head = [one for one in head if one.endpoint.path not in unread]
    if not head:
        return Detected((), tuple(skipped), read - {one.path for one in skipped}, apps, there)
    kept = (file for file in readable if file.base is not None and file.status != "copied")
    before = [*((file.base_path, file.base) for file in kept), *through]
    base: list[Served] = []
    if any(may_define_endpoints(path, data) for path, data in before):
        base, _ = _of_files(before, find_apps(base_sources, base_modules), Resolver(base_sources, base_modules))
    endpoints = only_new(head, base, change)
    return Detected(endpoints, tuple(skipped), read - {one.path for one in skipped}, apps, there)


def all_endpoints(sources: Sources, modules: Modules, seen: Callable[[Endpoint], None] | None = None) -> Detected:
    """Every endpoint of the tree: one pass over its paths, one look at the bytes of its sources.

    ``seen``: called with each while the tree of its file is at hand.
    """
    apps = find_apps(sources, modules)
    if not apps:
        return Detected()
    resolver = Resolver(sources, modules)
    found: list[Endpoint] = []
    skipped: list[Skipped] = []
    analysed = set()
    for path in sorted(sources.paths):
        if not path.endswith(SOURCE_SUFFIXES) and not may_be_routed(path):
            continue
        data = sources.read(path)
        if data is None:
            if can_serve(apps, path, b""):
                skipped.append(Skipped(path, UNREAD, incomplete=True))
            continue
        analysed.add(path)
        if can_serve(apps, path, data):
            held = contents(path, data, apps, resolver)
            for one in held.served:
                found.append(one.endpoint)
                if seen is not None:
                    seen(one.endpoint)
            skipped.extend(held.skipped + held.hidden)
    endpoints = tuple(found)
    return Detected(endpoints, tuple(skipped), frozenset(analysed) - {one.path for one in skipped}, apps, endpoints)


def _routes_through_stars(change: Change, apps: tuple[App, ...], sources: Sources) -> list[tuple[str, bytes]]:
    """The untouched route files that pass on all that another file exports, if a changed file exports a method, or
    hands on what it may have from elsewhere.
    """
    touched = {file.path: file.head for file in change.files if file.head is not None}
    if not any(
        not may_be_routed(path) and (exports_a_method(data) or hands_on(path, data)) for path, data in touched.items()
    ):
        return []
    routes = sorted(path for path in sources.paths if any(is_route_file(app, path) for app in apps))
    texts = ((path, sources.read(path)) for path in routes if path not in touched)
    return [(path, data) for path, data in texts if data is not None and hands_on(path, data)]


def _of_files(
    files: Iterable[tuple[str, bytes | None]],
    apps: tuple[App, ...],
    resolver: Resolver,
    untouched: Collection[str] = (),
) -> tuple[list[Served], list[Skipped]]:
    """``untouched``: what such a file may export beyond our sight counts only where it leads to one of the others."""
    files = list(files)
    touched = {path for path, _ in files}.difference(untouched)
    served: list[Served] = []
    skipped: list[Skipped] = []
    for path, data in files:
        if data is None or not may_define_endpoints(path, data) or not can_serve(apps, path, data):
            continue
        held: Contents = contents(path, data, apps, resolver)
        served.extend(held.served)
        skipped.extend(held.skipped)
        if held.hidden and (path not in untouched or touched & _leads_to(path, resolver)):
            skipped.extend(held.hidden)
    return served, skipped


def _leads_to(path: str, resolver: Resolver) -> frozenset[str]:
    source = resolver.sources.get(path)
    return leads_to(source, resolver) if source is not None else frozenset()
