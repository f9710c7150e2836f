"""Something goes wrong at every single request of a run, in every way.

Whatever it is: no two comments with one key, no write to what is not ours, the same verdict, and the next run repairs
what this one left. A run that cannot read gives no verdict at all (exit status 3), never another one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from reviewer.github.markers import State
from tests.github.conftest import Hub
from tests.github.faults import READ_FAULTS, WRITE_FAULTS, Fault
from tests.github.shop import BASE, assert_sound, open_keys, ours, route, summaries, with_route
from tests.github.world import ACTIONS, REVIEWER, Pull

PATH = "app/api/newsletter/route.ts"
OTHER = "app/api/address/route.ts"


@dataclass
class Scene:
    """A pull request in some state, and what a run without faults makes of it."""

    open: Callable[[Hub], Pull]
    status: int
    keys: int  # open threads afterwards
    foreign: list[str] = field(default_factory=list)


def _fresh(hub: Hub) -> Pull:
    pull = hub.world.open_pull(BASE, {**with_route(), OTHER: route("PATCH")})
    _add_foreign(hub, pull)
    return pull


def _pushed(hub: Hub) -> Pull:
    """One finding is fixed, one reworded, one new; one thread is settled."""
    files = {**with_route(), OTHER: route("PATCH"), "app/api/c/route.ts": route("PUT")}
    pull = hub.world.open_pull(BASE, files)
    hub.server.arm()
    hub.review(pull)
    _add_foreign(hub, pull)
    next(thread for thread in pull.threads if thread.path == "app/api/c/route.ts").resolved_by = REVIEWER
    files |= {
        PATH: route(word="fine"),
        OTHER: route("PATCH").replace("// plain", "// plain // reworded"),
        "app/api/d/route.ts": route("DELETE"),
    }
    hub.world.push(pull, files)
    return pull


def _add_foreign(hub: Hub, pull: Pull) -> None:
    """A person pasted one of our comments; another workflow wrote under the name that we share with it."""
    hub.world.begin_thread(pull, PATH, "A thought\n\n<!-- route-or-action:1:e30= -->", REVIEWER)
    hub.world.comment(pull, "Coverage: 93 %", ACTIONS)


SCENES = {"fresh": Scene(_fresh, 1, 2), "pushed": Scene(_pushed, 1, 3)}


def foreign(pull: Pull) -> list[tuple[str, str | None]]:
    theirs = [comment for thread in pull.threads for comment in thread.comments if comment.author != ACTIONS]
    theirs += [comment for comment in pull.comments if comment.body == "Coverage: 93 %"]
    return [(comment.body, comment.minimized) for comment in theirs]


def requests_of(hub: Hub, scene: Scene) -> int:
    pull = scene.open(hub)
    hub.server.arm()
    assert hub.review(pull).status == scene.status
    return len(hub.server.since)


def every_request(hub: Hub, scene: Scene) -> Iterator[tuple[int, Pull]]:
    for at in range(requests_of(hub, scene)):
        hub.world.branches.clear()
        hub.world.created.clear()
        hub.world.token()
        yield at, scene.open(hub)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
@pytest.mark.parametrize("kind", WRITE_FAULTS)
def test_one_fault_anywhere(hub: Hub, kind: str, scene: Scene) -> None:
    for at, pull in every_request(hub, scene):
        theirs = foreign(pull)
        hub.server.arm(Fault(at, kind))
        hit = hub.review(pull)
        writing = len(hub.server.since) > at and hub.server.since[at].writes
        if writing or kind in READ_FAULTS:
            assert hit.status == scene.status, f"{kind} at request {at}: {hit.log}"
        hub.server.arm()
        assert_sound(pull)
        hub.world.created.clear()
        hub.world.token()
        assert hub.review(pull).status == scene.status
        assert_sound(pull)
        assert len(open_keys(pull)) == scene.keys, f"{kind} at request {at} was not repaired"
        assert len(summaries(pull)) == 1
        assert foreign(pull) == theirs
        assert hub.review(pull).writes == [], f"{kind} at request {at} leaves work for ever"
        states = [marker.state for marker, _ in ours(pull)]
        assert State.DUPLICATE not in states, f"{kind} at request {at}: a comment was posted twice"


@pytest.mark.parametrize("kind", ["502-before", "502-after", "reset-before", "broken-json", "403", "429", "404"])
def test_the_server_fails_from_some_request_on(hub: Hub, kind: str) -> None:
    scene = SCENES["pushed"]
    for at, pull in every_request(hub, scene):
        theirs = foreign(pull)
        hub.server.arm(Fault(at, kind, times=500))
        hit = hub.review(pull)
        assert hit.status in (scene.status, 3), f"{kind} from request {at} on: another verdict"
        assert_sound(pull)
        hub.server.arm()
        hub.world.created.clear()
        hub.world.token()
        assert hub.review(pull).status == scene.status
        assert_sound(pull)
        assert len(open_keys(pull)) == scene.keys and foreign(pull) == theirs


def test_a_second_run_in_the_middle_of_a_first_one(hub: Hub) -> None:
    for at, pull in every_request(hub, SCENES["pushed"]):
        hub.server.arm(Fault(at, before=lambda pull=pull: _beside(hub, pull)))
        assert hub.review(pull).status == 1
        assert_sound(pull)
        hub.server.arm()
        hub.review(pull)
        assert len(open_keys(pull)) == 3 and len(summaries(pull)) == 1


def _beside(hub: Hub, pull: Pull) -> None:
    hub.server.arm()
    hub.quietly(pull)


def test_the_head_moves_in_the_middle_of_a_run(hub: Hub) -> None:
    """The run before writes nothing stale: the run for the new head speaks."""
    for at, pull in every_request(hub, SCENES["fresh"]):
        new = {**with_route(PATH, route(above=3)), OTHER: route("PATCH", word="fine")}
        hub.server.arm(Fault(at, before=lambda pull=pull, new=new: (hub.server.arm(), hub.world.push(pull, new))[0]))
        hub.review(pull)
        assert_sound(pull)
        hub.server.arm()
        assert hub.review(pull).status == 1
        assert_sound(pull)
        assert len(open_keys(pull)) == 1, f"moved before request {at}"
