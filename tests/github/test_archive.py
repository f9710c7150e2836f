"""The archive of a commit: where it may come from, and what is taken out of it."""

import gzip
import io
import tarfile

import pytest

from reviewer.github.archive import may_follow, unpacked
from reviewer.github.client import ApiError
from tests.github.conftest import Hub
from tests.github.shop import BASE, with_route

DOT_COM = ("https://api.github.com", "https://github.com")
GHES = ("https://git.corp.example/api/v3", "https://git.corp.example")


@pytest.mark.parametrize(
    ("location", "server", "allowed"),
    [
        ("https://codeload.github.com/o/r/legacy.tar.gz/x?token=T", DOT_COM, True),
        ("https://api.github.com/x", DOT_COM, True),
        ("https://git.corp.example/_codeload/o/r", GHES, True),
        ("https://codeload.git.corp.example/o/r", GHES, True),
        ("http://codeload.github.com/o/r", DOT_COM, False),
        ("https://codeload.github.com.evil.example/o/r", DOT_COM, False),
        ("https://evil.example/codeload.github.com", DOT_COM, False),
        ("https://codeload.github.com:8443/o/r", DOT_COM, False),
        ("https://user:secret@codeload.github.com/o/r", DOT_COM, False),
        ("https://github.com@evil.example/o/r", DOT_COM, False),
        ("https://raw.githubusercontent.com/o/r", DOT_COM, False),
        ("//codeload.github.com/o/r", DOT_COM, False),
        ("file:///etc/passwd", DOT_COM, False),
        ("https://[broken", DOT_COM, False),
        ("https://codeload.github.com:99999/", DOT_COM, False),
        ("https://codeload.git\n\nhub.com/", DOT_COM, False),
        ("https://codeload.github.com/\to/r", DOT_COM, False),
        ("https://codeload.github.com/o r", DOT_COM, False),
        ("https://codeload.github.com\\@evil.example/", DOT_COM, False),
    ],
)
def test_where_an_archive_may_come_from(location: str, server: tuple[str, str], allowed: bool) -> None:
    assert may_follow(location, *server) is allowed


def packed(*members: tuple[str, bytes, bytes]) -> io.BytesIO:
    """An archive of (name, type, content or link target)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, kind, content in members:
            member = tarfile.TarInfo(name)
            member.type = kind
            if kind == tarfile.REGTYPE:
                member.size = len(content)
            else:
                member.linkname = content.decode()
            archive.addfile(member, io.BytesIO(content) if kind == tarfile.REGTYPE else None)
    out.seek(0)
    return out


def test_only_regular_text_files_of_the_repository_are_taken() -> None:
    tree = unpacked(
        packed(
            ("top/app/route.ts", tarfile.REGTYPE, b"1"),
            ("top/app/evil.ts", tarfile.SYMTYPE, b"/proc/self/environ"),
            ("top/app/hard.ts", tarfile.LNKTYPE, b"top/app/route.ts"),
            ("top/app/fifo.ts", tarfile.FIFOTYPE, b""),
            ("top/node_modules/x/index.ts", tarfile.REGTYPE, b"2"),
            ("top/../outside.ts", tarfile.REGTYPE, b"3"),
            ("top/logo.png", tarfile.REGTYPE, b"4"),
            ("top/package.json", tarfile.REGTYPE, b"{}"),
        )
    )
    assert sorted(tree.paths()) == ["app/route.ts", "package.json"]


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.github.archive.MOST_READ", 10_000_000)
    with pytest.raises(ApiError, match="too large"):
        unpacked(packed(*[(f"top/{number}.bin", tarfile.REGTYPE, b"\0" * 1_000_000) for number in range(12)]))


BROKEN = {
    "empty": b"",
    "words": b"no archive",
    "packed words": gzip.compress(b"no archive"),
    "cut off": packed().getvalue()[:20],
    "cut off in the header": gzip.compress(b"")[:4],
    "a name without an end": b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"name",
    "no extra field": b"\x1f\x8b\x08\x04" + b"\0" * 6,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    with pytest.raises(ApiError, match="could not be read"):
        unpacked(io.BytesIO(data))


def test_a_redirect_to_a_stranger_is_refused_and_gives_no_verdict(hub: Hub) -> None:
    hub.world.archive_host = "http://archive.evil.example"
    run = hub.review(hub.world.open_pull(BASE, with_route()))
    assert run.status == 3 and "a host that it does not own" in run.log


def test_links_in_an_archive_are_not_read(hub: Hub) -> None:
    hub.world.links["app/api/evil/route.ts"] = b"/etc/passwd"
    assert hub.review(hub.world.open_pull(BASE, with_route())).status == 1
