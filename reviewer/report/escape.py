"""One function for every place that text of a pull request can end up in.

Everything that comes from a repository (names, paths, excerpts, reasons, URLs) passes exactly one of these on its way
out. The functions never raise, whatever the text holds, and what they return is valid UTF-8.
"""

from __future__ import annotations

import re


class Markdown(str):
    """Text that may stand in a Markdown document as it is. Templates print nothing else."""

    __slots__ = ()


# Control characters, Unicode's Default_Ignorable_Code_Point (zero-width, bidirectional, tags, variation selectors),
# interlinear annotations, non-characters and lone surrogates: all that can hide, reorder or break text.
_INVISIBLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SURROGATE = "[\ud800-\udfff]"
_LINE_END = "\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]"
_BLANKS = re.compile(r"\s+")
CODE_LIMIT = 120
TEXT_LIMIT = 600


def visible(text: str) -> str:
    """One line of text that shows all that it holds: no control, zero-width or bidirectional characters."""
    return _without_hidden(_BLANKS.sub(" ", text)).strip()


def visible_lines(text: str) -> str:
    """The same for text of several lines, which keep their tabs and blanks."""
    return _without_hidden(re.sub(_LINE_END, "\n", text))


def _without_hidden(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text  # as most names and paths are
    return re.sub(_SURROGATE, "\ufffd", re.sub(_INVISIBLE, "", text))


def shortened(text: str, limit: int) -> str:
    """The text with its middle left out where it is longer than ``limit``: both ends of a path say the most."""
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]}…{text[-(limit - limit // 2 - 1) :]}"


# --- Markdown, as GitHub renders it -----------------------------------------------------------------------------

_GAP = "&#8203;"  # a zero-width space: GitHub then sees no mention, reference, link or emoji
_MARKS = frozenset("\\`*_[]~|<>&$")
_LIVE = (
    r"(?<=[@#])",  # @user, org/team, #1, owner/repo#1, owner/repo@sha, mail addresses
    r"(?i:(?<=gh-)|(?<=www)(?=\.)|(?<=:)(?=//))",  # GH-1, www.example.com, https://example.com
    r"(?<=:)(?=[a-z0-9_+-]{1,60}:)",  # :shortcode:
    r"[0-9a-f]{6}(?=[0-9a-f])",  # a commit, which GitHub knows by seven digits
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "$": "<span>$</span>"}


def markdown(text: str, limit: int = TEXT_LIMIT) -> Markdown:
    """Text inside a paragraph, a heading, a list item or a table cell: nothing in it is markup or alive."""
    plain = shortened(visible(text), limit)
    gaps = {match.end() for pattern in _LIVE for match in re.finditer(pattern, plain)}
    return Markdown("".join(_piece(plain, at, gaps) for at in range(len(plain) + 1)))


def _piece(plain: str, at: int, gaps: set[int]) -> str:
    gap = _GAP if at in gaps else ""
    if at == len(plain):
        return gap
    character = plain[at]
    if character in _MARKS:
        return gap + _ENTITIES.get(character, "\\" + character)
    starts_block = (at == 0 and character in "-+=#") or (character in ".)" and plain[:at].isdigit())
    return f"{gap}\\{character}" if starts_block else gap + character


def code(text: str, limit: int = CODE_LIMIT) -> Markdown:
    """A code span that holds exactly this text, whatever backticks are in it."""
    plain = shortened(visible(text), limit) or " "
    ticks = "`" * (_longest_run(plain) + 1)
    padding = " " if plain[0] == "`" or plain[-1] == "`" else ""
    return Markdown(f"{ticks}{padding}{plain}{padding}{ticks}")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def prose(message: str) -> Markdown:
    """A sentence of ours in which names of the code stand between backticks: those become code spans."""
    pieces = message.split("`")
    if len(pieces) % 2 == 0:
        return markdown(message.replace("`", "'"))
    inner = [_inner(piece) if at % 2 == 0 else code(piece) for at, piece in enumerate(pieces)]
    return Markdown("".join(inner).removeprefix(_GAP).removesuffix(_GAP))


def _inner(text: str) -> str:
    """Text between two code spans keeps the blanks at its ends; where there is none, a gap keeps the spans apart."""
    if not visible(text):
        return " " if text[:1].isspace() else _GAP
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{markdown(text)}{after}"


def cell(content: Markdown) -> Markdown:
    """Markdown on its way into a table cell: a bar inside a code span would end the cell."""
    return Markdown(content.replace("|", "\\|").replace("\n", " "))


def fence(text: str, language: str = "") -> Markdown:
    """A fenced block, its fence longer than any run of backticks inside."""
    lines = visible_lines(text).rstrip("\n")
    ticks = "`" * max(3, _longest_run(lines) + 1)
    name = language if language.isascii() and language.isalnum() else ""
    return Markdown(f"{ticks}{name}\n{lines}\n{ticks}")


def target(url: str) -> str:
    """The address of a link: http or https only ("" for anything else), nothing in it ends the link or the cell."""
    from urllib.parse import quote, urlsplit

    encoded = quote(visible(url), safe="/:?#&=%+,;@~!", errors="replace")
    try:
        parts = urlsplit(encoded)
    except ValueError:
        return ""
    return encoded if parts.scheme in ("http", "https") and parts.netloc else ""


def link(label: Markdown, url: str) -> Markdown:
    """A link, or only its label where the address is none."""
    address = target(url)
    return Markdown(f"[{label}]({address})") if address else label


def mermaid(text: str, limit: int = 60) -> str:
    """The text of a node of a Mermaid graph, between its quotation marks."""
    plain = shortened(visible(text), limit)
    return "".join(c if c.isalnum() or c in " /._-()[]{}…" else f"#{ord(c)};" for c in plain) or "#32;"


# --- GitHub Actions ---------------------------------------------------------------------------------------------


def command_data(text: str) -> str:
    """The message of a workflow command (@actions/toolkit, packages/core/src/command.ts, escapeData)."""
    plain = visible_lines(text).replace("%", "%25").replace("\n", "%0A")
    return plain.replace("##[", "# #[")


def command_property(text: str) -> str:
    """A property of a workflow command (the same file, escapeProperty)."""
    return command_data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def command(name: str, message: str, **properties: str | int) -> str:
    """A whole workflow command, one line: ``::warning file=...,line=...::message``."""
    given = ",".join(f"{key}={command_property(str(value))}" for key, value in properties.items())
    return f"::{name}{' ' if given else ''}{given}::{command_data(message)}"


def log_line(text: str) -> str:
    """One line of a job's log. The runner obeys ``::`` after leading blanks, and ``##[`` anywhere in a line."""
    line = visible(text).replace("##[", "# #[")
    return f": :{line[2:]}" if line.startswith("::") else line


def log(text: str) -> str:
    """Text of several lines for a job's log; blanks at the start of lines stay."""
    return "\n".join(_log_line(line) for line in visible_lines(text).split("\n"))


def _log_line(line: str) -> str:
    body = line.lstrip()
    return line[: len(line) - len(body)] + log_line(body)


def output(name: str, value: str) -> str:
    """An entry of the file behind GITHUB_OUTPUT. The delimiter is a digest of the value, which thus cannot hold it."""
    text = visible_lines(value)
    import hashlib

    delimiter = f"ghadelimiter_{hashlib.sha256(text.encode()).hexdigest()}"
    return f"{name}<<{delimiter}\n{text}\n{delimiter}\n"


# --- HTML and the terminal --------------------------------------------------------------------------------------


def html(text: str) -> str:
    """Text or a quoted attribute of an HTML document."""
    from html import escape

    return escape(visible_lines(text), quote=True)


def terminal(text: str) -> str:
    """One line of a terminal: no escape sequence, no carriage return, nothing that turns the direction around."""
    return visible(text)


def terminal_code(line: str, tab: int = 4) -> str:
    """One line of source code for a terminal, its tabs made blanks."""
    return visible_lines(line.expandtabs(tab)).replace("\n", " ")
