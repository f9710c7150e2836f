"""Which headers of the request a function reads."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.http import headers_read
from tests.criteria.facts.test_functions import function

IMPORTED = 'import { headers } from "next/headers";\n'
RENAMED = 'import { headers as incoming } from "next/headers";\n'


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('request.headers.get("X-Signature")', ["x-signature"]),
        ('request.headers.has("Authorization")', ["authorization"]),
        ("request.headers.authorization", ["authorization"]),
        ('c.req.header("X-Api-Key")', ["x-api-key"]),
        ("request.headers.get(SIGNATURE)", ["signature"]),
        (IMPORTED + 'const list = await headers(); list.get("X-Api-Key")', ["x-api-key"]),
        (RENAMED + '(await incoming()).get("X-Api-Key")', ["x-api-key"]),
        ('header("X-Api-Key")', []),  # nothing tells whose
        ('cache.get("X-Signature")', []),
        ('response.headers.get("X-Total")', []),  # the answer of another server
        ("res.headers.etag", []),
        ("request.headers.entries", []),
        ("request.url", []),
    ],
)
def test_the_request_headers_that_are_read(text: str, read: list[str]) -> None:
    start = text.rfind("\n") + 1
    facts = function(f"{text[:start]}export async function act(request) {{ {text[start:]} }}")
    assert [mention.text for mention in headers_read(facts)] == read
