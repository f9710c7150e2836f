"""Anchors against the diff that GitHub shows: every line of a range in one hunk, or no range."""

import difflib

from hypothesis import given
from hypothesis import strategies as st

from reviewer.changes.patch import changed_file
from reviewer.github.desired import Desired
from reviewer.github.live import Live
from reviewer.github.markers import UNKNOWN
from reviewer.github.placement import Lines, WholeFile, anchor
from reviewer.github.threads import Rules, plan
from reviewer.model import App, ChangedFile, Endpoint, Kind

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n"]), min_size=1, max_size=40)


def endpoint(first: int, last: int) -> Endpoint:
    return Endpoint(Kind.ROUTE_HANDLER, "app/route.ts", "POST", first, last, first, App(""))


@given(LINES, LINES, st.integers(1, 45), st.integers(0, 15))
def test_every_line_of_an_anchor_is_shown_in_one_hunk(
    old: list[bytes], new: list[bytes], first: int, more: int
) -> None:
    rows = list(difflib.diff_bytes(difflib.unified_diff, old, new, n=3))[2:]
    file = (
        changed_file("app/route.ts", "modified", b"".join(new), b"".join(rows))
        if rows
        else ChangedFile("app/route.ts", "modified", b"".join(new))
    )
    shown: list[set[int]] = []
    at = 0
    for row in rows:
        if row.startswith(b"@@"):
            at = int(row.split(b"+")[1].split(b" ")[0].split(b",")[0])
            shown.append(set())
        elif not row.startswith(b"-"):
            shown[-1].add(at)
            at += 1
    found = anchor(endpoint(first, first + more), file)
    if isinstance(found, Lines):
        assert any(set(range(found.start, found.end + 1)) <= hunk for hunk in shown)
        assert found.start == first and found.end in (first, first + more)
    else:
        assert found == WholeFile("app/route.ts")
        assert not any(first in hunk for hunk in shown)


def test_what_no_place_can_carry_takes_no_room_from_the_others() -> None:
    def desired(key: str, anchor: Lines | WholeFile | None) -> Desired:
        return Desired(None, key, (), UNKNOWN, "", anchor, None)  # type: ignore[arg-type]

    nowhere = [desired(f"n{number}", None) for number in range(5)]
    lines = [desired(f"l{number}", Lines("a.ts", number + 1, number + 1)) for number in range(4)]
    never = dict.fromkeys(("may_close", "is_gone", "silenced"), lambda _: False)
    found = plan(Live("", ""), [*nowhere, *lines], Rules(**never, head="", max_comments=3, resolve_fixed=False))
    assert [each.key for each in found.post] == ["n0", "n1", "n2", "n3", "n4", "l0", "l1", "l2"]
    assert [each.key for each in found.over_limit] == ["l3"]


def test_a_removed_file_and_a_stranger_carry_nothing() -> None:
    assert anchor(endpoint(1, 1), None) is None
    assert anchor(endpoint(1, 1), ChangedFile("app/route.ts", "removed")) is None
