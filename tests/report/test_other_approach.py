"""The other approach on a terminal: files in full, differences, and the steps where no code can be shown."""

from __future__ import annotations

import re

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.demo import pull_request
from reviewer.model import Outcome, Review
from reviewer.report.conversion import Preview, PreviewFile
from reviewer.report.other_approach import other_approach
from reviewer.report.previews import Previews
from reviewer.report.style import PLAIN, Style, columns
from reviewer.report.terminal import render, why
from reviewer.review import review

MADE = Preview(
    (
        PreviewFile("app/actions.ts", "'use server'\n\nexport async function save() {}\n", "ts"),
        PreviewFile("app/form.tsx", " …\n-  await fetch('/api')\n+  await save()", "diff"),
    ),
    ("Delete `app/api/route.ts`.",),
)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_new_files_are_whole_and_changed_ones_are_a_difference(plausible: Review) -> None:
    assert other_approach(plausible.findings[0], MADE, PLAIN) == [
        "  = how it could look:",
        "",
        "    app/actions.ts (new)",
        "      'use server'",
        "",
        "      export async function save() {}",
        "",
        "    app/form.tsx",
        "       …",
        "      -  await fetch('/api')",
        "      +  await save()",
        "",
        "    - Delete `app/api/route.ts`.",
    ]


def test_colours_change_no_letter(plausible: Review) -> None:
    colored = other_approach(plausible.findings[0], MADE, Style(color=True))
    assert [ESCAPES.sub("", line) for line in colored] == other_approach(plausible.findings[0], MADE, PLAIN)
    assert any(line.startswith("      \x1b[32m+") for line in colored)


def test_without_code_the_steps_are_told_in_plain_words(plausible: Review) -> None:
    heading, first, *rest = other_approach(plausible.findings[0], None, Style(width=200))
    assert heading == "  = how to change it:"
    assert first.startswith("    - Move the body into an exported async function in `")
    text = "\n".join(rest)
    assert "Remove `POST /api/newsletter` (app/api/newsletter/route.ts:6)." in text
    assert "requested now: components/newsletter/NewsletterForm.tsx:18" in text
    assert "\\" not in text and "](" not in text


def test_steps_keep_to_the_width_and_no_code_is_cut(plausible: Review) -> None:
    for line in other_approach(plausible.findings[0], None, Style(width=40)):
        assert columns(line) <= 40 or "/" in line
    long = Preview((PreviewFile("a.ts", f"const a = '{'x' * 300}'", "ts"),))
    assert f"      const a = '{'x' * 300}'" in other_approach(plausible.findings[0], long, Style(width=40))


def test_where_nothing_is_recommended_there_is_nothing_to_show(plausible: Review) -> None:
    fitting = next(each for each in plausible.findings if each.verdict.recommendation is None)
    assert other_approach(fitting, None, PLAIN) == []


def test_nothing_of_an_author_reaches_the_terminal_alive(hostile: Review) -> None:
    evil = "\x1b[31m\r\u202e'ghp_" + "a" * 36 + "'"
    files = PreviewFile("a\x1b[31m.ts", f"const a = {evil}", "ts"), PreviewFile("b.ts", f"+{evil}", "diff")
    made = Preview(files, (evil,))
    for preview in (made, None):
        text = "\n".join(other_approach(hostile.findings[0], preview, PLAIN))
        assert not {"\x1b", "\r", "\u202e"} & set(text)
        assert "a" * 36 not in text


def test_a_report_shows_it_when_asked_and_why_does_always() -> None:
    change, tree = pull_request()
    found = review(change, tree, Settings())
    read = tree.read
    preview = Previews(tree).preview
    live = [each for each in found.findings if each.suppressed is None]
    spoken = [each for each in live if each.verdict.outcome is not Outcome.FITS]
    assert "how it could look" not in render(found, read)
    assert render(found, read, PLAIN, preview).count("= how it could look:") == len(spoken) > 1
    assert "submitNewsletterAction(input: unknown)" in why(spoken[:1], read, PLAIN, (), preview)


def test_what_is_kept_has_its_other_approach_in_why(plausible: Review) -> None:
    kept = plausible.findings[5]
    assert kept.suppressed is not None
    tree = MemoryTree({})
    assert "= how to change it:" in why([kept._replace()], tree.read, PLAIN, (), Previews(tree).preview)
