"""What a person settled stays settled through a rename, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.github.likeness import ALIKE, KEPT, likeness, sketch
from reviewer.github.live import Thread
from reviewer.github.markers import Marker, Trace, short
from reviewer.github.matching import matched_threads
from tests.github.conftest import Hub
from tests.github.shop import BASE, open_keys, route, summaries, with_route
from tests.github.world import REVIEWER, Pull

PATH = "app/api/newsletter/route.ts"
MOVED = "app/api/sign-up/route.ts"
REWORDED = route().replace("// plain", "// plain // reworded")
ANOTHER = """import { mail } from '@/mail';

export async function POST() { // plain
  const invoices = mail.unsent('invoice');
  for (const invoice of invoices) await invoice.send({ retries: 3 });
  return Response.json({ sent: invoices.length }, { status: 202 });
}
"""


def opened(hub: Hub) -> Pull:
    pull = hub.world.open_pull(BASE, with_route(PATH))
    assert hub.review(pull).status == 1 and len(pull.threads) == 1
    return pull


@pytest.mark.parametrize("text", [route(), REWORDED, route(above=9)], ids=["the same", "reworded", "shifted"])
def test_what_a_person_resolved_stays_settled_when_its_file_is_renamed_and_changed(hub: Hub, text: str) -> None:
    pull = opened(hub)
    pull.threads[0].resolved_by = REVIEWER
    hub.world.push(pull, with_route(MOVED, text))
    run = hub.review(pull)
    assert run.status == 0 and len(pull.threads) == 1 and "1 settled" in summaries(pull)[0]
    assert hub.review(pull).writes == []


@pytest.mark.parametrize("text", [route(), REWORDED], ids=["the same", "reworded"])
def test_a_comment_that_a_person_deleted_is_not_raised_again_after_a_rename(hub: Hub, text: str) -> None:
    pull = opened(hub)
    pull.threads.clear()
    hub.world.push(pull, with_route(MOVED, text))
    assert hub.review(pull).status == 0 and pull.threads == []
    assert hub.review(pull).writes == []
    hub.world.push(pull, with_route("app/api/third/route.ts", text))
    assert hub.review(pull).status == 0 and pull.threads == []


def test_another_endpoint_in_another_file_is_not_taken_for_the_settled_one(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads[0].resolved_by = REVIEWER
    hub.world.push(pull, with_route(MOVED, ANOTHER))
    assert hub.review(pull).status == 1 and len(pull.threads) == 2


def test_another_endpoint_is_not_taken_for_one_whose_comment_was_deleted(hub: Hub) -> None:
    pull = opened(hub)
    pull.threads.clear()
    hub.world.push(pull, with_route(MOVED, ANOTHER))
    assert hub.review(pull).status == 1 and len(pull.threads) == 1


def test_a_new_finding_at_the_place_that_another_one_left_is_raised(hub: Hub) -> None:
    """The old key has a place in the summary's memory, but its thread has only moved on."""
    pull = opened(hub)
    hub.world.push(pull, with_route(MOVED))
    assert hub.review(pull).status == 1 and len(pull.threads) == 1
    hub.world.push(pull, {**with_route(MOVED), PATH: ANOTHER})
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["better-suited"] == "2" and len(open_keys(pull)) == 2
    assert hub.review(pull).writes == []


def test_a_summary_that_is_behind_settles_nothing(hub: Hub) -> None:
    """A run that was killed has edited the thread and not the summary, which remembers the old key."""
    pull = opened(hub)
    behind = pull.comments[0].body
    hub.world.push(pull, with_route(MOVED))
    hub.review(pull)
    pull.comments[0].body = behind
    hub.world.push(pull, {**with_route(MOVED), PATH: ANOTHER})
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["better-suited"] == "2" and len(open_keys(pull)) == 2


def test_of_two_that_could_have_been_renamed_the_liker_one_is(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**with_route(PATH, ANOTHER), "app/api/b/route.ts": route()})
    hub.review(pull)
    settled = next(thread for thread in pull.threads if thread.path == PATH)
    settled.resolved_by = REVIEWER
    moved = {"app/api/x/route.ts": REWORDED, "app/api/y/route.ts": ANOTHER.replace("202", "200")}
    hub.world.push(pull, {**BASE, **moved})
    run = hub.review(pull)
    assert len(pull.threads) == 2 and run.outputs["better-suited"] == "1"
    assert "settled" in summaries(pull)[0]


@pytest.mark.parametrize(
    "text",
    [route("POST" + "x" * 40_000), route("POST" + "ü" * 9_000)],
    ids=["a long name", "a long name of other letters"],
)
def test_no_name_is_so_long_that_its_comment_is_unknown_to_us(hub: Hub, text: str) -> None:
    """An unknown comment would look like a deleted one, and a deleted one is settled."""
    pull = hub.world.open_pull(BASE, with_route(PATH, text))
    assert hub.review(pull).status == 1
    again = hub.review(pull)
    assert again.status == 1 and again.writes == [] and len(open_keys(pull)) == 1


def test_no_path_is_so_long_either(hub: Hub) -> None:
    path = "app/" + "/".join(["語" * 80] * 16) + "/route.ts"
    pull = hub.world.open_pull(BASE, with_route(path))
    assert hub.review(pull).status == 1
    again = hub.review(pull)
    assert again.status == 1 and again.writes == []


def thread(key: str, trace: Trace) -> Thread:
    return Thread(f"T{key}", f"C{key}", 1, "a.tsx", "", Marker(key, trace, "w"))


def test_an_unnamed_action_is_known_by_half_its_code_in_the_same_file_and_not_by_the_file_alone(hub: Hub) -> None:
    from reviewer.github.desired import Desired

    name, place = short("action"), short("a.tsx")
    old = sketch(b"async () => { 'use server'; await db.user.update({ where: { id }, data: { name } }); refresh() }")
    changed = sketch(b"async () => { 'use server'; await db.user.update({ where: { id }, data: { mail } }); done() }")
    other = sketch(b"async (form) => { 'use server'; for (const each of form.getAll('x')) await queue.push(each) }")

    def known(code: str) -> bool:
        each = Desired(None, "new", (), Trace(name, place, code), "", None, None)  # type: ignore[arg-type]
        return bool(matched_threads([thread("old", Trace(name, place, old))], [each], lambda _: False, lambda _: True))

    assert likeness(old, changed) > 0.3 and known(changed)
    assert likeness(old, other) < 0.3 and not known(other)


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_likeness_is_a_share_and_knows_its_own(one: bytes, other: bytes) -> None:
    a, b = sketch(one), sketch(other)
    assert 0.0 <= likeness(a, b) == likeness(b, a) <= 1.0
    assert likeness(a, a) == (1.0 if a else 0.0)
    assert len(a) <= KEPT * 6 and sketch(b" \n".join(one.split(b" "))) == sketch(b"  ".join(one.split(b" ")))


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_sketch_that_is_none_is_like_something_at_most(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0


def test_code_that_shares_most_of_its_tokens_is_alike() -> None:
    old, new = route().encode(), REWORDED.encode()
    assert likeness(sketch(old), sketch(new)) >= ALIKE > likeness(sketch(old), sketch(ANOTHER.encode()))
