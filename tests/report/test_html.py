"""The audit page: as text, and in a real browser where one is installed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reviewer.model import Review
from reviewer.report.html import render
from tests.report.browser import Browser
from tests.report.conftest import EVIL

AXE = Path(__file__).parents[1] / "oracle/node_modules/axe-core/axe.min.js"
FILES = {
    "app/api/newsletter/route.ts": b"""import { db } from '@/lib/db'
import { ratelimit } from '@/lib/ratelimit'
import { z } from 'zod'

const body = z.object({ email: z.string().email() })
export async function POST(request: Request) {
  const ip = request.headers.get('x-forwarded-for')
  await ratelimit.limit(ip)
  const { email } = body.parse(await request.json())

  await db.insert(subscribers).values({ email })
""",
    "components/newsletter/NewsletterForm.tsx": b"\n" * 17 + b"    const response = await fetch('/api/newsletter')\n",
}
KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
EVIL_FILES = {f"app/{EVIL}/route.ts": f"</code></pre><script>alert(1)</script>{EVIL}\n{KEY}".encode()}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_endpoint_with_its_evidence_and_callers(plausible: Review) -> None:
    page = Page(render(plausible, FILES.get))
    entries = [attributes for attributes in page.all("li") if "data-state" in attributes]
    assert [entry["data-state"] for entry in entries] == [
        *("better-suited", "better-suited", "better-suited", "consider", "kept", "fits"),
    ]
    words = " ".join(" ".join(page.text).split())
    for said in (
        "POST /api/newsletter",
        "It limits requests by address",
        "ratelimit.limit",
        "CartSidebar",
        "an endpoint could hide",
    ):
        assert said in words


def test_the_page_loads_nothing(plausible: Review, hostile: Review) -> None:
    for review in (plausible, hostile):
        page = Page(render(review, EVIL_FILES.get))
        assert {tag for tag, _ in page.tags}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "video"})
        assert not any("src" in attributes or "srcset" in attributes for _, attributes in page.tags)
        assert len(page.all("script")) == len(page.all("style")) == 1
        assert all(str(link["href"]).startswith(("https://", "#")) for link in page.all("a"))
        assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)


def test_the_policy_names_the_only_script_and_style(plausible: Review) -> None:
    text = render(plausible, FILES.get)
    policy = Page(text).all("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        found = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found is not None
        digest = base64.b64encode(hashlib.sha256(found.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_a_hostile_author_adds_no_element(plausible: Review, hostile: Review) -> None:
    known = {tag for tag, _ in Page(render(plausible, FILES.get)).tags}
    page = Page(render(hostile, EVIL_FILES.get))
    assert {tag for tag, _ in page.tags} <= known
    assert not re.search("[\u202a-\u202e\u200b\x00-\x08\x1b]", render(hostile, EVIL_FILES.get))


def test_an_empty_audit_is_a_page_too() -> None:
    assert "<h1>No endpoints</h1>" in render(Review(), FILES.get)


def test_the_code_of_an_endpoint_with_its_marks(plausible: Review) -> None:
    text = render(plausible, FILES.get)
    assert '<span class="line marked"><span class="number">8</span>  await ratelimit.limit(ip)' in text
    assert '<span class="line"><span class="number">7</span>  const ip = ' in text
    assert "and 6 more lines" not in text and "and 0 more lines" not in text
    assert '<code class="seen">const response = await fetch(&#x27;/api/newsletter&#x27;)</code>' in text


def test_no_secret_of_the_code_is_shown(plausible: Review) -> None:
    token = "ghp_" + "a1B2" * 9
    code = ("\n" * 5 + f"const token = '{token}'\nconst pem = `{KEY}`\n").encode()
    text = render(plausible, {"app/api/newsletter/route.ts": code}.get)
    assert token not in text and "MIIEvQIBADANBg" not in text and "kqhkiG9w0BAQEFAASC" not in text
    assert "[redacted private key]" in text


def test_an_endpoint_whose_file_cannot_be_read_has_no_excerpt(plausible: Review) -> None:
    assert "<pre>" not in render(plausible, lambda _: None)


# --- in a browser ---


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with Browser(tmp_path / "profile") as opened:
        yield opened


def shown_by(browser: Browser, review: Review, tmp_path: Path) -> Browser:
    """The page as a person opens it: from a file."""
    file = tmp_path / "audit.html"
    file.write_text(render(review, FILES.get), encoding="utf-8")
    browser.open(file)
    return browser


NAMES = """[...document.querySelectorAll('.entries > li')].filter((li) => li.getClientRects().length)
  .map((li) => li.querySelector('code').textContent)"""
FOCUS = """(() => { const at = document.activeElement;
  return at.matches('summary') ? at.querySelector('code').textContent : at.id || at.value || at.tagName; })()"""


def test_the_page_s_own_script_runs_under_its_policy_and_asks_for_nothing(
    browser: Browser, plausible: Review, tmp_path: Path
) -> None:
    shown_by(browser, plausible, tmp_path)
    assert browser.run("document.getElementById('filter').hidden") is False
    assert browser.run("document.getElementById('shown').textContent") == "6 of 6 shown"
    assert [url for url in browser.requested if not url.startswith(("file:", "about:"))] == []


def test_a_foreign_script_does_not_run_under_the_policy(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    file = tmp_path / "audit.html"
    text = render(plausible, FILES.get)
    file.write_text(text.replace("</body>", "<script>document.body.id = 'owned'</script></body>"), encoding="utf-8")
    browser.open(file)
    assert browser.run("document.body.id") == ""


def test_what_is_typed_filters(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    shown_by(browser, plausible, tmp_path)
    browser.press("Tab", 2)
    assert browser.run(FOCUS) == "words"
    browser.type("newsletterform")
    assert browser.run(NAMES) == ["POST /api/newsletter"]
    browser.press("Escape")  # empties the field, as in every field for searching
    browser.type("api products")
    assert browser.run(NAMES) == ["GET /api/products"]
    browser.press("Escape")
    browser.type("nothing like it")
    assert browser.run(NAMES) == []
    assert browser.run("document.getElementById('shown').textContent") == "0 of 6 shown"


def test_the_space_bar_filters_and_arrows_sort(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    shown_by(browser, plausible, tmp_path)
    browser.run("document.querySelector('input[value=fits]').focus()")
    browser.press(" ")
    browser.press("Tab")
    assert browser.run(FOCUS) == "route-handler"
    browser.press("Tab")
    assert browser.run(FOCUS) == "server-action"
    browser.press(" ")
    assert browser.run(NAMES) == ["POST /api/newsletter", "PUT /api/address"]
    browser.press(" ")
    browser.press("Tab", 4, shift=True)
    assert browser.run(FOCUS) != "order"
    browser.run("document.getElementById('order').focus()")
    browser.press("ArrowDown", 2)
    assert browser.run("document.getElementById('order').value") == "route"
    assert browser.run(NAMES) == [
        *("POST /api/newsletter", "PUT /api/address", "saveProfile", "getUser", "handleStripeEvent"),
    ]


def test_an_entry_is_opened_and_closed_with_the_keyboard(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    shown_by(browser, plausible, tmp_path)
    browser.press("Tab")
    browser.press("Enter")  # the link that skips the filters
    browser.press("Tab")
    first = browser.run(NAMES)[0]
    assert browser.run(FOCUS) == first
    is_open = "document.querySelector('.entries details').open"
    browser.press("Enter")
    assert browser.run(is_open) is True
    browser.press(" ")
    assert browser.run(is_open) is False
    browser.press(" ")
    browser.press("Tab")
    assert browser.run("document.activeElement.tagName") == "A"  # the page of a criterion
    browser.press("Escape")
    assert browser.run(is_open) is False
    assert browser.run(FOCUS) == first


@pytest.mark.node
@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, False), (False, True)])
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, plausible: Review, tmp_path: Path, dark: bool, phone: bool
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci --prefix tests/oracle")
    shown_by(browser, plausible, tmp_path)
    if dark:
        browser.dark()
    if phone:
        browser.width(390)
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    browser.run(AXE.read_text(encoding="utf-8"))
    result = browser.run(
        """axe.run().then((result) => ({ held: result.passes.length, unsure: result.incomplete.map((each) => each.id),
          broken: result.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]) }))"""
    )
    assert result["broken"] == []
    assert result["held"] > 20


def test_nothing_is_wider_than_a_phone(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    browser.width(390)
    shown_by(browser, plausible, tmp_path)
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert browser.run("document.documentElement.scrollWidth") == 390


def test_thousands_of_endpoints_are_filtered_and_sorted(browser: Browser, plausible: Review, tmp_path: Path) -> None:
    findings = tuple(
        finding._replace(id=f"{number}", endpoint=finding.endpoint._replace(path=f"app/{number}/route.ts"))
        for number in range(400)
        for finding in plausible.findings
    )
    shown_by(browser, plausible._replace(findings=findings), tmp_path)
    browser.press("Tab", 2)
    browser.type("app/399/route.ts")
    assert len(browser.run(NAMES)) == 6
    browser.run("document.getElementById('order').focus()")
    browser.press("ArrowDown", 1)
    assert browser.run("document.getElementById('shown').textContent") == "6 of 2400 shown"
