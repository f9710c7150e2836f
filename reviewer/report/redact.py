"""Keeps secrets out of what is posted: text that has the shape of a token is cut to its first characters.

The pull request's author has published it already, but a comment is mailed, mirrored and archived.
"""

from __future__ import annotations

import re

# Every repetition is of one character class, and bounded or last in its pattern: nothing to backtrack over.
_SHAPES = (
    r"gh[pousr]_[A-Za-z0-9]{20,}",  # GitHub
    r"github_pat_[A-Za-z0-9_]{20,}",
    r"glpat-[A-Za-z0-9_-]{16,}",  # GitLab
    r"npm_[A-Za-z0-9]{20,}",
    r"pypi-[A-Za-z0-9_-]{20,}",
    r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}",  # Stripe, Clerk
    r"whsec_[A-Za-z0-9+/=]{10,}",
    r"sk-[A-Za-z0-9_-]{16,}",  # OpenAI, Anthropic
    r"re_[A-Za-z0-9]{8,40}_[A-Za-z0-9]{8,}",  # Resend
    r"(?:AKIA|ASIA)[A-Z0-9]{16}",  # AWS
    r"AIza[A-Za-z0-9_-]{30,}",  # Google
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,}",  # SendGrid
    r"eyJ[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_.-]{20,}",  # JSON Web Token
    r"hooks\.slack\.com/services/[A-Za-z0-9/]{10,}",
    r"vercel_blob_rw_[A-Za-z0-9_]{10,}",
)
_TOKEN = rf"(?<![A-Za-z0-9_])(?:{'|'.join(_SHAPES)})"
_CREDENTIALS = r"(?<=://)[^\s/:@'\"`]{0,80}:[^\s/@'\"`]{1,200}(?=@)"
_PRIVATE_KEY = r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*(?:-----END [A-Z ]{0,40}-----)?"
_ASSIGNED = (
    r"(?i)((?:secret|token|passw(?:or)?d|api_?key|private_?key|access_?key)[\"'`]?\s{0,8}[:=]\s{0,8}[\"'`])"
    r"([^\s\"'`$]{12,400})(?=[\"'`])"
)


_KEY_BEGINS, _KEY_ENDS = re.compile("BEGIN [A-Z ]{0,40}PRIVATE KEY-----"), "-----END "


def without_keys(lines: list[str]) -> list[str]:
    """The lines of a file, with every line inside of a private key replaced: alone, none of them shows what it is."""
    shown, inside = [], False
    for line in lines:
        begins = _KEY_BEGINS.search(line) is not None
        shown.append("[redacted private key]" if inside and not begins else line)
        inside = (inside or begins) and _KEY_ENDS not in line
    return shown


def redacted(text: str) -> str:
    """The text with every token shape, URL password, private key and quoted secret replaced."""
    text = re.sub(_PRIVATE_KEY, "[redacted private key]", text)
    text = re.sub(_TOKEN, lambda match: f"{match.group()[:4]}…[redacted]", text)
    text = re.sub(_CREDENTIALS, "[redacted]", text)
    return re.sub(_ASSIGNED, r"\1[redacted]", text)
