"""Callers outside this app's own interface, and those that are inside."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

TEXT = "export async function POST() {}"
SPEAKS = [
    ({"outside": "rewrite"}, "`x/caller.tsx` gives its address to others (rewrite)."),
    ({"outside": "mobile", "via": Via.LINK}, "`x/caller.tsx` gives its address to others (mobile)."),
    ({"via": Via.OTHER_PACKAGE}, "`x/caller.tsx`, in another package, calls it."),
    ({"via": Via.OTHER_PACKAGE, "side": Side.SCRIPT}, "`x/caller.tsx`, in another package, calls it."),
    ({"via": Via.LINK}, "`x/caller.tsx` links to its address."),
    ({"via": Via.MARKUP, "side": Side.SCRIPT}, "`x/caller.tsx` links to its address."),
    ({"side": Side.SCRIPT}, "The script `x/caller.tsx` calls it."),
]


@pytest.mark.parametrize(("facts", "message"), SPEAKS)
def test_speaks(route, site, facts: dict[str, object], message: str) -> None:
    app, endpoint = route(TEXT)
    seen = app.see(endpoint, site("a.tsx"), site("x/caller.tsx", **facts), site("y.tsx", **facts))["external-caller"]
    assert seen.constraint == "external-caller" and seen.favours is Approach.API_ROUTE
    assert seen.message == message and seen.place.path == "x/caller.tsx"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"via": Via.EFFECT, "side": Side.UNKNOWN},
        {"via": Via.SERVER_CODE, "side": Side.SERVER},
        {"via": Via.SERVER_COMPONENT, "side": Side.SERVER},
        {"via": Via.UNKNOWN, "side": Side.SHARED},
        {"side": Side.PAGES},
        {"via": Via.LINK, "method": "GET"},
    ],
)
def test_silent(route, site, facts: dict[str, object]) -> None:
    app, endpoint = route(TEXT)
    assert "external-caller" not in app.see(endpoint, site(**facts))
    assert "external-caller" not in app.see(endpoint)


@pytest.mark.parametrize(
    ("path", "speaks"),
    [
        ("public/embed.js", True),
        ("sw.js", True),
        ("app/lib/SW.ts", True),
        ("src/workers/service-worker.prod.ts", True),
        ("src/serviceworker.ts", True),
        ("static/firebase-messaging-sw.js", True),
        ("components/public/form.tsx", False),
        ("public-pages/form.tsx", False),
        ("app/sw/form.tsx", False),
        ("lib/swr.ts", False),
    ],
)
def test_scripts_that_can_import_no_action(route, site, path: str, speaks: bool) -> None:
    app, endpoint = route(TEXT)
    assert ("external-caller" in app.see(endpoint, site(path, via=Via.EFFECT))) is speaks
    own = endpoint._replace(app=endpoint.app._replace(root="apps/web"))
    assert "external-caller" in app.see(own, site("apps/web/public/a.js"))
    assert "external-caller" not in app.see(own, site("public/a.js"))


@pytest.mark.parametrize(("facts", "message"), SPEAKS)
def test_an_action_is_none(action, site, facts: dict[str, object], message: str) -> None:
    app, endpoint = action("'use server';\nexport async function act() {}")
    assert "external-caller" not in app.see(endpoint, site(**facts))


@pytest.mark.parametrize(
    ("root", "path", "speaks"),
    [
        ("", "public/sw.js", True),
        ("", "public/embed/widget.js", True),
        ("apps/web", "apps/web/public/push.js", True),
        ("", "src/service-worker.ts", True),
        ("", "app/sw.ts", True),
        ("", "worker/firebase-messaging-sw.js", True),
        ("", "components/public/form.tsx", False),
        ("apps/web", "public/push.js", False),
        ("", "components/sw-form.tsx", False),
    ],
)
def test_what_the_browser_loads_as_it_is(route, site, root: str, path: str, speaks: bool) -> None:
    app, endpoint = route(TEXT)
    within = endpoint._replace(app=endpoint.app._replace(root=root))
    assert ("external-caller" in app.see(within, site(path, via=Via.EVENT_HANDLER))) is speaks
