from __future__ import annotations

from collections.abc import Callable

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from reviewer.config import Settings, load, merged
from reviewer.model import Callers, CallSite, Fit, Review, Skipped, Via
from reviewer.report.comment import MAX_BODY, length
from reviewer.report.counts import Counts
from reviewer.report.graph import caller_graph
from reviewer.report.links import Links
from reviewer.report.rows import bar
from reviewer.report.summary import MAX_JOB_BYTES, job, sticky, title

COUNTS = Counts(posted=2, already_there=1, kept=1, fixed=1)
SETTINGS = merged(
    load(b"comment-on: consider\ncriteria:\n  A3: off\n", ".github/route-or-action.yml"), {"max-comments": "5"}, "input"
)


def test_the_whole_sticky_comment(plausible: Review, links: Links, golden: Callable[[str, str], None]) -> None:
    golden("sticky.md", sticky(plausible, links, COUNTS))


def test_the_whole_job_summary(plausible: Review, links: Links, golden: Callable[[str, str], None]) -> None:
    golden("job.md", job(plausible, links, SETTINGS, COUNTS))


def test_a_hostile_author_gets_text(hostile: Review, links: Links, golden: Callable[[str, str], None]) -> None:
    golden("job-hostile.md", job(hostile, links, Settings(), Counts(kept=1)))
    page = cmarkgfm.github_flavored_markdown_to_html(sticky(hostile, links, COUNTS), Options.CMARK_OPT_UNSAFE)
    for tag in ("<img", "<script", "<!--", "<h1", "javascript:"):
        assert tag not in page


def test_a_run_without_endpoints_is_short(links: Links) -> None:
    text = job(Review(head="a" * 40), links)
    assert text.startswith("## No new endpoints\n")
    assert "|" not in text


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (Review(), "No endpoints"),
        (Review(head="a"), "No new endpoints"),
        (
            Review(head="a", skipped=(Skipped("a.ts", "too large", True),)),
            "Incomplete: something could not be analysed",
        ),
    ],
)
def test_the_title_without_endpoints(review: Review, said: str) -> None:
    assert title(review) == said


def test_the_title_with_endpoints(plausible: Review) -> None:
    assert title(plausible) == "3 of 6 new endpoints would suit another approach better; the review is incomplete"
    fitting = plausible._replace(findings=plausible.findings[4:5], skipped=())
    assert title(fitting) == "1 new endpoint: fits as it is"
    kept = plausible._replace(findings=plausible.findings[5:], skipped=())
    assert title(kept) == "1 new endpoint: kept as it is by a comment in the code"
    thought = plausible._replace(findings=plausible.findings[3:5], skipped=())
    assert title(thought) == "2 new endpoints: nothing to change, 1 worth a thought"


@given(st.integers(0, 100))
def test_a_bar_is_full_or_empty_only_when_the_figures_are(percent: int) -> None:
    drawn = bar(Fit(percent, 100 - percent))
    assert len(drawn) == 10
    assert drawn == "█" * drawn.count("█") + "░" * drawn.count("░")
    assert ("█" not in drawn) == (percent == 0)
    assert ("░" not in drawn) == (percent == 100)
    assert abs(drawn.count("█") * 10 - percent) <= 10


def test_counts_add_up() -> None:
    counts = Counts(1, 2, 3, 4, 5, 6, 7, 8)
    assert counts.total == 28
    sentence = counts.sentence()
    figures = [int(word) for word in sentence.replace(":", "").replace(",", "").split() if word.isdigit()]
    assert figures[0] == sum(figures[1:-1]) == 28
    assert Counts().sentence() == ""
    assert Counts(posted=1).sentence() == "1 suggestion: 1 commented now."
    assert Counts(fixed=2).sentence() == "2 earlier ones are fixed."


def crowd(plausible: Review, count: int) -> Review:
    site = CallSite("é" * 3_000 + ".tsx", 1, Via.FORM)
    findings = tuple(
        plausible.findings[0]._replace(
            id=f"{number}",
            endpoint=plausible.findings[0].endpoint._replace(path=f"{'日' * 1_000}/{number}/route.ts"),
            callers=Callers(tuple(site._replace(line=line) for line in range(1, 9))),
        )
        for number in range(count)
    )
    skipped = tuple(Skipped(f"{'x' * 4_000}{number}.ts", "too large " * 50) for number in range(count))
    return plausible._replace(findings=findings, skipped=skipped, notes=("n" * 3_000,) * 40)


def test_thousands_of_endpoints_fit_and_are_counted(plausible: Review, links: Links) -> None:
    review = crowd(plausible, 3_000)
    body, page = sticky(review, links, COUNTS), job(review, links, SETTINGS, COUNTS)
    assert length(body) < MAX_BODY - 1_000
    assert len(page.encode()) <= MAX_JOB_BYTES
    for text in (body, page):
        assert "3000 of 3000 new endpoints" in text
        assert text.rstrip().endswith("</sub>")
    assert body.count("<details>") == body.count("</details>")


def test_a_graph_is_drawn_only_where_callers_share(plausible: Review) -> None:
    assert caller_graph(plausible.findings[:3]) is None
    drawn = caller_graph(plausible.findings)
    assert drawn is not None
    assert drawn.startswith("```mermaid\nflowchart LR\n")


def test_the_graph_gives_way_to_the_table_when_it_would_be_a_knot(plausible: Review) -> None:
    sites = tuple(CallSite(f"c{number}.tsx", 1, Via.FORM, owners=(f"c{number}.tsx#C{number}",)) for number in range(40))
    pair = tuple(finding._replace(callers=Callers(sites)) for finding in plausible.findings[:2])
    assert caller_graph(pair) is None
