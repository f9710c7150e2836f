"""Tokens that may not, and a server that has had enough: the verdict stays, and the log says what is missing."""

import pytest

from tests.github import events
from tests.github.conftest import Hub
from tests.github.faults import Fault
from tests.github.shop import BASE, route, with_route
from tests.github.world import Pull

PATH = "app/api/newsletter/route.ts"


def opened(hub: Hub) -> Pull:
    return hub.world.open_pull(BASE, with_route())


def left(hub: Hub, **budget: int) -> None:
    """What is left of the token's rate limits for the next fifty minutes; all of it where nothing is named."""
    token = hub.world.token()
    token.remaining, token.reset = dict(budget), hub.world.clock() + 3_000


def test_a_read_only_token_gives_annotations_and_a_summary(hub: Hub) -> None:
    hub.world.token(permissions={"contents": "read", "pull_requests": "read"})
    run = hub.review(opened(hub))
    assert run.status == 1
    assert f"::warning file={PATH},line=3" in run.log and "/newsletter" in run.summary
    assert "pull-requests: write" in run.log and len(run.writes) == 1
    assert "1 not commented" in run.summary


def test_a_token_that_may_comment_on_issues_only_is_no_half_measure(hub: Hub) -> None:
    hub.world.token(permissions={"contents": "read", "pull_requests": "read", "issues": "write"})
    pull = opened(hub)
    run = hub.review(pull)
    assert run.status == 1 and pull.comments == []


@pytest.mark.parametrize("permissions", [{"contents": "read"}, {"pull_requests": "write"}, {}])
def test_a_token_that_may_not_read_gives_no_verdict(hub: Hub, permissions: dict[str, str]) -> None:
    hub.world.token(permissions=permissions)
    run = hub.review(opened(hub))
    assert run.status == 3 and "contents: read" in run.log and "pull-requests: write" in run.log


def test_a_pull_request_that_is_not_there_is_one_of_the_two_causes(hub: Hub) -> None:
    payload = events.pull_request(hub.world, opened(hub))
    payload["number"] = payload["pull_request"]["number"] = 99
    run = hub.run("pull_request", payload)
    assert run.status == 3 and "not there any more" in run.log and "or the job lacks one of" in run.log


def test_a_push_over_a_commit_that_is_gone_is_told_so(hub: Hub) -> None:
    pull = opened(hub)
    run = hub.run("push", {"before": "e" * 40, "after": pull.head, "ref": "refs/heads/topic", "forced": True})
    assert run.status == 3 and "as after a force push" in run.log and "contents: read" in run.log


def test_an_expired_token(hub: Hub) -> None:
    hub.world.token(expired=True)
    run = hub.review(opened(hub))
    assert run.status == 3 and "expired" in run.log


def test_writes_are_a_second_apart(hub: Hub) -> None:
    hub.review(opened(hub))
    assert hub.world.slept >= 0.9


def test_a_wait_that_is_too_long_is_not_waited_for(hub: Hub) -> None:
    pull = opened(hub)
    hub.review(pull)
    before = hub.world.slept
    left(hub, core=0)
    run = hub.review(pull)
    assert run.status == 3 and "rate limit" in run.log and "run this again in 50 minutes" in run.log
    assert hub.world.slept - before < 200


@pytest.mark.parametrize("budget", [{"core": 2}, {"graphql": 9}, {"core": 2, "graphql": 4}])
def test_a_nearly_spent_budget_is_not_begun_upon(hub: Hub, budget: dict[str, int]) -> None:
    """The verdict stands and nothing is half written; the next run, with a new budget, writes all of it."""
    pull = opened(hub)
    left(hub, **budget)
    run = hub.review(pull)
    assert run.status == 1 and run.writes == [] and pull.threads == [] and pull.comments == []
    assert "left of this hour" in run.log and "The next run repairs" in run.log and "::warning file" in run.log
    left(hub)
    hub.review(pull)
    assert len(pull.threads) == 1 and len(pull.comments) == 1


def test_what_just_suffices_is_written(hub: Hub) -> None:
    pull = opened(hub)
    left(hub, core=2, graphql=11)
    hub.check_out({**{path: str(data).encode() for path, data in BASE.items()}, PATH: route().encode()})
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1 and len(pull.comments) == 1 and "left of" not in run.log


def test_a_budget_that_is_soon_renewed_is_waited_for(hub: Hub) -> None:
    pull = opened(hub)
    left(hub, core=2, graphql=2)
    hub.world.tokens["ghs_secret"].reset = hub.world.clock() + 40
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1 and hub.world.slept >= 30


def test_a_budget_that_others_spend_meanwhile_ends_the_run_and_the_next_one_repairs(hub: Hub) -> None:
    for at in range(6):
        pull = opened(hub)
        left(hub)
        hub.server.arm(Fault(at, before=lambda: left(hub, core=0, graphql=0)))
        run = hub.review(pull)
        hub.server.arm()
        assert run.status in (1, 3) and "rate limit" in run.log
        left(hub)
        assert hub.review(pull).status == 1
        assert len(pull.threads) == 1 and len(pull.comments) == 1
        assert hub.review(pull).writes == []


def test_the_secondary_limit_is_waited_for_and_the_verdict_stays(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.max_creations_a_minute = 2
    hub.world.created.append(hub.world.clock())
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1
    assert hub.world.slept >= 60, "the secondary limit of the server asks for a minute"


def test_a_limit_that_lasts_leaves_the_comments_to_the_next_run(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.max_creations_a_minute = 1
    run = hub.review(pull)
    assert run.status == 1 and pull.threads == [] and "The next run repairs" in run.log
    hub.world.max_creations_a_minute = 80
    hub.review(pull)
    assert len(pull.threads) == 1


def test_the_review_is_refused_line_by_line_until_the_bad_one_is_found(hub: Hub) -> None:
    """GitHub says only that something is wrong: halves, not one by one."""
    files = {**BASE, **{f"app/api/n{number}/route.ts": route() for number in range(16)}}
    pull = hub.world.open_pull(BASE, files)
    hub.world.bad_paths.add("app/api/n11/route.ts")
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 16
    assert [thread.path for thread in pull.threads if thread.subject == "FILE"] == ["app/api/n11/route.ts"]
    reviews = [each for each in run.writes if each.path.endswith("/reviews")]
    assert len(reviews) == 9, "one whole, then two at each of four levels"


def test_a_server_that_refuses_every_review_is_not_asked_for_ever(hub: Hub) -> None:
    files = {f"app/api/n{number:02}/route.ts": route() for number in range(30)}
    pull = hub.world.open_pull(BASE, {**BASE, **files})
    hub.world.bad_paths |= set(files)
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 10 and "20 outside the diff" in pull.comments[0].body
    # Of 59 refusals that halving would come to, 12 and those that were under way then.
    assert sum(each.path.endswith("/reviews") for each in run.writes) <= 18
    assert hub.review(pull).writes == []


def test_a_force_push_before_the_review_is_seen_by_its_refusal(hub: Hub) -> None:
    """The commit is no longer part of the pull request: no line of it is to blame."""
    pull = opened(hub)
    hub.check_out({**{path: str(data).encode() for path, data in BASE.items()}, PATH: route().encode()})
    files = with_route(text=route(above=4))

    def force_push() -> None:
        hub.server.arm()
        hub.world.push(pull, files, rebase_on=hub.world.advance_base(BASE))

    hub.server.arm(Fault(3, before=force_push))
    run = hub.review(pull)
    assert run.status == 1 and "moved on" in run.log and len(run.writes) == 1
    assert pull.threads == [] and pull.comments == []
    hub.review(pull)
    assert len(pull.threads) == 1 and pull.threads[0].line == 9


def test_a_locked_conversation_is_named(hub: Hub) -> None:
    hub.world.locked = True
    run = hub.review(opened(hub))
    assert run.status == 1 and "conversation of the pull request is locked" in run.log and len(run.writes) == 1


def test_what_neither_a_line_nor_a_file_takes_goes_into_the_summary(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.bad_paths.add(PATH)
    hub.world.bad_files.add(PATH)
    run = hub.review(pull)
    assert run.status == 1 and pull.threads == []
    assert "1 outside the diff" in pull.comments[0].body
    assert hub.review(pull).writes == [], "it is not tried again and again"
    hub.world.push(pull, with_route(text=route(above=2)))
    again = hub.review(pull)
    assert again.status == 1 and pull.threads == [] and "1 outside the diff" in pull.comments[0].body
    assert not any(each.path.endswith(("/reviews", "/comments")) for each in again.writes)


def test_the_token_is_in_no_message(hub: Hub) -> None:
    for kind in ("401", "403", "404", "502-before", "reset-before"):
        pull = opened(hub)
        hub.server.arm(Fault(0, kind, times=50))
        hub.review(pull)
        hub.server.arm()
