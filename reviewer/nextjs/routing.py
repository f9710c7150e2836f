"""From a file's path to the URL that Next.js serves it at.

Source: Next.js documentation, "Project structure" (route groups, private folders, slots, intercepting routes),
"Dynamic Route Segments", and "pageExtensions"; field survey, section 6.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.model import App

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")  # "Route Handlers", supported HTTP methods
_INTERCEPTING = ("(.)", "(..)", "(...)")


def is_route_file(app: App, path: str) -> bool:
    """The file is a route handler's: ``route`` with one of the page extensions, in no private folder."""
    if app.app_dir is None or not path.startswith(f"{app.app_dir}/"):
        return False
    *folders, name = path[len(app.app_dir) + 1 :].split("/")
    if not any(name == f"route.{extension}" for extension in app.page_extensions):
        return False
    return not any(folder.startswith("_") for folder in folders)


def route_url(app: App, path: str) -> str | None:
    """The URL of a route file, or None where no address leads there (an intercepting route)."""
    assert app.app_dir is not None
    segments = []
    for folder in path[len(app.app_dir) + 1 :].split("/")[:-1]:
        if folder.startswith(_INTERCEPTING):
            return None
        if folder.startswith("@") or (folder.startswith("(") and folder.endswith(")")):
            continue
        segments.append(f"_{folder[3:]}" if folder[:3].lower() == "%5f" else folder)
    return "/" + "/".join(segments)


def is_pages_api_file(app: App, path: str) -> bool:
    """Every file with a page extension under ``pages/api`` is a route, whatever its name; so is ``pages/api.ts``."""
    if app.pages_dir is None or not path.startswith(f"{app.pages_dir}/api"):
        return False
    if path.endswith(".d.ts") and "ts" in app.page_extensions:
        return False
    page = _page(app, path)
    return page is not None and (page == "/api" or page.startswith("/api/"))


def pages_api_url(app: App, path: str) -> str:
    """The URL of a file under ``pages/api``."""
    return _page(app, path) or "/api"


def _page(app: App, path: str) -> str | None:
    """The page that a file of the Pages Router is, or None where its extension is no page extension."""
    assert app.pages_dir is not None
    page = path[len(app.pages_dir) :]
    for extension in sorted(app.page_extensions, key=len, reverse=True):
        if page.endswith(f".{extension}"):
            return page[: -len(extension) - 1].rstrip(".").removesuffix("/index") or "/"
    return None


def may_be_routed(path: str) -> bool:
    """The path alone does not rule out a route file or a file under ``pages/api``, in any app."""
    return is_named_as_route(path) or "pages/api/" in path or "pages/api." in path


def is_named_as_route(path: str) -> bool:
    """A route file's name, whatever the extension: ``pageExtensions`` may make a route of it."""
    return path.rpartition("/")[2].startswith("route.")
