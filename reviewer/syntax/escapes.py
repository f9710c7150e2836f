"""What the escapes in a name or a string stand for.

Source: ECMAScript, "String Literals" (EscapeSequence) and "Names and Keywords": a name may be spelt with
``\\uXXXX`` and ``\\u{X}``, and is the same name as without them.
"""

from __future__ import annotations

import re

_VALUES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_OCTAL = frozenset("01234567")
_ESCAPE = r"\\([0-3][0-7]{0,2}|[4-7][0-7]?|u\{[0-9a-fA-F]{1,8}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])"
_IN_NAME = r"\\u(?:\{([0-9a-fA-F]{1,8})\}|([0-9a-fA-F]{4}))"
_LAST = 0x10FFFF
_HALVES = range(0xD800, 0xE000)  # of a pair of surrogates: no text can hold one alone


def unescaped(code: str) -> str:
    """The character of one escape, given without its backslash; the code itself where it stands for none."""
    if code[:1] in ("x", "u") and len(code) > 1:
        return _character(code[1:].strip("{}")) or code
    if code[:1] in ("\n", "\r", "\u2028", "\u2029"):
        return ""
    if code[:1] in _OCTAL:  # only code that is no module may hold one
        return chr(int(code, 8)) if set(code) <= _OCTAL else code
    return _VALUES.get(code, code)


def without_escapes(text: str) -> str:
    """The text between the quotes of a string, its escapes resolved."""
    return re.sub(_ESCAPE, lambda found: unescaped(found[1]), text) if "\\" in text else text


def plain_name(name: str) -> str:
    """A name with its escapes resolved; those of characters that no name can hold stay as written."""
    return re.sub(_IN_NAME, _letter, name) if "\\" in name else name


def _letter(found: re.Match[str]) -> str:
    letter = _character(found[1] or found[2])
    return letter if letter == "$" or (f"_{letter}".isidentifier() and letter) else found[0]


def _character(digits: str) -> str:
    try:
        number = int(digits, 16)
    except ValueError:
        return ""
    return chr(number) if number <= _LAST and number not in _HALVES else ""
