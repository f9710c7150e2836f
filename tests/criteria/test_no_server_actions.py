"""An app that cannot have server actions, and one that can."""

from __future__ import annotations

import pytest

from reviewer.model import Approach

TEXT = "export async function POST() {}"
NO_PAGE = "The App Router renders no page of this app, so it has no server actions."
STATIC = "The app is exported as static files, which have no server actions."


def seen_in(made: tuple, **facts: object):
    app, endpoint = made
    return app.see(endpoint._replace(app=endpoint.app._replace(**facts))).get("no-server-actions")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"renders_with_app": False}, NO_PAGE),
        ({"renders_with_app": False, "renders_with_pages": True, "next_version": (13, 2)}, NO_PAGE),
        ({"renders_with_app": False, "static_export": True}, NO_PAGE),
        ({"static_export": True}, STATIC),
        ({"static_export": True, "next_version": (13, 2)}, STATIC),
    ],
)
def test_decides(route, facts: dict[str, object], message: str) -> None:
    seen = seen_in(route("\n" + TEXT), **facts)
    assert seen.constraint == "no-server-actions" and seen.favours is Approach.API_ROUTE
    assert seen.message == message and seen.place.line == 2


@pytest.mark.parametrize("version", [(13, 5), (13, 2), (12, 0)])
def test_an_upgrade_is_weighed(route, version: tuple[int, int]) -> None:
    seen = seen_in(route(TEXT), next_version=version)
    assert seen.constraint is None and 0 < seen.weight < 1 and seen.favours is Approach.API_ROUTE
    assert seen.message.endswith(f"this app uses {version[0]}.{version[1]}.")


@pytest.mark.parametrize(
    ("files", "root", "place"),
    [
        ({}, "", ("app/api/thing/route.ts", 1)),
        ({"package.json": '{\n "dependencies": {\n  "next": "13.2.0" } }'}, "", ("package.json", 3)),
        ({"package.json": '{\n "dependencies": {\n  "next": "13.2.0" } }'}, "apps/web", ("package.json", 3)),
        (
            {
                "apps/web/package.json": '{ "dependencies": {\n "next-auth": "4",\n\n "next": "13.2.0" } }',
                "package.json": '{ "dependencies": { "next": "14.0.0" } }',
            },
            "apps/web",
            ("apps/web/package.json", 4),
        ),
    ],
)
def test_the_version_is_shown_where_it_is_asked_for(route, files, root: str, place: tuple[str, int]) -> None:
    assert seen_in(route(TEXT, files=files), next_version=(13, 2), root=root).place == place


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"renders_with_pages": True},
        {"next_version": (14, 0)},
        {"next_version": (15, 4), "server_actions_flag": True},
        {"next_version": (14, 2), "renders_with_pages": True},
        {"next_version": (13, 5), "server_actions_flag": True},
        {"next_version": None},
        {"next_version": (13, 4), "server_actions_flag": True},
    ],
)
def test_silent(route, facts: dict[str, object]) -> None:
    assert seen_in(route(TEXT), **facts) is None


def test_an_action_is_none(action) -> None:
    assert seen_in(action("'use server';\nexport async function act() {}"), renders_with_app=False) is None
