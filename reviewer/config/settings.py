"""What a team can choose, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from reviewer.model import Approach


class FailOn(StrEnum):
    """The weakest outcome that fails the check."""

    BETTER_SUITED = "better-suited"
    CONSIDER = "consider"
    NEVER = "never"


class CriterionSettings(NamedTuple):
    """``weight`` scales every weight of the criterion; 0 is the same as switching it off."""

    enabled: bool = True
    weight: float = 1.0


class Policy(NamedTuple):
    """House policy: endpoints under these paths (gitignore patterns) are meant to be of this approach."""

    paths: tuple[str, ...]
    approach: Approach
    reason: str = ""


class Settings(NamedTuple):
    """Everything that a team can choose. Names are those of the configuration file, with hyphens for underscores."""

    fail_on: FailOn = FailOn.BETTER_SUITED
    exclude: tuple[str, ...] = ()
    criteria: Mapping[str, CriterionSettings] = {}
    policies: tuple[Policy, ...] = ()
    comment: bool = True
    comment_on: FailOn = FailOn.BETTER_SUITED  # the weakest outcome that is posted inline
    max_comments: int = 30
    comment_on_drafts: bool = False
    resolve_fixed: bool = False
    require_reason: bool = False  # a keep comment without a reason does not silence
    honour_keep: bool = True
    incomplete_ok: bool = False  # exit 0 or 1 although something could not be analysed
    origins: Mapping[str, str] = {}  # where each non-default value came from
