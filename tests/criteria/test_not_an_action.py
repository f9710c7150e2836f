"""A directive on what renders, and actions that live near it."""

from __future__ import annotations

import pytest

from reviewer.model import App, Approach, Recommendation

RENDERED = ["page", "layout", "template", "loading", "error", "default", "not-found", "global-error"]
PAGE = "'use server';\nexport default async function Page() { return <p />; }"


@pytest.mark.parametrize("stem", RENDERED)
def test_a_file_that_the_app_router_renders(small, stem: str) -> None:
    path = f"app/new/{stem}.tsx"
    app = small({path: "'use server';\n\nexport default async function page() { return load(); }"})
    seen = app.see(app.action(path, "default"))["not-an-action"]
    assert seen.constraint == "not-an-action" and seen.favours is Approach.API_ROUTE
    assert seen.recommends is Recommendation.SERVER_MODULE and seen.place.line == 1


@pytest.mark.parametrize("name", ["generateMetadata", "generateStaticParams", "generateViewport"])
def test_what_a_page_exports_besides(small, name: str) -> None:
    app = small({"app/[id]/page.tsx": f"'use server';\nexport async function {name}() {{ return load(); }}"})
    assert "not-an-action" in app.see(app.action("app/[id]/page.tsx", name))


def test_a_folder_of_the_app_of_another_name(small) -> None:
    own = App("apps/web", (16, 0), "apps/web/src/app", None, renders_with_app=True)
    text = "'use server';\nexport default async function page() {}"
    app = small({"apps/web/src/app/page.tsx": text, "apps/web/src/page.tsx": text}, own)
    assert "not-an-action" in app.see(app.action("apps/web/src/app/page.tsx", "default"))
    assert "not-an-action" not in app.see(app.action("apps/web/src/page.tsx", "default"))
    unknown = app.action("apps/web/src/app/page.tsx", "default")
    assert "not-an-action" not in app.see(unknown._replace(app=own._replace(app_dir=None)))


def test_an_app_whose_folder_is_not_known(small) -> None:
    none = App("", (16, 0), None, None, renders_with_app=True)
    app = small({"app/page.tsx": "'use server';\nexport default async function page() {}"}, none)
    assert "not-an-action" in app.see(app.action("app/page.tsx", "default"))


@pytest.mark.parametrize("path", ["ui/card.tsx", "ui/card.jsx", "ui/card.js"])
def test_a_component(small, path: str) -> None:
    app = small({path: "'use server';\nexport async function Card() { return <p />; }"})
    endpoint = app.action(path, "Card")
    assert "not-an-action" in app.see(endpoint)
    assert "not-an-action" in app.see(endpoint._replace(name="default", binding="Card"))
    assert "not-an-action" not in app.see(endpoint._replace(binding="card"))
    assert "not-an-action" not in app.see(endpoint._replace(name=None))


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("app/new/page.tsx", "'use server';\nexport async function save() { await go(); }", "save"),
        ("app/new/pages.tsx", "'use server';\nexport default async function save() { await go(); }", "default"),
        ("app/new/page.test.ts", "'use server';\nexport default async function save() { await go(); }", "default"),
        ("lib/mail.tsx", "'use server';\nexport async function send() { await mail(<Hello />); }", "send"),
        ("lib/Card.tsx", "'use server';\nexport async function Save() { await go('<p />'); }", "Save"),
        ("lib/Card.tsx", "'use server';\nexport async function GET() { return <p />; }", "GET"),
        ("lib/card.ts", "'use server';\nexport async function Card() { return h('p'); }", "Card"),
        ("lib/pages.ts", "'use server';\nexport default async function save() { await go(); }", "default"),
        ("lib/page.ts", "'use server';\nexport default async function save() { await go(); }", "default"),
    ],
)
def test_silent(small, path: str, text: str, name: str) -> None:
    app = small({path: text})
    assert "not-an-action" not in app.see(app.action(path, name))


def test_an_action_inside_a_page(small) -> None:
    app = small({"app/page.tsx": PAGE.replace("'use server';", "")})
    assert "not-an-action" not in app.see(app.action("app/page.tsx", "default")._replace(inline=True))


def test_a_route_is_none(small) -> None:
    app = small({"app/page.tsx": PAGE})
    assert "not-an-action" not in app.see(app.route("app/page.tsx", "default"))


def test_without_code(small) -> None:
    app = small({"ui/card.tsx": "'use server';\nexport async function Card() { return <p />; }"})
    assert "not-an-action" not in app.see(app.action("ui/card.tsx", "Card")._replace(handlers=()))
