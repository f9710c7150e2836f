"""Every workflow with the job's token writes as one account: what another one echoes is no summary of ours."""

from collections.abc import Callable

import pytest

from reviewer.github.genuine import RETIRED, is_summary_of_ours
from reviewer.github.markers import Posted, State, SummaryMarker, parse, signed
from tests.github.conftest import Hub
from tests.github.shop import BASE, open_keys, route, with_route
from tests.github.world import ACTIONS, REVIEWER, Pull

PATH = "app/api/newsletter/route.ts"
GENUINE = "**1 of 1 new endpoint would suit another approach better.**\n\n1 suggestion.\n\n<sub>As of commit.</sub>"


def key_of_the_finding(hub: Hub) -> str:
    other = hub.world.open_pull(BASE, with_route())
    hub.review(other)
    return open_keys(other)[0]


def remembering(visible: str) -> Callable[[str, str], str]:
    """A comment that says it had a thread for the finding, and whose digest is right."""
    return lambda key, _genuine: signed(visible, SummaryMarker((Posted(key),)))


ECHOES: dict[str, Callable[[str, str], str]] = {
    "words of its own": remembering("Thanks for your contribution!\n\nYour description:"),
    "words in front": lambda _key, genuine: "echo: " + genuine,
    "a line in front": lambda _key, genuine: "Thanks!\n\n" + genuine,
    "signed with words in front": remembering("Your description:\n\n" + GENUINE),
    "bold words": remembering("**Thanks.**\n\n<sub>bye</sub>"),
    "no last line": remembering("**1 new endpoint: fits as it is.**"),
    "a word behind": lambda _key, genuine: genuine.replace("</sub>", "</sub> x"),
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES.keys())
def test_a_marker_in_a_comment_of_another_workflow_settles_nothing(hub: Hub, echo: Callable[[str, str], str]) -> None:
    """Whether it says that a thread was deleted, or is a copy: it is not read, and never written to."""
    key = key_of_the_finding(hub)
    genuine = hub.world.pulls[1].comments[0].body
    pull = hub.world.open_pull(BASE, with_route())
    text = echo(key, genuine)
    comment = hub.world.comment(pull, text, ACTIONS)
    run = hub.review(pull)
    assert run.status == 1 and open_keys(pull) == [key]
    assert (comment.body, comment.minimized) == (text, None) and len(pull.comments) == 2
    assert hub.review(pull).writes == []


def test_what_the_other_workflow_edits_itself_is_no_summary_either(hub: Hub) -> None:
    key = key_of_the_finding(hub)
    pull = hub.world.open_pull(BASE, with_route())
    text = "echo: " + signed(GENUINE, SummaryMarker((Posted(key),)))
    comment = hub.world.comment(pull, text, ACTIONS)
    comment.editor = ACTIONS
    assert hub.review(pull).status == 1 and comment.body == text


def test_a_summary_that_a_person_edited_is_left_alone_and_not_written_twice(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.review(pull)
    edited = edit(pull)
    hub.world.push(pull, {**with_route(), "app/api/other/route.ts": route()})
    hub.review(pull)
    assert [comment.body for comment in pull.comments] == [edited] and len(open_keys(pull)) == 2


def test_a_summary_that_a_person_edited_still_knows_what_people_deleted(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.review(pull)
    edit(pull)
    pull.threads.clear()
    run = hub.review(pull)
    assert run.status == 0 and pull.threads == [] and len(pull.comments) == 1


def edit(pull: Pull) -> str:
    comment = pull.comments[0]
    comment.body, comment.editor = "We talked about this.\n\n" + comment.body, REVIEWER
    return comment.body


def test_every_summary_that_we_write_is_known_as_ours(hub: Hub) -> None:
    """Whatever a summary says in the life of a pull request."""
    pull = hub.world.open_pull(BASE, with_route())
    hub.review(pull)
    trees = (
        BASE,
        with_route(PATH, route(word="fine")),
        with_route(PATH, route("POST", "PUT")),
        with_route(PATH, route(word="kept")),
        with_route(PATH, "// broken\n" + route()),
    )
    for files in trees:
        hub.world.push(pull, files)
        hub.review(pull)
        (comment,) = pull.comments
        marker = parse(comment.body)
        assert isinstance(marker, SummaryMarker) and is_summary_of_ours(comment.body, marker, {}), comment.body
        # What a renderer or a person would not see changes nothing: line ends and outer white space.
        assert is_summary_of_ours(comment.body.replace("\n", "\r\n") + "\r\n", marker, {})


def test_a_retired_summary_is_known_and_nothing_like_it() -> None:
    marker = SummaryMarker(state=State.DUPLICATE)
    for visible, ours in ((RETIRED, True), ("Hello. " + RETIRED, False), (GENUINE, False)):
        text = signed(visible, marker)
        read = parse(text)
        assert isinstance(read, SummaryMarker) and is_summary_of_ours(text, read, {}) is ours


def test_an_editor_whose_account_is_gone_was_a_person() -> None:
    text = "changed " + signed(GENUINE, SummaryMarker())
    marker = parse(text)
    assert isinstance(marker, SummaryMarker)
    assert is_summary_of_ours(text, marker, {"lastEditedAt": "2026-01-02T03:04:05Z", "editor": None})
    assert not is_summary_of_ours(text, marker, {"lastEditedAt": None, "editor": None})
