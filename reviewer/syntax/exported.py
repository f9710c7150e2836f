"""Which names a module may export, told by its bytes alone: whether it is worth parsing for one of them.

A name is left out only where every export statement has a shape that is read here, and none of them can bind it. Most
files behind a barrel do no more than use a name that another one declares.
"""

from __future__ import annotations

import re

from reviewer.syntax.stars import may_pass_all_on

ANY = b"*"  # in place of a name: the module may export names that it does not hold

_WORD = re.compile(rb"[\w$\x80-\xff]+")
_EXPORT = re.compile(rb"export(?<![\w$.]export)(?=[\s{*/=@\x80-\xff])")
_STATEMENT = re.compile(
    rb"""export(?:
        \s++(?:declare\s++|abstract\s++|async\s++)*+
            (?:(?:class|enum|const\s++enum|namespace|module)\s++|function(?:\s*+\*\s*+|\s++))(?P<named>[\w$\x80-\xff]++)
      | \s++const\s++(?!enum\b)(?P<first>[\w$\x80-\xff]++)\s*+[:=]
      | \s*+\{(?P<listed>[^{}/"'`\\]*+)\}
      | \s*+(?P<all>\*)
      | \s++default\b
      | \s++(?:type|interface)\s
    )""",
    re.VERBOSE,
)
# Another variable of the same statement: behind a comma, or behind the comment that follows one.
_LATER = re.compile(rb"[,/]\s*+([\w$\x80-\xff]++)\s*+(?=[:=!/])")
_AFTER_COMMENT = re.compile(rb"//[^\n]*+\n\s*+([\w$\x80-\xff]++)\s*+(?=[:=!/])")


def may_export(data: bytes) -> frozenset[bytes]:
    """The names, and others perhaps; ANY alone, where the module hands on what it does not name."""
    names: set[bytes] = set()
    several = False
    for found in _EXPORT.finditer(data):
        statement = _STATEMENT.match(data, found.start())
        if statement is None:
            if _begins_statement(data, found.start()):
                return frozenset({ANY} if may_pass_all_on(data) else _WORD.findall(data))
            continue
        if statement["all"]:
            return frozenset({ANY})
        names.update(_WORD.findall(statement["named"] or statement["first"] or statement["listed"] or b""))
        several = several or statement["first"] is not None
    if several:
        names.update(_LATER.findall(data), _AFTER_COMMENT.findall(data))
    return frozenset(names)


def declares_what_it_exports(data: bytes) -> bool:
    """No name comes from another module, nor is listed in a statement of its own. Told by the same shapes."""
    for found in _EXPORT.finditer(data):
        statement = _STATEMENT.match(data, found.start())
        if statement is None:
            if _begins_statement(data, found.start()):
                return False
        elif statement["all"] or statement["listed"] is not None:
            return False
    return True


def _begins_statement(data: bytes, at: int) -> bool:
    """Not a word of a comment: no word, and no mark of one, stands before it on its line."""
    line = data[max(data.rfind(b"\n", 0, at) + 1, at - 200) : at].rstrip(b" \t")
    return not (line.endswith((b"*", b"//")) or _WORD.match(line, len(line) - 1))
