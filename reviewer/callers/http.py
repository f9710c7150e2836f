"""Which text in the tree may be a URL of the endpoints that are asked for, and which of them answers a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import NamedTuple

from reviewer.callers.known import words
from reviewer.callers.literals import QUOTES, asks_for_nothing, head_of, is_link, literal_at
from reviewer.callers.outside import is_documentation
from reviewer.callers.owning import Owning
from reviewer.callers.requests import UNSEEN, Request, link_to
from reviewer.callers.rewrites import Rewrite
from reviewer.callers.routes import Match, Routes, without_prefix
from reviewer.callers.urls import Path, Pattern, is_given, path_of, ways
from reviewer.model import App, Endpoint, Via
from reviewer.nextjs.app import owner
from reviewer.nextjs.routing import is_pages_api_file, is_route_file, pages_api_url, route_url
from reviewer.syntax.jsonc import read_object
from reviewer.syntax.kept import Kept
from reviewer.syntax.parser import Sources

MANY_NEEDLES = 16
MOST_URLS = 5_000  # of which is kept whether they are wanted

_PAGE = re.compile(r"(?:^|/)page\.[cm]?[jt]sx?\Z")
# A quote or the end of a hole, an origin, the prefixes that a helper may add, and then the segment that is looked for.
_URL = rb"[\"'`}](?=[/ha@])(?:https?://[^/\"'`\s{}]{0,100}|@\w{1,10})?/?(?:api\b)?(?:/v\d+)?(/[\w.~%-]+)"
_ANY_API = re.compile(rb"[\"'`}](?=[/ha@])(?:https?://[^/\"'`\s{}]{0,100}|@\w{1,10})?/?api/")
MAX_ORIGIN = 112  # bytes before ``api/`` that the pattern may take: a quote, an origin, a slash
_GENERIC_HOST = words(  # names of packages, and of hosts of every company, that tell nothing of whose they are
    "web app www api com dev org net the next nextjs site monorepo docs doc blog help status admin dashboard portal"
    " landing marketing auth cdn assets static developers developer platform console support staging preview community"
    " cloud studio server client mobile desktop storybook email core main root project template example demo"
)


class Answer(NamedTuple):
    """An endpoint that answers a request. ``methods``: those of the request that it answers, () if unknown.

    ``ours``: false where code of the app is handed the base address: another company's server may be meant. A package
    that the app does not use (a mobile app, a command line) is handed the address of this server.
    """

    endpoint: Endpoint
    methods: tuple[str, ...]
    certain: bool
    ours: bool = True


class Http:
    """The routes of all apps, and the text that may be one of their URLs."""

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        apps: Sequence[App],
        sources: Sources,
        owning: Owning,
        rewrites: Callable[[], Mapping[str, Sequence[Rewrite]]],
    ) -> None:
        self._apps = apps
        self._owning = owning
        self._sources = sources
        self._by_file: dict[tuple[str, str], list[Endpoint]] = {}
        for endpoint in endpoints:
            if endpoint.url is not None:
                self._by_file.setdefault((endpoint.app.root, endpoint.path), []).append(endpoint)
        wanted = {app.root for app in apps if any(root == app.root for root, _ in self._by_file)}
        self._routes = {app.root: self._of_app(app) for app in apps if app.root in wanted} if wanted else {}
        self._rewrites = self._leading(rewrites()) if wanted else {}
        urls = {endpoint.url for found in self._by_file.values() for endpoint in found if endpoint.url}
        urls |= {"/" + "/".join(rewrite.source) for found in self._rewrites.values() for rewrite in found}
        self._needles = frozenset(word for url in urls if (word := _first_word(url)) is not None)
        few = len(self._needles) <= MANY_NEEDLES
        words = b"|".join(re.escape(needle[1:]) for needle in sorted(self._needles))
        self._any_needle = re.compile(b"/(?:%s)" % words) if few else None
        self._own_words: frozenset[str] | None = None
        self._users: dict[str, list[Routes]] = {}
        self._answers: dict[tuple[str, Request], list[Answer]] = {}
        self._wanted: Kept[tuple[str | None, Pattern], bool] = Kept(MOST_URLS)

    def _of_app(self, app: App) -> Routes:
        files = {path: endpoints[0].url for (root, path), endpoints in self._by_file.items() if root == app.root}
        return Routes(app, self._urls(app, files), frozenset(files))

    def _leading(self, rewrites: Mapping[str, Sequence[Rewrite]]) -> dict[str, list[Rewrite]]:
        """The rewrites that may lead to a wanted endpoint, by app root."""
        return {
            root: [rewrite for rewrite in found if self._routes[root].leads(rewrite.beginning())]
            for root, found in rewrites.items()
            if root in self._routes
        }

    def _rewritten(self, routes: Routes, path: Path) -> Iterator[Path]:
        """Where else the rewrites of an app lead a URL, its base path left out."""
        for rewrite in self._rewrites.get(routes.app.root, ()):
            target = rewrite.applied(routes.without_base(path))
            if target is not None:
                yield target

    def _urls(self, app: App, wanted: dict[str, str | None]) -> Iterator[tuple[str, str]]:
        for path, url in wanted.items():
            yield url or "/", path
        for folder in sorted(filter(None, (app.app_dir, app.pages_dir))):
            for path in self._sources.below(folder):
                if path in wanted:
                    continue
                if folder != app.app_dir:
                    if is_pages_api_file(app, path):
                        yield pages_api_url(app, path), path
                elif is_route_file(app, path) or _PAGE.search(path):
                    yield route_url(app, path) or "/", path

    @property
    def has_routes(self) -> bool:
        return bool(self._by_file)

    def has(self, url: str) -> bool:
        """A wanted endpoint has exactly this URL."""
        return any(endpoint.url == url for found in self._by_file.values() for endpoint in found)

    def endpoints_of(self, path: str) -> list[Endpoint]:
        """The wanted endpoints of a file."""
        app = owner(self._apps, path)
        return self._by_file.get((app.root, path), []) if app is not None else []

    # --- text

    @property
    def after_slash(self) -> Collection[bytes] | None:
        """What every URL of a wanted endpoint holds behind a slash; None where that is too much to look for."""
        return [needle[1:] for needle in self._needles] if self._any_needle is not None else None

    def seeds(self, path: str, data: bytes) -> Iterator[int]:
        """The bytes at which a URL of a wanted endpoint may stand, in order."""
        if not self._needles:
            return
        if self._any_needle is None:
            found = {match.start(1) for match in re.finditer(_URL, data) if match[1] in self._needles}
            if b"/api" in self._needles:
                found.update(_apis(data))
            places: Iterator[int] = iter(sorted(found))
        else:
            places = (match.start() for match in self._any_needle.finditer(data))
        for at in places:
            if self._may_lead(path, data, at):
                yield at

    def may_name(self, data: bytes) -> bool:
        """The bytes hold the first word of a wanted URL, with or without a slash; of many URLs, any bytes may."""
        return self._any_needle is None or any(needle[1:] in data for needle in self._needles)

    def _may_lead(self, path: str, data: bytes, at: int) -> bool:
        """Whether a literal is, or may become, the URL of a wanted endpoint: as a link it is whole as it stands."""
        literal = literal_at(data, at)
        if literal is None or not self.wanted(path, (literal.pattern,)):
            return False
        if is_documentation(path):
            return True
        if not literal.is_whole:
            return self._may_begin(path, head_of(data, literal))
        if is_link(data, literal):
            return bool(self.answers(path, link_to((literal.pattern,))))
        return not asks_for_nothing(data, literal)

    def _may_begin(self, path: str, head: str) -> bool:
        """Whether the URL of a wanted endpoint may begin like this, as far as nothing leads from one to another."""
        moved = any(self._rewrites.values()) or any(routes.app.base_path for routes in self._routes.values())
        return not head or moved or self.wanted(path, ((head,),))

    # --- matching

    def wanted(self, path: str, urls: tuple[Pattern, ...]) -> bool:
        """Whether one of the URLs is, or could begin, that of a wanted endpoint."""
        app = owner(self._apps, path)
        return any(self._is_wanted(app, url) for url in urls)

    def _is_wanted(self, app: App | None, url: Pattern) -> bool:
        """Worked out once: it is asked at each step of a URL's way."""
        key = app.root if app is not None else None, url
        if key not in self._wanted:
            path = path_of(url)
            self._wanted[key] = path is not None and any(self._leads(app, way) for way in ways(path))
        return self._wanted[key]

    def _leads(self, app: App | None, url: Path) -> bool:
        for routes in self._seen_from(app, url):
            if routes.leads(url) or routes.leads(url, bare=True):
                return True
            if any(routes.leads(target) for target in self._rewritten(routes, url)):
                return True
        return False

    def _seen_from(self, app: App | None, url: Path) -> list[Routes]:
        """The apps that a URL in a file of an app may lead to: its own; any, from a package or by way of a base."""
        if url.base not in ("", "own", "given") and not self._is_own(url.base):
            return []
        own = self._routes.get(app.root) if app is not None else None
        if app is not None and url.base == "":
            return [*([own] if own is not None else []), *self._users_of(app)]
        others = [routes for routes in self._routes.values() if routes is not own]
        return ([own] if own is not None else []) + others

    def _users_of(self, app: App) -> list[Routes]:
        """The other apps that depend on a package which looks like an app itself: its code runs in theirs, too."""
        if app.root not in self._users:
            others = (routes for routes in self._routes.values() if routes.app.root != app.root)
            uses = self._owning.depends_on
            self._users[app.root] = [routes for routes in others if app.root and uses(routes.app, app.root)]
        return self._users[app.root]

    def answers(self, path: str, request: Request) -> list[Answer]:
        """The wanted endpoints that a request reaches. ``path``: the file that names the URL."""
        key = path, request
        if key not in self._answers:
            self._answers[key] = self._look_up(path, request)
        return self._answers[key]

    def _look_up(self, path: str, request: Request) -> list[Answer]:
        found: dict[int, Answer] = {}
        for url in sorted(request.patterns, key=is_given):
            target = path_of(url)
            reached = (found for way in ways(target) for found in self._matches(path, way, request)) if target else ()
            for match, app in reached:
                for answer in self._of_file(app, match, request.methods):
                    ours = not is_given(url) or not self._owning.uses(app, path)
                    found.setdefault(id(answer.endpoint), answer._replace(ours=ours))
        return list(found.values())

    def _matches(self, path: str, target: Path, request: Request) -> Iterator[tuple[Match, App]]:
        if not target.segments:
            return
        home = owner(self._apps, path)
        shared = home is None  # a package: each app that uses it answers with its own route
        found = False
        seen = self._seen_from(home, target)
        for routes in sorted(seen, key=lambda routes: not self._owning.uses(routes.app, path)) if shared else seen:
            if found and not (shared and self._owning.uses(routes.app, path)):
                return
            matches = [] if self._is_hollow(target) else routes.matches(target)
            pages_only = all(_PAGE.search(match.file) for match in matches)
            if pages_only and _may_lack_prefix(target, request):
                matches = routes.matches(target, bare=True)
            if not matches:
                matches = [match for way in self._rewritten(routes, target) for match in routes.matches(way)]
            yield from ((match, routes.app) for match in matches)
            found = found or bool(matches)

    def _is_hollow(self, url: Path) -> bool:
        """Nothing of the URL is static: it matches whatever has as many segments."""
        return not any(isinstance(part, str) for segment in url.segments for part in segment)

    def _of_file(self, app: App, match: Match, methods: tuple[str, ...]) -> Iterator[Answer]:
        endpoints = self._by_file.get((app.root, match.file), [])
        for endpoint in endpoints:
            served = set(endpoint.methods)
            if "GET" in served:
                served |= {"HEAD"}
            if methods in ((), (UNSEEN,)):
                several = len(endpoints) > 1
                yield Answer(endpoint, (), match.certain and not several)
            elif "*" in served or served & set(methods):
                shared = tuple(method for method in methods if "*" in served or method in served)
                yield Answer(endpoint, shared, match.certain)

    def _is_own(self, host: str) -> bool:
        host = host.partition(":")[0].lower()
        if host in ("127.0.0.1", "0.0.0.0") or f".{host}".endswith(".localhost"):
            return True
        if self._own_words is None:
            folders = {"", *(app.root for app in self._apps)}
            names = (self._manifest(folder).get("name") for folder in folders)
            own = {
                word for name in names if isinstance(name, str) for word in re.findall(r"[a-z0-9]{3,}", name.lower())
            }
            self._own_words = frozenset(own - _GENERIC_HOST)
        return any(label in self._own_words for label in host.split("."))

    def _manifest(self, folder: str) -> dict[str, object]:
        return read_object(self._sources.read(f"{folder}/package.json" if folder else "package.json"))


def _may_lack_prefix(url: Path, request: Request) -> bool:
    """The ``/api`` in front is added elsewhere: by the helper that sends it, the document's server, or the host."""
    if url.base.startswith("api."):
        return True
    helped = request.wrapped and request.via not in (Via.LINK, Via.MARKUP, Via.FORM)
    return url.base == "" and (helped or request.outside == "documentation")


def _apis(data: bytes) -> Iterator[int]:
    """The byte before each ``api/`` that begins a literal, or stands behind its origin.

    Looked for by that text, then back to the quote: that is a third of what the pattern would take.
    """
    at = data.find(b"api/")
    while at >= 0:
        before = max(0, at - MAX_ORIGIN)
        start = max(data.rfind(quote, before, at) for quote in QUOTES)
        found = _ANY_API.match(data, start) if start >= 0 else None
        if found is not None and found.end() == at + 4:
            yield at - 1
        at = data.find(b"api/", at + 4)


def _first_word(url: str) -> bytes | None:
    """The static text that every literal of this URL holds: its first segment after ``/api`` and a version.

    What stands in front of it, such as ``/[locale]``, is left out. None where it has no static text to look for: the
    home page, ``/[...path]``.
    """
    segments = list(dropwhile(_is_dynamic, (part for part in url.split("/") if part)))
    rest = without_prefix(segments)
    if rest and not rest[0].startswith("["):
        return f"/{rest[0]}".encode(errors="replace")
    return b"/api" if segments[:1] == ["api"] else None


def _is_dynamic(segment: str) -> bool:
    return segment.startswith("[")
