"""The audit page: as text, and in a real browser where one is installed."""

from __future__ import annotations

import base64
import hashlib
import html as html_module
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reviewer.model import Review
from reviewer.report.html import render

AXE = Path(__file__).parents[1] / "oracle/node_modules/axe-core/axe.min.js"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=20000"),
)


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
    page = Page(render(plausible))
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
        page = Page(render(review))
        assert {tag for tag, _ in page.tags}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "video"})
        assert not any("src" in attributes or "srcset" in attributes for _, attributes in page.tags)
        assert len(page.all("script")) == len(page.all("style")) == 1
        assert all(str(link["href"]).startswith(("https://", "#")) for link in page.all("a"))
        assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)


def test_the_policy_names_the_only_script_and_style(plausible: Review) -> None:
    text = render(plausible)
    policy = Page(text).all("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        found = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found is not None
        digest = base64.b64encode(hashlib.sha256(found.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_a_hostile_author_adds_no_element(plausible: Review, hostile: Review) -> None:
    known = {tag for tag, _ in Page(render(plausible)).tags}
    page = Page(render(hostile))
    assert {tag for tag, _ in page.tags} <= known
    assert not re.search("[\u202a-\u202e\u200b\x00-\x08\x1b]", render(hostile))


def test_an_empty_audit_is_a_page_too() -> None:
    assert "<h1>No endpoints</h1>" in render(Review())


# --- in a browser ---


@pytest.fixture
def browser(tmp_path: Path) -> Callable[[str], Page]:
    """Opens a page, and gives back what is there once its scripts have run."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")

    def opened(text: str) -> Page:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [chromium, *FLAGS, profile, "--dump-dom", file.as_uri()]
        return Page(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode())

    return opened


def with_script(text: str, script: str) -> str:
    """The page with one more script at its end, and no policy that would stop it."""
    without_policy = re.sub(r"<meta http-equiv[^>]*>", "", text)
    return without_policy.replace("</body>", f"<script>{script}</script></body>")


REPORT = "document.body.setAttribute('data-report', JSON.stringify(await run()));"


def told(browser: Callable[[str], Page], text: str, body: str) -> Any:
    """What an async function of these statements returns inside the page."""
    page = browser(with_script(text, f"(async () => {{ const run = async () => {{ {body} }}; {REPORT} }})()"))
    return json.loads(html_module.unescape(page.all("body")[0]["data-report"] or "null"))


def test_the_page_s_own_script_runs_under_its_policy(browser: Callable[[str], Page], plausible: Review) -> None:
    page = browser(render(plausible))
    assert "hidden" not in page.all("form")[0]
    assert "6 of 6 shown" in page.text


def test_a_foreign_script_does_not_run_under_the_policy(browser: Callable[[str], Page], plausible: Review) -> None:
    text = render(plausible).replace("</body>", "<script>document.body.id = 'owned'</script></body>")
    assert "id" not in browser(text).all("body")[0]


FILTER = """
const shown = () => [...document.querySelectorAll('.entries > li')].filter((li) => li.checkVisibility())
  .map((li) => li.querySelector('code').textContent);
const words = document.getElementById('words');
const type = (text) => { words.value = text; words.dispatchEvent(new Event('input', {bubbles: true})); };
"""


def test_the_filters(browser: Callable[[str], Page], plausible: Review) -> None:
    script = f"""{FILTER}
      const found = [];
      type('newsletterform'); found.push(shown());
      type('api products'); found.push(shown());
      type('nothing like it'); found.push(shown(), document.getElementById('shown').textContent);
      type('');
      document.querySelector('input[value=fits]').click(); document.querySelector('input[value=server-action]').click();
      found.push(shown());
      document.querySelector('input[value=fits]').click(); document.querySelector('input[value=server-action]').click();
      const order = document.getElementById('order');
      order.value = 'route'; order.dispatchEvent(new Event('change', {{bubbles: true}})); found.push(shown());
      return found;"""
    assert told(browser, render(plausible), script) == [
        ["POST /api/newsletter"],
        ["GET /api/products"],
        [],
        "0 of 6 shown",
        ["POST /api/newsletter", "PUT /api/address"],
        [
            *("POST /api/newsletter", "PUT /api/address", "saveProfile", "getUser"),
            *("handleStripeEvent", "GET /api/products"),
        ],
    ]


def test_everything_is_reached_with_the_keyboard(browser: Callable[[str], Page], plausible: Review) -> None:
    script = """
      const stops = [...document.querySelectorAll('a[href], input, select, summary')];
      const visible = stops.filter((stop) => stop.checkVisibility());
      return visible.map((stop) => { stop.focus(); return document.activeElement === stop; });
    """
    stops = told(browser, render(plausible), script)
    assert len(stops) >= 6 + 4 + 2 + 2 and all(stops)


@pytest.mark.node
def test_no_rule_of_accessibility_is_broken(browser: Callable[[str], Page], plausible: Review) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci --prefix tests/oracle")
    text = with_script(render(plausible).replace("<details>", "<details open>"), AXE.read_text(encoding="utf-8"))
    script = """const result = await axe.run();
      const broken = result.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]);
      return {broken, held: result.passes.length};"""
    result = told(browser, text, script)
    assert result["broken"] == []
    assert result["held"] > 20
