"""Jinja templates that print nothing but Markdown that was escaped on purpose."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reviewer.report.escape import Markdown

if TYPE_CHECKING:
    from jinja2 import Environment


class Unescaped(TypeError):
    """A template was about to print text that went through no escaping function."""


def filled(template: str, **values: object) -> str:
    """The template with the values in it. Raises Unescaped for a value that is neither Markdown nor a number."""
    text = _environment().get_template(template).render(**values)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")) + "\n"


def _only_markdown(value: object) -> object:
    if isinstance(value, (Markdown, int)):
        return value
    raise Unescaped(f"{type(value).__name__} in a template: pass it through reviewer.report.escape first")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("reviewer.report"),
        undefined=StrictUndefined,
        finalize=_only_markdown,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
