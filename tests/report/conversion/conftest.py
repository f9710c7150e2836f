"""Findings made of small apps in memory: real detection and callers, the recommendation chosen by the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reviewer.callers.search import find_callers
from reviewer.changes.trees import MemoryTree
from reviewer.model import Endpoint, Finding, Fit, Kind, Outcome, Recommendation, Tree, Verdict
from reviewer.nextjs.detection import all_endpoints
from reviewer.report.conversion import Preview, attempt
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

Convert = Callable[..., Preview]

PACKAGE = '{"name": "shop", "dependencies": {"next": "16.4.6", "react": "^19"}}'
PAGE = "export default function Page() { return null; }"
WAYS = {
    Kind.ROUTE_HANDLER: Recommendation.SERVER_ACTION,
    Kind.PAGES_API_ROUTE: Recommendation.SERVER_ACTION,
    Kind.SERVER_ACTION: Recommendation.API_ROUTE,
}


def in_memory(files: Mapping[str, str]) -> Tree:
    known = {"package.json": PACKAGE, "next.config.mjs": "export default {};", "app/page.tsx": PAGE}
    return MemoryTree({path: text.encode() for path, text in {**known, **files}.items()})


def converted(
    tree: Tree,
    path: str,
    name: str | None = None,
    way: Recommendation | None = None,
    methods: tuple[str, ...] = (),
) -> Preview:
    """The preview of one endpoint. Raises Refused; fails where the endpoint is not found."""
    sources = Sources(tree)
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)

    def is_meant(endpoint: Endpoint) -> bool:
        return endpoint.path == path and name in (None, endpoint.name, endpoint.binding)

    endpoint = next(endpoint for endpoint in detected.endpoints if is_meant(endpoint))
    callers = find_callers([endpoint], detected.apps, sources, modules)[endpoint]
    verdict = Verdict(Outcome.BETTER_SUITED, Fit.of(0.0), way or WAYS[endpoint.kind], methods=methods)
    return attempt(Finding("id", endpoint, verdict, callers), sources, modules)


@pytest.fixture
def convert() -> Convert:
    """``convert(files, path, ...)``: the preview of the endpoint in that file of an app in memory."""

    def of_files(files: Mapping[str, str], path: str, *options: object, **named: object) -> Preview:
        return converted(in_memory(files), path, *options, **named)  # type: ignore[arg-type]

    return of_files
