from __future__ import annotations

from collections.abc import Callable

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from reviewer.model import Approach, Callers, Evidence, Finding, Outcome, Place, Review
from reviewer.report.comment import MAX_BODY, RESERVED, length, render
from reviewer.report.links import Links

CONVERSION = (
    "`app/newsletter/actions.ts`\n\n```ts\n'use server'\n\nexport async function subscribe(email: string) {}\n```"
)


@pytest.mark.parametrize(
    ("at", "name"), [(0, "to-action"), (1, "to-route"), (2, "to-own-file"), (3, "to-function"), (5, "kept")]
)
def test_the_whole_comment(
    plausible: Review, links: Links, golden: Callable[[str, str], None], at: int, name: str
) -> None:
    golden(f"comment-{name}.md", render(plausible.findings[at], links))


def test_a_preview_takes_the_place_of_the_steps(
    plausible: Review, links: Links, golden: Callable[[str, str], None]
) -> None:
    golden("comment-preview.md", render(plausible.findings[0], links, CONVERSION))


def test_a_hostile_author_gets_text(hostile: Review, links: Links, golden: Callable[[str, str], None]) -> None:
    golden("comment-hostile.md", render(hostile.findings[0], links))


def test_the_first_line_stands_alone(plausible: Review, links: Links) -> None:
    first = render(plausible.findings[0], links).split("\n")[0]
    assert first == "**A server action suits `POST /api/newsletter` better.** Clear: 94% to 6%."


def html(markdown: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)


def test_every_table_row_and_fold_is_one_for_github(plausible: Review, hostile: Review, links: Links) -> None:
    for finding in (*plausible.findings, *hostile.findings):
        page = html(render(finding, links))
        assert page.count("<details>") == page.count("</details>") <= 1
        assert page.count("<table>") <= 1
        assert page.count("<sub>") == page.count("</sub>") == 1
        for row in page.split("<tr>")[1:]:
            assert row.count("<td") in (0, 2)


def test_nothing_of_a_hostile_author_is_markup(hostile: Review, links: Links) -> None:
    page = html(render(hostile.findings[0], links))
    for tag in ("<img", "<script", "<!--", "<h1", "<li>\n", "javascript:"):
        assert tag not in page
    for address in page.split('href="')[1:]:
        assert address.startswith(("https://github.com/acme/shop/", links.documentation))


def test_neither_empty_lines_nor_blanks_pile_up(plausible: Review, links: Links) -> None:
    for finding in plausible.findings:
        body = render(finding, links)
        assert "\n\n\n" not in body
        assert not any(line != line.rstrip() for line in body.split("\n"))
        assert "  " not in body


def many(finding: Finding, count: int, message: str) -> Finding:
    evidence = tuple(
        Evidence(f"A{number % 40}", Approach.SERVER_ACTION, 1.0, message, Place("p" * 4_000 + ".ts", number + 1))
        for number in range(count)
    )
    return finding._replace(verdict=finding.verdict._replace(evidence=evidence), callers=Callers())


def test_a_long_preview_gives_way_to_the_steps(plausible: Review, links: Links) -> None:
    body = render(plausible.findings[0], links, "x" * MAX_BODY)
    assert "How it could look" not in body
    assert "How to change it" in body


@pytest.mark.parametrize("message", ["`" + "é" * 9_000 + "` is small", "🎉" * 9_000, "a" * 9_000, "`a` " * 3_000])
def test_a_body_that_is_too_long_loses_whole_parts(plausible: Review, links: Links, message: str) -> None:
    body = render(many(plausible.findings[0], 400, message), links, "x" * 60_000)
    assert length(body) <= MAX_BODY - RESERVED
    assert body.startswith("**A server action suits `POST /api/newsletter` better.**")
    assert body.rstrip().endswith("</sub>")


def test_what_is_left_out_is_counted(plausible: Review, links: Links) -> None:
    body = render(many(plausible.findings[0], 30, "It is small"), links)
    assert "\n17 more criteria spoke.\n" in body  # 30, of which one is the sentence and 12 are rows


def test_secrets_of_the_code_stay_out(plausible: Review, links: Links) -> None:
    secret = "ghp_" + "a1B2" * 9
    body = render(many(plausible.findings[0], 1, f"It sends `{secret}` along"), links)
    assert secret not in body
    assert "[redacted]" in body


def test_a_thought_is_put_more_carefully(plausible: Review, links: Links) -> None:
    finding = plausible.findings[0]
    careful = finding._replace(verdict=finding.verdict._replace(outcome=Outcome.CONSIDER))
    assert render(careful, links).startswith("**A server action may suit `POST /api/newsletter` better.**")


def test_only_the_methods_that_the_verdict_speaks_of_are_named(plausible: Review, links: Links) -> None:
    finding = plausible.findings[0]
    from reviewer.model import Kind

    endpoint = finding.endpoint._replace(kind=Kind.PAGES_API_ROUTE, name="default", methods=("GET", "POST"))
    spoken = finding._replace(endpoint=endpoint, verdict=finding.verdict._replace(methods=("POST",)))
    assert "`POST /api/newsletter`" in render(spoken, links).split("\n")[0]


def test_a_long_path_is_cut_to_what_tells_it_apart_and_a_url_is_not(plausible: Review, links: Links) -> None:
    path, url = (
        "apps/web/app/(dashboard)/settings/team/members/page.tsx",
        "/api/teams/[teamId]/members/[memberId]/role.json",
    )
    body = render(many(plausible.findings[0], 1, f"`{path}` requests `{url}`"), links)
    assert f"`members/page.tsx` requests `{url}`" in body
