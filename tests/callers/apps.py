"""Small apps in memory, and what is found of who calls their endpoints."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.callers.search import find_callers
from reviewer.changes.trees import MemoryTree
from reviewer.model import Callers, Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

PACKAGE = {"package.json": '{"name": "shop", "dependencies": {"next": "16.0.0"}}'}
ALIASES = {"tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}'}
PAGE = {"app/page.tsx": "export default function Page() { return null }"}


def callers_in(files: Mapping[str, str]) -> dict[Endpoint, Callers]:
    """The callers of every endpoint of an app. A page, aliases and a package.json are added where missing."""
    everything = PACKAGE | ALIASES | PAGE | dict(files)
    sources = Sources(MemoryTree({path: text.encode() for path, text in everything.items()}))
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)
    return dict(find_callers(detected.endpoints, detected.apps, sources, modules))


def of(found: Mapping[Endpoint, Callers], name: str) -> Callers:
    """The callers of the endpoint whose URL, "METHOD URL" or name this is."""
    for endpoint, callers in found.items():
        if name in (endpoint.name, endpoint.url, f"{endpoint.name} {endpoint.url}"):
            return callers
    raise AssertionError(f"no endpoint {name}: {[endpoint.url or endpoint.name for endpoint in found]}")


def told(callers: Callers) -> list[str]:
    """The call sites in a line each: file, line, trigger, method, and the owners' names."""
    return [
        " ".join(
            [
                f"{site.path}:{site.line}",
                site.outside or site.via.value,
                *([site.method] if site.method else []),
                *(owner.partition("#")[2] for owner in site.owners if "#" in owner),
                *([] if site.certain else ["maybe"]),
            ]
        )
        for site in callers.sites
    ]
