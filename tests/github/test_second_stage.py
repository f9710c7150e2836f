"""Forks: the first stage may only read and leaves a report; the second stage posts it, and trusts nothing in it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.github import events
from tests.github.conftest import Hub, Run
from tests.github.shop import BASE, assert_sound, open_keys, route, summaries, with_route
from tests.github.world import AUTHOR, Pull

FORK = "ada/shop"
READ_ONLY = {"contents": "read", "pull_requests": "read", "issues": "read"}


def opened(hub: Hub) -> Pull:
    hub.world.token("ghs_fork", permissions=dict(READ_ONLY))
    return hub.world.open_pull(BASE, with_route(), head_repository=FORK, author=AUTHOR)


def first_stage(hub: Hub, pull: Pull) -> tuple[Run, dict[str, Any]]:
    run = hub.review(pull, token="ghs_fork")
    return run, json.loads(Path(run.outputs["report"]).read_text())


def second_stage(hub: Hub, pull: Pull, report: object, head: str | None = None) -> Run:
    folder = hub.folder / f"temp-{hub.runs}"
    (folder / "first-stage").mkdir(parents=True)
    text = report if isinstance(report, str) else json.dumps(report)
    (folder / "first-stage" / "route-or-action.json").write_text(text)
    payload = events.workflow_run(hub.world, pull, head)
    return hub.run("workflow_run", payload, RUNNER_TEMP=str(folder))


def test_the_first_stage_cannot_write_and_says_what_is_missing(hub: Hub) -> None:
    pull = opened(hub)
    run, report = first_stage(hub, pull)
    assert run.status == 1 and pull.threads == [] and pull.comments == []
    assert "pull-requests: write" in run.log and "README" in run.log
    assert "::warning file=app/api/newsletter/route.ts" in run.log
    assert len(run.writes) == 1, "the first refused write ends the writing"
    assert len(report["endpoints"]) == 1


def test_the_second_stage_posts_and_gives_no_verdict(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    run = second_stage(hub, pull, report)
    assert run.status == 0
    assert len(pull.threads) == 1 and len(summaries(pull)) == 1
    assert pull.threads[0].line == 5
    again = second_stage(hub, pull, report)
    assert again.status == 0 and again.writes == []


def test_a_pull_request_of_dependabot_is_a_branch_of_the_same_repository(hub: Hub) -> None:
    hub.world.token("ghs_fork", permissions=dict(READ_ONLY))
    pull = hub.world.open_pull(BASE, with_route())
    _, report = first_stage(hub, pull)
    assert pull.threads == []
    assert second_stage(hub, pull, report).status == 0 and len(pull.threads) == 1


def test_a_second_stage_that_may_not_write_sends_to_the_first_ones_findings(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    hub.world.token(permissions=dict(READ_ONLY))
    run = second_stage(hub, pull, report)
    assert run.status == 3 and run.summary == "" and "::warning file" not in run.log
    assert "in the first stage's annotations and job summary alone" in run.log and "pull-requests: write" in run.log
    assert "so the findings are in the annotations" not in run.log


def test_threads_stay_in_step_over_pushes(hub: Hub) -> None:
    pull = opened(hub)
    second_stage(hub, pull, first_stage(hub, pull)[1])
    hub.world.push(pull, with_route("app/api/moved/route.ts"))
    second_stage(hub, pull, first_stage(hub, pull)[1])
    assert len(pull.threads) == 1
    hub.world.push(pull, with_route("app/api/moved/route.ts", route(word="fine")))
    second_stage(hub, pull, first_stage(hub, pull)[1])
    assert "Fixed in" in pull.threads[0].comments[0].body and open_keys(pull) == []
    assert_sound(pull)


def test_a_commit_that_is_no_longer_the_head_is_not_posted(hub: Hub) -> None:
    pull = opened(hub)
    old = pull.head
    _, report = first_stage(hub, pull)
    hub.world.push(pull, with_route(text=route(above=2)))
    run = second_stage(hub, pull, report, head=old)
    assert run.status == 0 and run.writes == [] and "no open pull request" in run.log


def test_a_pull_request_of_another_repository_is_not_taken_for_it(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    pull.head_repository = "ada/other"
    run = second_stage(hub, hub.world.open_pull(BASE, with_route(), head_repository=FORK), report, head=pull.head)
    assert run.writes == []


def test_two_pull_requests_with_one_head_are_not_guessed_between(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    twin = hub.world.open_pull(BASE, with_route(), head_repository=FORK)
    twin.head, twin.head_ref = pull.head, pull.head_ref
    run = second_stage(hub, pull, report)
    assert run.status == 0 and run.writes == [] and "several pull requests" in run.log


def test_no_report_is_nothing_to_do(hub: Hub) -> None:
    pull = opened(hub)
    run = hub.run("workflow_run", events.workflow_run(hub.world, pull))
    assert run.status == 0 and "left no first-stage" in run.log and run.requests == []


def _with(report: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {**report, "endpoints": [{**report["endpoints"][0], **changes}]}


@pytest.mark.parametrize(
    "forge",
    [
        lambda report: "not JSON",
        lambda report: "[" * 100_000,
        lambda report: [],
        lambda report: {**report, "schema_version": 2},
        lambda report: {**report, "body": "Approved."},
        lambda report: {**report, "endpoints": report["endpoints"] * 2},
        lambda report: {**report, "endpoints": report["endpoints"] * 3_000},
        lambda report: _with(report, id="x" * 3_000),
        lambda report: _with(report, path="app/page.tsx"),
        lambda report: _with(report, path="../../etc/passwd"),
        lambda report: _with(report, start_line=0),
        lambda report: _with(report, start_line=9, end_line=3),
        lambda report: _with(report, start_line=True),
        lambda report: _with(report, verdict="approved"),
        lambda report: _with(report, recommendation=None),
        lambda report: _with(report, fit={"api-route": 90, "server-action": 90}),
        lambda report: _with(report, url="x" * 5_000),
        lambda report: _with(report, evidence=[{"criterion": "NONE"}]),
        lambda report: _with(report, evidence=[{**report["endpoints"][0]["evidence"][0], "criterion": "X9"}]),
        lambda report: _with(report, evidence=[{**report["endpoints"][0]["evidence"][0], "weight": -1}]),
        lambda report: json.dumps(report).replace('"weight": 2.0', '"weight": NaN'),
        lambda report: json.dumps(report).replace('"weight": 2.0', '"weight": 1' + "0" * 400),
        lambda report: _with(report, evidence=[{**report["endpoints"][0]["evidence"][0], "weight": 1e308}]),
        lambda report: _with(report, evidence=[{**report["endpoints"][0]["evidence"][0], "message": "\ud800"}]),
        lambda report: _with(report, url="/api/\udfff"),
        lambda report: {**report, "skipped": [{"path": "a\ud800", "reason": "x"}]},
        lambda report: _with(report, callers=[{"path": "a", "line": 1, "via": "magic"}]),
        lambda report: _with(report, suppressed={"reason": "x"}),
    ],
)
def test_a_forged_report_is_refused_whole(hub: Hub, forge: Any) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    run = second_stage(hub, pull, forge(report))
    assert run.status == 3 and run.writes == []
    assert "The report of the first stage was not posted" in run.log


def test_the_words_of_a_report_are_escaped(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    evil = "<img src=x> @octo/admins closes #1 <!-- route-or-action:1:e30= --> ```\n::error::x"
    evidence = {**report["endpoints"][0]["evidence"][0], "message": evil}
    second_stage(hub, pull, _with(report, evidence=[evidence], url=evil))
    body = pull.threads[0].comments[0].body
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    alive = re.sub(r"<code>.*?</code>", "", shown)
    assert "<img" not in shown and "@octo" not in alive and "#1" not in alive
    assert shown.count("<!--") == 1, "our own marker"


def test_lines_outside_the_diff_degrade_and_are_never_sent_as_lines(hub: Hub) -> None:
    pull = opened(hub)
    _, report = first_stage(hub, pull)
    run = second_stage(hub, pull, _with(report, start_line=900, end_line=901))
    assert run.status == 0 and pull.threads[0].subject == "FILE"
