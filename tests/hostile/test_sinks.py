"""The two sinks that take a whole review, each read back by a parser of its consumer: SARIF and the job's summary."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit

from hypothesis import given, settings

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.model import Review
from reviewer.report import sarif, summary
from reviewer.report.links import Links
from reviewer.review import audit
from tests.report.test_escape import LIVE, Read, github, texts

KEEP = "// route-or-action: keep -- "
EMBEDDED_LINK = re.compile(
    r"(?<!\\)(?:\\\\)*\[(?:[^\]\\]|\\.)*\]\("
)  # SARIF 2.1.0, 3.11.6 "Messages with embedded links"


def reviewed(text: str) -> Review:
    """A review that shows the text as a path of an endpoint, as one that was left out, and as a reason to keep."""
    name = text.replace("/", "_").replace("\0", "")
    files = {
        "package.json": '{"dependencies": {"next": "16.0.0"}}',
        "app/page.tsx": "",
        f"app/api/{name}/route.ts": "export async function POST() { return Response.json({}) }",
        "app/a.ts": f"'use server'\n{KEEP}{' '.join(text.split())}\nexport async function a() {{}}\n",
        f"app/broken{name}/route.ts": "export const {{{",
    }
    held = {path: data.encode("utf-8", "replace") for path, data in files.items()}
    return audit(MemoryTree(held), Settings())


@settings(max_examples=60, deadline=None)
@given(texts)
def test_sarif_holds_paths_and_plain_text(text: str) -> None:
    found = reviewed(text)
    log = json.loads(sarif.render(found))
    [run] = log["runs"]
    paths = {each.endpoint.path for each in found.findings}
    for result in run["results"]:
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            parts = urlsplit(uri)
            assert uri.isascii() and not (parts.scheme or parts.netloc or parts.query or parts.fragment), uri
            assert unquote(uri, errors="surrogateescape") in paths
        for message in (result["message"], *(each["message"] for each in result["relatedLocations"])):
            assert EMBEDDED_LINK.search(message["text"]) is None
            assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", message["text"])


@settings(max_examples=60, deadline=None)
@given(texts)
def test_the_jobs_summary_holds_no_markup_of_the_authors(text: str) -> None:
    page, plain = _page(text), _page("plain")
    assert set(page.tags) <= {*plain.tags, "span"}, set(page.tags) - set(plain.tags)  # a dollar sign lies in a span
    for pattern in LIVE:
        usual = {found.group() for found in pattern.finditer(plain.live)}
        assert not {found.group() for found in pattern.finditer(page.live)} - usual, pattern


def _page(text: str) -> Read:
    links = Links("https://github.com", "acme/shop", "a" * 40)
    return github(summary.job(reviewed(text), links, Settings(), None))
