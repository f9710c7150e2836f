"""Every key of the configuration, declared once: the reader, the JSON Schema and the reference all follow this list."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from reviewer.config.settings import FailOn, Settings
from reviewer.model import Approach

CRITERIA = ("A1", "A2", "A3", "M1", "M2", "R1", "R2", "R3", "body-size", "own-runtime")  # those that are weighed
FILE = ".github/route-or-action.yml"


class Shape(StrEnum):
    """What a value looks like."""

    SWITCH = "switch"
    COUNT = "count"
    OUTCOME = "outcome"
    PATTERNS = "patterns"
    CRITERIA = "criteria"
    POLICIES = "policies"


class Key(NamedTuple):
    """``name``: as written in the file, and as an input or flag where ``from_text``. ``most``: the largest count."""

    name: str
    shape: Shape
    meaning: str
    example: str
    from_text: bool = True
    most: int = 0

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")

    @property
    def default(self) -> object:
        return getattr(Settings(), self.field)


KEYS = (
    Key(
        "fail-on",
        Shape.OUTCOME,
        "The weakest verdict that fails the check. `never` reports and stays green.",
        "consider",
    ),
    Key(
        "exclude",
        Shape.PATTERNS,
        "Files that are not reviewed, as gitignore patterns relative to the repository's root. "
        "Their callers still count as callers of other endpoints. A folder or file such as `[id]` is written as it is.",
        "[examples/, '**/*.generated.ts']",
    ),
    Key(
        "criteria",
        Shape.CRITERIA,
        "What each criterion counts for: `off`, or a `weight` that scales it (1 is as built in, 0 is the same as off). "
        "What only one approach can do is not a matter of weight and cannot be switched off.",
        "{A3: off, R1: {weight: 0.5}}",
        from_text=False,
    ),
    Key(
        "policies",
        Shape.POLICIES,
        "House rules: endpoints under these paths are meant to be of this approach. The first policy that matches a "
        "path applies. It decides, except against what only the other approach can do.",
        "[{paths: [app/api/], approach: api-route, reason: Our partners read these}]",
        from_text=False,
    ),
    Key("comment", Shape.SWITCH, "Post review comments on the pull request.", "false"),
    Key("comment-on", Shape.OUTCOME, "The weakest verdict that is posted as a review comment.", "consider"),
    Key(
        "max-comments",
        Shape.COUNT,
        "At most this many review comments on one pull request. The rest are listed in the summary.",
        "10",
        most=100,
    ),
    Key(
        "comment-on-drafts",
        Shape.SWITCH,
        "Also comment while the pull request is a draft. The check runs on drafts either way.",
        "true",
    ),
    Key(
        "resolve-fixed",
        Shape.SWITCH,
        "Resolve the thread of a finding that is gone. GitHub asks for the permission `contents: write` to do so; "
        "without it the comment is only edited to say which commit fixed it.",
        "true",
    ),
    Key(
        "require-reason",
        Shape.SWITCH,
        "A `route-or-action: keep` comment without a reason does not silence a finding.",
        "true",
    ),
    Key(
        "honour-keep",
        Shape.SWITCH,
        "Let `route-or-action: keep` comments silence findings. Turn it off to see everything.",
        "false",
    ),
    Key(
        "incomplete-ok",
        Shape.SWITCH,
        "Do not fail because something could not be analysed. What was left out is listed either way.",
        "true",
    ),
)

BY_NAME = {key.name: key for key in KEYS}
OUTCOMES = tuple(choice.value for choice in FailOn)
APPROACHES = tuple(approach.value for approach in Approach)

MAX_WEIGHT = 10.0
MAX_PATTERNS = 200
MAX_PATTERN_LENGTH = 256
MAX_WILDCARDS = 4  # in one pattern: each of them multiplies the work of matching a long path
MAX_POLICIES = 100
MAX_REASON = 300
