"""A documented or versioned API, and words that only look like it."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Place, Side, Via

TEXT = "export async function POST() {}"


@pytest.mark.parametrize("url", ["/api/v1/users", "/api/v12/users", "/v2", "/api/users/v1"])
def test_a_version_in_the_address(route, url: str) -> None:
    app, endpoint = route(TEXT, url=url)
    seen = app.see(endpoint)["documented-api"]
    assert seen.constraint == "documented-api" and seen.favours is Approach.API_ROUTE
    assert f"the version `{'v12' if 'v12' in url else 'v2' if 'v2' in url else 'v1'}`" in seen.message


def test_a_version_that_only_the_own_interface_uses_is_weighed(route, site) -> None:
    app, endpoint = route(TEXT, url="/api/v1/users")
    seen = app.see(endpoint, site(), site("components/other.tsx", via=Via.EVENT_HANDLER))["documented-api"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight >= 1.5


@pytest.mark.parametrize(
    "facts",
    [
        {"via": Via.QUERY_HOOK},
        {"via": Via.SERVER_CODE, "side": Side.SERVER},
        {"via": Via.UNKNOWN, "side": Side.UNKNOWN},
        {"side": Side.SCRIPT},
    ],
)
def test_a_version_that_others_use_too_decides(route, site, facts: dict[str, object]) -> None:
    app, endpoint = route(TEXT, url="/api/v1/users")
    assert app.see(endpoint, site(), site("lib/other.ts", **facts))["documented-api"].constraint


def test_a_version_decides_where_a_caller_may_be_hidden(route, site) -> None:
    app, endpoint = route(TEXT, url="/api/v1/users")
    assert app.see(endpoint, site(), gaps=(Place("lib/x.ts", 3),))["documented-api"].constraint


@pytest.mark.parametrize(
    "url",
    [
        "/api/vendors",
        "/api/v/x",
        "/api/1",
        "/api/a1",
        "/api/va1",
        "/api/version1",
        "/api/[v1]",
        "/api/publications",
        None,
    ],
)
def test_other_addresses(route, site, url: str | None) -> None:
    app, endpoint = route(TEXT, url=url)
    assert "documented-api" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    "comment",
    ["/** @swagger */", "/* @openapi */", "// @openapi", "/**\n * @swagger\n * /api/thing: */", "/**\n@openapi\n*/"],
)
def test_a_comment_for_an_openapi_document(route, comment: str) -> None:
    app, endpoint = route(f"{comment}\n{TEXT}")
    seen = app.see(endpoint)["documented-api"]
    assert seen.constraint == "documented-api"
    assert seen.message == "A comment describes it for an OpenAPI document."
    assert seen.place.line == comment.count("\n") + 2


@pytest.mark.parametrize(
    "text",
    [
        'import { createSwaggerSpec } from "next-swagger-doc";\n' + TEXT,
        "/** Not part of our OpenAPI document, see swagger. */\n" + TEXT,
        "export async function POST() { await saveVersion('v1'); }",
        'import { ApiProperty } from "@openapitools/decorators";\n' + TEXT,
        'import spec from "@openapi/spec";\n' + TEXT,
        "// @openapi-generator was here\n" + TEXT,
        "export async function POST() { await mention('@openapi'); }",
    ],
)
def test_words_that_are_no_description(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "documented-api" not in app.see(endpoint, site())


def test_an_address_that_is_called_public_is_weighed(route) -> None:
    app, endpoint = route(TEXT, url="/api/public/x")
    seen = app.see(endpoint)["documented-api"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight >= 2
    assert seen.message == "Its address calls it public."
    described = f"/** @openapi */\n{TEXT}"
    app, endpoint = route(described, url="/api/v1/public/x")
    assert app.see(endpoint)["documented-api"].constraint


@pytest.mark.parametrize("outside", ["documentation", "openapi", "docs", "sdk"])
def test_a_document_that_names_it(route, site, outside: str) -> None:
    app, endpoint = route(TEXT, url="/api/v1/x")
    seen = app.see(endpoint, site(), site("a.md", outside=outside), site("b.md", outside=outside))["documented-api"]
    assert seen.message == "`a.md` documents it." and seen.constraint
    app, endpoint = route(TEXT)
    assert "documented-api" not in app.see(endpoint, site("a.md", outside="cron"))
    assert "documented-api" not in app.see(endpoint, site("a.md", outside=outside, method="GET"))


def test_a_file_that_cannot_be_read(route) -> None:
    app, endpoint = route(TEXT)
    assert "documented-api" not in app.see(endpoint._replace(path="app/api/missing/route.ts"))


def test_an_action_is_none(action, site) -> None:
    app, endpoint = action("/** @openapi */ export async function act() {}", url="/api/v1/public")
    assert "documented-api" not in app.see(endpoint, site(outside="docs"))
