"""A caller that the Pages Router renders, and callers that are none of it."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

READ = "'use server';\nexport async function act(id) { return await prisma.note.findMany({ where: { id } }); }"
SAVE = "export async function POST() { await prisma.a.create({}); }"


def test_a_page_calls_it(action, route, site) -> None:
    for app, endpoint in (action(READ), route(SAVE)):
        pages = {"side": Side.PAGES}
        seen = app.see(endpoint, site("a.tsx"), site("pages/b.tsx", **pages), site("pages/c.tsx", **pages))
        found = seen["pages-router-caller"]
        assert found.constraint == "pages-router-caller" and found.favours is Approach.API_ROUTE
        assert found.message.startswith("`pages/b.tsx` calls it and") and found.place.path == "pages/b.tsx"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"side": Side.PAGES, "via": Via.SERVER_CODE},
        {"side": Side.PAGES, "via": Via.SERVER_COMPONENT},
        {"side": Side.PAGES, "certain": False},
        {"side": Side.UNKNOWN},
    ],
)
def test_silent(action, route, site, facts: dict[str, object]) -> None:
    for app, endpoint in (action(READ), route(SAVE)):
        assert "pages-router-caller" not in app.see(endpoint, site(**facts))
