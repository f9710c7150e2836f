"""The nouns of the product, frozen, and the one protocol through which files are read.

Every room speaks in these. Lines are 1-based and inclusive, bytes are 0-based and half-open, paths are
repository-relative POSIX paths without a leading slash.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol


class Approach(StrEnum):
    """The two ways to put back-end logic behind a URL or a call, in the article's terms."""

    API_ROUTE = "api-route"
    SERVER_ACTION = "server-action"

    @property
    def other(self) -> Approach:
        return Approach.SERVER_ACTION if self is Approach.API_ROUTE else Approach.API_ROUTE


class Kind(StrEnum):
    """What Next.js serves: a file under ``pages/api``, one method of a ``route`` file, or one server action."""

    PAGES_API_ROUTE = "pages-api-route"
    ROUTE_HANDLER = "route-handler"
    SERVER_ACTION = "server-action"

    @property
    def approach(self) -> Approach:
        return Approach.SERVER_ACTION if self is Kind.SERVER_ACTION else Approach.API_ROUTE


class Status(StrEnum):
    """``new``: in head and not in base. ``present``: there already, or no base to compare with."""

    NEW = "new"
    PRESENT = "present"


class Via(StrEnum):
    """How a call site reaches an endpoint."""

    FORM = "form"
    EVENT_HANDLER = "event-handler"
    EFFECT = "effect"
    QUERY_HOOK = "query-hook"
    SERVER_COMPONENT = "server-component"
    SERVER_CODE = "server-code"
    LINK = "link"
    MARKUP = "markup"
    OTHER_PACKAGE = "other-package"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Where the calling code runs, by the import graph from the routers' entry files and ``'use client'``."""

    CLIENT = "client"
    SERVER = "server"
    SHARED = "shared"
    PAGES = "pages"
    SCRIPT = "script"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How strongly the verdict speaks. Only ``better-suited`` is posted unless the settings say otherwise."""

    FITS = "fits"
    CONSIDER = "consider"
    BETTER_SUITED = "better-suited"


class Recommendation(StrEnum):
    """What may be recommended (criteria.md, "What may be recommended")."""

    API_ROUTE = "api-route"
    SERVER_ACTION = "server-action"
    EXTRACT = "extract"
    SERVER_MODULE = "server-module"


class Place(NamedTuple):
    """A line of a file."""

    path: str
    line: int


class Span(NamedTuple):
    """A piece of a file: bytes for the analysis, lines for people."""

    path: str
    start_byte: int
    end_byte: int
    start_line: int
    end_line: int

    @property
    def place(self) -> Place:
        return Place(self.path, self.start_line)


class Skipped(NamedTuple):
    """Something that was not analysed, and why.

    ``incomplete``: an endpoint could hide there, so the review as a whole is incomplete (exit status 3).
    """

    path: str
    reason: str
    incomplete: bool = False


# --- Change ---------------------------------------------------------------------------------------------------


class ChangedFile(NamedTuple):
    """One file of the change. ``head`` and ``base`` are its bytes, ``None`` where it does not exist or was not read.

    ``added``: the line numbers of head that the change adds. ``hunks``: the ranges of head lines, inclusive, that
    GitHub's diff shows, added and context lines both: a comment can be anchored only inside one of them.
    """

    path: str
    status: str  # added | modified | removed | renamed | copied
    head: bytes | None = None
    base: bytes | None = None
    previous_path: str | None = None
    added: frozenset[int] = frozenset()
    hunks: tuple[tuple[int, int], ...] = ()

    @property
    def base_path(self) -> str:
        return self.previous_path or self.path


class Change(NamedTuple):
    """What a pull request or a range of commits changed.

    ``links``: the symbolic links and submodules among it, which are not followed; a whole folder may lie behind one.
    """

    files: tuple[ChangedFile, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    base: str | None = None  # the merge base's commit, for people
    head: str | None = None
    links: tuple[Skipped, ...] = ()

    def file(self, path: str) -> ChangedFile | None:
        return next((file for file in self.files if file.path == path), None)


class Tree(Protocol):
    """The files of the repository at one revision. Never follows a symbolic link; never runs anything."""

    def paths(self) -> Iterable[str]:
        """Every regular file, without ``node_modules``, ``.git`` and build output."""

    def read(self, path: str) -> bytes | None:
        """The file's bytes, or ``None`` if there is no such regular file or it is over the size limit."""


# --- Endpoint -------------------------------------------------------------------------------------------------


class App(NamedTuple):
    """A Next.js application of the repository (field survey, sections 1.1 and 6.4)."""

    root: str  # folder, "" for the repository's own
    next_version: tuple[int, int] | None = None  # major, minor; None where package.json does not tell
    app_dir: str | None = None  # "apps/web/app"; None without App Router
    pages_dir: str | None = None
    renders_with_app: bool = False  # the App Router renders at least one page
    renders_with_pages: bool = False  # the Pages Router renders at least one page of its own
    base_path: str = ""
    page_extensions: tuple[str, ...] = ("tsx", "ts", "jsx", "js")
    static_export: bool = False
    extensions_known: bool = True  # False where pageExtensions is there and its value cannot be told
    server_actions_flag: bool = False  # experimental.serverActions, which Next.js 13.4 and 13.5 ask for

    @property
    def has_server_actions(self) -> bool:
        """Server actions are stable from Next.js 14 and exist only where the App Router renders the caller."""
        if self.next_version is not None and self.next_version < (14, 0):
            return self.renders_with_app and self.server_actions_flag and self.next_version >= (13, 4)
        return self.renders_with_app


class Wrapper(NamedTuple):
    """A function that the handler is handed to: ``withSession(handler)``, ``client.inputSchema(s).action(fn)``.

    ``definition``: where its own code lies, one step away, when the resolver finds it in the repository.
    """

    name: str  # as written, dotted: "actionClient.action"
    place: Place
    definition: Span | None = None
    package: str | None = None  # the module specifier that it is imported from, when it is not of this repository


class Handler(NamedTuple):
    """The function that does the work of one method (``None``: a server action, or a body that tells none apart)."""

    method: str | None
    body: Span


class Endpoint(NamedTuple):
    """One server entry point that Next.js will serve."""

    kind: Kind
    path: str
    name: str | None  # export name; HTTP method; "default" for a pages API route; None for an unnamed inline action
    start_line: int
    end_line: int
    anchor_line: int  # where a reader expects the comment
    app: App
    inline: bool = False
    methods: tuple[str, ...] = ()
    url: str | None = None  # "/api/products/[id]"
    handlers: tuple[Handler, ...] = ()  # one, or one a method for a pages API route
    wrappers: tuple[Wrapper, ...] = ()  # outermost first
    tunnel: str | None = None  # library whose own handler is mounted: "trpc", "hono", "graphql", "auth" ...
    status: Status = Status.PRESENT
    converted_from: Place | None = None  # the endpoint of the other approach that the same change removes
    ordinal: int = 0  # tells apart unnamed inline actions of one file
    binding: str | None = None  # the local name that callers use for an inline action

    def __hash__(self) -> int:
        """Of what tells endpoints apart: that of all fields would be worked out anew whenever one is looked up."""
        return hash((self.path, self.start_line, self.name))

    @property
    def approach(self) -> Approach:
        return self.kind.approach

    def parts(self) -> tuple[Endpoint, ...]:
        """One endpoint a method, each with its own body: what the criteria judge."""
        if len(self.handlers) < 2:
            return (self,)
        return tuple(
            self._replace(
                methods=(handler.method,) if handler.method else self.methods,
                handlers=(handler,),
                start_line=handler.body.start_line if handler.body.path == self.path else self.start_line,
                end_line=handler.body.end_line if handler.body.path == self.path else self.end_line,
            )
            for handler in self.handlers
        )


# --- CallSite -------------------------------------------------------------------------------------------------


class CallSite(NamedTuple):
    """A place that reaches an endpoint.

    ``path`` and ``line``: where the code names the endpoint, by URL or by the imported action. ``owners``: the
    components or functions whose interaction leads here, each ``path#name``, after following helpers and hooks:
    three call sites in one component are one owner. ``trail``: the hops from the call site out to the trigger.
    ``certain`` is false where the code may reach another endpoint instead (a hole that could be a static segment).
    ``outside``: who calls, when it is not this app's own code: "cron", "queue", "documentation", "rewrite" ...
    ``reads``: what the caller relies on in the answer: "status", "headers", "stream", "blob", "text", "redirect".
    ``sends``: "json", "form-data", "file", "stream".
    """

    path: str
    line: int
    via: Via
    method: str | None = None  # the HTTP method of the request; None if unknown
    side: Side = Side.UNKNOWN
    owners: tuple[str, ...] = ()
    certain: bool = True
    outside: str | None = None
    reads: frozenset[str] = frozenset()
    sends: frozenset[str] = frozenset()
    trail: tuple[Place, ...] = ()
    refreshes: bool = False  # the caller refreshes the page or mutates a cache afterwards
    polls: bool = False  # repeated, parallel or search-as-you-type

    @property
    def place(self) -> Place:
        return Place(self.path, self.line)


class Callers(NamedTuple):
    """Everything known of who reaches one endpoint. ``gaps``: places that may reach it but could not be resolved."""

    sites: tuple[CallSite, ...] = ()
    gaps: tuple[Place, ...] = ()


# --- Evidence, Verdict, Finding -------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """One observation: a plain sentence about this code, with its place.

    ``weight``: log-odds, at least 0, in favour of ``favours``. ``constraint``: the name of the platform rule when
    this evidence decides by itself. ``recommends``: set by criteria that ask for ``extract`` or ``server-module``.
    """

    criterion: str
    favours: Approach
    weight: float
    message: str
    place: Place
    constraint: str | None = None
    recommends: Recommendation | None = None


class Fit(NamedTuple):
    """The fit of each approach in percent; the two add to 100."""

    api_route: int
    server_action: int

    @classmethod
    def of(cls, log_odds: float) -> Fit:
        """``log_odds``: in favour of an API route."""
        percent = round(100 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))))
        return cls(percent, 100 - percent)

    def percent(self, approach: Approach) -> int:
        return self.api_route if approach is Approach.API_ROUTE else self.server_action


class Verdict(NamedTuple):
    """The weighing of one endpoint."""

    outcome: Outcome
    fit: Fit
    recommendation: Recommendation | None = None
    constraint: str | None = None
    evidence: tuple[Evidence, ...] = ()
    methods: tuple[str, ...] = ()  # the methods that the recommendation speaks of, where not all of them


class Suppression(NamedTuple):
    """A ``route-or-action: keep -- reason`` comment above an endpoint."""

    reason: str
    path: str
    line: int
    added: bool = False  # by this very change


class Remark(NamedTuple):
    """Something that an author should know of a line and that is no finding: a keep comment that keeps nothing."""

    place: Place
    message: str


class Finding(NamedTuple):
    """An endpoint with its verdict."""

    id: str  # stable across line shifts, rebases and edits of the body
    endpoint: Endpoint
    verdict: Verdict
    callers: Callers = Callers()
    suppressed: Suppression | None = None
    previous_id: str | None = None  # the id under the path that the file was renamed from


class Review(NamedTuple):
    """What the program has to say about a change or a tree."""

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    analysed: frozenset[str] = frozenset()  # the changed files that were read and understood in full
    notes: tuple[str, ...] = ()  # what a reader should know: settings changed by the pull request, no Next.js app ...
    base: str | None = None
    head: str | None = None
    settings: Mapping[str, str] = {}  # non-default settings and where each came from
    remarks: tuple[Remark, ...] = ()

    @property
    def incomplete(self) -> bool:
        return any(skipped.incomplete for skipped in self.skipped)
