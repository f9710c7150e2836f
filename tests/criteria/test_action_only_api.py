"""Functions that throw in a route, and others of the same name or package."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

CACHE = 'import { updateTag, refresh, revalidateTag, cacheTag, refresh as again } from "next/cache";\n'
SPEAKS = {
    'updateTag("a"); refresh();': "updateTag",
    "refresh(); refresh();": "refresh",
    "if (a) { again(); }": "refresh",
}
SILENT = [
    'revalidateTag("a");',
    'cacheTag("a");',
    "router.refresh();",
    "log(updateTag);",
    "// updateTag('a');",
    "log('refresh()');",
]


def source(body: str, head: str = CACHE, name: str = "POST") -> str:
    return f"{head}export async function {name}() {{\n{body}\n}}"


@pytest.mark.parametrize("body", SPEAKS)
def test_speaks(route, body: str) -> None:
    app, endpoint = route(source(body))
    seen = app.see(endpoint)["action-only-api"]
    assert seen.constraint == "action-only-api" and seen.favours is Approach.SERVER_ACTION
    assert seen.message == f"`{SPEAKS[body]}` works in a server action only." and seen.place.line == 3


@pytest.mark.parametrize("body", SILENT)
def test_silent(route, site, body: str) -> None:
    app, endpoint = route(source(body))
    assert "action-only-api" not in app.see(endpoint, site())


@pytest.mark.parametrize("head", ["", 'import { updateTag, refresh } from "./own";\n', "function refresh() {}\n"])
def test_functions_of_that_name_from_elsewhere(route, head: str) -> None:
    app, endpoint = route(source('updateTag("a"); refresh();', head))
    assert "action-only-api" not in app.see(endpoint)


def test_in_another_function_of_the_file(route) -> None:
    app, endpoint = route(source("", CACHE + "export async function other() { refresh(); }\n"))
    assert "action-only-api" not in app.see(endpoint)


def test_it_speaks_for_an_action_too(action) -> None:
    app, endpoint = action(source("refresh();", name="act"))
    assert app.see(endpoint)["action-only-api"].favours is Approach.SERVER_ACTION


@pytest.mark.parametrize(
    "body",
    [
        "return <p>{id}</p>;",
        "return { id, children: <><Ad /></> };",
        "return guarded('ad', async () => { return { children: id ? <Ad /> : null }; });",
        "return [await load(id) && (<Ad />)];",
    ],
)
def test_an_answer_of_rendered_elements(action, site, body: str) -> None:
    app, endpoint = action(f"'use server';\nexport async function act(id) {{\n{body} }}", path="app/actions.tsx")
    seen = app.see(endpoint, site())["action-only-api"]
    assert seen.constraint and seen.favours is Approach.SERVER_ACTION and seen.place.line == 3
    assert seen.message == "It answers with rendered elements, which a route cannot."


@pytest.mark.parametrize(
    "body",
    [
        "await mail.send({ react: <Welcome /> }); return { ok: true };",
        "return await mail.send({ react: <Welcome /> });",
        "const html = await render(<Welcome />); return html;",
        "return '<p></p>';",
        "await mail.send({ react: <Welcome>{rows.map((row) => { return <Row />; })}</Welcome> });",
        "await mail.send({ react: <Welcome>{rows.map((row) => <Row />)}</Welcome> });",
    ],
)
def test_elements_that_are_made_into_something_else(action, site, body: str) -> None:
    app, endpoint = action(f"'use server';\nexport async function act(id) {{\n{body} }}", path="app/actions.tsx")
    assert "action-only-api" not in app.see(endpoint, site())


@pytest.mark.parametrize("name", ["Box", "default"])
def test_a_component_is_no_action(action, site, name: str) -> None:
    head = "export default async function Page" if name == "default" else f"export async function {name}"
    app, endpoint = action(f"'use server';\n{head}() {{ return <b />; }}", name, path="app/box.tsx")
    assert "action-only-api" not in app.see(endpoint, site())


def test_a_route_does_not_answer_with_elements(route, site) -> None:
    app, endpoint = route(source("return <p></p>;"), path="app/api/a/route.tsx")
    assert "action-only-api" not in app.see(endpoint, site())


def test_elements_for_server_code_alone(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act() { return <p />; }", path="app/actions.tsx")
    assert "action-only-api" not in app.see(endpoint, site(side=Side.SERVER, via=Via.SERVER_COMPONENT))
    assert "action-only-api" not in app.see(endpoint)
