"""Which Next.js apps a repository holds, and which of them owns a file.

An app is a folder with a ``next.config`` file or a package.json that depends on ``next``, or one that a workspace's
package.json makes an app, and an ``app`` or ``pages`` folder below it or below its ``src`` (Next.js documentation,
"Project structure"; field survey, section 6.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.model import App
from reviewer.nextjs.hoisted import hoisted_roots
from reviewer.nextjs.next_config import CONFIG_NAMES, NextConfig, read_config
from reviewer.nextjs.next_version import depends_on_next, next_version, runs_next, upwards
from reviewer.nextjs.routing import is_pages_api_file, is_route_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

# Each is rendered, if only for other addresses.
_PAGES = frozenset({"page", "default", "not-found", "global-not-found"})
_MARKS = (*CONFIG_NAMES, "package.json")
_ROUTERS = ("app", "pages", "src/app", "src/pages")


class _Routers:
    """The files of each router folder below one root."""

    def __init__(self, files: Mapping[str, Sequence[str]]) -> None:
        self.files = files

    def folder(self, name: str) -> str | None:
        """The folder at the root beats the one in ``src`` (Next.js documentation, "src Folder")."""
        return next((path for path in (name, f"src/{name}") if path in self.files), None)

    def routes(self) -> bool:
        """One of the folders holds a file that a router would serve."""
        return any(
            not folder.endswith("app") or name.rpartition("/")[2].startswith(("page.", "route.", "layout."))
            for folder, names in self.files.items()
            for name in names
        )


def find_apps(sources: Sources, modules: Modules) -> tuple[App, ...]:
    """Every app of the tree, by root."""
    configs: dict[str, str] = {}
    manifests: set[str] = set()
    for path in (path for path in sources.paths if path.endswith(_MARKS)):
        folder, _, name = path.rpartition("/")
        if name in CONFIG_NAMES:
            configs[folder] = min(path, configs.get(folder, path), key=_rank)
        elif name == "package.json":
            manifests.add(folder)
    roots = {
        root
        for root in configs | dict.fromkeys(manifests)
        if root in configs or depends_on_next(sources, root) or runs_next(sources, root)
    }
    routers = _routers(sources, roots, configs)
    if more := hoisted_roots(sources, manifests, routers):
        routers = _routers(sources, roots | more, configs.keys() | more)
        roots |= more
    return tuple(
        _app(
            root,
            next((configs[folder] for folder in upwards(root) if folder in configs), None),
            routers[root],
            sources,
            modules,
        )
        for root in sorted(roots)
        if root in routers
    )


def next_roots(sources: Sources) -> frozenset[str]:
    """The folders that Next.js would serve an app from, if there were one."""
    folders = (path.rpartition("/") for path in sources.paths)
    return frozenset(
        folder
        for folder, _, name in folders
        if name in CONFIG_NAMES or (name == "package.json" and depends_on_next(sources, folder))
    )


def _rank(path: str) -> int:
    return CONFIG_NAMES.index(path.rpartition("/")[2])


def _routers(sources: Sources, roots: Iterable[str], certain: Collection[str]) -> dict[str, _Routers]:
    """The router folders of each root. ``certain``: the roots that are apps whatever their folders hold."""
    found: dict[str, _Routers] = {}
    for root in roots:
        folders = {router: f"{root}/{router}" if root else router for router in _ROUTERS}
        files = {router: sources.below(folder) for router, folder in folders.items()}
        inside = {
            router: [path[len(folders[router]) + 1 :] for path in below] for router, below in files.items() if below
        }
        if inside and (root in certain or _Routers(inside).routes()):
            found[root] = _Routers(inside)
    return found


def _app(root: str, config_path: str | None, routers: _Routers, sources: Sources, modules: Modules) -> App:
    config = read_config(sources, config_path, modules) if config_path is not None else NextConfig()
    app_dir, pages_dir = routers.folder("app"), routers.folder("pages")
    suffixes = tuple(f".{extension}" for extension in config.page_extensions)

    def inside(folder: str | None) -> str | None:
        return f"{root}/{folder}" if root and folder is not None else folder

    return App(
        root=root,
        next_version=next_version(sources, root),
        app_dir=inside(app_dir),
        pages_dir=inside(pages_dir),
        renders_with_app=app_dir is not None and any(_is_page(name, suffixes) for name in routers.files[app_dir]),
        renders_with_pages=pages_dir is not None
        and any(_is_pages_router_page(name, suffixes) for name in routers.files[pages_dir]),
        base_path=config.base_path,
        page_extensions=config.page_extensions,
        static_export=config.static_export,
        server_actions_flag=config.server_actions_flag,
        extensions_known=config.extensions_known,
    )


def _is_page(name: str, suffixes: tuple[str, ...]) -> bool:
    parts = name.split("/")
    if any(part.startswith("_") for part in parts):
        return False
    name, _, _ = parts[-1].partition(".")
    return name in _PAGES and any(parts[-1] == name + suffix for suffix in suffixes)


def _is_pages_router_page(name: str, suffixes: tuple[str, ...]) -> bool:
    if name.startswith(("api/", "api.")) or not name.endswith(suffixes) or name.endswith(".d.ts"):
        return False
    return "/" in name or not name.startswith(("_", "404.", "500."))


def owner(apps: Sequence[App], path: str) -> App | None:
    """The app in whose folder the file lies: the innermost one that serves it, else the innermost one, or None."""
    inside = [app for app in apps if not app.root or path.startswith(f"{app.root}/")]
    if len(inside) > 1:
        inside = [app for app in inside if is_route_file(app, path) or is_pages_api_file(app, path)] or inside
    return max(inside, key=lambda app: len(app.root), default=None)
