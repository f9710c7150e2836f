"""Which settings apply to a path."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reviewer.config.settings import Policy, Settings

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def excluded(settings: Settings, path: str) -> bool:
    """The path matches a pattern of ``exclude`` that no later one takes back (``!kept/``), as in a .gitignore."""
    return bool(settings.exclude) and _spec(settings.exclude).match_file(path)


def policy_for(settings: Settings, path: str) -> Policy | None:
    """The first policy whose patterns match the path."""
    return next((policy for policy in settings.policies if _spec(policy.paths).match_file(path)), None)


@lru_cache(maxsize=128)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)
