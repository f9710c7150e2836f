"""What the team has declared for a path."""

from __future__ import annotations

import pytest

from reviewer.config import Policy, Settings
from reviewer.model import Approach

SAVE = "\nexport async function POST() { await prisma.user.update({}); }"
TO_ACTION, TO_ROUTE = Approach.SERVER_ACTION, Approach.API_ROUTE


def seen_with(made: tuple, *policies: Policy):
    app, endpoint = made
    return app.see(endpoint, settings=Settings(policies=policies)).get("house-policy")


def test_what_it_asks_for(route, action) -> None:
    for made, path in ((route(SAVE), "app/api/**"), (action(SAVE.replace("POST", "act")), "app/actions.ts")):
        for approach, meant in ((TO_ACTION, "server actions"), (TO_ROUTE, "API routes")):
            seen = seen_with(made, Policy((path,), approach, "we are moving"))
            assert seen.favours is approach and seen.constraint == "house-policy"
            assert seen.message == f"The policy for this path asks for {meant}: we are moving."
            assert seen.place.line == 2


def test_without_a_reason(route) -> None:
    seen = seen_with(route(SAVE), Policy(("app/",), TO_ROUTE))
    assert seen.message == "The policy for this path asks for API routes."


@pytest.mark.parametrize("paths", [("lib/**",), ("app/api/things/**",), ("*.tsx",), ("app/api/*.ts",), ()])
def test_silent_elsewhere(route, paths: tuple[str, ...]) -> None:
    assert seen_with(route(SAVE), Policy(paths, TO_ACTION)) is None


def test_silent_without_policies(route) -> None:
    assert seen_with(route(SAVE)) is None
