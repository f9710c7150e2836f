"""R2: several parts of the application, and one part that calls several times."""

from __future__ import annotations

import pytest

from reviewer.model import Approach

SAVE = "export async function POST() { await prisma.user.update({}); }"
ACT = "'use server';\nexport async function act(data) { await prisma.user.update(data); }"


def test_counts_files(route, site) -> None:
    app, endpoint = route(SAVE)
    two = app.see(endpoint, site("a.tsx"), site("b.tsx"))["R2"]
    three = app.see(endpoint, site("a.tsx"), site("b.tsx"), site("c.tsx"))["R2"]
    four = app.see(endpoint, *(site(f"{name}.tsx") for name in "dcba"))["R2"]
    assert 0 < two.weight < three.weight == four.weight
    assert two.favours is Approach.API_ROUTE and two.constraint is None
    assert two.message == "It is shared by two files, `a.tsx` and `b.tsx`."
    assert three.message == "It is shared by 3 files, `a.tsx` and `b.tsx` among them."
    assert four.message == "It is shared by 4 files, `a.tsx` and `b.tsx` among them." and four.place.path == "d.tsx"


def test_three_parts_undo_the_tie_to_one_interaction(route, site) -> None:
    app, endpoint = route(SAVE)
    three = app.see(endpoint, site("a.tsx"), site("b.tsx"), site("c.tsx"))["R2"].weight
    assert three > app.see(endpoint, site())["A2"].weight


def test_owners_count_where_a_helper_makes_the_request(route, site) -> None:
    app, endpoint = route(SAVE)
    helper = site("lib/api.ts", owners=("a.tsx#A", "b.tsx#B", "c.tsx#C"))
    assert "shared by 3 files" in app.see(endpoint, helper)["R2"].message


def test_a_file_may_be_an_owner_as_a_whole(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site("lib/api.ts", owners=("a.tsx", "docs/openapi.json", "a#b.tsx")))["R2"]
    assert seen.message == "It is shared by 3 files, `a#b.tsx` and `a.tsx` among them."
    seen = app.see(endpoint, site("lib/api.ts", owners=("Makefile", "c#/Makefile")))["R2"]
    assert "`Makefile` and `c#/Makefile`" in seen.message


def test_a_small_action_of_some_components_is_fine(action, site) -> None:
    app, endpoint = action(ACT)
    callers = [site(f"{name}.tsx") for name in "abcdef"]
    assert "R2" not in app.see(endpoint, *callers[:4])
    for many in (callers[:5], callers):
        assert 0 < app.see(endpoint, *many)["R2"].weight < 1


@pytest.mark.parametrize(
    "callers",
    [
        (),
        ({},),
        ({}, {}, {}),
        ({"owners": ("a.tsx#New", "a.tsx#Edit", "a.tsx#Copy")},),
        ({"owners": ()}, {"owners": ()}),
        ({"method": "GET", "owners": ("a.tsx#A", "b.tsx#B", "c.tsx#C")},),
    ],
)
def test_silent_of_one_file(route, site, callers) -> None:
    app, endpoint = route(SAVE)
    assert "R2" not in app.see(endpoint, *(site(**facts) for facts in callers))
