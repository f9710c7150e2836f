"""What is wrong with a configuration, in words that say where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable


class ConfigError(Exception):
    """The text names the file and line (or the input), the key, what is wrong and how to put it right."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, and all of them."""
    import difflib

    names = sorted(known)
    nearest = difflib.get_close_matches(word.lower(), [name.lower() for name in names], n=1, cutoff=0.5)
    close = next((name for name in names if nearest and name.lower() == nearest[0]), None)
    everything = f"Known: {', '.join(names)}."
    return f"Did you mean {close}? {everything}" if close else everything


def shown(text: str, limit: int = 60) -> str:
    """Text of the file as it may stand in a message: one printable line, not longer than ``limit``."""
    line = "".join(character if character.isprintable() else "�" for character in text)
    return line if len(line) <= limit else line[: limit - 1] + "…"
