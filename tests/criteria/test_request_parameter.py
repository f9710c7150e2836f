"""An action that takes a request object, and parameters that only look like one."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Kind, Place, Recommendation, Side, Via, Wrapper

SERVER = {"via": Via.SERVER_CODE, "side": Side.SERVER}
ROUTE, MODULE = Recommendation.API_ROUTE, Recommendation.SERVER_MODULE
NEXT = 'import { NextRequest } from "next/server";\n'
API = 'import type { NextApiRequest } from "next";\n'
SPEAKS = [
    ("export async function act(request: Request) { return Response.json({}); }", "Request", ROUTE),
    ("export async function act(request: Request) { return new NextResponse(1); }", "Request", ROUTE),
    ("export async function act(request: Request) { await save(); }", "Request", MODULE),
    ("export async function act(request: Request) { await save(Response); }", "Request", MODULE),
    (NEXT + "export async function act(a: string, req?: NextRequest) {}", "NextRequest", MODULE),
    ("import { z } from 'zod';\n" + NEXT + "export async function act(req: NextRequest) {}", "NextRequest", MODULE),
    (NEXT + "export const act = async (req:NextRequest) => Response.json({});", "NextRequest", ROUTE),
    (API + "export async function act(req: NextApiRequest) {}", "NextApiRequest", MODULE),
    ('import { Request } from "next/server";\nexport async function act(a, b: Request) {}', "Request", MODULE),
]
SILENT = [
    "export async function act(request: RequestData) {}",
    "export async function act(init: RequestInit) {}",
    'import { Request } from "@/types";\nexport async function act(request: Request) {}',
    'import { NextRequest } from "./own";\nexport async function act(request: NextRequest) {}',
    "export async function act(request: NextApiRequest) {}",
    "interface Request { id: string }\nexport async function act(request: Request) {}",
    "export type Request = { id: string };\nexport async function act(request: Request) {}",
    "class Request {}\nexport async function act(request: Request) {}",
    "export async function act(request) { go(request); }",
    "export async function act(data: { request: string }) {}",
    "export async function act(data: FormData) { const request: Request = make(); }",
    "export async function act(/* request: Request */ data: FormData) {}",
    "export async function other(request: Request) {}\nexport async function act(data: FormData) {}",
]


@pytest.mark.parametrize(("text", "type_", "recommended"), SPEAKS)
def test_speaks(action, text: str, type_: str, recommended: Recommendation) -> None:
    app, endpoint = action("'use server';\n" + text)
    seen = app.see(endpoint)["request-parameter"]
    assert seen.constraint == "request-parameter" and seen.favours is Approach.API_ROUTE
    assert seen.recommends is recommended and seen.place.line == text.count("\n") + 2
    assert seen.message == f"It takes a `{type_}`, which no client can send to a server action."


@pytest.mark.parametrize("text", SILENT)
def test_silent(action, site, text: str) -> None:
    app, endpoint = action("'use server';\n" + text)
    assert "request-parameter" not in app.see(endpoint)
    assert "request-parameter" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    ("path", "name", "speaks"),
    [
        ("app/api/thing/route.ts", "POST", False),
        ("app/api/thing/route.ts", "save", True),
        ("app/api/thing/actions.ts", "POST", True),
    ],
)
def test_a_method_of_a_route_file_answers_requests(action, path: str, name: str, speaks: bool) -> None:
    text = f"'use server';\nexport async function {name}(request: Request) {{ return Response.json({{}}); }}"
    app, endpoint = action(text, name, path)
    assert ("request-parameter" in app.see(endpoint)) is speaks


def test_a_client_can_leave_an_optional_one_out(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act(name: string, request?: Request) {}")
    assert "request-parameter" not in app.see(endpoint, site(via=Via.EFFECT))
    assert "request-parameter" not in app.see(endpoint, site("lib/x.ts", **SERVER), site(via=Via.EFFECT))
    assert "request-parameter" in app.see(endpoint, site("lib/x.ts", **SERVER))


def test_a_client_cannot_leave_a_required_one_out(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act(request: Request) {}")
    assert "request-parameter" in app.see(endpoint, site(via=Via.EFFECT))


def test_what_server_code_calls_needs_no_address(action, site) -> None:
    app, endpoint = action("'use server';\n" + SPEAKS[0][0])
    assert app.see(endpoint, site("lib/x.ts", **SERVER))["request-parameter"].recommends is MODULE
    assert app.see(endpoint, site("lib/x.ts", **SERVER), site())["request-parameter"].recommends is ROUTE


def test_a_wrapper_may_make_the_request_itself(action) -> None:
    app, endpoint = action("'use server';\n" + SPEAKS[0][0])
    wrapped = endpoint._replace(wrappers=(Wrapper("withRequest", Place(endpoint.path, 2)),))
    assert "request-parameter" not in app.see(wrapped)


def test_two_bodies_that_say_the_same_say_it_once(action) -> None:
    app, endpoint = action("'use server';\n" + SPEAKS[0][0])
    assert "request-parameter" in app.see(endpoint._replace(handlers=endpoint.handlers * 2))


def test_a_route_takes_one(route) -> None:
    app, endpoint = route("export async function POST(request: Request) { return Response.json({}); }")
    assert "request-parameter" not in app.see(endpoint)


def test_a_pages_api_route_takes_one(action) -> None:
    text = API + "export default async function handler(req: NextApiRequest, res: NextApiResponse) {}"
    app, endpoint = action(text, "default", "pages/api/thing.ts")
    assert "request-parameter" in app.see(endpoint)
    assert "request-parameter" not in app.see(endpoint._replace(kind=Kind.PAGES_API_ROUTE))


def test_a_file_that_cannot_be_read(action) -> None:
    app, endpoint = action("'use server';\n" + SPEAKS[0][0])
    assert "request-parameter" not in app.see(endpoint._replace(path="app/missing.ts"))
