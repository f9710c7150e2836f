"""A YAML text as plain values that remember their lines.

The text is the pull request's base revision, but it is bounded all the same: a size cap, a depth cap, no anchors, no
aliases, no tags, no duplicate keys. PyYAML only composes nodes here; it never constructs objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reviewer.config.errors import ConfigError, shown

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8


class Value(NamedTuple):
    """One value of the file.

    ``kind``: "null", "bool", "int", "float" or "str" with its ``text`` as written, "list" with its ``items``, or
    "mapping" with its ``pairs``. PyYAML reads YAML 1.1, so ``on``, ``off``, ``yes`` and ``no`` are of kind "bool".
    """

    kind: str
    line: int
    text: str = ""
    items: tuple[Value, ...] = ()
    pairs: tuple[tuple[Value, Value], ...] = ()


def parsed(text: bytes, origin: str) -> Value:
    """The root of the document; an empty one is an empty mapping. Raises ConfigError."""
    if len(text) > MAX_BYTES:
        raise ConfigError(f"{origin}: the file is larger than {MAX_BYTES // 1024} KiB. Shorten it.")
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{origin}:{line}: this is not UTF-8 text. Save the file as UTF-8.") from None
    return _composed(content, origin)


def _composed(content: str, origin: str) -> Value:
    import yaml

    try:
        _refuse_depth_and_aliases(content, origin)
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ConfigError(_syntax_error(error, origin)) from None
    value = _value(root, origin) if root is not None else Value("null", 1)
    return Value("mapping", value.line) if value.kind == "null" else value


def _refuse_depth_and_aliases(content: str, origin: str) -> None:
    """Looks at the events before any tree is built, so that hostile nesting never reaches PyYAML's recursion."""
    import yaml

    depth = 0
    for event in yaml.parse(content, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(f"{origin}:{line}: anchors and aliases are not allowed. Write the value out.")
        tag = getattr(event, "tag", None)
        if tag:
            raise ConfigError(f"{origin}:{line}: tags such as {shown(str(tag))} are not allowed. Remove it.")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise ConfigError(f"{origin}:{line}: nested more than {MAX_DEPTH} levels deep. Flatten it.")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def _syntax_error(error: yaml.YAMLError, origin: str) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid YAML"
    where = f"{origin}:{mark.line + 1}" if mark is not None else origin
    return f"{where}: {shown(str(problem), 200)}. Check the indentation, quotes and colons there."


def _value(node: yaml.Node, origin: str) -> Value:
    """Recursion is bounded by MAX_DEPTH."""
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Value(node.tag.rpartition(":")[2], line, node.value)
    if isinstance(node, yaml.SequenceNode):
        return Value("list", line, items=tuple(_value(item, origin) for item in node.value))
    pairs = tuple((_value(key, origin), _value(value, origin)) for key, value in node.value)
    _refuse_duplicates(pairs, origin)
    return Value("mapping", line, pairs=pairs)


def _refuse_duplicates(pairs: tuple[tuple[Value, Value], ...], origin: str) -> None:
    seen: dict[str, int] = {}
    for key, _ in pairs:
        if key.kind in ("list", "mapping"):
            raise ConfigError(f"{origin}:{key.line}: a key must be a word, not a {key.kind}.")
        if key.text in seen:
            first = seen[key.text]
            raise ConfigError(f"{origin}:{key.line}: {shown(key.text)} is given twice (first on line {first}).")
        seen[key.text] = key.line


def entries(mapping: Value) -> Iterator[tuple[str, Value]]:
    """The keys and values of a mapping, in the file's order."""
    for key, value in mapping.pairs:
        yield key.text, value
