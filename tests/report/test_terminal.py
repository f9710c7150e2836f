from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from reviewer.model import Review
from reviewer.report.pages import overview, page
from reviewer.report.style import PLAIN, Style, clipped, columns, style_for, wrapped
from reviewer.report.terminal import render, why

FILES = {
    "app/api/newsletter/route.ts": b"""import { db } from '@/lib/db'
import { ratelimit } from '@/lib/ratelimit'
import { z } from 'zod'

const body = z.object({ email: z.string().email() })
export async function POST(request: Request) {
  const ip = request.headers.get('x-forwarded-for')
  await ratelimit.limit(ip)
  const { email } = body.parse(await request.json())

  await db.insert(subscribers).values({ email })
""",
    "components/newsletter/NewsletterForm.tsx": b"\n" * 17
    + b"    const response = await fetch('/api/newsletter', { method: 'POST', body: JSON.stringify({ email }) })\n"
    + b"\n" * 8
    + b"\t\trouter.refresh()\n",
}
ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\")


def test_the_whole_report(plausible: Review, golden: Callable[[str, str], None]) -> None:
    golden("terminal.txt", render(plausible, FILES.get))


def test_colours_and_hyperlinks_change_no_letter(plausible: Review, golden: Callable[[str, str], None]) -> None:
    colored = render(plausible, FILES.get, Style(True, 100, True))
    golden("terminal-color.txt", colored)
    assert ESCAPES.sub("", colored) == render(plausible, FILES.get, Style(False, 100, False))
    assert "\x1b]8;;https://" in colored


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_line_keeps_to_the_width(plausible: Review, width: int) -> None:
    style = Style(width=width)
    for line in (render(plausible, FILES.get, style) + why(plausible.findings, FILES.get, style)).split("\n"):
        # The address of a line stays whole, for terminals make it clickable.
        is_address = re.fullmatch(r" *\d*(-->|:::)? *\S+:\d+( .*)?", line)
        assert is_address or columns(line) <= width, line


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    "code",
    [
        "const greeting = '\u65e5\u672c\u8a9e\u306e\u6587\u5b57\u5217' // \uff37\uff49\uff44\uff45",
        "\u3000\u3000wide('blanks')",
        "say('\U0001f389\U0001f44d\U0001f3fd party')",
        "say('e\u0301a\u0308 combined')",
        "say('\u1112\u1161\u11ab Hangul in parts')",
        "\t\tsay('tabs')",
        "say('" + "\u6f22" * 90 + "')",
        " " * 70 + "further('in')",
    ],
)
def test_marks_stand_under_the_code_that_they_mark(plausible: Review, code: str, width: int) -> None:
    place = plausible.findings[0].endpoint
    source = ("\n" * (place.start_line - 1) + code).encode()
    review = plausible._replace(findings=plausible.findings[:1])
    lines = render(review, {place.path: source}.get, Style(width=width)).split("\n")
    at = next(at for at, line in enumerate(lines) if re.fullmatch(r" *\| *\^+", line))
    above, marks = (line.partition("| ")[2] for line in lines[at - 1 : at + 1])
    assert columns(lines[at]) == columns(lines[at - 1]) <= width
    assert len(marks) - len(marks.lstrip()) == columns(above) - columns(above.lstrip("… \u3000"))


def test_everything_of_one_endpoint_whatever_the_verdict(plausible: Review, golden: Callable[[str, str], None]) -> None:
    golden("why.txt", why(plausible.findings[4:], FILES.get))


def test_how_to_keep_it_is_not_told_of_what_is_kept(plausible: Review) -> None:
    assert "= to keep it" not in why(plausible.findings[5:], FILES.get)
    assert "= to keep it" in why(plausible.findings[:1], FILES.get)


def test_a_hostile_author_moves_no_cursor(hostile: Review) -> None:
    path = hostile.findings[0].endpoint.path
    code = "\x1b[2J\u202eevil\x9b31m\r\n const token = '" + "ghp_" + "a1B2" * 9 + "'"
    text = render(hostile, {path: code.encode()}.get) + why(hostile.findings, {path: b"\xff\xfe\x00"}.get)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert "a1B2a1B2" not in text
    text.encode()


def test_a_file_that_cannot_be_read_costs_only_its_excerpt(plausible: Review) -> None:
    assert "A server action suits `POST /api/newsletter` better" in render(plausible, lambda _: None)


def test_explain_adds_the_pages_of_the_criteria_that_spoke(plausible: Review) -> None:
    text = render(plausible, FILES.get, preview=lambda _: None)
    assert "Why it matters" in text
    assert "Why it matters" not in render(plausible, FILES.get)


def test_a_page_for_every_criterion_and_a_line_in_the_overview() -> None:
    from reviewer.criteria import all_criteria

    listed = overview(all_criteria(), PLAIN)
    for criterion in all_criteria():
        assert f"  {criterion.id} " in listed
        assert criterion.title in page(criterion, PLAIN)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A1", "a server action."),
        ("R1", "an API route."),
        ("M2", "a file of its own for the server action."),
        ("webhook", "keeping the API route, and decides by itself where it is certain."),
        ("server-only", "a plain server function, and no endpoint, and decides by itself where it is certain."),
        ("house-policy", "the approach that the policy names, and decides by itself where it is certain."),
    ],
)
def test_a_page_says_what_the_criterion_asks_for(name: str, said: str) -> None:
    from reviewer.criteria import all_criteria

    criterion = next(each for each in all_criteria() if each.id == name)
    shown = " ".join(page(criterion, PLAIN).split())
    assert f"Speaks for {said}" in shown
    asked = said.partition(", and decides")[0].rstrip(".")
    assert f"(for {asked})" in " ".join(overview(all_criteria(), PLAIN).split())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "color"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (None, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_only_where_they_are_wanted(
    stream: io.StringIO | None, environment: dict[str, str], color: bool
) -> None:
    assert style_for(stream, environment).color is color


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("60", 60),
        ("20", 40),
        ("500", 120),
        ("0", 100),
        ("", 100),
        ("wide", 100),
        ("-5", 100),
        ("9" * 9, 100),
        ("²", 100),
    ],
)
def test_a_pipe_is_as_wide_as_asked_for(said: str, width: int) -> None:
    assert style_for(io.StringIO(), {"COLUMNS": said}).width == width
    assert style_for(None, {"COLUMNS": said}).width == 100


def test_hyperlinks_only_where_the_terminal_knows_them() -> None:
    assert style_for(Terminal(), {"VTE_VERSION": "6003"}).hyperlinks
    assert not style_for(Terminal(), {"VTE_VERSION": "4000"}).hyperlinks
    assert not style_for(io.StringIO(), {"TERM_PROGRAM": "WezTerm"}).hyperlinks


def test_wide_characters_take_two_columns() -> None:
    assert columns("日本") == 4
    assert clipped("日本語", 5) == "日本…"
    assert clipped("abc", 3) == "abc"
    assert wrapped("a b", 40) == ["a b"]
    assert wrapped("\u65e5\u672c " * 5, 20) == ["\u65e5\u672c \u65e5\u672c \u65e5\u672c \u65e5\u672c", "\u65e5\u672c"]


def test_a_word_that_is_too_long_breaks_after_a_slash_or_anywhere() -> None:
    assert wrapped("see components/newsletter/form.tsx", 24) == ["see", "components/newsletter/", "form.tsx"]
    assert wrapped("x" * 45, 20) == ["x" * 20, "x" * 20, "x" * 5]
    assert wrapped("", 20) == [""]
    assert wrapped("four", 20, taken=18) == ["", "four"]
