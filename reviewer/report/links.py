"""Addresses of lines, commits and pages of the documentation."""

from __future__ import annotations

from typing import NamedTuple

from reviewer import REPOSITORY
from reviewer.model import Place
from reviewer.report.escape import Markdown, link, markdown

HOME = f"https://github.com/{REPOSITORY}"
DOCUMENTATION = f"{HOME}/blob/main/docs"


class Links(NamedTuple):
    """``server_url``: "https://github.com"; ``repository``: "owner/name"; "" where there is none (local runs).

    ``sha``: the head commit, so that the links go on showing the lines that were reviewed. ``documentation``: where
    this program's own pages are.
    """

    server_url: str = ""
    repository: str = ""
    sha: str = ""
    documentation: str = DOCUMENTATION

    def blob(self, place: Place, end_line: int | None = None) -> str:
        """The page of a line, or of the lines down to ``end_line``; "" where there is no repository to link to."""
        if not (self.server_url and self.repository and self.sha):
            return ""
        end = f"-L{end_line}" if end_line is not None and end_line > place.line else ""
        return f"{self._root}/blob/{_quoted(self.sha)}/{_encoded(place.path)}#L{place.line}{end}"

    def commit(self, sha: str) -> str:
        return f"{self._root}/commit/{_quoted(sha)}" if self.server_url and self.repository else ""

    def criterion(self, criterion: str) -> str:
        """The page that says what a criterion looks for, and why."""
        return f"{self.documentation}/criteria/{_quoted(criterion, safe='')}.md"

    def page(self, name: str) -> str:
        """A page of the documentation, by its name without the suffix."""
        return f"{self.documentation}/{_quoted(name)}.md"

    @property
    def _root(self) -> str:
        return f"{self.server_url.rstrip('/')}/{_quoted(self.repository)}"


def _quoted(text: str, safe: str = "/", errors: str | None = None) -> str:
    """``quote``, whose module is imported with the first address: a terminal without links asks for none."""
    from urllib.parse import quote

    return quote(text, safe=safe, errors=errors)


def _encoded(path: str) -> str:
    """Next.js paths hold brackets, parentheses and at signs; a path that is not UTF-8 keeps its bytes."""
    try:
        return _quoted(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:
        return _quoted(path, safe="/", errors="replace")


def line_link(links: Links, place: Place, beside: str | None = None) -> Markdown:
    """``route.ts:12``, or ``line 12`` in the file ``beside``; linked where there is a repository to link to."""
    return link(markdown(f"line {place.line}" if place.path == beside else short_name(place)), links.blob(place))


_GENERIC = frozenset({"route", "page", "layout", "index", "actions", "action", "default", "template", "middleware"})


def short_name(place: Place) -> str:
    """``NewsletterForm.tsx:18``; with its folder where half the files of an app are called so: ``cart/route.ts:12``."""
    folder, _, file = place.path.rpartition("/")
    known = file.partition(".")[0] not in _GENERIC or not folder
    return f"{file if known else folder.rpartition('/')[2] + '/' + file}:{place.line}"
