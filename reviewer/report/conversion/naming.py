"""Names and places for what a conversion creates."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reviewer.model import App, Endpoint

_VERBS = frozenset(
    {
        "accept",
        "activate",
        "add",
        "apply",
        "approve",
        "archive",
        "assign",
        "ban",
        "block",
        "cancel",
        "change",
        "check",
        "checkout",
        "clear",
        "clone",
        "complete",
        "confirm",
        "contact",
        "copy",
        "create",
        "delete",
        "disable",
        "dismiss",
        "duplicate",
        "edit",
        "enable",
        "follow",
        "generate",
        "hide",
        "import",
        "increment",
        "invite",
        "join",
        "leave",
        "like",
        "load",
        "log",
        "login",
        "logout",
        "mark",
        "merge",
        "move",
        "pause",
        "pin",
        "publish",
        "rate",
        "read",
        "record",
        "redeem",
        "refresh",
        "register",
        "reject",
        "remove",
        "rename",
        "reorder",
        "replace",
        "report",
        "request",
        "resend",
        "reset",
        "restore",
        "resume",
        "revoke",
        "rotate",
        "save",
        "send",
        "set",
        "share",
        "show",
        "signin",
        "signout",
        "signup",
        "star",
        "start",
        "stop",
        "submit",
        "subscribe",
        "sync",
        "toggle",
        "track",
        "transfer",
        "unarchive",
        "unban",
        "unblock",
        "unfollow",
        "unlike",
        "unlink",
        "unpause",
        "unpin",
        "unpublish",
        "unstar",
        "unsubscribe",
        "update",
        "upgrade",
        "upload",
        "verify",
        "vote",
    }
)
_NOUNS = frozenset(
    {
        "checkout",
        "contact",
        "import",
        "invite",
        "like",
        "log",
        "login",
        "pin",
        "rate",
        "record",
        "report",
        "request",
        "share",
        "star",
        "track",
        "transfer",
        "vote",
    }
)
_WHOLES = frozenset({"credentials", "details", "options", "preferences", "settings"})  # one thing with many parts
_METHOD_VERBS = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete", "GET": "get"}
_WORD = re.compile(r"[A-Za-z0-9]+")


def camel(text: str) -> str:
    """``add-node_port`` is ``addNodePort``; a name that is none becomes ``value``."""
    words = _WORD.findall(text)
    if not words:
        return "value"
    name = words[0][:1].lower() + words[0][1:] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return name if not name[0].isdigit() else f"_{name}"


def kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "tches", "nches", "rches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _is_dynamic(segment: str) -> bool:
    return segment.startswith("[")


def action_name(url: str | None, method: str | None) -> str:
    """``PATCH /api/users/[userId]`` is ``updateUserAction``, ``POST /api/flags/[key]/enable`` ``enableFlagAction``.

    ``PATCH .../invite-code`` is ``updateInviteCodeAction``: what a PATCH names is a thing, where its word can be one.
    ``POST /api/books`` is ``createBookAction``, and ``POST /api/newsletter`` ``submitNewsletterAction``.
    """
    segments = [part for part in (url or "").split("/") if part and part != "api"]
    static = [part for part in segments if not _is_dynamic(part)]
    verb = _METHOD_VERBS.get(method or "POST", "create")
    if not static:
        return f"{verb}ItemAction"
    last = static[-1]
    whole = (_WORD.findall(last) or [""])[-1].lower() in _WHOLES
    if verb == "create" and (whole or _singular(last) == last):  # nothing says that one more is made of it
        verb = "save" if whole else "submit"
    first_word = (_WORD.findall(last) or ["item"])[0].lower()
    is_thing = first_word in _NOUNS and method not in (None, "POST")
    if first_word in _VERBS and not is_thing:
        alone = len(_WORD.findall(last)) == 1
        noun = _singular(static[-2]) if alone and len(static) > 1 else ""
        return camel(f"{last}-{noun}-action")
    noun = _singular(last) if not whole and (segments[-1] != last or method != "GET") else last
    return camel(f"{verb}-{noun}-action")


def actions_folder(endpoint: Endpoint, callers: Sequence[str]) -> str:
    """Beside the component that calls it; for several, their common folder; for none, a folder of actions."""
    folders = {posixpath.dirname(path) for path in callers}
    common = posixpath.commonpath(folders) if folders and "" not in folders else ""
    source_root = _source_root(endpoint.app)
    pages = endpoint.app.pages_dir
    rendered = pages is not None and f"{common}/".startswith(f"{pages}/")  # every file there is a page
    if common and not rendered and common not in (endpoint.app.root, source_root, endpoint.app.app_dir):
        return common
    return posixpath.join(source_root, "actions")


def is_below(path: str, root: str) -> bool:
    """``root``: a folder, or "" for that of the repository."""
    return not root or path.startswith(f"{root}/")


def _source_root(app: App) -> str:
    return posixpath.dirname(app.app_dir) if app.app_dir else app.root


def unused_path(folder: str, names: Iterable[str], exists: Collection[str]) -> str:
    """The first of the file names that the folder does not have yet."""
    paths = [posixpath.join(folder, name) for name in names]
    return next((path for path in paths if path not in exists), paths[-1])


def dynamic_segments(url: str | None) -> dict[str, str]:
    """The dynamic segments of a URL pattern in order, each with the TypeScript type of its value."""
    found: dict[str, str] = {}
    for part in (url or "").split("/"):
        if part.startswith("[[...") and part.endswith("]]"):
            found[part[5:-2]] = "string[] | undefined"
        elif part.startswith("[...") and part.endswith("]"):
            found[part[4:-1]] = "string[]"
        elif part.startswith("[") and part.endswith("]"):
            found[part[1:-1]] = "string"
    return found


def relative_specifier(importer: str, target: str) -> str:
    """How a file names another of the same repository, without the suffix."""
    path = posixpath.relpath(posixpath.splitext(target)[0], posixpath.dirname(importer) or ".")
    return path if path.startswith(".") else f"./{path}"


def rebased(specifier: str, old: str, new: str) -> str:
    """A relative specifier of the file ``old`` as the file ``new`` must write it."""
    if not specifier.startswith("."):
        return specifier
    target = posixpath.normpath(posixpath.join(posixpath.dirname(old), specifier))
    path = posixpath.relpath(target, posixpath.dirname(new) or ".")
    return path if path.startswith(".") else f"./{path}"
