"""Where code runs: in the browser, on the server, under the Pages Router, or outside the app.

By the file's place in the routers, its directive, and what it cannot do elsewhere (React documentation, "'use client'":
hooks with state and event handlers run on the client only; Next.js documentation, "Server and Client Components").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.callers.texts import Texts
from reviewer.model import App, Side
from reviewer.nextjs.app import owner

# Possessive: a file of blanks must not be tried in every division.
_OPENING = rb"\A(?:\xef\xbb\xbf)?(?:\s++|//[^\n]*+\n|/\*.{0,2000}?\*/)*+"
_USE_CLIENT = re.compile(_OPENING + rb"[\"']use client[\"']", re.DOTALL)
_USE_SERVER = re.compile(_OPENING + rb"[\"']use server[\"']", re.DOTALL)
_SERVER_ENTRY = re.compile(
    r"(?:^|/)(?:page|layout|template|loading|not-found|default|route|sitemap|robots|manifest|forbidden|unauthorized"
    r"|(?:opengraph-image|twitter-image|icon|apple-icon)\w*)\.[cm]?[jt]sx?\Z"
)
_SERVER_ROOT = re.compile(r"(?:middleware|proxy|instrumentation)\.[cm]?[jt]s\Z")
_SERVER_ONLY = re.compile(rb"[\"'](?:server-only|next/headers)[\"']")
_SERVER_IMPORT = re.compile(
    rb"from\s*[\"'](?:server-only|next/headers|next/cache|next/server|node:[\w/]+|fs|crypto|@prisma/client|drizzle-orm|nodemailer)[\"']"
    rb"|[\"']@trigger\.dev/|[\"']inngest[\"']|\bprocess\.env\.(?!NEXT_PUBLIC_|NODE_ENV)|\bprisma\."
)
_CLIENT_SIGN = re.compile(
    rb"\buse(?:State|Effect|Reducer|Ref|LayoutEffect|Callback|Memo|Context|Router|SWR|Query|Mutation|Action|ActionState)\b"
    rb"|\bon(?:Click|Submit|Change)=\{|\b(?:window|document|localStorage|navigator)\.|from\s*[\"']client-only[\"']"
)
_SCRIPT = re.compile(r"(?:^|/)(?:scripts?|bin|tools|tooling|cli)/|(?:^|/)[\w.-]+\.config\.[cm]?[jt]s\Z")


class Sides:
    """Answers lazily, for the files that are asked for."""

    def __init__(self, texts: Texts, apps: Sequence[App]) -> None:
        self._texts = texts
        self._apps = apps
        self._known: dict[str, Side] = {}

    def of(self, path: str) -> Side:
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def is_action_file(self, path: str) -> bool:
        """The module starts with 'use server'."""
        return _USE_SERVER.match(self._texts.read(path), 0, 4_000) is not None

    def client_at(self, path: str) -> Side:
        """The side of client code that lies in a file."""
        return self._client_of(owner(self._apps, path))

    def _look(self, path: str) -> Side:
        app = owner(self._apps, path)
        if app is not None and app.pages_dir is not None and path.startswith(f"{app.pages_dir}/"):
            return Side.SERVER if path.startswith((f"{app.pages_dir}/api/", f"{app.pages_dir}/api.")) else Side.PAGES
        data = self._texts.read(path)
        client = self._client_of(app)
        if _USE_CLIENT.match(data, 0, 4_000):
            return client
        if _USE_SERVER.match(data, 0, 4_000):
            return Side.SERVER
        routed = app is not None and app.app_dir is not None and path.startswith(f"{app.app_dir}/")
        if (routed and _SERVER_ENTRY.search(path)) or _SERVER_ROOT.search(path):
            return Side.SERVER
        if _SCRIPT.search(path):
            return Side.SCRIPT
        if _SERVER_ONLY.search(data):
            return Side.SERVER
        if _CLIENT_SIGN.search(data):
            return client
        if _SERVER_IMPORT.search(data):
            return Side.SERVER
        return Side.UNKNOWN

    def _client_of(self, app: App | None) -> Side:
        """Client code of an app that has pages of the Pages Router only is rendered there."""
        candidates = [app] if app is not None else list(self._apps)
        pages_only = candidates and all(
            one.renders_with_pages and not one.renders_with_app for one in candidates if one
        )
        return Side.PAGES if pages_only else Side.CLIENT
