"""From what a file or an input says to values of the settings. Every refusal names the place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite

from reviewer.config.document import Value, entries
from reviewer.config.errors import ConfigError, did_you_mean, shown
from reviewer.config.keys import (
    APPROACHES,
    CRITERIA,
    MAX_PATTERN_LENGTH,
    MAX_PATTERNS,
    MAX_POLICIES,
    MAX_REASON,
    MAX_WEIGHT,
    MAX_WILDCARDS,
    OUTCOMES,
    Key,
    Shape,
)
from reviewer.config.paths import as_gitignore
from reviewer.config.settings import CriterionSettings, FailOn, Policy
from reviewer.model import Approach

_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def from_file(key: Key, value: Value, origin: str) -> object:
    """The setting that a value of the file stands for. Raises ConfigError."""
    where = f"{origin}:{value.line}: {key.name}"
    if key.shape is Shape.CRITERIA:
        return _criteria(value, origin)
    if key.shape is Shape.POLICIES:
        return _policies(value, origin)
    if key.shape is Shape.PATTERNS:
        return _patterns(value, where, origin)
    if value.kind in ("list", "mapping", "null"):
        raise ConfigError(f"{where} needs {_wanted(key)}, not {_kind(value)}.")
    if value.kind == "str" and key.shape in (Shape.SWITCH, Shape.COUNT):
        raise ConfigError(f"{where} needs {_wanted(key)}, not {_quoted(key, value.text)}.")
    return from_text(key, value.text, where)


def from_text(key: Key, text: str, where: str) -> object:
    """The setting that the text of an input, a flag or a scalar of the file stands for. Raises ConfigError."""
    word = text.strip()
    if key.shape is Shape.SWITCH and word.lower() in _SWITCHES:
        return _SWITCHES[word.lower()]
    if key.shape is Shape.OUTCOME and word in OUTCOMES:
        return FailOn(word)
    if key.shape is Shape.COUNT and word.isascii() and word.isdigit() and len(word) < 10 and int(word) <= key.most:
        return int(word)
    if key.shape is Shape.PATTERNS:
        lines = [line.strip() for line in text.splitlines()]
        return tuple(_pattern(line, where) for line in lines if line)
    if key.shape is Shape.OUTCOME:
        raise ConfigError(f"{where}: {shown(word)!r} is not a verdict. {did_you_mean(word, OUTCOMES)}")
    raise ConfigError(f"{where} needs {_wanted(key)}, not {shown(word)!r}.")


def _wanted(key: Key) -> str:
    return {
        Shape.SWITCH: "true or false",
        Shape.COUNT: f"a whole number from 0 to {key.most}",
        Shape.OUTCOME: "one of " + ", ".join(OUTCOMES),
    }.get(key.shape, "a list of patterns")


def _quoted(key: Key, text: str) -> str:
    try:
        from_text(key, text, "")
    except ConfigError:
        return f"{shown(text)!r}"
    return f"the text {shown(text)!r}. Write it without quotes"


def _kind(value: Value) -> str:
    return {"list": "a list", "mapping": "a mapping", "null": "nothing"}.get(value.kind, f"{shown(value.text)!r}")


def _patterns(value: Value, where: str, origin: str) -> tuple[str, ...]:
    if value.kind == "str":
        return (_pattern(value.text, where),)
    if value.kind != "list":
        raise ConfigError(f"{where} needs a list of gitignore patterns, not {_kind(value)}.")
    if len(value.items) > MAX_PATTERNS:
        raise ConfigError(f"{where} has more than {MAX_PATTERNS} patterns. Use folders, such as examples/.")
    name = where.rpartition(": ")[2]
    for item in value.items:
        if item.kind in ("list", "mapping", "null"):
            raise ConfigError(f"{origin}:{item.line}: {name} needs a pattern here, not {_kind(item)}.")
    return tuple(_pattern(item.text, f"{origin}:{item.line}: {name}") for item in value.items)


def _pattern(text: str, where: str) -> str:
    if not text.strip():
        raise ConfigError(f"{where} has an empty pattern. Remove it.")
    if len(text) > MAX_PATTERN_LENGTH:
        raise ConfigError(f"{where} has a pattern longer than {MAX_PATTERN_LENGTH} characters. Use a folder instead.")
    if text.replace("**", "*").count("*") > MAX_WILDCARDS:
        raise ConfigError(f"{where}: {shown(text)!r} has more than {MAX_WILDCARDS} wildcards. Use a folder instead.")
    try:
        from pathspec import GitIgnoreSpec

        (pattern,) = GitIgnoreSpec.from_lines([as_gitignore(text)]).patterns
    except (ValueError, re.error):
        raise ConfigError(f"{where}: {shown(text)!r} is not a gitignore pattern.") from None
    if pattern.include is None and not text.startswith("#"):
        hint = " A bracket is not closed; for a plain one write \\[." if "[" in text else ""
        raise ConfigError(f"{where}: {shown(text)!r} is a pattern that matches no file.{hint}")
    return text


def _criteria(value: Value, origin: str) -> Mapping[str, CriterionSettings]:
    if value.kind != "mapping":
        raise ConfigError(f"{origin}:{value.line}: criteria needs a mapping such as {{A3: off}}, not {_kind(value)}.")
    chosen = {}
    for name, setting in entries(value):
        where = f"{origin}:{setting.line}: criteria.{shown(name)}"
        if name not in CRITERIA:
            raise ConfigError(f"{where} is not a criterion that is weighed. {did_you_mean(name, CRITERIA)}")
        chosen[name] = _criterion(setting, where, origin)
    return chosen


def _criterion(value: Value, where: str, origin: str) -> CriterionSettings:
    if value.kind == "bool":
        return CriterionSettings(enabled=_SWITCHES[value.text.lower()])
    if value.kind != "mapping":
        raise ConfigError(f"{where} needs off, on, or a mapping such as {{weight: 0.5}}, not {_kind(value)}.")
    found = _known(value, ("enabled", "weight"), where, origin)
    enabled, weight = found.get("enabled"), found.get("weight")
    if enabled is not None and enabled.kind != "bool":
        raise ConfigError(f"{origin}:{enabled.line}: enabled needs true or false, not {_kind(enabled)}.")
    return CriterionSettings(
        enabled=enabled is None or _SWITCHES[enabled.text.lower()],
        weight=1.0 if weight is None else _weight(weight, origin),
    )


def _weight(value: Value, origin: str) -> float:
    try:
        weight = float(value.text) if value.kind in ("int", "float") else -1.0
    except ValueError:
        weight = -1.0
    if not (isfinite(weight) and 0 <= weight <= MAX_WEIGHT):
        raise ConfigError(
            f"{origin}:{value.line}: weight needs a number from 0 to {MAX_WEIGHT:g} "
            f"(1 is as built in), not {_kind(value)}."
        )
    return weight


def _policies(value: Value, origin: str) -> tuple[Policy, ...]:
    if value.kind != "list":
        raise ConfigError(f"{origin}:{value.line}: policies needs a list, not {_kind(value)}. Start each with a dash.")
    if len(value.items) > MAX_POLICIES:
        raise ConfigError(f"{origin}:{value.line}: policies has more than {MAX_POLICIES} entries. Join their paths.")
    return tuple(_policy(item, origin) for item in value.items)


def _policy(value: Value, origin: str) -> Policy:
    where = f"{origin}:{value.line}: policies"
    if value.kind != "mapping":
        raise ConfigError(f"{where} needs entries with paths and approach, not {_kind(value)}.")
    found = _known(value, ("paths", "approach", "reason"), where, origin)
    missing = [name for name in ("paths", "approach") if name not in found]
    if missing:
        raise ConfigError(f"{where} lacks {' and '.join(missing)} here. Write: paths: [app/api/], approach: api-route")
    approach, reason = found["approach"], found.get("reason")
    if approach.text not in APPROACHES:
        remedy = did_you_mean(approach.text, APPROACHES)
        raise ConfigError(f"{origin}:{approach.line}: approach cannot be {_kind(approach)}. {remedy}")
    if reason is not None and (reason.kind in ("list", "mapping") or len(reason.text) > MAX_REASON):
        raise ConfigError(f"{origin}:{reason.line}: reason needs a text of at most {MAX_REASON} characters.")
    paths = _patterns(found["paths"], f"{origin}:{found['paths'].line}: paths", origin)
    if not paths:
        raise ConfigError(f"{origin}:{found['paths'].line}: paths is empty. Name a folder, such as app/api/.")
    return Policy(paths, Approach(approach.text), reason.text if reason is not None else "")


def _known(value: Value, known: tuple[str, ...], where: str, origin: str) -> dict[str, Value]:
    for key, _ in value.pairs:
        if key.text not in known:
            remedy = did_you_mean(key.text, known)
            raise ConfigError(f"{origin}:{key.line}: unknown key {shown(key.text)!r} in {_tail(where)}. {remedy}")
    return dict(entries(value))


def _tail(where: str) -> str:
    return where.rpartition(": ")[2]
