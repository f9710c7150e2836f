"""The files that Next.js may serve, where a package.json, a configuration or a link does not tell whether it does.

Without them a change could hide its endpoints behind a file that Node.js reads and this program does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.changes.trees import is_ignored
from reviewer.model import Skipped
from reviewer.nextjs.app import next_roots, owner
from reviewer.nextjs.hoisted import may_be_hoisted
from reviewer.nextjs.next_config import CONFIG_NAMES
from reviewer.nextjs.next_version import is_unreadable, upwards
from reviewer.nextjs.relevance import exports_a_method, may_use_server
from reviewer.nextjs.routing import is_pages_api_file, is_route_file
from reviewer.syntax.stars import may_pass_all_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reviewer.model import App
    from reviewer.syntax.parser import Sources

_ROUTE = r"(?:src/)?(?:app/(?:.*/)?route\.[^/]+|pages/api[./].*)"
_SOURCE = r"\.[cm]?[jt]sx?\Z"
_SUFFIXED = r"route\.(?:[^/]+\.)?[cm]?[jt]sx?"


def doubtful(
    files: Iterable[tuple[str, bytes | None]],
    apps: Sequence[App],
    served: Collection[str],
    sources: Sources,
    before: Callable[[], Sequence[App]],
) -> Iterator[Skipped]:
    """Those of the files that may be served. ``served``: the paths of the files whose endpoints are known.

    ``before``: the apps as they were without the change.
    """
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
        if is_ignored(path.split("/")[:-1]) and _roots(path, data):
            reason = (
                "it lies in a folder for built files, where no app is looked for: whether it is served is not known"
            )
            yield Skipped(path, reason, incomplete=True)
            continue
        unreadable = _unreadable_above(path, data, apps, sources)
        if unreadable is not None:
            where = f"{unreadable}/package.json" if unreadable else "package.json"
            reason = f"{where} could not be read as JSON: whether Next.js serves this file is not known"
            yield Skipped(path, reason, incomplete=True)
        elif app is None and _answers(path, data) and _served_by(before(), path, data):
            reason = "it lies in what was a Next.js app before: whether Next.js still serves this file is not known"
            yield Skipped(path, reason, incomplete=True)
        elif app is None and any(
            may_be_hoisted(sources, root, [each.root for each in apps]) for root in _roots(path, data)
        ):
            reason = "Next.js is installed above it and nothing tells whether this is an app of it"
            yield Skipped(path, reason, incomplete=True)


def linked(links: Iterable[Skipped], apps: Sequence[App], sources: Sources) -> Iterator[Skipped]:
    """The changed links and submodules; the review is incomplete where endpoints, or an app, may lie behind one.

    Next.js follows links: in its router folders to files and to folders, and to its configuration.
    """
    roots: frozenset[str] | None = None
    for link in links:
        if roots is None:
            roots = next_roots(sources) | {app.root for app in apps}
        yield link._replace(incomplete=_leads_in(link.path, apps, roots))


def _leads_in(path: str, apps: Sequence[App], roots: Collection[str]) -> bool:
    folder, _, name = path.rpartition("/")
    if name in CONFIG_NAMES or name == "package.json":
        return True
    for app in apps:
        below = [app.app_dir, app.pages_dir and f"{app.pages_dir}/api"]
        if any(path == one or path.startswith(f"{one}/") for one in below if one):
            return True
    if name in ("app", "pages") and (folder in roots or (folder.rpartition("/")[2] == "src" and folder[:-4] in roots)):
        return True
    return name == "src" and folder in roots


def _may_have_extension(app: App, path: str, data: bytes) -> bool:
    """Some page extension would make the file an endpoint, and it is no mere neighbour, such as a test."""
    if re.search(_SOURCE, path) is None or path.endswith(".d.ts"):
        return False
    if app.pages_dir is not None and path.startswith((f"{app.pages_dir}/api/", f"{app.pages_dir}/api.")):
        return _has_default(data)
    if app.app_dir is None or not path.startswith(f"{app.app_dir}/"):
        return False
    *folders, name = path[len(app.app_dir) + 1 :].split("/")
    if re.fullmatch(_SUFFIXED, name) is None or any(folder.startswith("_") for folder in folders):
        return False
    return _has_method(data)


def _has_method(data: bytes) -> bool:
    return exports_a_method(data) or b"exports" in data or may_pass_all_on(data)


def _has_default(data: bytes) -> bool:
    return b"exports" in data or (b"export" in data and b"default" in data)


def _answers(path: str, data: bytes) -> bool:
    return may_use_server(data) or bool(_roots(path, data))


def _roots(path: str, data: bytes) -> list[str]:
    """The folders that, as roots of an app, would make an endpoint of the file."""
    if re.search(_SOURCE, path) is None:
        return []
    found = []
    for root in upwards(path.rpartition("/")[0]):
        below = path[len(root) + 1 :] if root else path
        if re.fullmatch(_ROUTE, below) is not None and not root.endswith("src"):
            fits = _has_default(data) if "pages/api" in below[:13] else _has_method(data)
            found += [root] if fits else []
    return found


def _served_by(apps: Sequence[App], path: str, data: bytes) -> bool:
    app = owner(apps, path)
    if app is None:
        return False
    return is_route_file(app, path) or is_pages_api_file(app, path) or (app.has_server_actions and may_use_server(data))


def _unreadable_above(path: str, data: bytes, apps: Sequence[App], sources: Sources) -> str | None:
    """The folder of the package.json that would tell whether the file is an app's, if it cannot be read."""
    roots = {app.root for app in apps}
    acts = may_use_server(data)
    for folder in upwards(path.rpartition("/")[0]):
        if folder in roots:
            return None
        below = path[len(folder) + 1 :] if folder else path
        if (acts or re.fullmatch(_ROUTE, below) is not None) and is_unreadable(sources, folder):
            return folder
    if acts and not apps:
        manifests = (each[:-13] for each in sources.named("package.json") if "/" in each)
        return next((folder for folder in manifests if is_unreadable(sources, folder)), None)
    return None
