"""The head of a new function, laid out as Prettier does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.report.conversion.style import Style


def signature(name: str, parameters: Sequence[str], style: Style) -> str:
    """``export async function name(a: A, b: B)``, with a line for each parameter or member where it is too long."""
    head = f"export async function {name}({', '.join(parameters)})"
    if len(head) + 2 <= style.width or "\n" in head:
        return head
    if len(parameters) == 1 and parameters[0].startswith("{ ") and " }: " in parameters[0]:
        pattern, _, annotation = parameters[0].partition(" }: ")
        opened = _opened(f"{pattern} }}", ", ", ",", style)
        return f"export async function {name}({opened}: {_opened(annotation, '; ', ';', style)})"
    inner = "".join(f"\n{style.indent}{parameter}," for parameter in parameters)
    return f"export async function {name}({inner}\n)"


def opened_type(text: str, inside: str, outside: str) -> str:
    """``{ a: A; b: B }`` with a line for each member; one that holds a type of several members stays as it is."""
    inner = text[2:-2]
    if any(mark in inner for mark in "{}()<>"):
        return text
    return "{" + "".join(f"\n{inside}{member};" for member in inner.split("; ")) + f"\n{outside}}}"


def _opened(text: str, separator: str, end: str, style: Style) -> str:
    """``{ a, b }`` with a line for each member; anything nested stays as it is."""
    inner = text[2:-2]
    if not text.startswith("{ ") or not text.endswith(" }") or any(mark in inner for mark in "{}[]()<>\"'`"):
        return text
    return "{" + "".join(f"\n{style.indent}{member.strip()}{end}" for member in inner.split(separator)) + "\n}"
