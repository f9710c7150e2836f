"""What a finding says of itself: nothing twice, nothing off the point, and first what must come first."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Evidence, Finding, Fit, Kind, Outcome, Place, Recommendation, Review
from reviewer.report import annotations, terminal
from reviewer.report.comment import render
from reviewer.report.links import Links
from reviewer.report.reasons import first_step, told, why
from reviewer.report.summary import job
from reviewer.report.words import clearness, headline, listed, name_of, plain


def on(finding: Finding, version: tuple[int, int] | None) -> Finding:
    app = finding.endpoint.app._replace(next_version=version)
    return finding._replace(endpoint=finding.endpoint._replace(app=app))


@pytest.mark.parametrize(
    ("version", "first"),
    [
        ((13, 2), "Upgrade to Next.js 14: this app uses 13.2."),
        ((13, 5), "Upgrade to Next.js 14: this app uses 13.5."),
        ((14, 0), ""),
        ((16, 4), ""),
        (None, ""),
    ],
)
def test_an_app_from_before_server_actions_is_upgraded_first(
    plausible: Review, links: Links, version: tuple[int, int] | None, first: str
) -> None:
    finding = on(plausible.findings[0], version)
    assert first_step(finding) == first
    begins = "After an upgrade to Next.js 14, a server action suits" if first else "A server action suits"
    assert headline(finding).startswith(begins)
    steps, preview = render(finding, links), render(finding, links, "`app/actions.ts`:")
    shown = terminal.render(Review((finding,)), lambda _: None)
    if first:
        assert f"\n1. {first}\n2. Move" in steps
        assert preview.index(f"{first} Then:") < preview.index("`app/actions.ts`")
        assert f"= first: {first}" in shown
    else:
        assert not any("Upgrade to" in text for text in (steps, preview, shown))


def test_only_a_move_to_a_server_action_needs_the_upgrade(plausible: Review) -> None:
    assert [first_step(on(finding, (13, 2))) for finding in plausible.findings[1:5]] == [""] * 4
    assert not any("upgrade" in headline(on(finding, (13, 2))) for finding in plausible.findings[1:5])


def test_a_caller_whose_address_may_lead_elsewhere(plausible: Review) -> None:
    finding = plausible.findings[0]
    (site,) = finding.callers.sites
    unsure = finding.callers._replace(sites=(site._replace(certain=False),))
    assert why(finding._replace(callers=unsure)).startswith("Only `NewsletterForm` seems to call it.")


def test_a_place_that_may_be_another_caller(plausible: Review) -> None:
    finding = plausible.findings[0]
    hidden = finding.callers._replace(gaps=(Place("lib/request.ts", 3),))
    assert why(finding._replace(callers=hidden)).startswith("Only `NewsletterForm` is known to call it.")


def test_two_neighbours_are_named_by_what_was_seen(plausible: Review) -> None:
    finding = plausible.findings[0]
    (site,) = finding.callers.sites
    seen = finding.verdict.evidence[0]._replace(message="Its callers lie side by side: `a.tsx` and `b.tsx`.")
    two = finding.callers._replace(sites=(site, site._replace(owners=("b.tsx#Other",))))
    verdict = finding.verdict._replace(evidence=(seen, *finding.verdict.evidence[1:]))
    assert why(finding._replace(callers=two, verdict=verdict)).startswith(f"{seen.message} As an action it is")


def test_the_only_caller_is_named_once_and_with_its_place(plausible: Review, links: Links) -> None:
    finding = plausible.findings[0]
    body = render(finding, links)
    assert told(finding) == finding.verdict.evidence[0]
    assert "Only `NewsletterForm` calls it ([NewsletterForm.tsx:18](" in body
    assert body.count("is the only caller") == 0


def test_two_places_of_one_caller_stay_in_the_table(plausible: Review) -> None:
    finding = plausible.findings[0]
    (site,) = finding.callers.sites
    twice = finding.callers._replace(sites=(site, site._replace(line=40)))
    assert told(finding._replace(callers=twice)) is None


def decided(finding: Finding, constraint: str, message: str, recommends: Recommendation) -> Finding:
    asked = Evidence(constraint, Approach.API_ROUTE, 5.0, message, Place("lib/a.ts", 3), constraint, recommends)
    other = Evidence("R3", Approach.API_ROUTE, 1.0, "It asks a language model", Place("lib/a.ts", 9))
    verdict = finding.verdict._replace(
        outcome=Outcome.BETTER_SUITED,
        recommendation=recommends,
        constraint=constraint,
        evidence=(asked, other),
    )
    return finding._replace(verdict=verdict)


def test_a_rule_that_decides_says_what_follows_from_it(plausible: Review, links: Links) -> None:
    message = "Its only caller is server code, `app/page.tsx`; no client calls it."
    finding = decided(plausible.findings[3], "server-only", message, Recommendation.SERVER_MODULE)
    body, (annotation,) = render(finding, links), annotations.render(Review((finding,)))
    for text in (why(finding), body, annotation):
        assert "an endpoint that anybody can call" in text
    assert "= why: Every export of a file" in terminal.render(Review((finding,)), lambda _: None)


def test_what_was_seen_is_not_said_in_other_words_again(plausible: Review) -> None:
    message = "It takes a `Request`, which no client can send to a server action."
    finding = decided(plausible.findings[3], "request-parameter", message, Recommendation.API_ROUTE)
    assert why(finding) == message


def test_where_no_endpoint_is_needed_route_and_action_are_not_weighed(plausible: Review, links: Links) -> None:
    finding = decided(plausible.findings[3], "server-only", "No client calls it.", Recommendation.SERVER_MODULE)
    review = Review((finding,))
    shown = terminal.render(review, lambda _: None)
    assert "language model" not in render(finding, links)
    assert "language model" not in shown
    assert "█" not in job(review, links).partition("\n| :-- | :-- |\n")[2]
    assert "█" not in terminal.why([finding], lambda _: None)
    assert "language model" in terminal.why([finding], lambda _: None)


def test_a_default_export_is_called_by_its_file(plausible: Review) -> None:
    endpoint = plausible.findings[3].endpoint._replace(kind=Kind.SERVER_ACTION, path="app/new/page.tsx", name="default")
    assert name_of(endpoint) == "default export of page.tsx"


def test_a_misplaced_directive_is_told_of_its_file(plausible: Review) -> None:
    finding = decided(plausible.findings[3], "not-an-action", "It renders.", Recommendation.SERVER_MODULE)
    moved = finding._replace(endpoint=finding.endpoint._replace(path="app/new/page.tsx"))
    assert headline(moved) == "`page.tsx` is better off without `'use server'`"


@pytest.mark.parametrize(
    ("outcome", "percent", "said"),
    [
        (Outcome.BETTER_SUITED, 95, "Very clear: 95% to 5%"),
        (Outcome.BETTER_SUITED, 94, "Clear: 94% to 6%"),
        (Outcome.BETTER_SUITED, 85, "Clear: 85% to 15%"),
        (Outcome.CONSIDER, 83, "On balance: 83% to 17%"),
        (Outcome.CONSIDER, 97, "On balance: 97% to 3%"),
    ],
)
def test_what_may_suit_better_is_not_called_clear(plausible: Review, outcome: Outcome, percent: int, said: str) -> None:
    finding = plausible.findings[0]
    verdict = finding.verdict._replace(outcome=outcome, fit=Fit(100 - percent, percent))
    assert clearness(finding._replace(verdict=verdict)) == said


def test_everybody_who_leads_to_one_call_is_named(plausible: Review, links: Links) -> None:
    finding = plausible.findings[0]
    (site,) = finding.callers.sites
    owners = tuple(f"ui/{name}.tsx#{name}" for name in ("Card", "List", "Menu"))
    shared = finding._replace(callers=finding.callers._replace(sites=(site._replace(owners=owners),)))
    assert "Card, List and Menu through a form" in terminal.why([shared], lambda _: None)
    assert "`Card`, `List` and `Menu` through a form" in job(Review((shared,)), links)


def test_what_is_quoted_in_the_code_is_quoted_once_in_plain_text() -> None:
    assert plain("With `'use server'` in `page.tsx`.", 100) == "With 'use server' in 'page.tsx'."


@pytest.mark.parametrize(
    ("names", "said"),
    [("", ""), ("a", "a"), ("ab", "a and b"), ("abcd", "a, b, c and d"), ("abcdef", "a, b, c, d and 2 more")],
)
def test_names_in_a_row(names: str, said: str) -> None:
    assert listed(list(names)) == said


def test_what_is_only_worth_a_thought_has_two_sides(plausible: Review) -> None:
    finding = plausible.findings[0]
    perhaps = finding._replace(verdict=finding.verdict._replace(outcome=Outcome.CONSIDER))
    assert why(perhaps) == f"{why(finding)} On the other hand, it limits requests by address through `ratelimit.limit`."
    alone = perhaps.verdict._replace(evidence=perhaps.verdict.evidence[:1])
    assert "On the other hand" not in why(perhaps._replace(verdict=alone))
    elsewhere = perhaps.verdict._replace(recommendation=Recommendation.SERVER_MODULE)
    assert "On the other hand" not in why(perhaps._replace(verdict=elsewhere))
