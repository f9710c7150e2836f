"""Comments and summaries as GitHub shows them, at the width of a screen and of a phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from tests.report.browser import Browser

GOLDEN = Path(__file__).parent / "golden"
STYLES = Path(__file__).parents[1] / "oracle/node_modules/github-markdown-css"
FRAME = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style>{style} body {{ margin: 16px }} .box {{ border: 1px solid; padding: 16px }} .markdown-body {{ font-size: 14px }}
</style><div class="box"><div class="markdown-body">{body}</div></div>"""
PAGES = sorted(path.name for path in GOLDEN.glob("*.md") if "hostile" not in path.name)
# A few pixels are no scrolling: the letters of this machine are not those of a phone.
TOO_WIDE = """[...document.querySelectorAll('table')].filter((table) => table.scrollWidth > table.clientWidth + 8)
  .map((table) => table.textContent.trim().slice(0, 80))"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not STYLES.is_dir():
        pytest.skip("GitHub's stylesheet is not installed: npm ci --prefix tests/oracle")
    with Browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def opened(browser: Browser, name: str, theme: str, width: int, folder: Path) -> Browser:
    markdown = (GOLDEN / name).read_text(encoding="utf-8")
    style = (STYLES / f"github-markdown-{theme}.css").read_text(encoding="utf-8")
    body = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    file = folder / "page.html"
    file.write_text(FRAME.format(style=style, body=body.replace("<details>", "<details open>")), encoding="utf-8")
    browser.width(width)
    browser.open(file)
    return browser


@pytest.mark.node
@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("name", PAGES)
def test_no_table_has_to_be_scrolled(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    shown = opened(browser, name, "light", width, tmp_path)
    assert shown.run(TOO_WIDE) == []
    assert shown.run("document.documentElement.scrollWidth") <= width


@pytest.mark.node
def test_a_table_that_is_too_wide_is_found(browser: Browser, tmp_path: Path) -> None:
    shown = opened(browser, "comment-to-action.md", "light", 390, tmp_path)
    shown.run("document.querySelector('td').textContent = 'x'.repeat(80)")
    assert len(shown.run(TOO_WIDE)) == 1


@pytest.mark.node
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_a_reader_must_see_is_seen_at_once(browser: Browser, tmp_path: Path, theme: str) -> None:
    """What suits better, why, and what the code shows: above the fold of a phone, before anything is opened."""
    shown = opened(browser, "comment-to-action.md", theme, 390, tmp_path)
    shown.run("document.querySelectorAll('details').forEach((each) => { each.open = false })")
    assert shown.run("document.querySelector('details').getBoundingClientRect().bottom") < 844
    assert shown.run("document.querySelector('strong').getBoundingClientRect().top") < 100
