"""The files that Next.js may serve, where a package.json or a configuration does not tell whether it does.

Without them a change could hide its endpoints behind a file that Node.js reads and this program does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.model import Skipped
from reviewer.nextjs.app import owner
from reviewer.nextjs.next_version import is_unreadable, upwards
from reviewer.nextjs.relevance import exports_a_method, may_use_server
from reviewer.nextjs.routing import is_pages_api_file, is_route_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reviewer.model import App
    from reviewer.syntax.parser import Sources

_ROUTE = re.compile(r"(?:src/)?(?:app/(?:.*/)?route\.[^/]+|pages/api[./].*)")
_SUFFIXED = re.compile(r"route\.[^/]+\.(?:tsx?|jsx?)")


def doubtful(
    files: Iterable[tuple[str, bytes | None]], apps: Sequence[App], served: Collection[str], sources: Sources
) -> Iterator[Skipped]:
    """Those of the files that may be served. ``served``: the paths of the files whose endpoints are known."""
    for path, data in files:
        app = owner(apps, path)
        if data is None or path in served:
            continue
        if app is not None and (is_route_file(app, path) or is_pages_api_file(app, path)):
            continue
        if app is not None and not app.extensions_known and _may_have_extension(app, path, data):
            reason = "pageExtensions is not a list of plain strings: whether Next.js serves this file is not known"
            yield Skipped(path, reason, incomplete=True)
            continue
        unreadable = _unreadable_above(path, data, apps, sources)
        if unreadable is not None:
            where = f"{unreadable}/package.json" if unreadable else "package.json"
            reason = f"{where} could not be read as JSON: whether Next.js serves this file is not known"
            yield Skipped(path, reason, incomplete=True)


def _may_have_extension(app: App, path: str, data: bytes) -> bool:
    """Some page extension would make the file a route handler's, and it is no mere neighbour, such as a test."""
    if app.app_dir is None or not path.startswith(f"{app.app_dir}/"):
        return False
    *folders, name = path[len(app.app_dir) + 1 :].split("/")
    if _SUFFIXED.fullmatch(name) is None or any(folder.startswith("_") for folder in folders):
        return False
    return not name.endswith(".d.ts") and (exports_a_method(data) or b"exports" in data or b"export *" in data)


def _unreadable_above(path: str, data: bytes, apps: Sequence[App], sources: Sources) -> str | None:
    """The folder of the package.json that would tell whether the file is an app's, if it cannot be read."""
    roots = {app.root for app in apps}
    acts = may_use_server(data)
    for folder in upwards(path.rpartition("/")[0]):
        if folder in roots:
            return None
        below = path[len(folder) + 1 :] if folder else path
        if (acts or _ROUTE.fullmatch(below) is not None) and is_unreadable(sources, folder):
            return folder
    if acts and not apps:
        manifests = (each[:-13] for each in sources.named("package.json") if "/" in each)
        return next((folder for folder in manifests if is_unreadable(sources, folder)), None)
    return None
