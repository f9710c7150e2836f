"""What the other approach would look like, for a terminal: the files in full or as a difference, else the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.report.escape import terminal, terminal_code
from reviewer.report.reasons import first_step
from reviewer.report.redact import redacted
from reviewer.report.steps import in_words
from reviewer.report.style import Style, wrapped

if TYPE_CHECKING:
    from reviewer.model import Finding
    from reviewer.report.conversion import Preview, PreviewFile

_LOOKS = {"+": "green", "-": "red"}  # of a line of a difference, by its first character


def other_approach(finding: Finding, preview: Preview | None, style: Style) -> list[str]:
    """The lines below a finding; none where nothing is recommended. Lines of code are never cut: they are copied."""
    if finding.verdict.recommendation is None:
        return []
    if preview is None:
        return [_heading("how to change it", style), *_listed(in_words(finding), style)]
    first = first_step(finding)
    shown = [_heading("how it could look", style), *_listed([f"{first} Then:"] if first else [], style)]
    for file in preview.files:
        shown += _file(file, style)
    return [*shown, "", *_listed(preview.steps, style)] if preview.steps else shown


def _heading(text: str, style: Style) -> str:
    return f"  {style.paint(f'= {text}:', 'blue')}"


def _file(file: PreviewFile, style: Style) -> list[str]:
    changed = file.language == "diff"
    shown = ["", f"    {style.paint(terminal(file.path), 'bold')}{'' if changed else ' (new)'}"]
    for line in redacted(file.code).rstrip("\n").split("\n"):
        look = _LOOKS.get(line[:1]) if changed else None
        code = terminal_code(line).rstrip()
        shown.append(f"      {style.paint(code, look) if look is not None else code}".rstrip())
    return shown


def _listed(steps: list[str] | tuple[str, ...], style: Style) -> list[str]:
    shown = []
    for step in steps:
        first, *rest = wrapped(terminal(redacted(step)), style.width - 6)
        shown += [f"    - {first}", *(f"      {line}" for line in rest)]
    return shown
