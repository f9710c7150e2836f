"""Payloads in the shape that GitHub sends, by its own schemas: every event, from the payload to the comments.

The examples lack what matters most here, such as a fork: those are made of an example, and held against the schema.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.github import events
from tests.github.conftest import Hub
from tests.github.contract import PACKAGES
from tests.github.shop import BASE, open_keys, route, with_route
from tests.github.world import Pull

SCHEMA = PACKAGES / "webhooks-schemas" / "schema.json"
EXAMPLES = PACKAGES / "webhooks-examples" / "api.github.com" / "index.json"
pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(
        not (SCHEMA.exists() and EXAMPLES.exists()), reason="needs @octokit/webhooks-schemas and -examples from npm"
    ),
]
ZEROS = "0" * 40
READ_ONLY = {"contents": "read", "pull_requests": "read", "issues": "read"}


@cache
def loaded(path: Path) -> Any:
    return json.loads(path.read_text())


def example(event: str, action: str | None = None) -> dict[str, Any]:
    """An example of the event, of that action if there is one."""
    found = next(each["examples"] for each in loaded(EXAMPLES) if each["name"] == event)
    return copy.deepcopy(next((each for each in found if each.get("action") == action), found[0]))


def filled(event: str, ours: Mapping[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A whole payload with our members in it, held against the schema."""
    action = ours.get("action")
    payload = example(event, action)
    for name in without:
        payload.pop(name, None)
    definition = f"{event}${action}" if action else f"{event}$event"
    before = problems(definition, payload)
    _merge(payload, ours)
    found = {where: what for where, what in problems(definition, payload).items() if where not in before}
    assert not found
    return payload


def problems(definition: str, payload: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    """What the schema finds wrong, by place. The examples are older than it: they lack members that it requires."""
    from jsonschema import Draft7Validator

    schema = {"$ref": f"#/definitions/{definition}", "definitions": loaded(SCHEMA)["definitions"]}
    errors = Draft7Validator(schema).iter_errors(payload)
    return {(*map(str, each.absolute_path), str(each.validator)): each.message[:300] for each in errors}


def _merge(into: dict[str, Any], ours: Mapping[str, Any]) -> None:
    for name, value in ours.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def opened(hub: Hub, **more: Any) -> Pull:
    return hub.world.open_pull(BASE, with_route(), **more)


MORE: dict[str, dict[str, Any]] = {
    "synchronize": {"before": "a" * 40, "after": "b" * 40},
    "edited": {"changes": {"base": {"ref": {"from": "develop"}, "sha": {"from": "a" * 40}}}},
}


@pytest.mark.parametrize(
    "action",
    [
        "opened",
        "synchronize",
        "reopened",
        "ready_for_review",
        "edited",
        "labeled",
        "unlabeled",
        "review_requested",
        "assigned",
        "locked",
    ],
)
def test_every_action_on_an_open_pull_request_reviews_it(hub: Hub, action: str) -> None:
    pull = opened(hub)
    ours = {**events.pull_request(hub.world, pull, action), **MORE.get(action, {})}
    without = ("changes",) if action == "edited" else ()
    assert hub.run("pull_request", filled("pull_request", ours, without)).status == 1
    assert len(pull.threads) == 1


def test_a_draft_is_checked_and_commented_once_it_is_ready(hub: Hub) -> None:
    pull = opened(hub, draft=True)
    for action in ("opened", "converted_to_draft"):
        ours = events.pull_request(hub.world, pull, action)
        run = hub.run("pull_request", filled("pull_request", ours))
        assert run.status == 1 and run.writes == [] and "draft" in run.log
    pull.draft = False
    ours = events.pull_request(hub.world, pull, "ready_for_review")
    assert hub.run("pull_request", filled("pull_request", ours)).status == 1 and len(pull.threads) == 1


def test_a_closed_pull_request_is_left_alone_and_reviewed_again_when_it_is_reopened(hub: Hub) -> None:
    pull = opened(hub)
    pull.state = "closed"
    ours = events.pull_request(hub.world, pull, "closed")
    ours["pull_request"] |= {"closed_at": "2026-01-02T03:04:05Z"}
    run = hub.run("pull_request", filled("pull_request", ours))
    assert run.status == 0 and run.requests == [] and "is closed" in run.log
    pull.state = "open"
    ours = events.pull_request(hub.world, pull, "reopened")
    assert hub.run("pull_request", filled("pull_request", ours)).status == 1


def test_another_base_is_compared_with_when_the_base_is_changed(hub: Hub) -> None:
    """On the new base the endpoint is no news: its thread is closed."""
    pull = opened(hub)
    assert hub.review(pull).status == 1
    other = hub.world.commit(with_route(), (pull.base,))
    hub.world.branches["release"] = pull.base = other
    pull.base_ref = "release"
    hub.world.push(pull, {**with_route(), "README.md": "# Shop 2\n"}, rebase_on=other)
    ours = {**events.pull_request(hub.world, pull, "edited"), **MORE["edited"]}
    run = hub.run("pull_request", filled("pull_request", ours, ("changes",)))
    assert run.status == 0 and run.outputs["endpoints"] == "0" and open_keys(pull) == []


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
@pytest.mark.parametrize("repository", ["ada/shop", None], ids=["a fork", "a deleted fork"])
def test_a_fork(hub: Hub, event: str, repository: str | None) -> None:
    """A pull_request_target run may write; what it analyses is data all the same."""
    pull = opened(hub, head_repository=repository)
    ours = events.pull_request(hub.world, pull, "opened")
    payload = filled("pull_request", ours if repository else {**ours, "pull_request": _without_head(ours)})
    payload["pull_request"]["head"]["repo"] = None if repository is None else payload["pull_request"]["head"]["repo"]
    hub.world.token(permissions=dict(READ_ONLY if event == "pull_request" else {**READ_ONLY, "pull_requests": "write"}))
    run = hub.run(event, payload)
    assert run.status == 1 and len(pull.threads) == (event == "pull_request_target")


def _without_head(ours: dict[str, Any]) -> dict[str, Any]:
    """The schema knows no deleted fork: ``head.repo`` is null in real payloads, and set so after the check."""
    pull = copy.deepcopy(ours["pull_request"])
    del pull["head"]["repo"]
    return dict(pull)


def test_dependabot(hub: Hub) -> None:
    """No fork, and a token that may only read."""
    pull = opened(hub)
    ours = events.pull_request(hub.world, pull, "opened")
    ours["pull_request"]["user"] = {"login": "dependabot[bot]", "type": "Bot"}
    hub.world.token(permissions=dict(READ_ONLY))
    run = hub.run("pull_request", filled("pull_request", ours))
    assert run.status == 1 and pull.threads == [] and "Dependabot" in run.log and "README" in run.log


@pytest.mark.parametrize(
    ("event", "action"), [("pull_request_review", "submitted"), ("pull_request_review_comment", "created")]
)
def test_an_answer_starts_a_run_that_knows_it(hub: Hub, event: str, action: str) -> None:
    pull = opened(hub)
    hub.review(pull)
    hub.world.reply(pull.threads[0])
    ours = events.pull_request(hub.world, pull, action)
    del ours["number"]
    payload = example(event, action)
    _merge(payload, ours)
    assert hub.run(event, payload).status == 0


def test_merge_groups(hub: Hub) -> None:
    pull = opened(hub)
    ours = events.merge_group(pull.base, pull.head, pull.number)
    run = hub.run("merge_group", filled("merge_group", ours))
    assert run.status == 1 and run.writes == []
    gone = {**ours, "action": "destroyed", "reason": "merged"}
    run = hub.run("merge_group", filled("merge_group", gone))
    assert run.status == 0 and run.requests == [] and "merge group is gone" in run.log


def test_workflow_runs(hub: Hub) -> None:
    pull = opened(hub, head_repository="ada/shop")
    run = hub.run("workflow_run", filled("workflow_run", events.workflow_run(hub.world, pull)))
    assert run.status == 0 and "left no first-stage" in run.log
    requested = {**events.workflow_run(hub.world, pull), "action": "requested"}
    run = hub.run("workflow_run", filled("workflow_run", requested))
    assert run.status == 0 and "has not finished" in run.log and run.requests == []


def test_pushes(hub: Hub) -> None:
    pull = opened(hub)
    ours = {"ref": "refs/heads/main", "before": pull.base, "after": pull.head}
    assert hub.run("push", filled("push", ours)).status == 1
    for change, words in (
        ({"before": ZEROS, "created": True}, "the branch is new"),
        ({"after": ZEROS, "deleted": True}, "removes a branch"),
        ({"ref": "refs/tags/v1"}, "not of a branch"),
    ):
        run = hub.run("push", filled("push", {**ours, **change}))
        assert run.status == 0 and words in run.log and run.requests == []


def test_a_forced_push_is_compared_with_where_the_branches_parted(hub: Hub) -> None:
    pull = opened(hub)
    other = hub.world.commit({**BASE, "app/api/other/route.ts": route()}, (pull.base,))
    ours = {"ref": "refs/heads/topic", "before": other, "after": pull.head, "forced": True}
    run = hub.run("push", filled("push", ours))
    assert run.status == 1 and run.outputs["endpoints"] == "1"


def test_runs_by_hand(hub: Hub) -> None:
    pull = opened(hub)
    repository = {"full_name": hub.world.full_name, "default_branch": "main"}
    ours = {"ref": f"refs/heads/{pull.head_ref}", "repository": repository}
    payload = filled("workflow_dispatch", ours)
    run = hub.run("workflow_dispatch", payload, GITHUB_SHA=pull.head)
    assert run.status == 1 and run.writes == [] and run.outputs["endpoints"] == "1"
    main = filled("workflow_dispatch", {**ours, "ref": "refs/heads/main"})
    run = hub.run("workflow_dispatch", main, GITHUB_SHA=pull.base)
    assert run.status == 0 and "cannot be compared with itself" in run.log


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "merge_group", "push", "workflow_run"])
def test_a_payload_that_names_nothing_ends_red_and_says_what_to_do(hub: Hub, event: str) -> None:
    run = hub.run(
        event,
        {"action": "completed" if event == "workflow_run" else "opened", "workflow_run": {"event": "pull_request"}},
    )
    assert run.status == 2 and run.requests == []
    assert "Nothing can be reviewed" in run.log and "GITHUB_EVENT_PATH" in run.log
