"""What GitHub applies with one click: committed as it is, the next review of the pull request finds nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.changes.local import change_between
from reviewer.changes.trees import GitTree
from reviewer.config import Settings
from reviewer.model import Finding, Outcome, Recommendation, Review
from reviewer.nextjs.relevance import may_define_endpoints
from reviewer.report.conversion import Suggestion
from reviewer.report.previews import Previews
from reviewer.review import review
from tests.repository import Repository

BASE = {
    "package.json": b'{"name": "shop", "dependencies": {"next": "16.4.6", "react": "^19"}}',
    "app/layout.tsx": b"export default function Layout({ children }) { return <html><body>{children}</body></html>; }",
}
PRICES = """\
// Prices of the shop.
"use server";

import { db } from "./db";

export async function priceOf(name: string) {
  return db.price.findFirst({ where: { name } });
}
"""
PAGE = """\
import { priceOf } from "../lib/prices";

export default async function Page() {
  return <h1>{await priceOf("a")}</h1>;
}
"""
BOX = "'use server'\n\nexport async function Box() {\n  return <b />\n}\n"
BOX_PAGE = "import { Box } from './box'\n\nexport default function Page() {\n  return <Box />\n}\n"
RENDERED = '"use server";\n\nexport default async function Page() {\n  return <h1>New</h1>;\n}\n'


def applied(text: str, suggestion: Suggestion) -> str:
    """As GitHub does: the lines are replaced; an empty suggestion removes them."""
    lines = text.split("\n")
    new = suggestion.replacement.split("\n") if suggestion.replacement else []
    return "\n".join(lines[: suggestion.start_line - 1] + new + lines[suggestion.end_line :])


def spoken(said: Review, path: str) -> list[Finding]:
    return [each for each in said.findings if each.endpoint.path == path and each.verdict.outcome is not Outcome.FITS]


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("lib/prices.ts", {"lib/prices.ts": PRICES, "app/page.tsx": PAGE}),
        ("app/box.tsx", {"app/box.tsx": BOX, "app/page.tsx": BOX_PAGE}),
        ("app/new/page.tsx", {"app/new/page.tsx": RENDERED}),
    ],
)
def test_once_applied_the_finding_is_gone(path: str, files: dict[str, str], tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    base = repository.commit(BASE)
    before = Head(repository, base, {name: text.encode() for name, text in files.items()})
    (finding,) = spoken(before.review, path)
    assert finding.verdict.recommendation is Recommendation.SERVER_MODULE
    suggestion = before.previews.suggestion(finding)
    assert suggestion is not None

    after = Head(repository, base, {path: applied(files[path], suggestion).encode()})

    assert spoken(after.review, path) == []
    assert [each.endpoint.path for each in after.review.findings] == []
    assert path in after.review.analysed and not after.review.skipped


class Head:
    """A commit upon the base, and what the review of the two says."""

    def __init__(self, repository: Repository, base: str, files: dict[str, bytes]) -> None:
        tree = GitTree(repository.folder, repository.commit(files))
        change = change_between(repository.folder, base, "HEAD", tree, may_define_endpoints)
        self.review = review(change, tree, Settings())
        self.previews = Previews(tree, change)
