"""Settings as text: those in force, and the reference page for people."""

from __future__ import annotations

from reviewer import REPOSITORY
from reviewer.config.keys import FILE, KEYS, Key, Shape
from reviewer.config.settings import CriterionSettings, FailOn, Policy, Settings

_SHAPE_NAMES = {
    Shape.SWITCH: "`true` or `false`",
    Shape.COUNT: "a whole number from 0 to {most}",
    Shape.OUTCOME: "`better-suited`, `consider` or `never`",
    Shape.PATTERNS: "a list of patterns; as an input, one a line",
    Shape.CRITERIA: "a mapping from criterion to `off`, `on`, or `{weight: 0.5}`",
    Shape.POLICIES: "a list of `paths`, `approach` and, if you like, `reason`",
}


def values_in_force(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting: its name, its value as the file writes it, and where it comes from; chosen ones first."""
    rows = [
        (key.name, written(getattr(settings, key.field)), settings.origins.get(key.name, "default")) for key in KEYS
    ]
    return sorted(rows, key=lambda row: row[2] == "default")


def as_yaml(settings: Settings) -> str:
    """The settings in force as a configuration file, with a remark where each value comes from."""
    rows = values_in_force(settings)
    wide = max(len(f"{name}: {value}") for name, value, _ in rows if len(value) < 60)
    return "".join(f"{f'{name}: {value}':<{wide}}  # {origin}\n" for name, value, origin in rows)


def written(value: object) -> str:
    """A value in YAML's flow style."""
    import json

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, FailOn):
        return value.value
    if isinstance(value, CriterionSettings):
        return "off" if not value.enabled else f"{{weight: {value.weight:g}}}"
    if isinstance(value, Policy):
        reason = f", reason: {json.dumps(value.reason, ensure_ascii=False)}" if value.reason else ""
        return f"{{paths: {written(value.paths)}, approach: {value.approach.value}{reason}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {written(item)}' for name, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def page() -> str:
    """docs/configuration.md, from the declarations."""
    return _HEAD.format(file=FILE, repository=REPOSITORY) + "\n".join(_section(key) for key in KEYS)


def _section(key: Key) -> str:
    default = (
        "nothing" if key.shape in (Shape.PATTERNS, Shape.CRITERIA, Shape.POLICIES) else f"`{written(key.default)}`"
    )
    also = f"Input and flag: `{key.name}`." if key.from_text else "Only in the file."
    return (
        f"## {key.name}\n\n{key.meaning}\n\n"
        f"Takes {_SHAPE_NAMES[key.shape].replace('{most}', str(key.most))}. Default: {default}. {also}\n\n"
        f"```yaml\n{key.name}: {key.example}\n```\n"
    )


_HEAD = """# Configuration

Settings live in `{file}`. Everything has a default, and no file is needed. Inputs of the action and flags of the
command line win over the file; the job summary lists every setting in force and where it came from.

On a pull request the file of the base branch applies, so that a pull request cannot change its own check. One that
edits the file is told so.

The file is strict: an unknown key, a wrong value or a duplicate is refused with its line and the nearest known name,
and the run ends with exit status 2. `route-or-action config check` tells beforehand, and editors do so as you type
with the schema that ships with the package:

```yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/{repository}/main/reviewer/config.schema.json
fail-on: better-suited
exclude: [examples/]
```

Anchors, aliases and tags of YAML are not allowed, nor is a file larger than 64 KiB.

"""
