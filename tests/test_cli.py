"""The command line as people and programs use it: real repositories, real files, exit statuses, and no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reviewer.cli import main
from reviewer.report.json import schema
from tests.repository import Repository

PACKAGE = b'{"name": "shop", "dependencies": {"next": "16.0.0", "react": "19.0.0"}}'
PAGE = b"""import { Newsletter } from "../components/newsletter"
export default function Page() { return <Newsletter /> }
"""
FORM = b""""use client"
import { useState } from "react"
export function Newsletter() {
  const [done, setDone] = useState(false)
  async function onSubmit(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const email = new FormData(event.currentTarget).get("email")
    const answer = await fetch("/api/newsletter", { method: "POST", body: JSON.stringify({ email }) })
    if (answer.ok) setDone(true)
  }
  return <form onSubmit={onSubmit}><input name="email" /><button>{done ? "Thank you" : "Sign up"}</button></form>
}
"""
ROUTE = b"""import { NextResponse } from "next/server"
import { db } from "../../../lib/db"

export async function POST(request: Request) {
  const { email } = await request.json()
  await db.subscriber.create({ data: { email } })
  return NextResponse.json({ ok: true })
}
"""
BASE = {"package.json": PACKAGE, "app/page.tsx": PAGE, "lib/db.ts": b"export const db: any = {}\n"}
HEAD = {"components/newsletter.tsx": FORM, "app/api/newsletter/route.ts": ROUTE}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.commit(BASE)
    made.git("checkout", "-qb", "feature")
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    output = capsys.readouterr()
    assert "Traceback" not in output.err
    return status, output.out, output.err


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status, out, _ = run(capsys, *arguments, "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, schema())
    return status, data


def test_a_simple_route_for_one_form_is_better_a_server_action(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(HEAD)
    status, data = report(capsys, "review")
    (endpoint,) = data["endpoints"]
    assert status == 1
    assert (endpoint["path"], endpoint["name"], endpoint["status"]) == ("app/api/newsletter/route.ts", "POST", "new")
    assert (endpoint["verdict"], endpoint["recommendation"]) == ("better-suited", "server-action")
    assert endpoint["fit"]["api-route"] + endpoint["fit"]["server-action"] == 100
    assert [(site["path"], site["line"], site["via"]) for site in endpoint["callers"]] == [
        ("components/newsletter.tsx", 8, "form")
    ]


def test_the_threshold_decides_the_exit_status(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(HEAD)
    assert run(capsys, "review", "--fail-on", "never")[0] == 0
    assert run(capsys, "audit")[0] == 0
    assert run(capsys, "audit", "--fail-on", "better-suited")[0] == 1


def test_a_keep_comment_silences_and_is_listed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    kept = ROUTE.replace(b"export", b"// route-or-action: keep -- the mobile app signs up here\nexport")
    repository.commit({**HEAD, "app/api/newsletter/route.ts": kept})
    status, data = report(capsys, "review")
    assert status == 0
    assert data["endpoints"][0]["suppressed"] == {
        "reason": "the mobile app signs up here",
        "path": "app/api/newsletter/route.ts",
        "line": 4,
    }


def test_a_keep_comment_that_keeps_nothing_is_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """With its file and line, in every report that people read; the finding stays."""
    away = ROUTE.replace(b"export", b"// Route-or-action: keep -- the mobile app signs up here\n\nexport")
    repository.commit({**HEAD, "app/api/newsletter/route.ts": away})
    said = "A blank line parts this keep comment from the endpoint on line 6: write it right above."
    for command in (("review",), ("audit",), ("why", "app/api/newsletter/route.ts:6")):
        out = " ".join(run(capsys, *command)[1].split())
        assert f"note: app/api/newsletter/route.ts:4: {said}" in out
        assert "better" in out
    assert f"app/api/newsletter/route.ts:4: {said}" in run(capsys, "review", "--format", "markdown")[1]
    assert f"app/api/newsletter/route.ts:4: {said}" in run(capsys, "audit", "--format", "html")[1]
    assert said in run(capsys, "review", "--format", "sarif")[1]


def test_settings_of_the_base_revision_count_and_not_those_of_the_change(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit({**HEAD, ".github/route-or-action.yml": b"fail-on: never\n"})
    assert report(capsys, "review")[0] == 1
    assert report(capsys, "review", "--config", ".github/route-or-action.yml")[0] == 0


def test_what_was_there_already_is_not_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    first = repository.commit(HEAD)
    repository.commit({"app/api/newsletter/route.ts": ROUTE.replace(b"ok: true", b"ok: true, at: 1")})
    assert report(capsys, "review", "--base", first) == (
        0,
        {**report(capsys, "review", "--base", first)[1], "endpoints": []},
    )


def test_uncommitted_work_is_reviewed_when_asked_for(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(HEAD)
    assert report(capsys, "review")[1]["endpoints"] == []
    status, data = report(capsys, "review", "--uncommitted")
    assert (status, len(data["endpoints"])) == (1, 1)


@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "markdown"])
def test_every_format_goes_to_a_file(repository: Repository, capsys: pytest.CaptureFixture[str], form: str) -> None:
    repository.commit(HEAD)
    status, out, _ = run(capsys, "review", "--format", form, "--output", "report.txt")
    assert (status, out) == (1, "")
    assert "api/newsletter" in Path("report.txt").read_text(encoding="utf-8")


def test_piped_output_has_no_colour_and_no_progress(repository: Repository) -> None:
    repository.commit(HEAD)
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "review"], cwd=repository.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_the_demo_needs_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    status, data = report(capsys, "demo")
    said = {(each["path"].rsplit("/", 2)[-2], each["recommendation"]) for each in data["endpoints"]}
    assert status == 0
    assert {recommendation for _, recommendation in said} == {
        None,
        "api-route",
        "server-action",
        "extract",
        "server-module",
    }


def test_explain_lists_and_prints_pages(capsys: pytest.CaptureFixture[str]) -> None:
    _, listing, _ = run(capsys, "explain")
    for criterion in ("R1", "R2", "R3", "A1", "A2", "A3", "M2", "webhook"):
        assert criterion in listing
        status, page, _ = run(capsys, "explain", criterion.lower())
        assert (status, page.startswith(criterion)) == (0, True)
    assert run(capsys, "explain", "webhok")[::2] == (
        2,
        "route-or-action: there is no criterion 'webhok'. Did you mean webhook? "
        "`route-or-action explain` lists them all.\n",
    )


def test_why_shows_an_endpoint_that_is_right_as_it_is(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(
        {"app/api/health/route.ts": b"export async function GET() {\n  return Response.json({ ok: true })\n}\n"}
    )
    status, out, _ = run(capsys, "why", "app/api/health/route.ts:2")
    assert status == 0
    assert "/api/health" in out
    status, _, err = run(capsys, "why", "app/page.tsx:1")
    assert (status, "no endpoint" in err) == (2, True)


BAD = [
    (("review", "--base", "nope"), "unknown revision: nope"),
    (("review", "--repo", "missing"), "missing is not a folder"),
    (("audit", "missing"), "missing is not a folder"),
    (("review", "--config", "missing.yml"), "missing.yml: No such file or directory"),
    (("review", "--uncommitted", "--head", "HEAD"), "it does not go with --head"),
    (("why", "app/page.tsx"), "give the file and the line"),
    (("why", f"app/page.tsx:{'9' * 5000}"), "give the file and the line"),
    (("review", "--base", ""), "unknown revision: (empty)"),
    (("review", "--output", "no/such/folder/out"), "No such file or directory"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_a_mistake_is_named_with_its_remedy(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert message in err


def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["review", "--format", "xml"])
    assert stop.value.code == 2
    assert "--help" in capsys.readouterr().err


def test_a_word_that_is_nearly_right_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, nearest in ((["reviw"], "review"), (["review", "--format", "jsn"], "json")):
        with pytest.raises(SystemExit):
            main(arguments)
        assert f"Did you mean {nearest}?" in capsys.readouterr().err


def test_a_review_of_nothing_says_what_else_to_ask(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(HEAD)
    status, out, _ = run(capsys, "review")
    assert (status, "include uncommitted work" in " ".join(out.split())) == (0, True)
    assert out.endswith("0 new endpoints\n")
    repository.git("stash", "-qu")
    assert "Nothing is uncommitted" in run(capsys, "review", "--uncommitted")[1]


def test_no_repository_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, _, err = run(capsys, "review")
    assert status == 2
    assert "not a git repository" in err


def test_a_repository_without_next_js_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.commit({"index.js": b"console.log(1)\n"})
    status, out, _ = run(capsys, "audit")
    assert status == 0
    assert "No Next.js app" in out


def test_a_configuration_mistake_names_file_line_and_the_nearest_key(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write({"mine.yml": b"comment: true\nfial-on: never\n"})
    status, _, err = run(capsys, "review", "--config", "mine.yml")
    assert status == 2
    assert "mine.yml:2" in err
    assert "fail-on" in err


ODD_FILES = {
    "a file that does not parse": ("app/api/a/route.ts", b"export async function POST( {{{{ \n"),
    "invalid UTF-8": ("app/api/a/route.ts", b"export async function POST() { return '\xff\xfe' }\n"),
    "NUL bytes": ("app/api/a/route.ts", b"export async function POST() {}\0\0\n"),
    "an empty file": ("app/api/a/route.ts", b""),
    "only a BOM": ("app/api/a/route.ts", b"\xef\xbb\xbf"),
    "CRLF and a BOM": ("app/api/a/route.ts", b"\xef\xbb\xbfexport async function POST() {\r\n}\r\n"),
    "no final newline": ("app/actions.ts", b"'use server'\nexport async function save() {}"),
    "odd letters in the path": ("app/api/[straße]/(grüße)/a b/route.ts", b"export async function POST() {}\n"),
    "a quote in the path": ('app/api/a"b/route.ts', b"export async function POST() {}\n"),
    "5 MB on one line": ("app/api/a/route.ts", b"export async function POST() {" + b"a();" * 1_300_000 + b"}"),
    "deep nesting": ("app/api/a/route.ts", b"export const POST = " + b"(" * 100_000 + b"1" + b")" * 100_000),
}


@pytest.mark.parametrize("case", ODD_FILES)
def test_odd_files_neither_break_nor_vanish(
    repository: Repository, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    path, data = ODD_FILES[case]
    repository.commit({path: data})
    status, found = report(capsys, "review")
    named = {each["path"] for each in found["endpoints"]} | {each["path"] for each in found["skipped"]}
    assert status in (0, 1, 3)
    if data.strip(b"\xef\xbb\xbf"):
        assert named == {path}


def test_completion_knows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "completion", "bash")
    assert status == 0
    assert "audit" in out


def test_init_writes_a_workflow_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "init", "--dir", str(tmp_path))
    assert status == 0
    (name,) = [line.removeprefix("wrote ") for line in out.splitlines()]
    before = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(before + b"# mine\n")
    status, _, err = run(capsys, "init", "--dir", str(tmp_path))
    assert status == 2
    assert "--force" in err
    assert (tmp_path / name).read_bytes() == before + b"# mine\n"
    assert run(capsys, "init", "--dir", str(tmp_path), "--force")[0] == 0
    assert (tmp_path / name).read_bytes() == before


def test_init_writes_where_github_reads(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """From a folder below, the workflow goes to the repository's root, and the message says so."""
    (repository.folder / "apps/web").mkdir(parents=True)
    status, out, _ = run(capsys, "init", "--dir", "apps/web")
    written = repository.folder / ".github/workflows/route-or-action.yml"
    assert (status, out) == (0, f"wrote {written}\n")
    assert written.is_file()
    assert not (repository.folder / "apps/web/.github").exists()


def test_init_names_the_second_workflow_that_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path)
    assert run(capsys, "init", "--dir", folder, "--forks")[2] == ""
    status, _, err = run(capsys, "init", "--dir", folder, "--force", "--no-forks")
    left = tmp_path / ".github/workflows/route-or-action-comment.yml"
    assert status == 0
    assert f"{left} is still there" in err
    assert left.is_file()


@pytest.mark.parametrize("arguments", [("review",), ("review", "--uncommitted")])
def test_a_repository_without_a_commit_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Repository(tmp_path).write({**BASE, **HEAD})
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert "There is no commit here yet" in err
    assert run(capsys, "audit")[0] == 0


def test_markdown_shows_how_it_could_look(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(HEAD)
    for arguments in (("review",), ("audit",), ("demo",)):
        out = run(capsys, *arguments, "--format", "markdown")[1]
        assert "<details><summary>How it could look</summary>" in out
        assert "```ts\n'use server'" in out or '```ts\n"use server"' in out


def buffered(*arguments: str, cwd: Path, **streams: Any) -> subprocess.CompletedProcess[str]:
    """The program as users start it: what it prints waits in a buffer."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "reviewer", *arguments]
    environment |= streams.pop("env", {})
    return subprocess.run(command, cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True, check=False, **streams)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("review",), 1), (("config", "show"), 0), (("completion", "bash"), 0), (("explain",), 0), (("--help",), 0)],
)
def test_a_reader_that_goes_away_changes_no_exit_status(
    repository: Repository, arguments: tuple[str, ...], status: int
) -> None:
    repository.commit(HEAD)
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = buffered(*arguments, cwd=repository.folder, stdout=write_end)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (status, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_and_not_a_success(repository: Repository) -> None:
    with Path("/dev/full").open("w") as full:
        done = buffered("config", "show", cwd=repository.folder, stdout=full)
    assert (done.returncode, done.stderr) == (3, "route-or-action: No space left on device\n")


def test_an_output_that_lacks_characters_gets_question_marks(repository: Repository) -> None:
    repository.commit(HEAD)
    done = buffered("audit", cwd=repository.folder, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 endpoint: 1 suggestion" in done.stdout


def test_a_path_that_is_not_utf_8_is_reviewed_like_any_other(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit({**HEAD, f"app/api/{os.fsdecode(b'b%cd' % 0xFF)}/route.ts": ROUTE})
    for arguments in (("review",), ("audit",), ("review", "--format", "markdown")):
        status, out, err = run(capsys, *arguments)
        assert (status < 2, err) == (True, "")
        assert "newsletter" in out


def test_a_link_that_is_not_committed_yet_is_listed_as_one(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(HEAD)
    (repository.folder / "app/api/newer").mkdir()
    (repository.folder / "app/api/newer/route.ts").symlink_to("../newsletter/route.ts")
    status, data = report(capsys, "review", "--uncommitted", "--fail-on", "never")
    assert status == 3
    assert data["skipped"] == [{"path": "app/api/newer/route.ts", "reason": "a symbolic link: links are not followed"}]


def test_an_audit_lists_a_route_that_it_cannot_read(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write({"app/api/large/route.ts": ROUTE + b"//" + b"x" * 8_000_000})
    status, data = report(capsys, "audit")
    assert status == 3
    assert [each["path"] for each in data["skipped"]] == ["app/api/large/route.ts"]


def test_settings_that_cannot_be_read_are_not_taken_for_none(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write({"elsewhere.yml": b"fail-on: never\n", ".github/notes": b""})
    (repository.folder / ".github/route-or-action.yml").symlink_to("../elsewhere.yml")
    for arguments in (("config", "check"), ("audit",)):
        status, _, err = run(capsys, *arguments)
        assert status == 2
        assert "links are not followed" in err


def test_git_that_stops_is_no_success(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(HEAD)
    real, own = shutil.which("git"), repository.folder / "bin"
    own.mkdir()
    (own / "git").write_text(f'#!/bin/sh\ncase "$*" in *--batch*) exit 128;; esac\nexec {real} "$@"\n')
    (own / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(own), prepend=os.pathsep)
    status, _, err = run(capsys, "review")
    assert status == 3
    assert "git stopped" in err


def test_git_is_asked_for_files_with_the_users_own_settings(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(HEAD)
    other = repository.folder / "other.git"
    (repository.folder / ".git").rename(other)
    monkeypatch.setenv("GIT_DIR", str(other))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.folder))
    assert [each["name"] for each in report(capsys, "review")[1]["endpoints"]] == ["POST"]


def test_a_sparse_checkout_hides_no_caller(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(HEAD)
    whole = report(capsys, "review")
    repository.git("sparse-checkout", "set", "--no-cone", "/app/", "/package.json")
    assert not (repository.folder / "components").exists()
    assert report(capsys, "review") == whole


def test_why_takes_a_file_through_a_link_and_one_outside(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(HEAD)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "link").symlink_to(repository.folder)
    (elsewhere / "notes.txt").write_text("nothing\n")
    place = "app/api/newsletter/route.ts:5"
    assert run(capsys, "why", f"{elsewhere}/link/{place}") == run(capsys, "why", place)
    status, _, err = run(capsys, "why", f"{elsewhere}/notes.txt:1")
    assert status == 2
    assert "defines no endpoint" in err


def test_config_finds_the_settings_from_a_folder_below(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit({".github/route-or-action.yml": b"fial-on: never\n"})
    monkeypatch.chdir(repository.folder / "app")
    status, _, err = run(capsys, "config", "check")
    assert status == 2
    assert "route-or-action.yml:1" in err


def test_init_names_what_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".github").write_text("a file\n")
    status, _, err = run(capsys, "init", "--dir", str(tmp_path))
    assert status == 2
    assert ".github" in err


def test_a_message_cannot_steer_the_terminal(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "review", "--base", "x\x1b[31m")
    assert (status, err) == (2, "route-or-action: unknown revision: x[31m\n")


def test_a_file_of_countless_endpoints_is_analysed_in_part_and_says_so(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    actions = "".join(f"export async function save{number}() {{}}\n" for number in range(230))
    repository.commit({"app/actions.ts": f"'use server'\n{actions}".encode()})
    status, data = report(capsys, "review")
    assert (status, len(data["endpoints"])) == (3, 200)
    assert [each["path"] for each in data["skipped"]] == ["app/actions.ts"]
