"""Threads in step with findings, from push to push, with people in between."""

import pytest

from reviewer.github import markers
from reviewer.github.markers import State
from tests.github import events
from tests.github.conftest import Hub
from tests.github.shop import BASE, assert_sound, open_keys, ours, route, summaries, with_route
from tests.github.world import ACTIONS, AUTHOR, REVIEWER, Actor, Pull

PATH = "app/api/newsletter/route.ts"


def opened(hub: Hub, text: str | None = None) -> Pull:
    """A pull request with one finding, reviewed once."""
    pull = hub.world.open_pull(BASE, with_route(PATH, text))
    assert hub.review(pull, "opened").status == 1
    assert len(pull.threads) == 1
    return pull


def body(pull: Pull, at: int = 0) -> str:
    return pull.threads[at].comments[0].body


def test_a_new_finding_becomes_one_comment_in_one_review(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    run = hub.review(pull)
    assert run.status == 1
    assert (pull.threads[0].start_line, pull.threads[0].line) == (3, 5)
    assert len(pull.reviews) == 1 and len(summaries(pull)) == 1
    assert "server action" in body(pull)
    assert run.outputs["better-suited"] == "1" and run.outputs["incomplete"] == "false"


def test_a_second_run_writes_nothing(hub: Hub) -> None:
    pull = opened(hub)
    again = hub.review(pull)
    assert again.status == 1 and again.writes == []


def test_the_same_finding_is_untouched_by_a_line_shift(hub: Hub) -> None:
    pull = opened(hub)
    before = body(pull)
    hub.world.push(pull, with_route(PATH, route(above=7)))
    hub.review(pull)
    assert len(pull.threads) == 1 and body(pull) == before


def test_the_same_finding_is_untouched_by_a_rebase_that_outdates_it(hub: Hub) -> None:
    pull = opened(hub)
    before = body(pull)
    tip = hub.world.advance_base({**BASE, "other.ts": "export {};\n"})
    hub.world.push(pull, {**with_route(PATH, route(above=3)), "other.ts": "export {};\n"}, rebase_on=tip)
    pull.threads[0].line = None
    hub.review(pull)
    assert len(pull.threads) == 1 and body(pull) == before


def test_a_renamed_file_keeps_its_thread_though_the_pull_request_as_a_whole_shows_no_rename(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.push(pull, with_route("app/api/sign-up/route.ts"))
    run = hub.review(pull)
    assert run.status == 1
    assert len(pull.threads) == 1 and len(open_keys(pull)) == 1
    assert hub.review(pull).writes == []


def test_a_file_that_main_had_keeps_its_thread_through_a_rename(hub: Hub) -> None:
    base = {**BASE, PATH: route("GET", word="fine", above=30)}
    pull = hub.world.open_pull(base, {**BASE, PATH: route("GET", word="fine", above=30) + route("POST")})
    hub.review(pull)
    hub.world.push(pull, {**BASE, "app/api/moved/route.ts": route("GET", word="fine", above=30) + route("POST")})
    hub.review(pull)
    assert len(pull.threads) == 1
    assert_sound(pull)


def test_changed_wording_is_edited_in_place(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.push(pull, with_route(PATH, route().replace("// plain", "// plain // reworded")))
    run = hub.review(pull)
    assert "two forms call it" in body(pull)
    assert len(pull.threads) == 1 and len(pull.reviews) == 1
    assert run.writes and hub.review(pull).writes == []


def test_a_fixed_finding_says_which_commit_and_is_minimised(hub: Hub) -> None:
    pull = opened(hub)
    fix = hub.world.push(pull, with_route(PATH, route(word="fine")))
    run = hub.review(pull)
    assert run.status == 0
    assert body(pull).startswith(f"**Fixed in {fix[:12]}.**")
    assert pull.threads[0].comments[0].minimized == "resolved"
    assert pull.threads[0].resolved_by is None
    assert "1 earlier one is fixed" in summaries(pull)[0]
    assert hub.review(pull).writes == []


def test_a_thread_is_resolved_only_where_the_team_opted_in_and_the_token_may(hub: Hub) -> None:
    hub.inputs["resolve-fixed"] = "true"
    pull = opened(hub)
    hub.world.tokens["ghs_secret"].permissions["contents"] = "write"
    hub.world.push(pull, BASE)
    hub.review(pull)
    assert pull.threads[0].resolved_by == ACTIONS


def test_without_the_permission_to_resolve_the_comment_is_edited_all_the_same(hub: Hub) -> None:
    hub.inputs["resolve-fixed"] = "true"
    pull = opened(hub)
    hub.world.push(pull, BASE)
    run = hub.review(pull)
    assert "`contents: write` (README, Permissions)" in run.log
    assert "contents: write" not in hub.review(pull).log, "it is said once"
    assert run.status == 0 and "Fixed in" in body(pull) and pull.threads[0].resolved_by is None


def test_a_finding_that_comes_back_is_reopened_in_its_old_thread(hub: Hub) -> None:
    hub.inputs["resolve-fixed"] = "true"
    hub.world.tokens["ghs_secret"].permissions["contents"] = "write"
    pull = opened(hub)
    hub.world.push(pull, BASE)
    hub.review(pull)
    hub.world.push(pull, with_route())
    run = hub.review(pull)
    thread = pull.threads[0]
    assert run.status == 1 and len(pull.threads) == 1
    assert "Fixed in" not in body(pull) and thread.comments[0].minimized is None and thread.resolved_by is None
    assert hub.review(pull).writes == []


def test_what_a_person_resolved_is_settled(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads[0].resolved_by = REVIEWER
    hub.world.push(pull, with_route(PATH, route(above=2).replace("// plain", "// plain // reworded")))
    before = body(pull)
    run = hub.review(pull)
    assert run.status == 0 and len(pull.threads) == 1 and body(pull) == before
    assert pull.threads[0].resolved_by == REVIEWER
    assert "1 settled in its thread" in summaries(pull)[0]


def test_a_resolved_thread_is_left_alone_when_its_finding_goes(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads[0].resolved_by = REVIEWER
    before = body(pull)
    hub.world.push(pull, BASE)
    hub.review(pull)
    assert body(pull) == before and pull.threads[0].comments[0].minimized is None


def test_what_a_person_answered_is_settled_and_stays(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.reply(pull.threads[0], AUTHOR)
    assert hub.review(pull).status == 0
    hub.world.push(pull, BASE)
    hub.review(pull)
    assert "Fixed in" in body(pull)
    assert pull.threads[0].comments[0].minimized is None, "the discussion stays in sight"


def test_an_answer_of_the_person_whose_token_it_is_settles(hub: Hub) -> None:
    hub.world.token(actor=REVIEWER)
    pull = opened(hub)
    assert hub.review(pull).status == 1, "our own comment is no answer"
    hub.world.reply(pull.threads[0], REVIEWER)
    assert hub.review(pull).status == 0


def test_the_answer_of_an_app_settles_nothing(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.reply(pull.threads[0], Actor("other-app[bot]", "Bot"))
    assert hub.review(pull).status == 1


def test_a_resolved_thread_that_is_opened_again_counts_again(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads[0].resolved_by = REVIEWER
    assert hub.review(pull).status == 0
    pull.threads[0].resolved_by = None
    assert hub.review(pull).status == 1


def test_a_comment_that_a_person_deleted_is_not_posted_again(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads.clear()
    hub.world.push(pull, with_route(PATH, route(above=2)))
    run = hub.review(pull)
    assert pull.threads == [] and run.status == 0


def test_a_comment_that_a_person_edited_is_left_as_it_is(hub: Hub) -> None:
    pull = opened(hub)
    comment = pull.threads[0].comments[0]
    comment.body = "I wrote this. " + comment.body
    before = comment.body
    hub.world.push(pull, with_route(PATH, route().replace("// plain", "// plain // reworded")))
    hub.review(pull)
    hub.world.push(pull, BASE)
    hub.review(pull)
    assert comment.body == before and comment.minimized is None


def test_a_forged_marker_changes_nothing(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    other = hub.world.open_pull(BASE, with_route())
    hub.review(other)
    stolen = body(other)
    forged = hub.world.begin_thread(pull, PATH, stolen, REVIEWER)
    sticky = hub.world.comment(pull, other.comments[0].body, REVIEWER)
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 2
    assert forged.comments[0].body == stolen and forged.comments[0].minimized is None
    assert sticky.body == other.comments[0].body


def test_a_quoted_marker_of_another_workflow_changes_nothing(hub: Hub) -> None:
    """Every workflow of a repository writes as github-actions[bot]."""
    other = opened(hub)
    pull = hub.world.open_pull(BASE, with_route())
    quoted = "> " + body(other).replace("\n", "\n> ")
    thread = hub.world.begin_thread(pull, PATH, quoted, ACTIONS)
    hub.review(pull)
    assert thread.comments[0].body == quoted and len(pull.threads) == 2


def test_a_file_that_was_not_analysed_keeps_its_thread(hub: Hub) -> None:
    pull = opened(hub)
    before = body(pull)
    hub.world.push(pull, with_route(PATH, "// broken\n" + route()))
    run = hub.review(pull)
    assert run.status == 3 and body(pull) == before
    assert "does not parse" in run.summary


def test_two_findings_of_one_file_have_two_threads(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route(PATH, route("POST", "PUT")))
    hub.review(pull)
    assert len(set(open_keys(pull))) == 2 and len(pull.reviews) == 1


def test_a_keep_comment_silences_and_is_counted(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.push(pull, with_route(PATH, route(word="kept")))
    run = hub.review(pull)
    assert run.status == 0 and body(pull).startswith("**Kept as it is in ")
    assert "1 kept by a comment in the code" in summaries(pull)[0]


def test_no_summary_while_there_is_nothing_to_say(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route(PATH, route(word="fine")))
    run = hub.review(pull)
    assert run.status == 0 and run.writes == [] and pull.comments == []
    assert "1 new endpoint" in run.summary


def test_at_most_max_comments_and_the_counts_add_up(hub: Hub) -> None:
    hub.inputs["max-comments"] = "3"
    pull = hub.world.open_pull(BASE, with_route(PATH, route("GET", "POST", "PUT", "PATCH", "DELETE")))
    run = hub.review(pull)
    assert len(pull.threads) == 3
    assert "5 suggestions: 3 commented now, 2 over the limit of comments" in summaries(pull)[0]
    assert run.outputs["better-suited"] == "5"
    assert hub.review(pull).writes == []


def test_the_thirty_first_finding_goes_into_the_summary_by_default(hub: Hub) -> None:
    files = {**BASE, **{f"app/api/n{number}/route.ts": route() for number in range(34)}}
    pull = hub.world.open_pull(BASE, files)
    hub.review(pull)
    assert len(pull.threads) == 30 and len(pull.reviews) == 1
    assert "4 over the limit" in summaries(pull)[0]


def test_a_line_outside_the_diff_gets_a_comment_on_the_file(hub: Hub) -> None:
    """The function is old code: what makes it an endpoint is a line far above it."""
    long = "// serves\n" + route("POST", above=40)
    old = long.replace("// serves", "// unserved")
    pull = hub.world.open_pull({**BASE, PATH: old}, {**BASE, PATH: long})
    run = hub.review(pull)
    assert pull.threads[0].subject == "FILE" and len(run.writes) == 2
    assert hub.review(pull).writes == []


def test_drafts_are_checked_and_not_commented(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route(), draft=True)
    run = hub.review(pull)
    assert run.status == 1 and run.writes == [] and pull.threads == []
    assert "draft" in run.log and "1 not commented" in run.summary


def test_drafts_can_be_commented(hub: Hub) -> None:
    hub.inputs["comment-on-drafts"] = "true"
    pull = hub.world.open_pull(BASE, with_route(), draft=True)
    hub.review(pull)
    assert len(pull.threads) == 1


def test_comments_can_be_switched_off(hub: Hub) -> None:
    hub.inputs["comment"] = "false"
    pull = hub.world.open_pull(BASE, with_route())
    run = hub.review(pull)
    assert run.status == 1 and run.writes == [] and "::warning" in run.log


def test_the_summary_names_the_commit_and_is_edited_in_place(hub: Hub) -> None:
    pull = opened(hub)
    assert f"As of commit [`{pull.head[:7]}`]" in summaries(pull)[0]
    hub.world.push(pull, {**with_route(), "app/api/other/route.ts": route()})
    hub.review(pull)
    assert len(pull.comments) == 1 and f"As of commit [`{pull.head[:7]}`]" in summaries(pull)[0]


def test_a_push_that_changes_no_finding_leaves_the_summary_alone(hub: Hub) -> None:
    pull = opened(hub)
    before = summaries(pull)
    hub.world.push(pull, with_route(PATH, route(above=1)))
    run = hub.review(pull)
    assert run.writes == [] and summaries(pull) == before


def test_two_summaries_become_one(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.comment(pull, pull.comments[0].body, ACTIONS)
    hub.review(pull)
    assert_sound(pull)
    assert pull.comments[1].minimized == "duplicate" and pull.comments[0].minimized is None


def test_a_thread_posted_twice_is_retired(hub: Hub) -> None:
    pull = opened(hub)
    hub.world.begin_thread(pull, PATH, body(pull), ACTIONS)
    hub.review(pull)
    assert_sound(pull)
    assert [marker.state for marker, _ in ours(pull)] == [State.OPEN, State.DUPLICATE]


def test_settings_come_from_the_base(hub: Hub) -> None:
    loose = {".github/route-or-action.yml": "fail-on: never\n"}
    pull = hub.world.open_pull(BASE, {**with_route(), **loose})
    run = hub.review(pull)
    assert run.status == 1, "a pull request cannot switch off its own check"
    assert "changes" in run.summary and ".github/route-or-action.yml" in run.summary
    other = hub.world
    other.branches.clear()
    base = {**BASE, **loose}
    assert hub.review(other.open_pull(base, {**with_route(), **loose})).status == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail-on: never\n".encode("utf-16"), "not UTF-8 text"),
        (b"fail-on: never\n\0", "special characters are not allowed"),
        ("fail-on: never # \u00e9\n".encode("latin-1"), "not UTF-8 text"),
        (b"fail-on: never\n#" + b"x" * 600_000, "larger than 64 KiB"),
        (b"fail-on: never\n#" + b"x" * 9_000_000, "at most 64 KiB"),
    ],
)
def test_settings_that_cannot_be_read_are_not_taken_for_none(hub: Hub, text: bytes, said: str) -> None:
    settings = {".github/route-or-action.yml": text}
    run = hub.review(hub.world.open_pull({**BASE, **settings}, {**with_route(), **settings}))
    assert run.status == 2
    assert said in run.log, run.log
    assert not run.writes


def test_without_the_base_the_settings_are_not_taken_for_defaults(hub: Hub) -> None:
    payload = events.pull_request(hub.world, hub.world.open_pull(BASE, with_route()))
    payload["pull_request"]["base"]["sha"] = "d" * 40
    run = hub.run("pull_request", payload)
    assert (run.status, run.writes) == (2, [])
    assert "The commit ddddddd is not there: its settings could not be read." in run.log


def test_the_marker_survives_what_github_does_to_a_body(hub: Hub) -> None:
    pull = opened(hub)
    comment = pull.threads[0].comments[0]
    comment.body = comment.body.replace("\n", "\r\n") + "\n"
    assert markers.parse(comment.body) is not None
    assert hub.review(pull).writes == []
