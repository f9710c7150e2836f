"""Every event does the sensible thing, or says in one line why it does nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.github.event import AnalyseOnly, Nothing, PostForFork, ReviewPullRequest, Unusable, activity

EXAMPLES = Path(__file__).parents[1] / "oracle/node_modules/@octokit/webhooks-examples/api.github.com/index.json"
ZEROS = "0" * 40
SHA, OTHER = "a" * 40, "b" * 40


def examples(name: str) -> list[dict[str, Any]]:
    found = next((each for each in json.loads(EXAMPLES.read_text()) if each["name"] == name), None)
    assert found is not None
    return list(found["examples"])


needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="needs the npm package @octokit/webhooks-examples")


@pytest.mark.node
@needs_examples
def test_every_pull_request_example_is_reviewed_unless_closed() -> None:
    payloads = examples("pull_request")
    assert len(payloads) > 20
    for payload in payloads:
        what = activity("pull_request", payload)
        closed = payload["action"] == "closed" or payload["pull_request"]["state"] == "closed"
        assert isinstance(what, Nothing if closed else ReviewPullRequest), payload["action"]


@pytest.mark.node
@needs_examples
def test_no_example_of_any_event_is_misread() -> None:
    for event in json.loads(EXAMPLES.read_text()):
        for payload in event["examples"]:
            what = activity(event["name"], payload)
            if event["name"] not in ("pull_request", "pull_request_review", "pull_request_review_comment"):
                assert not isinstance(what, ReviewPullRequest), event["name"]
            assert not isinstance(what, Unusable) or event["name"] == "workflow_dispatch", "it lacks GITHUB_SHA here"
            if isinstance(what, Nothing):
                assert what.reason and "\n" not in what.reason


def pull(**changes: Any) -> dict[str, Any]:
    repository = {"full_name": "octo/shop"}
    head, base = {"sha": SHA, "ref": "topic", "repo": repository}, {"sha": OTHER, "ref": "main", "repo": repository}
    return {"action": "opened", "pull_request": {"number": 7, "state": "open", "head": head, "base": base, **changes}}


@pytest.mark.parametrize("action", ["opened", "synchronize", "edited", "labeled", "converted_to_draft", "enqueued"])
def test_the_check_of_a_commit_is_right_whatever_started_it(action: str) -> None:
    """A run that did nothing would be green, and the latest run of a commit is the one that counts."""
    assert isinstance(activity("pull_request", {**pull(), "action": action}), ReviewPullRequest)


def test_merge_groups_are_analysed_from_the_payload() -> None:
    group = {"action": "checks_requested", "merge_group": {"base_sha": OTHER, "head_sha": SHA}}
    what = activity("merge_group", group)
    assert what == AnalyseOnly(OTHER, SHA, OTHER, "a merge group is only checked")
    assert isinstance(activity("merge_group", {**group, "action": "destroyed"}), Nothing)


@pytest.mark.parametrize(
    ("branch", "number"),
    [
        (f"refs/heads/gh-readonly-queue/main/pr-104-{OTHER}", 104),
        (f"refs/heads/gh-readonly-queue/release/2.x/pr-7-{OTHER}", 7),
        (f"refs/heads/gh-readonly-queue/pr-1-x/pr-9-{OTHER}", 9),
        (f"refs/heads/other/main/pr-104-{OTHER}", None),
        (f"refs/heads/gh-readonly-queue/main/pr-0-{OTHER}", None),
        ("refs/heads/gh-readonly-queue/main/pr-104-abc", None),
        (f"refs/heads/gh-readonly-queue/main/pr-104-{OTHER}\n", None),
        ("refs/heads/gh-readonly-queue/" + "pr-1-" * 100_000, None),
    ],
)
def test_the_branch_of_a_merge_group_names_its_pull_request(branch: str, number: int | None) -> None:
    group = {"base_sha": OTHER, "head_sha": SHA, "head_ref": branch}
    what = activity("merge_group", {"action": "checks_requested", "merge_group": group})
    assert isinstance(what, AnalyseOnly) and what.number == number


@pytest.mark.node
@needs_examples
def test_the_examples_of_merge_groups_name_their_pull_request() -> None:
    found = [activity("merge_group", payload) for payload in examples("merge_group")]
    assert found and all(isinstance(what, AnalyseOnly) and what.number == 104 for what in found)


def test_pushes() -> None:
    push = {"ref": "refs/heads/main", "before": OTHER, "after": SHA}
    assert isinstance(activity("push", push), AnalyseOnly)
    for silent in ({"before": ZEROS}, {"after": ZEROS}, {"deleted": True}, {"ref": "refs/tags/v1"}):
        assert isinstance(activity("push", {**push, **silent}), Nothing)


def test_a_run_by_hand_compares_with_the_default_branch() -> None:
    payload = {"ref": "refs/heads/topic", "repository": {"default_branch": "main"}}
    what = activity("workflow_dispatch", payload, SHA)
    assert isinstance(what, AnalyseOnly) and (what.base, what.head) == ("main", SHA)
    assert isinstance(activity("workflow_dispatch", {**payload, "ref": "refs/heads/main"}, SHA), Nothing)


def test_the_second_stage_waits_for_the_first() -> None:
    run = {"id": 1, "event": "pull_request", "head_sha": SHA, "head_branch": "topic"}
    run["head_repository"] = {"full_name": "ada/shop"}
    payload = {"action": "completed", "workflow_run": run}
    assert activity("workflow_run", payload) == PostForFork(1, SHA, "ada/shop", "topic")
    assert isinstance(activity("workflow_run", {**payload, "action": "requested"}), Nothing)
    for change in ({"event": "push"}, {"head_repository": None}):
        assert isinstance(activity("workflow_run", {**payload, "workflow_run": {**run, **change}}), Nothing)
    for change in ({"head_sha": "HEAD"}, {"id": "1"}):
        assert isinstance(activity("workflow_run", {**payload, "workflow_run": {**run, **change}}), Unusable)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("pull_request", {}),
        ("pull_request", {"action": "opened", "pull_request": {}}),
        ("pull_request", {"action": "opened", "pull_request": {"number": 7}}),
        ("pull_request_target", {"pull_request": {"number": 7, "head": {"sha": "main"}, "base": {"sha": SHA}}}),
        ("pull_request_review", {"pull_request": {"number": "7", "head": {"sha": SHA}, "base": {"sha": SHA}}}),
        ("merge_group", {"action": "checks_requested"}),
        ("merge_group", {"action": "checks_requested", "merge_group": {"base_sha": SHA, "head_sha": "x"}}),
        ("workflow_run", {"action": "completed", "workflow_run": {"event": "pull_request", "id": 1}}),
        ("push", {}),
        ("push", {"ref": "refs/heads/main", "before": None, "after": SHA}),
        ("workflow_dispatch", {"ref": "refs/heads/topic"}),
        ("", {"action": "opened", "pull_request": {"number": 1}}),
    ],
)
def test_a_payload_that_github_would_not_send_is_no_reason_to_be_green(event: str, payload: dict[str, Any]) -> None:
    assert isinstance(activity(event, payload, SHA), Unusable)


@pytest.mark.parametrize("event", ["schedule", "issue_comment", "release", "no_such_event"])
def test_other_events_say_why_they_do_nothing(event: str) -> None:
    what = activity(event, {})
    assert isinstance(what, Nothing) and "pull_request" in what.reason


NAMES = st.sampled_from(["action", "pull_request", "head", "base", "sha", "repo", "number", "workflow_run", "ref"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
EVENTS = ["pull_request", "pull_request_target", "merge_group", "workflow_run", "push", "workflow_dispatch"]


@given(st.sampled_from(EVENTS), st.dictionaries(NAMES, JSON, max_size=4))
def test_no_payload_makes_it_stumble(event: str, payload: Any) -> None:
    activity(event, payload, SHA)


@pytest.mark.parametrize("number", [True, -1, 0, 1.5, "1"])
def test_what_is_no_number_names_no_pull_request(number: object) -> None:
    pull = {"number": number, "head": {"sha": SHA}, "base": {"sha": OTHER}}
    assert isinstance(activity("pull_request", {"pull_request": pull}), Unusable)


@pytest.mark.parametrize("event", [{}, [], None, 1])
def test_a_first_stage_of_an_event_that_is_no_text(event: object) -> None:
    assert isinstance(activity("workflow_run", {"action": "completed", "workflow_run": {"event": event}}), Nothing)
