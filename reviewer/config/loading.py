"""Reading settings: the configuration file first, then inputs or flags on top of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.config.errors import ConfigError, did_you_mean, shown
from reviewer.config.keys import BY_NAME, Key
from reviewer.config.settings import Settings


def load(text: bytes, origin: str) -> Settings:
    """The settings of a configuration file. ``origin``: its name, for people. Raises ConfigError."""
    from reviewer.config.document import parsed
    from reviewer.config.values import from_file

    root = parsed(text, origin)
    if root.kind != "mapping":
        raise ConfigError(f"{origin}:{root.line}: the file needs keys and values, such as fail-on: consider.")
    settings = Settings()
    for name, value in root.pairs:
        key = BY_NAME.get(name.text)
        if key is None:
            raise ConfigError(
                f"{origin}:{name.line}: unknown key {shown(name.text)!r}. {did_you_mean(name.text, BY_NAME)}"
            )
        settings = _with(settings, key, from_file(key, value, origin), f"{origin}:{name.line}")
    return settings


def merged(settings: Settings, overrides: Mapping[str, str], origin: str) -> Settings:
    """The settings with inputs or flags on top. An empty text means: not given.

    ``overrides``: by name, with hyphens. ``origin``: what they are, such as "input", or the one flag: "--fail-on".
    Raises ConfigError.
    """
    from reviewer.config.values import from_text

    for name, text in overrides.items():
        where = origin if name in origin else f"{origin} {name}"
        key = BY_NAME.get(name)
        if key is None or not key.from_text:
            known = [known.name for known in BY_NAME.values() if known.from_text]
            raise ConfigError(f"{shown(where)} is not known. {did_you_mean(name, known)}")
        if text.strip():
            settings = _with(settings, key, from_text(key, text, where), where)
    return settings


def _with(settings: Settings, key: Key, value: object, origin: str) -> Settings:
    origins = {name: known for name, known in settings.origins.items() if name != key.name}
    if value != key.default:
        origins[key.name] = origin
    chosen: dict[str, Any] = {key.field: value, "origins": origins}
    return settings._replace(**chosen)
