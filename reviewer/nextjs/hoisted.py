"""The apps that depend on ``next`` by the package.json of the workspace above them alone.

A folder called ``app`` or ``pages`` proves nothing there: Vite, Remix and Expo have such folders, too. So a sign of
Next.js must be beside it: ``next-env.d.ts``, a script that calls ``next``, or a page or layout that imports from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.nextjs.next_version import depends_on_next, is_workspace, runs_next, upwards

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reviewer.syntax.parser import Sources

_SUFFIX = r"\.[jt]sx?"
# The root layout or page, below one route group or dynamic segment at most; the Pages Router's own files.
_ENTRY = rf"(?:(?P<root>.+?)/)?(?:src/)?(?:app/(?:[(\[][^/]*/)?(?:layout|page)|pages/_(?:app|document)){_SUFFIX}"
_IMPORT = rb"""\b(?:from|import|require\()[ ]?['"]next(?:/[\w/-]+)?['"]"""
_LINK = "next-env.d.ts"
_NAMES = ("layout", "page", "_app", "_document")
_ENDINGS = (_LINK, *(f"{name}.{suffix}" for name in _NAMES for suffix in ("js", "jsx", "ts", "tsx")))


def hoisted_roots(sources: Sources, manifests: Collection[str], known: Collection[str]) -> frozenset[str]:
    """The folders of such apps. ``manifests``: the folders with a package.json; ``known``: those of other apps."""
    workspaces = {
        folder
        for folder in manifests
        if folder not in known and depends_on_next(sources, folder) and is_workspace(sources, folder)
    }
    if not workspaces:
        return frozenset()
    found = {
        folder
        for folder in manifests
        if folder not in known and folder not in workspaces and _is_below(folder, workspaces)
        if runs_next(sources, folder)
    }
    for root, path in _signs(sources):
        if root in found or root in known or root in workspaces:
            continue
        home = next((folder for folder in upwards(root) if folder in manifests), None)
        below = home in workspaces or (home == root and _is_below(root, workspaces))
        if below and (path.endswith(_LINK) or re.search(_IMPORT, sources.read(path) or b"") is not None):
            found.add(root)
    return frozenset(found)


def may_be_hoisted(sources: Sources, root: str, known: Collection[str]) -> bool:
    """The folder could be such an app without any sign of it. ``known``: the folders of the apps that are known."""
    above = next((folder for folder in upwards(root) if depends_on_next(sources, folder)), None)
    if above is None or above == root or above in known or not is_workspace(sources, above):
        return False
    paths = sources.paths
    home = next(folder for folder in upwards(root) if (f"{folder}/package.json" if folder else "package.json") in paths)
    return home in (root, above)


def _is_below(folder: str, workspaces: Collection[str]) -> bool:
    return any(above in workspaces for above in upwards(folder))


def _signs(sources: Sources) -> Iterator[tuple[str, str]]:
    """Each file that could be a sign, after the folder that it would make an app."""
    for path in sorted(path for path in sources.paths if path.endswith(_ENDINGS)):
        if path.endswith(_LINK):
            yield path.removesuffix(_LINK).rstrip("/"), path
        elif (found := re.fullmatch(_ENTRY, path)) is not None:
            yield found["root"] or "", path
