"""What a conversion leaves to its reader."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import App, Endpoint, Kind
from reviewer.report.conversion.remaining import checked_on_the_way
from reviewer.syntax.parser import Sources

LIMIT = b"if (request.nextUrl.pathname.startsWith('/api')) return limit(request);"


def steps(files: dict[str, bytes], app: App) -> list[str]:
    endpoint = Endpoint(Kind.ROUTE_HANDLER, "app/api/a/route.ts", "POST", 1, 2, 1, app, methods=("POST",))
    return checked_on_the_way(endpoint, Sources(MemoryTree(files)))


@pytest.mark.parametrize(
    ("path", "app"),
    [
        ("middleware.ts", App("")),
        ("src/proxy.js", App("")),
        ("apps/web/src/middleware.ts", App("apps/web")),
        ("proxy.page.ts", App("", page_extensions=("page.ts",))),
    ],
)
def test_a_middleware_that_names_the_api(path: str, app: App) -> None:
    (step,) = steps({path: LIMIT}, app)
    assert step == f"Check in the action what `{path}` checks of addresses below `/api`: it has none of them."


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"middleware.ts": b"export const config = { matcher: ['/((?!api|_next).*)'] };"},
        {"lib/middleware.ts": LIMIT},
        {"apps/other/middleware.ts": LIMIT},
    ],
)
def test_silent_of_others(files: dict[str, bytes]) -> None:
    assert steps(files, App("")) == []
