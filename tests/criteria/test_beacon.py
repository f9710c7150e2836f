"""A request that outlives the page, and ordinary ones near it."""

from __future__ import annotations

import pytest

from reviewer.model import Approach

SAVE = "export async function POST() { await prisma.user.update({ where: { id }, data }); }"
ASKS = 'fetch("/api/thing", {\n  method: "POST",\n  body,\n'


@pytest.mark.parametrize(
    ("code", "speaks"),
    [
        ('navigator.sendBeacon("/api/thing", data);', True),
        ('navigator.sendBeacon?.("/api/thing", data);', True),
        (f"{ASKS}  keepalive: true,\n}});", True),
        (f'{ASKS}  headers: {{\n    "Content-Type": "application/json",\n  }},\n  keepalive: true,\n}});', True),
        (f"{ASKS}}});", False),
        (f"{ASKS}  keepalive: false,\n}});", False),
        (f"{ASKS}}});" + "\n" * 20 + "navigator.sendBeacon(other);", False),
        (f"{ASKS}}});\n// navigator.sendBeacon would lose the answer", False),
        (f"{ASKS}}});\nconst canSendBeacon = Boolean(sendBeacon);", False),
    ],
)
def test_the_call(route, site, code: str, speaks: bool) -> None:
    files = {"components/form.tsx": "\n" * 6 + code}
    app, endpoint = route(SAVE, files=files)
    found = app.see(endpoint, site("components/none.tsx"), site(), site()).get("beacon")
    assert (found is not None) is speaks
    if found is not None:
        assert found.constraint == "beacon" and found.favours is Approach.API_ROUTE
        assert found.message.startswith("`components/form.tsx` sends it") and found.place.line == 7


@pytest.mark.parametrize(("above", "speaks"), [(1, True), (2, True), (3, False), (6, False)])
def test_the_call_begins_at_most_two_lines_above_its_address(route, site, above: int, speaks: bool) -> None:
    lines = [""] * 30
    lines[6 - above] = "navigator.sendBeacon("
    app, endpoint = route(SAVE, files={"components/form.tsx": "\n".join(lines)})
    assert ("beacon" in app.see(endpoint, site())) is speaks


@pytest.mark.parametrize(("below", "speaks"), [(6, True), (7, False)])
def test_its_options_end_at_most_six_lines_below(route, site, below: int, speaks: bool) -> None:
    lines = [""] * 30
    lines[6 + below] = "keepalive: true"
    app, endpoint = route(SAVE, files={"components/form.tsx": "\n".join(lines)})
    assert ("beacon" in app.see(endpoint, site())) is speaks


def test_at_the_top_of_a_file(route, site) -> None:
    files = {"components/form.tsx": 'navigator.sendBeacon("/api/thing");' + "\n" * 30}
    app, endpoint = route(SAVE, files=files)
    assert "beacon" in app.see(endpoint, site()._replace(line=1))
    assert "beacon" not in app.see(endpoint, site(method="GET")._replace(line=1))


def test_an_action_is_none(action, site) -> None:
    files = {"components/form.tsx": "\n" * 6 + "navigator.sendBeacon(act);"}
    app, endpoint = action("'use server';\nexport async function act() {}", files=files)
    assert "beacon" not in app.see(endpoint, site())
