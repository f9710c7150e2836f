"""Nothing of a pull request is executed or imported, no command but git is started, and no file outside is opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.github.conftest import Hub, contract, description, prefix, real_hub, server, world  # noqa: F401

TRAP = "open({mark!r}, 'w').close()\n"
WATCHED = """
import json, os, sys
told = {"imported": [], "started": [], "opened": [], "connected": []}
def hear(event, details):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn"):
        told["started"].append(str(details[1] if event == "subprocess.Popen" else (event, details)))
    elif event == "open" and isinstance(details[0], (str, bytes)):
        told["opened"].append(os.path.realpath(os.fsdecode(details[0])))
    elif event in ("socket.connect", "socket.getaddrinfo"):
        told["connected"].append(str(details))
    elif event in ("compile", "exec") and details and b"TRAP" in str(details[0]).encode():
        told["imported"].append(str(details[0])[:80])
sys.addaudithook(hear)
from reviewer.cli import main
status = main(sys.argv[1:])
told["imported"] += [str(getattr(module, "__file__", "")) for module in list(sys.modules.values())]
print(json.dumps({"status": status, **told}), file=sys.stderr)
"""
ROUTE = "export async function POST() { return Response.json(await db.item.create({ data: {} })) }\n"


@pytest.fixture
def mined(tmp_path: Path) -> Path:
    """A repository in which everything that somebody might run leaves a mark."""
    root, mark = tmp_path / "workspace", str(tmp_path / "mark")
    script = f"#!/bin/sh\ntouch {mark}\n"
    files = {
        "package.json": json.dumps(
            {"dependencies": {"next": "15.0.0"}, "scripts": dict.fromkeys(("preinstall", "prepare"), f"touch {mark}")}
        ),
        "next.config.js": f"require('fs').writeFileSync({mark!r}, ''); module.exports = {{}}",
        "app/api/a/route.ts": ROUTE,
        ".npmrc": "registry=http://127.0.0.1:9/",
        ".yarnrc.yml": f"yarnPath: {mark}",
        ".gitattributes": "*.ts filter=trap diff=trap\n",
        **{name: TRAP.format(mark=mark) for name in ("reviewer.py", "yaml.py", "json.py", "sitecustomize.py", "re.py")},
        "tree_sitter/__init__.py": TRAP.format(mark=mark),
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    run = {"cwd": root, "check": True, "capture_output": True}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false"]
    subprocess.run(["git", "init", "--quiet"], **run)
    subprocess.run(["git", *who, "commit", "--quiet", "--allow-empty", "--message", "base"], **run)
    subprocess.run(["git", "add", "--all"], **run)
    subprocess.run(["git", *who, "commit", "--quiet", "--message", "head"], **run)
    for name in ("post-checkout", "post-index-change", "fsmonitor-watchman", "pre-auto-gc"):
        hook = root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(script)
        hook.chmod(0o755)
    for key in ("filter.trap.smudge", "diff.trap.textconv", "diff.trap.command", "core.pager", "core.editor"):
        subprocess.run(["git", "config", key, f"touch {mark}"], **run)
    subprocess.run(["git", "config", "core.fsmonitor", f"touch {mark}; false"], **run)
    return root


def ran(root: Path, *arguments: str) -> dict[str, Any]:
    """What a run in the folder did."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))}
    command = [sys.executable, "-I", "-B", "-c", WATCHED, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, env=environment, check=False)
    told: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return told


@pytest.mark.parametrize(
    "arguments",
    [("audit", "."), ("review", "--base", "HEAD~1"), ("review", "--base", "HEAD~1", "--head", "HEAD")],
    ids=["audit", "review of the working tree", "review of commits"],
)
def test_nothing_of_the_repository_is_run(mined: Path, arguments: tuple[str, ...]) -> None:
    told = ran(mined, *arguments, "--format", "json", "--fail-on", "never")
    assert told["status"] == 0
    assert not (mined.parent / "mark").exists()
    assert not [name for name in told["imported"] if name.startswith(str(mined))]
    assert not told["connected"]
    assert all(command.startswith("['git'") for command in told["started"])


def test_no_command_is_started_where_git_is_not_asked(mined: Path) -> None:
    assert ran(mined, "audit", ".", "--format", "json")["started"] == []


def test_no_file_outside_is_opened(mined: Path) -> None:
    (mined / "app/api/b").mkdir()
    (mined / "app/api/b/route.ts").symlink_to("/etc/passwd")
    (mined / "app/api/c").symlink_to("/etc")
    told = ran(mined, "audit", ".", "--format", "json")
    own = (str(mined), sys.prefix, sys.base_prefix, str(Path(__file__).parents[2]), "/usr/", "/lib", "/dev/null")
    assert not [path for path in told["opened"] if not path.startswith(own)]


def test_a_run_on_github_starts_no_command(real_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """So the token is in no argument of any command, and no command inherits it."""

    def refuse(*arguments: object, **_named: object) -> None:
        pytest.fail(f"a run on GitHub started {arguments}")

    for module, name in ((subprocess, "Popen"), (os, "system"), (os, "fork"), (os, "posix_spawn"), (os, "execv")):
        monkeypatch.setattr(module, name, refuse)
    pull = real_hub.world.open_pull(
        {"package.json": '{"dependencies": {"next": "16.0.0"}}'},
        {
            "package.json": '{"dependencies": {"next": "16.0.0"}}',
            "app/api/a/route.ts": ROUTE,
            "app/api/b/route.ts": "/proc/self/environ",  # the text of a link, as git keeps it
        },
    )
    assert real_hub.review(pull).status in (1, 3)  # what lies behind the link is not known
