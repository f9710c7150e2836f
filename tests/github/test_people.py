"""A model of the people around a pull request: whatever they do in whatever order, the comments stay in step.

Three route files are pushed to, reworded, renamed, removed and rebased; threads are answered, resolved, opened again,
edited, deleted and forged; runs are repeated, fail anywhere, and run side by side. After each run: one comment a
finding, nobody else's words touched, the verdict as the model has it, and a run after it has nothing to write.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reviewer.github import markers
from reviewer.github.markers import Marker, State
from tests.github.conftest import Hub
from tests.github.faults import WRITE_FAULTS, Fault
from tests.github.shop import BASE, assert_sound, route
from tests.github.world import ACTIONS, REVIEWER, Actor, Pull, Thread

OTHER_APP = Actor("other-app[bot]", "Bot")
SLOTS = (0, 1, 2)
EXAMPLES = 40  # with the default profile; as many as the profile says with another one


@dataclass
class Slot:
    """One route file as its author has it, and its thread as the model knows it."""

    number: int
    folder: str = "a"
    word: str = ""  # "" is absent
    above: int = 0
    thread: Thread | None = None
    posted: set[str] = field(default_factory=set)  # the paths under which it had a thread when a run ended
    changed: bool = False  # since the last run
    keeps: Thread | None = None  # it was only renamed since the last run: its thread must stay the one it has
    uncertain: bool = False  # renamed, and changed beyond that: to a run it may look like another file

    @property
    def path(self) -> str:
        return f"app/api/{self.folder}{self.number}/route.ts"

    @property
    def place(self) -> str:
        """The path as markers know it."""
        return markers.short(self.path)

    @property
    def text(self) -> str:
        method = ("POST", "PUT", "PATCH")[self.number]
        word = {"plain": "plain", "other": "plain // reworded", "fine": "fine"}[self.word]
        return route(method, above=self.above).replace("// plain", f"// {word}")

    @property
    def raised(self) -> bool:
        return self.word in ("plain", "other")


HUB: list[Hub] = []


class People(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hub = HUB[0]
        self.slots = [Slot(number) for number in SLOTS]
        self.frozen: dict[str, tuple[str, str | None]] = {}  # words of people, by comment
        self.pull: Pull

    @initialize(words=st.tuples(*[st.sampled_from(["", "plain", "fine"])] * 3))
    def open(self, words: tuple[str, str, str]) -> None:
        for slot, word in zip(self.slots, words, strict=True):
            slot.word = word
        self.hub.world.branches.clear()
        self.hub.world.created.clear()
        self.hub.world.token()
        self.hub.server.arm()
        self.pull = self.hub.world.open_pull(BASE, self._files())

    def _files(self) -> dict[str, bytes | str]:
        return {**BASE, **{slot.path: slot.text for slot in self.slots if slot.word}}

    def _push(self, then_run: bool, rebase: bool = False) -> None:
        tip = self.hub.world.advance_base(BASE) if rebase else None
        self.hub.world.push(self.pull, self._files(), rebase_on=tip)
        if then_run:
            self._run(None)

    # --- the author ---

    @rule(number=st.sampled_from(SLOTS), word=st.sampled_from(["", "plain", "other", "fine"]), then_run=st.booleans())
    def rewrite(self, number: int, word: str, then_run: bool) -> None:
        slot = self.slots[number]
        slot.uncertain |= slot.thread is not None and _path(slot.thread) != slot.place
        slot.changed |= slot.word != word
        slot.keeps = None if slot.changed else slot.keeps
        slot.word = word
        self._push(then_run)

    @rule(number=st.sampled_from(SLOTS), folder=st.sampled_from("abc"), then_run=st.booleans())
    def rename(self, number: int, folder: str, then_run: bool) -> None:
        slot = self.slots[number]
        if slot.raised and slot.thread is not None and not (slot.changed or slot.uncertain or self._is_touched(slot)):
            slot.keeps = slot.thread
        slot.folder = folder
        if slot.thread is not None and _path(slot.thread) != slot.place and slot.place in slot.posted:
            slot.keeps = None  # it is back under a name that had a thread of its own
        slot.uncertain |= bool(slot.posted)
        self._push(then_run)

    @rule(number=st.sampled_from(SLOTS), above=st.integers(0, 6), rebase=st.booleans(), then_run=st.booleans())
    def shift(self, number: int, above: int, rebase: bool, then_run: bool) -> None:
        self.slots[number].above = above
        self._push(then_run, rebase)

    # --- the reviewers ---

    def _ours(self) -> list[tuple[Thread, Marker]]:
        found = []
        for thread in self.pull.threads:
            first = thread.comments[0]
            marker = markers.parse(first.body) if first.author == ACTIONS else None
            if isinstance(marker, Marker):
                found.append((thread, marker))
        return found

    def _pick(self, at: int) -> Thread | None:
        """One of our threads, if there is one. No precondition asks: what is drawn must not depend on the runs."""
        ours = self._ours()
        return ours[at % len(ours)][0] if ours else None

    @rule(at=st.integers(0, 9), author=st.sampled_from([REVIEWER, OTHER_APP]))
    def reply(self, at: int, author: Actor) -> None:
        thread = self._pick(at)
        if thread is not None:
            comment = self.hub.world.reply(thread, author)
            self.frozen[comment.node] = (comment.body, None)

    @rule(at=st.integers(0, 9))
    def resolve(self, at: int) -> None:
        thread = self._pick(at)
        if thread is not None:
            thread.resolved_by = REVIEWER

    @rule(at=st.integers(0, 9))
    def unresolve(self, at: int) -> None:
        thread = self._pick(at)
        if thread is not None:
            thread.resolved_by = None

    @rule(at=st.integers(0, 9))
    def delete(self, at: int) -> None:
        thread = self._pick(at)
        if thread is None or not self.pull.comments:
            return
        for comment in thread.comments:
            self.frozen.pop(comment.node, None)
        self.pull.threads.remove(thread)
        for slot in self.slots:
            if slot.thread is thread:
                slot.thread = None

    @rule(at=st.integers(0, 9))
    def edit(self, at: int) -> None:
        thread = self._pick(at)
        if thread is not None and thread.comments[0].node not in self.frozen:
            first = thread.comments[0]
            first.body = "A person adds: this matters.\n\n" + first.body
            self.frozen[first.node] = (first.body, first.minimized)

    @rule(at=st.integers(0, 9), quoted=st.booleans())
    def forge(self, at: int, quoted: bool) -> None:
        thread = self._pick(at)
        body = thread.comments[0].body if thread is not None else "<!-- route-or-action:1:e30= -->"
        author = ACTIONS if quoted else REVIEWER
        body = "> " + body.replace("\n", "\n> ") if quoted else body
        forged = self.hub.world.begin_thread(self.pull, self.slots[0].path, body, author)
        self.frozen[forged.comments[0].node] = (body, None)

    # --- the machine ---

    @rule()
    def run(self) -> None:
        self._run(None)

    @rule(at=st.integers(0, 7))
    def run_side_by_side(self, at: int) -> None:
        self._run(at)

    @rule(at=st.integers(0, 7), kind=st.sampled_from(WRITE_FAULTS), times=st.sampled_from([1, 1, 2, 500]))
    def run_after_one_that_failed(self, at: int, kind: str, times: int) -> None:
        """What a failing run leaves behind is no trouble to the next one; its verdict is the same, or none."""
        certain = not any(slot.uncertain for slot in self.slots)
        expected = int(any(self._fails(slot) for slot in self.slots))
        self.hub.server.arm(Fault(at, kind, times))
        status = self.hub.review(self.pull).status
        self.hub.server.arm()
        assert_sound(self.pull)
        if certain:
            assert status in (expected, 3)
        self._run(None)

    def _run(self, beside: int | None) -> None:
        certain = not any(slot.uncertain for slot in self.slots)
        expected = int(any(self._fails(slot) for slot in self.slots))
        self.hub.world.created.clear()
        self.hub.world.token()
        if beside is not None:
            self.hub.server.arm(Fault(beside, before=self._beside))
        status = self.hub.review(self.pull).status
        self.hub.server.arm()
        assert_sound(self.pull)
        if certain:
            assert status == expected
        for slot in self.slots:
            self._look(slot)
        again = self.hub.review(self.pull)
        assert again.writes == [], "the run after it has something to write"

    def _look(self, slot: Slot) -> None:
        """What stands for the file now, and whether that is right."""
        here = [
            thread for thread, marker in self._ours() if marker.trace.path == slot.place and marker.state is State.OPEN
        ]
        if slot.keeps is not None and slot.keeps in self.pull.threads and here:
            assert here[0] is slot.keeps, f"{slot} was renamed and got another thread"
        slot.changed, slot.keeps = False, None
        if not slot.uncertain:
            deleted = slot.thread is None and slot.place in slot.posted
            if slot.raised:
                assert deleted or here or self._is_settled(slot), f"{slot} has no comment"
            else:
                touched = [thread for thread in here if thread.resolved_by or thread.comments[0].node in self.frozen]
                assert here == touched, f"{slot} is gone, its comment is not"
        if here:
            slot.thread, slot.uncertain = here[0], False
        elif slot.thread is None and not slot.raised:
            slot.uncertain = bool(slot.posted)
        if slot.thread is not None:
            slot.posted.add(_path(slot.thread))

    def _beside(self) -> None:
        self.hub.server.arm()
        self.hub.quietly(self.pull)

    def _fails(self, slot: Slot) -> bool:
        """A finding whose comment nobody has settled, and nobody deleted."""
        deleted = slot.thread is None and slot.place in slot.posted
        return slot.raised and not deleted and not self._is_settled(slot)

    def _is_touched(self, slot: Slot) -> bool:
        assert slot.thread is not None
        return self._is_settled(slot) or slot.thread.comments[0].node in self.frozen

    def _is_settled(self, slot: Slot) -> bool:
        if slot.thread is None:
            return False
        marker = markers.parse(slot.thread.comments[0].body)
        assert isinstance(marker, Marker)
        answered = any(each.author == REVIEWER for each in slot.thread.comments[1:])
        return answered or (slot.thread.resolved_by is not None and marker.state is State.OPEN)

    @invariant()
    def nobody_else_is_touched(self) -> None:
        if not hasattr(self, "pull"):
            return
        now = {comment.node: comment for thread in self.pull.threads for comment in thread.comments}
        for node, frozen in self.frozen.items():
            assert (now[node].body, now[node].minimized) == frozen


def _path(thread: Thread) -> str:
    """Where the thread's comment says that its endpoint is, as a digest."""
    marker = markers.parse(thread.comments[0].body)
    assert isinstance(marker, Marker)
    return marker.trace.path


def test_the_people_around_it(hub: Hub) -> None:
    HUB[:] = [hub]
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    examples = settings.default.max_examples if settings.default.max_examples > 100 else EXAMPLES
    chosen = settings(max_examples=examples, stateful_step_count=16, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(People, settings=chosen)
