"""Which bytes may hand on all that another module exports."""

from __future__ import annotations

import pytest

from reviewer.syntax.stars import may_pass_all_on


@pytest.mark.parametrize(
    "code",
    [
        b"export * from './x'",
        b"export * as x from './x'",
        b"import * as z from 'zod'\nexport\n*\nfrom './x'",
        b"export /*\nimport */ * from './x'",
        b"export // import\n* from './x'",
        b"export /*\nimport *//**/* from './x'",
        b"import * as z from 'zod'; export * from './x'",
    ],
)
def test_an_export_of_all_is_seen_whatever_stands_before_it(code: bytes) -> None:
    assert may_pass_all_on(code)


@pytest.mark.parametrize(
    "code",
    [
        b"import * as z from 'zod'\nexport const GET = 1",
        b"'use server'\n\nimport * as z from 'zod'\nimport * as y from 'yup'\nexport async function f() {}",
        b"export const area = width * height",
        b"import * as z from 'zod'",
    ],
)
def test_an_import_of_all_hands_nothing_on(code: bytes) -> None:
    assert not may_pass_all_on(code)
