"""Which headers of the request a function reads."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.http import headers_read, response_headers
from tests.criteria.facts.test_functions import function

IMPORTED = 'import { headers } from "next/headers";\n'
RENAMED = 'import { headers as incoming } from "next/headers";\n'


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('request.headers.get("X-Signature")', ["x-signature"]),
        ('request.headers.has("Authorization")', ["authorization"]),
        ("request.headers.authorization", ["authorization"]),
        ("request.headers.Authorization", ["authorization"]),
        ('c.req.header("X-Api-Key")', ["x-api-key"]),
        ("request.headers.get(SIGNATURE)", ["signature"]),
        (IMPORTED + 'const list = await headers(); list.get("X-Api-Key")', ["x-api-key"]),
        (RENAMED + '(await incoming()).get("X-Api-Key")', ["x-api-key"]),
        ('import { cookies } from "next/headers";\n(await cookies()).get("session")', []),
        ('import { headers as columns } from "./table";\ncolumns.get("name")', []),
        ('header("X-Api-Key")', []),  # nothing tells whose
        ('cache.get("X-Signature")', []),
        ('response.headers.get("X-Total")', []),  # the answer of another server
        ('const result = await fetch(url); result.headers.get("X-Total")', []),
        ('const resp = await fetch(url); resp.headers.get("X-Total")', []),
        ('fetch(url).then((r) => r.headers.get("X-Total"))', []),
        ("res.headers.etag", []),
        ("request.headers.entries", []),
        ("request.url", []),
    ],
)
def test_the_request_headers_that_are_read(text: str, read: list[str]) -> None:
    start = text.rfind("\n") + 1
    facts = function(f"{text[:start]}export async function act(request) {{ {text[start:]} }}")
    assert [mention.text for mention in headers_read(facts)] == read


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        ("return new Response(a, { headers: { Vary: 'Origin' } });", ["vary: origin"]),
        ("return Response.json({ address: { location: 'Berlin' } }, { headers: { Vary: b } });", ["vary: b"]),
        ("return Response.json({ vary: 'origin' }, { status: 201 });", []),
        ("return ask(a, { headers: { Accept: 'text/csv' } });", []),
        ("response.headers.set('Vary', 'Origin');", ["vary: origin"]),
        ("response.headers.append('Vary', name);", ["vary: "]),
        ("res.setHeader('Vary', 'Origin');", ["vary: origin"]),
        ("cache.set('vary', 'origin');", []),
        ("response.headers.set(name, 'Origin');", []),
        ("response.headers.get('vary');", []),
    ],
)
def test_the_headers_of_the_answer(route, code: str, headers: list[str]) -> None:
    app, endpoint = route(f"export async function POST(req, res) {{ {code} }}")
    found = response_headers(behaviour(endpoint, app.sources, app.modules))
    assert [mention.text for mention in found] == headers
