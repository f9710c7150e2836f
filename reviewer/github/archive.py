"""The tree at a commit from the archive that GitHub makes of it: for runs without a checkout.

The API answers with a redirect. It is followed without credentials, and only to the API's own host or to the
code-load host of the same server.
"""

from __future__ import annotations

import tarfile
import zlib
from typing import IO
from urllib.parse import urlsplit

from reviewer.changes.trees import MemoryTree, is_ignored
from reviewer.github.client import ApiError, Client, Problem
from reviewer.syntax.parser import MAX_SOURCE_BYTES, SOURCE_SUFFIXES

KEPT_SUFFIXES = (*SOURCE_SUFFIXES, ".json", ".jsonc", ".yaml", ".yml", ".md", ".mdx", ".toml", ".html", ".vue", ".py")
MOST_KEPT = 400_000_000  # bytes
MOST_READ = 4_000_000_000  # bytes, unpacked: an archive that holds more is no source code
MOST_MEMBERS = 500_000


def tree_at(client: Client, repository: str, commit: str, server_url: str) -> MemoryTree:
    """The text files of the repository at a commit. ``repository``: "/repos/owner/name". Raises ApiError."""
    try:
        return _fetched(client, repository, commit, server_url)
    except ApiError as error:
        if error.problem is not Problem.UNKNOWN:
            raise
        return _fetched(client, repository, commit, server_url)


def _fetched(client: Client, repository: str, commit: str, server_url: str) -> MemoryTree:
    location = client.redirect(f"{repository}/tarball/{commit}")
    if not may_follow(location, client.api_url, server_url):
        raise ApiError(Problem.REFUSED, None, "GitHub sent the archive's request to a host that it does not own")
    with client.stream(location) as packed:
        return unpacked(packed)


def may_follow(location: str, api_url: str, server_url: str) -> bool:
    """Whether an archive may be fetched from there: the API's host, or ``codeload.`` before the server's."""
    if not (location.isascii() and location.isprintable()) or " " in location:
        return False  # urlsplit drops line ends and tabs: what is checked would not be what is asked
    try:
        target, api, server = urlsplit(location), urlsplit(api_url), urlsplit(server_url)
        ports = target.port, api.port, server.port
    except ValueError:
        return False
    if target.username or target.password or target.scheme != api.scheme:
        return False
    if target.hostname == api.hostname:
        return ports[0] == ports[1]
    return bool(server.hostname) and target.hostname == f"codeload.{server.hostname}" and ports[0] == ports[2]


def unpacked(packed: IO[bytes]) -> MemoryTree:
    """The text files of a tar.gz archive with one top folder. Links and special files are left out. Raises ApiError."""
    files: dict[str, bytes] = {}
    kept = read = 0
    try:
        with tarfile.open(fileobj=packed, mode="r|gz") as archive:
            for count, member in enumerate(archive):
                read += member.size
                if count > MOST_MEMBERS or read > MOST_READ or kept > MOST_KEPT:
                    raise ApiError(Problem.REFUSED, None, "the repository's archive is too large to be read")
                path = _wanted(member)
                content = archive.extractfile(member) if path is not None else None
                if path is not None and content is not None:
                    files[path] = content.read(MAX_SOURCE_BYTES + 1)
                    kept += len(files[path])
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, TypeError):  # tarfile's own, on a cut header
        raise ApiError(Problem.UNKNOWN, None, "the repository's archive could not be read to its end") from None
    return MemoryTree(files)


def _wanted(member: tarfile.TarInfo) -> str | None:
    """The member's path in the repository, if it is a file that the analysis may want to read."""
    path = member.name.partition("/")[2]
    if not member.isreg() or not path.endswith(KEPT_SUFFIXES):
        return None
    if member.size > MAX_SOURCE_BYTES * 4 and path.rpartition("/")[2] != "package.json":
        return None  # that one is kept, cut off: without it nobody would know that an app may be there
    return path if not is_ignored(path.split("/")[:-1]) and ".." not in path.split("/") else None
