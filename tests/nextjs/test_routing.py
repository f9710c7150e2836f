"""Routes and their URLs, as ``next build`` serves them.

tests/corpus/routing-* are small apps with every kind of folder and export; ``served.json`` in each is what the build
of Next.js said, recorded, and asked again where Node.js is there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reviewer.changes.trees import FolderTree
from reviewer.model import App, Kind
from reviewer.nextjs.detection import Detected, all_endpoints
from reviewer.nextjs.routing import is_pages_api_file, is_route_file, pages_api_url, route_url
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

CORPUS = Path(__file__).parents[1] / "corpus"
APPS = ["routing-src", "routing-extensions"]
METADATA = ("/manifest.webmanifest", "/robots.txt", "/sitemap.xml")  # Next.js writes these handlers itself


def served(name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((CORPUS / name / "served.json").read_text("utf-8"))
    return answer


def detected(name: str) -> Detected:
    sources = Sources(FolderTree(CORPUS / name))
    return all_endpoints(sources, Modules(sources))


@pytest.mark.parametrize("name", APPS)
def test_the_methods_and_urls_are_those_of_the_build(name: str) -> None:
    ours: dict[str, set[str]] = {}
    for endpoint in detected(name).endpoints:
        if endpoint.kind is Kind.ROUTE_HANDLER:
            ours.setdefault(endpoint.url or "", set()).update(endpoint.methods)
    theirs = {url: set(methods) for url, methods in served(name)["app"].items() if url not in METADATA and methods}
    intercepting = theirs.pop("/feed/(..)photo", None)
    assert ours.pop("", None) == intercepting
    assert ours == theirs


@pytest.mark.parametrize("name", APPS)
def test_the_pages_api_routes_are_those_of_the_build(name: str) -> None:
    found = detected(name)
    ours = [endpoint.url for endpoint in found.endpoints if endpoint.kind is Kind.PAGES_API_ROUTE]
    without_handler = [skipped.path for skipped in found.skipped if "answers 500" in skipped.reason]
    assert without_handler == ([] if name != "routing-src" else ["src/pages/api/helper.ts"])
    assert sorted(ours) == [url for url in served(name)["pages"] if url != "/api/helper"]


@pytest.mark.node
@pytest.mark.parametrize("name", APPS)
def test_the_build_still_serves_what_was_recorded(name: str, node_packages: Path, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(CORPUS / name, folder)
    (folder / "node_modules").symlink_to(node_packages / "node_modules")
    command = ["node", str(node_packages / "routes.mjs")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == served(name)


APP = App("apps/web", app_dir="apps/web/app", pages_dir="apps/web/pages")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("app/api/users/route.ts", "/api/users"),
        ("app/route.ts", "/"),
        ("app/(a)/(b)/route.ts", "/"),
        ("app/(a)/x/@slot/y/route.ts", "/x/y"),
        ("app/%5Fhidden/x/route.ts", "/_hidden/x"),
        ("app/[id]/[...rest]/[[...more]]/route.ts", "/[id]/[...rest]/[[...more]]"),
        ("app/.well-known/x/route.ts", "/.well-known/x"),
        ("app/feed/(.)x/route.ts", None),
        ("app/feed/(...)x/route.ts", None),
    ],
)
def test_a_route_files_url(path: str, url: str | None) -> None:
    assert is_route_file(APP, f"apps/web/{path}")
    assert route_url(APP, f"apps/web/{path}") == url


@pytest.mark.parametrize(
    "path",
    [
        "app/api/Route.ts",
        "app/api/route.mts",
        "app/api/route.test.ts",
        "app/api/route/index.ts",
        "app/_lib/x/route.ts",
        "app/api/_x/route.ts",
        "modules/api/route.ts",
        "app/api/route.d.ts",
        "app/page.tsx",
    ],
)
def test_a_look_alike_is_no_route_file(path: str) -> None:
    assert not is_route_file(APP, f"apps/web/{path}")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("pages/api.ts", "/api"),
        ("pages/api/index.ts", "/api"),
        ("pages/api/x.ts", "/api/x"),
        ("pages/api/x/index.tsx", "/api/x"),
        ("pages/api/[...x].js", "/api/[...x]"),
        ("pages/api/_x.test.ts", "/api/_x.test"),
    ],
)
def test_a_pages_api_files_url(path: str, url: str) -> None:
    assert is_pages_api_file(APP, f"apps/web/{path}")
    assert pages_api_url(APP, f"apps/web/{path}") == url


@pytest.mark.parametrize(
    "path", ["pages/apis.ts", "pages/api/x.d.ts", "pages/api/x.css", "pages/x/api/y.ts", "api/x.ts"]
)
def test_a_look_alike_is_no_pages_api_file(path: str) -> None:
    assert not is_pages_api_file(APP, f"apps/web/{path}")
