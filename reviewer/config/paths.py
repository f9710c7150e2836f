"""Which settings apply to a path."""

from __future__ import annotations

import re
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

    return GitIgnoreSpec.from_lines(map(as_gitignore, patterns))


_DYNAMIC = r"(?:\(\.{1,3}\)){0,3}\[.*\]"  # ``[id]``, ``[[...slug]]``, ``[id].ts``, ``(..)[id]``


def as_gitignore(pattern: str) -> str:
    """The pattern with the brackets of Next.js's dynamic segments taken as they are.

    To gitignore, ``[id]`` is one letter, ``i`` or ``d``. A segment that begins with a bracket is meant as the folder or
    file of that name; elsewhere a bracket begins a class of letters, as in ``*.[jt]s``.
    """
    return "/".join(_with_plain_brackets(segment) for segment in pattern.split("/"))


def _with_plain_brackets(segment: str) -> str:
    if "\\" in segment or not re.match(_DYNAMIC, segment.removeprefix("!")):
        return segment
    return segment.replace("[", "\\[").replace("]", "\\]")
