"""A caller that the Pages Router renders, in an app with one router and in an app with both."""

from __future__ import annotations

import pytest

from reviewer.model import App, Approach, Side, Via

READ = "'use server';\nexport async function act(id) { return await prisma.note.findMany({ where: { id } }); }"
SAVE = "export async function POST() { await prisma.a.create({}); }"
BOTH = App("", (15, 0), "app", "pages", renders_with_app=True, renders_with_pages=True)
FILES = {
    "app/api/thing/route.ts": SAVE,
    "app/actions.ts": READ,
    "components/form.tsx": "export function Form() { return null; }",
    "components/index.ts": 'export * from "./form";',
    "components/other.tsx": "export const Other = 1;",
}


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


@pytest.mark.parametrize(
    ("page", "speaks"),
    [
        ('import { Form } from "../components/form";', True),
        ('import { Form } from "../components";', True),
        ('const Form = dynamic(() => import("../components/form"));', True),
        ('import { Other } from "../components/other"; // form', False),
        ('import { Form } from "@acme/form";', False),
    ],
)
def test_a_page_imports_the_caller(small, site, page: str, speaks: bool) -> None:
    app = small({**FILES, "pages/index.tsx": page}, BOTH)
    endpoint = app.route("app/api/thing/route.ts")
    assert ("pages-router-caller" in app.see(endpoint, site("components/form.tsx"))) is speaks
    called_through = site("components/form.tsx", owners=("lib/a.ts#useA",))
    assert ("pages-router-caller" in app.see(endpoint, called_through)) is speaks
    hook = site("lib/use-thing.ts", owners=("lib/a.ts#useA", "components/form.tsx#Form"))
    assert ("pages-router-caller" in app.see(endpoint, hook)) is speaks


def test_a_number_sign_in_a_path(small, site) -> None:
    files = {
        **FILES,
        "ui/c#/form.tsx": "export const Form = 1;",
        "pages/index.tsx": 'import { Form } from "../ui/c#/form";',
    }
    app = small(files, BOTH)
    caller = site("lib/a.ts", owners=("ui/c#/form.tsx#Form",))
    assert "pages-router-caller" in app.see(app.route("app/api/thing/route.ts"), caller)


def test_whose_code_an_action_is_in_does_not_matter(small, site) -> None:
    """An action that client code of both routers imports is not judged by the importers of its caller."""
    app = small({**FILES, "pages/index.tsx": 'import { Form } from "../components/form";'}, BOTH)
    assert "pages-router-caller" not in app.see(app.action("app/actions.ts", "act"), site("components/form.tsx"))
    endpoint = app.route("app/api/thing/route.ts")
    assert "pages-router-caller" not in app.see(endpoint, site("components/form.tsx", outside="documentation"))


def test_an_api_route_is_no_page(small, site) -> None:
    api = 'import { Form } from "../../components/form";'
    app = small({**FILES, "pages/api/x.ts": api, "pages/index.tsx": "export default 1;"}, BOTH)
    endpoint = app.route("app/api/thing/route.ts")
    assert "pages-router-caller" not in app.see(endpoint, site("components/form.tsx"))
