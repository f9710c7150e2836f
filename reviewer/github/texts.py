"""Texts of files, without a request where the workspace holds them, many to a request where it does not.

``actions/checkout`` puts a merge commit into the workspace, and comments belong to the head commit. So a workspace
file counts only when its git blob name is the one that GitHub tells for the head.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.github import documents
from reviewer.github.client import ApiError, Client
from reviewer.github.live import Pull
from reviewer.model import Tree
from reviewer.syntax.parser import MAX_SOURCE_BYTES

AT_ONCE = 60
NAMES_AT_ONCE = 200
MOST_BY_REST = 40  # blobs that GraphQL cannot give: invalid UTF-8, or longer than it likes


def blob_name(data: bytes, like: str) -> str:
    """The name that git gives to these bytes; SHA-256 where ``like`` is such a name."""
    algorithm = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def from_workspace(workspace: Tree, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """The texts of those files whose bytes in the workspace are the blob asked for. ``blobs``: by path."""
    found = {}
    for path, blob in blobs.items():
        data = workspace.read(path)
        if data is not None and blob_name(data, blob) == blob:
            found[blob] = data
    return found


def from_answer(repository: Mapping[str, Any], blobs: Sequence[str]) -> dict[str, bytes]:
    """The texts in an answer to ``documents.state`` or ``documents.texts``, those that arrived unharmed."""
    found = {}
    for index, blob in enumerate(blobs):
        text = whole_text(repository.get(f"b{index}"))
        if text is not None and blob_name(text, blob) == blob:
            found[blob] = text
    return found


def whole_text(node: object) -> bytes | None:
    """The bytes of a ``Blob`` node, or None where it is missing, binary or cut off."""
    if not isinstance(node, Mapping) or not isinstance(node.get("text"), str):
        return None
    if node.get("isTruncated") is True or node.get("isBinary") is True:
        return None
    return str(node["text"]).encode("utf-8", "surrogatepass")


def from_api(client: Client, pull: Pull, blobs: Sequence[str]) -> dict[str, bytes]:
    """The texts of blobs, many to a request, those that GraphQL cannot give one by one. Raises ApiError."""
    found: dict[str, bytes] = {}
    for start in range(0, len(blobs), AT_ONCE):
        batch = blobs[start : start + AT_ONCE]
        variables = {"owner": pull.owner, "name": pull.name}
        data = client.query(documents.texts(batch), variables)
        repository = data.get("repository")
        found |= from_answer(repository if isinstance(repository, Mapping) else {}, batch)
    return found | by_rest(client, pull, [blob for blob in blobs if blob not in found])


def by_rest(client: Client, pull: Pull, blobs: Sequence[str]) -> dict[str, bytes]:
    """Blobs byte by byte. One that is missing or too long is left out; so are those beyond MOST_BY_REST."""
    found = {}
    for blob in blobs[:MOST_BY_REST]:
        try:
            answer = client.get(f"{pull.repository}/git/blobs/{blob}")
        except ApiError as error:
            if error.status in (403, 404, 409, 422):
                continue
            raise
        if not isinstance(answer, dict) or answer.get("encoding") != "base64":
            continue
        try:
            data = base64.b64decode(str(answer.get("content")))
        except (binascii.Error, ValueError):
            continue
        if len(data) <= MAX_SOURCE_BYTES and blob_name(data, blob) == blob:
            found[blob] = data
    return found


def names_at(client: Client, pull: Pull, revision: str, paths: Sequence[str]) -> dict[str, str]:
    """The blobs of files at a revision. Files that are not there are left out. Raises ApiError."""
    found: dict[str, str] = {}
    for start in range(0, len(paths), NAMES_AT_ONCE):
        batch = paths[start : start + NAMES_AT_ONCE]
        expressions = [f"{revision}:{path}" for path in batch]
        variables = {"owner": pull.owner, "name": pull.name}
        variables |= {f"e{index}": expression for index, expression in enumerate(expressions)}
        repository = client.query(documents.names(len(batch)), variables).get("repository")
        rows = repository if isinstance(repository, Mapping) else {}
        for index, path in enumerate(batch):
            node = rows.get(f"e{index}")
            if isinstance(node, Mapping) and isinstance(node.get("oid"), str):
                found[path] = node["oid"]
    return found


def of_node(client: Client, pull: Pull, node: object) -> bytes | None:
    """The bytes behind a ``Blob`` node, by a request of their own where GraphQL gives them changed or not at all.

    None where the node is no blob, or its bytes cannot be had. Raises ApiError.
    """
    blob = node.get("oid") if isinstance(node, Mapping) else None
    if not isinstance(blob, str):
        return None
    text = whole_text(node)
    if text is not None and blob_name(text, blob) == blob:
        return text
    return by_rest(client, pull, [blob]).get(blob)


def nodes_at(client: Client, pull: Pull, expressions: Sequence[str]) -> list[object]:
    """What GitHub has at each expression, such as ``revision:path``; None where there is nothing. Raises ApiError."""
    variables = {"owner": pull.owner, "name": pull.name}
    variables |= {f"e{index}": expression for index, expression in enumerate(expressions)}
    repository = client.query(documents.texts((), expressions), variables).get("repository")
    rows = repository if isinstance(repository, Mapping) else {}
    return [rows.get(f"e{index}") for index in range(len(expressions))]
