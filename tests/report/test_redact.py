"""Tokens stay out of what is posted; code that only looks a little like one stays in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.report.redact import redacted

# Written in two halves, so that no scanner takes this file for a leak.
SECRETS = (
    "ghp_" + "a1B2" * 9,
    "ghs_" + "a1B2" * 9,
    "github_pat_" + "11ABCDEFG0abcdefghij_" + "k" * 30,
    "glpat-" + "abcdefghij0123456789",
    "npm_" + "a1B2" * 9,
    "sk_live_" + "51Habcdefghijklmnop",
    "rk_test_" + "51Habcdefghijklmnop",
    "whsec_" + "abcdefghijklmnop",
    "sk-proj-" + "abcdefghijklmnopqrstuv",
    "sk-ant-api03-" + "abcdefghijklmnopqrstuv",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "AIza" + "SyA1234567890abcdefghijklmnopqrstuv",
    "xoxb-" + "1234567890-abcdefghij",
    "SG." + "abcdefghijklmnopqrstuv" + "." + "abcdefghijklmnopqrstuvwxyz",
    "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N",
    "re_" + "abcdefgh12" + "_" + "abcdefghijklmnop12",
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("code", ['const key = "{}"', "Bearer {}", "{}", "`{}`,", "key={}&x=1"])
def test_a_token_is_cut_to_its_first_characters(secret: str, code: str) -> None:
    shown = redacted(code.format(secret))
    assert secret not in shown
    assert secret[8:] not in shown
    assert "[redacted]" in shown


@pytest.mark.parametrize(
    ("code", "secret"),
    [
        ("postgres://admin:hunter2secret@db.internal:5432/app", "hunter2secret"),
        ("const password = 'correct-horse-battery'", "correct-horse-battery"),
        ('apiKey: "0123456789abcdef0123"', "0123456789abcdef0123"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA"),
        (r'key: "-----BEGIN PRIVATE KEY-----\nMIIEpAIB', "MIIEpAIB"),
    ],
)
def test_passwords_and_keys_are_replaced(code: str, secret: str) -> None:
    assert secret in code
    assert secret not in redacted(code)


@pytest.mark.parametrize(
    "code",
    [
        "const token = await getToken()",
        "password: process.env.PASSWORD",
        "`Bearer ${token}`",
        "import { sk } from './sk-utils'",
        "token: 'short'",
        "https://example.com:8080/path",
        "const secret = `${a}${b}`",
        "ghp_short",
        "re_render_component(x)",
    ],
)
def test_ordinary_code_stays_as_it_is(code: str) -> None:
    assert redacted(code) == code


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@pytest.mark.parametrize(
    "piece", ["-eyJ", "sk-", "://a:", "-----BEGIN ", "secret='", "SG.aaaaaaaaaaaaaaaaa", "re_aaaaaaaa"]
)
def test_a_hostile_line_takes_work_in_proportion_to_its_length(piece: str) -> None:
    """Quadratic work on a million characters would not end."""
    line = piece * (1_000_000 // len(piece))
    assert len(redacted(line)) <= len(line) + len("[redacted]") * (len(line) // len(piece) + 1)
