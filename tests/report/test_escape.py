"""Each escaping function against the parser of its own consumer: no text is markup, and none of it is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reviewer.report import escape

FRAGMENTS = (
    *("@octocat", "@acme/team", "#1", "acme/shop#1", "acme/shop@4f1c9a2b", "GH-12", "gh-1", "4f1c9a2b7d3e5f60718293a4"),
    *(
        "https://evil.example",
        "http://x",
        "ftp://x.yz/a",
        "www.evil.example",
        "a@evil.example",
        "mailto:a@b.cd",
        "xmpp:a@b.cd",
    ),
    *("<img src=x>", "<!--", "-->", "<script>", "</details>", "&lt;", "&#64;x", "&#8203;", "<https://x.yz>", "<b>"),
    *(
        "[x](https://x.yz)",
        "![x](y)",
        "[x]: https://x.yz",
        "[^1]",
        "](",
        "`",
        "``",
        "```",
        "~~~",
        "~",
        "$",
        "$$",
        "$`",
        "`$",
    ),
    *(
        "**",
        "__",
        "*",
        "_",
        "|",
        "\\",
        "\\|",
        "---",
        "===",
        "# ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "    ",
        "\t",
        ":tada:",
        ":+1:",
    ),
    *(
        "\n",
        "\r\n",
        "\r",
        "\x0b",
        "\u2028",
        "\x85",
        "\x00",
        "\x1b[31m",
        "\x1b]8;;x\x07",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud800",
    ),
    *(
        "::error::x",
        "##[error]x",
        "###[x]",
        "::",
        "##[",
        "%0A",
        "%",
        ",",
        ":",
        "EOF",
        "'",
        '"',
        " ",
        "é",
        "日本",
        "🎉",
        "\U000e0041",
    ),
)
texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=12).map("".join)
INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f\U000e0000-\U000e0fff]"
)


class Read(HTMLParser):
    """The tags of a page, and its text with and without that in code."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.live = ""
        self.code: list[str] = []
        self.comments: list[str] = []
        self._in_code = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "code":
            self._in_code += 1
            self.code.append("")
            self.live += " \x00 "

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_code:
            self.code[-1] += data
        else:
            self.live += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_decl(self, decl: str) -> None:
        self.comments.append(decl)

    def handle_pi(self, data: str) -> None:
        self.comments.append(data)

    def unknown_decl(self, data: str) -> None:
        self.comments.append(data)


def github(markdown: str) -> Read:
    """GitHub's own Markdown parser, raw HTML kept so that it can be seen."""
    return Read(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def markdown_it(markdown: str) -> Read:
    """Another GFM parser, with links made of bare addresses. GitHub makes none of ``file.co``: nor does this one."""
    parser = MarkdownIt("gfm-like")
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})
    return Read(parser.render(markdown))


PARSERS = (github, markdown_it)

# What GitHub's filters look for in the text of a rendered page, code apart.
LIVE = (
    re.compile(r"(?<![\w`])@[A-Za-z0-9]"),
    re.compile(r"#\d"),
    re.compile(r"\bGH-\d", re.IGNORECASE),
    re.compile(r"(?:https?|ftp)://", re.IGNORECASE),
    re.compile(r"\bwww\.", re.IGNORECASE),
    re.compile(r"[\w.+-]@[\w-]"),
    re.compile(r"\b[0-9a-f]{7,40}\b"),
    re.compile(r":[a-z0-9_+-]+:"),
)


def said(text: str) -> str:
    """The text as a reader sees it."""
    return text.replace("\u200b", "").strip()


@given(texts)
@example("[x](https://x.yz) @octocat #1 <!-- x -->")
@example("1.")
def test_markdown_text_is_only_text(text: str) -> None:
    escaped = escape.markdown(text, 10_000)
    for parser in PARSERS:
        page = parser(f"Before {escaped} after")
        assert set(page.tags) <= {"p", "span"}, (parser, page.tags)
        assert not page.comments
        assert page.tags.count("span") == escape.visible(text).count("$")
        assert " ".join(said(page.text).split()) == " ".join(f"Before {escape.visible(text)} after".split())
        for pattern in LIVE:
            assert not pattern.search(page.live), (pattern, page.live)


@given(texts)
def test_markdown_text_opens_no_block_at_the_start_of_a_line(text: str) -> None:
    for parser in PARSERS:
        assert set(parser(escape.markdown(text)).tags) <= {"p", "span"}


@given(texts)
def test_a_code_span_holds_the_text_and_ends_where_it_should(text: str) -> None:
    for parser in PARSERS:
        page = parser(f"Before {escape.code(text, 10_000)} after")
        assert page.tags == ["p", "code"]
        assert page.code[0].strip() == escape.visible(text)
        assert page.live.split() == ["Before", "\x00", "after"]


@given(texts, texts)
def test_prose_makes_code_of_what_stands_between_backticks(name: str, rest: str) -> None:
    name, rest = name.replace("`", ""), rest.replace("`", "")
    for parser in PARSERS:
        page = parser(f"x {escape.prose(f'`{name}` is called {rest}')}")
        assert set(page.tags) <= {"p", "code", "span"}
        assert page.code[0].strip() == escape.shortened(escape.visible(name), escape.CODE_LIMIT).strip()


@given(texts)
def test_prose_of_any_text_is_alive_nowhere(text: str) -> None:
    for parser in PARSERS:
        page = parser(f"x {escape.prose(text)} y")
        assert set(page.tags) <= {"p", "code", "span"}
        assert not page.comments
        for pattern in LIVE:
            assert not pattern.search(page.live), (pattern, page.live)


@given(texts, texts, texts)
def test_a_table_keeps_its_columns(first: str, second: str, third: str) -> None:
    cells = [escape.cell(escape.prose(first)), escape.cell(escape.code(second)), escape.cell(escape.markdown(third))]
    for parser in PARSERS:
        page = parser(f"| A | B | C |\n| - | - | - |\n| {' | '.join(cells)} |\n| 1 | 2 | 3 |\n")
        assert page.tags.count("tr") == 3
        assert page.tags.count("td") == 6
        assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "code", "span"}
        second_shown = escape.shortened(escape.visible(second), escape.CODE_LIMIT)
        assert any(code.strip() == second_shown.strip() for code in page.code)


@given(texts, st.sampled_from(["ts", "tsx", "", "no language", "`"]))
def test_a_fence_holds_its_text_whatever_fences_are_in_it(text: str, language: str) -> None:
    for parser in PARSERS:
        page = parser(f"Before\n\n{escape.fence(text, language)}\n\nafter")
        assert page.tags == ["p", "pre", "code", "p"]
        assert page.code[0].rstrip("\n") == escape.visible_lines(text).rstrip("\n")


@given(texts, texts)
def test_a_link_goes_where_it_says_and_nowhere_else(label: str, path: str) -> None:
    url = f"https://github.com/acme/shop/blob/main/{path}"
    for parser in PARSERS:
        page = parser(f"x {escape.link(escape.markdown(label), url)} y")
        assert page.tags.count("a") == (1 if escape.visible(label) else page.tags.count("a"))
        assert page.live.split()[-1] == "y"


@given(texts)
def test_a_target_is_http_or_nothing(text: str) -> None:
    address = escape.target(text)
    assert address == "" or re.fullmatch(r"https?://[!-~]+", address, re.IGNORECASE)
    assert not set(address) & set("()<>[]|\\\"' `")
    assert escape.target(f"javascript:{text}") == ""


@given(texts)
def test_a_mermaid_label_stays_inside_its_quotes(text: str) -> None:
    label = escape.mermaid(text)
    assert not set(re.sub(r"#\d+;", "", label)) & set('"`<>;#&|\n%')


# --- the runner of GitHub Actions ---


def runner(line: str) -> tuple[str, dict[str, str], str] | None:
    """What the runner makes of a line (actions/runner, ActionCommand.cs, TryParseV2 and TryParse), or None."""
    stripped = line.lstrip()
    if stripped.startswith("::") and "::" in stripped[2:]:
        head, _, data = stripped[2:].partition("::")
        name, _, given_properties = head.partition(" ")
        pairs = (pair.partition("=") for pair in given_properties.split(",") if pair.strip())
        return (
            name,
            {key.strip(): _decoded(value, ((":", "%3A"), (",", "%2C"))) for key, _, value in pairs},
            _decoded(data, ()),
        )
    if "##[" in line and "]" in line.partition("##[")[2]:
        return line.partition("##[")[2].partition("]")[0], {}, ""
    return None


def _decoded(text: str, more: tuple[tuple[str, str], ...]) -> str:
    for character, code in (("\r", "%0D"), ("\n", "%0A"), *more, ("%", "%25")):
        text = text.replace(code, character)
    return text


@given(texts, texts, st.integers(1, 10**6))
def test_the_runner_reads_back_the_message_and_the_properties(message: str, path: str, line: int) -> None:
    command = escape.command("warning", message, file=path, line=line, title="t")
    assert len(command.splitlines()) == 1
    parsed = runner(command)
    assert parsed is not None
    name, properties, data = parsed
    assert name == "warning"
    assert properties == {"file": escape.visible(path).replace("##[", "# #["), "line": str(line), "title": "t"}
    assert data == escape.visible_lines(message).replace("##[", "# #[")
    assert "##[" not in command


@given(texts)
def test_the_runner_obeys_no_line_of_a_log(text: str) -> None:
    assert runner(escape.log_line(text)) is None
    for line in re.split("[\r\n]", escape.log(text)):
        assert runner(line) is None


def outputs(file: str) -> dict[str, str]:
    """What the runner reads from the file behind GITHUB_OUTPUT (actions/runner, FileCommandManager.cs)."""
    found, lines = {}, file.split("\n")
    at = 0
    while at < len(lines) and lines[at]:
        name, _, delimiter = lines[at].partition("<<")
        end = lines.index(delimiter, at + 1)
        found[name] = "\n".join(lines[at + 1 : end])
        at = end + 1
    return found


@given(texts, texts)
def test_an_output_is_one_output(first: str, second: str) -> None:
    forged = f"{second}\nevil=1\nevil<<EOF\n1\nEOF\n{escape.output('x', second)}"
    read = outputs(escape.output("a", first) + escape.output("b", forged))
    assert read == {"a": escape.visible_lines(first), "b": escape.visible_lines(forged)}


# --- HTML and the terminal ---


@given(texts)
def test_html_is_text_in_an_element_and_in_an_attribute(text: str) -> None:
    class Attribute(HTMLParser):
        value = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag == "p"
            assert [name for name, _ in attrs] == ["title"]
            self.value = attrs[0][1] or ""

    escaped = escape.html(text)
    page = Read(f"<p>{escaped}</p>")
    assert page.tags == ["p"]
    assert not page.comments
    assert page.text == escape.visible_lines(text)
    attribute = Attribute()
    attribute.feed(f'<p title="{escaped}">')
    assert attribute.value == escape.visible_lines(text)


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_terminal_gets_nothing_that_it_obeys(text: str) -> None:
    for shown in (escape.terminal(text), escape.terminal_code(text)):
        assert "\n" not in shown and "\r" not in shown and "\x1b" not in shown
        assert not INVISIBLE.search(shown.replace("\t", ""))
        shown.encode()


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_everything_is_valid_unicode(text: str) -> None:
    for function in (
        escape.markdown, escape.code, escape.prose, escape.fence, escape.target, escape.mermaid, escape.command_data,
        escape.command_property, escape.log, escape.log_line, escape.html, escape.visible, escape.visible_lines,
    ):  # fmt: skip
        str(function(text)).encode()


def test_a_long_text_keeps_both_ends() -> None:
    assert escape.shortened("a" * 50 + "b" * 50, 11) == "aaaaa…bbbbb"
    assert len(escape.code("x" * 10_000)) == escape.CODE_LIMIT + 2
