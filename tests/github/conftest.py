"""The GitHub of the tests as fixtures, and time that does not pass."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from reviewer import action
from reviewer.github import run as run_module
from tests.github import events, standin
from tests.github.contract import Contract, contract_or_none
from tests.github.server import Logged, Server
from tests.github.world import Pull, World

MERGED = "5e" * 20
IMPATIENCE = 1.0  # seconds that stand for the time-out of the client, where the server is about to hang


@dataclass
class Run:
    """What one run of the action left behind."""

    status: int
    outputs: dict[str, str]
    summary: str
    log: str
    requests: list[Logged]

    @property
    def writes(self) -> list[Logged]:
        return [each for each in self.requests if each.writes]


@dataclass
class Hub:
    """A world, its server, and the action run against it."""

    world: World
    server: Server
    folder: Path
    capture: pytest.CaptureFixture[str]
    inputs: dict[str, str] = field(default_factory=dict)
    workspace: Path | None = None
    merged: str = ""  # the merge commit that GitHub made for the event
    runs: int = 0

    def environ(self, event: str, payload: dict[str, Any], token: str = "ghs_secret", **more: str) -> dict[str, str]:
        self.runs += 1
        home = self.folder / f"run-{self.runs}"
        home.mkdir()
        (home / "event.json").write_text(json.dumps(payload))
        return {
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(home / "event.json"),
            "GITHUB_API_URL": self.server.api,
            "GITHUB_GRAPHQL_URL": self.server.graphql,
            "GITHUB_SERVER_URL": self.server.origin,
            "GITHUB_REPOSITORY": self.world.full_name,
            "GITHUB_OUTPUT": str(home / "output"),
            "GITHUB_STEP_SUMMARY": str(home / "summary.md"),
            **({"GITHUB_SHA": self.merged} if self.merged else {}),
            "GITHUB_WORKSPACE": str(self.workspace or home / "no-checkout"),
            "RUNNER_TEMP": str(home),
            "INPUT_TOKEN": token,
            **{f"INPUT_{name.upper()}": value for name, value in self.inputs.items()},
            **more,
        }

    def run(self, event: str, payload: dict[str, Any], token: str = "ghs_secret", **more: str) -> Run:
        environ = self.environ(event, payload, token, **more)
        before = len(self.server.log)
        self.capture.readouterr()
        status = action.main(environ)
        log = "".join(self.capture.readouterr())
        assert "Traceback" not in log
        assert token not in log
        left_behind = (path for path in Path(environ["RUNNER_TEMP"]).rglob("*") if path.is_file())
        assert not [path for path in left_behind if token.encode() in path.read_bytes()]
        return Run(
            status,
            _outputs(Path(environ["GITHUB_OUTPUT"])),
            _text(Path(environ["GITHUB_STEP_SUMMARY"])),
            log,
            self.server.log[before:],
        )

    def review(self, pull: Pull, action_name: str = "synchronize", token: str = "ghs_secret") -> Run:
        return self.run("pull_request", events.pull_request(self.world, pull, action_name), token)

    def quietly(self, pull: Pull) -> int:
        """A run beside another one: only its exit status is of interest."""
        return action.main(self.environ("pull_request", events.pull_request(self.world, pull)))

    def check_out(self, files: dict[str, bytes], head: str = MERGED) -> None:
        """Put these files into a workspace, as actions/checkout does. ``head``: what git writes into HEAD."""
        self.workspace = self.folder / f"workspace-{self.runs}"
        self.merged = MERGED
        (self.workspace / ".git").mkdir(parents=True)
        (self.workspace / ".git" / "HEAD").write_text(f"{head}\n")
        for path, data in files.items():
            target = self.workspace / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _outputs(path: Path) -> dict[str, str]:
    """The outputs as the runner reads them: name<<delimiter, lines, delimiter."""
    found: dict[str, str] = {}
    lines = iter(_text(path).split("\n"))
    for line in lines:
        if "<<" not in line:
            continue
        name, _, delimiter = line.partition("<<")
        value: list[str] = []
        for inner in lines:
            if inner == delimiter:
                break
            value.append(inner)
        found[name] = "\n".join(value)
    return found


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which sleeping takes no time."""
    made = World()
    made.token()

    def sleep(seconds: float) -> None:
        made.slept += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    send = requests.adapters.HTTPAdapter.send

    def impatient(self: Any, request: Any, timeout: object = None, **named: Any) -> Any:
        return send(self, request, timeout=IMPATIENCE if made.next_times_out() else timeout, **named)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", impatient)
    return made


@pytest.fixture(params=[""], ids=["github.com"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def contract(prefix: str, description: str) -> Contract | None:
    return contract_or_none("api.github.com" if not prefix else description)


@pytest.fixture
def description() -> str:
    """The description of GitHub Enterprise Server to hold a run with its addresses against."""
    return "ghes-3.19"


@pytest.fixture
def server(world: World, contract: Contract | None, prefix: str) -> Iterator[Server]:
    """The server; when the test is over, all that went over the wire is held against GitHub's own description."""
    made = Server(world, prefix)
    yield made
    made.close()
    assert not [each for each in made.log if each.path.startswith("/_codeload/") and each.authorised]
    if contract is not None:
        contract.check(made.log, prefix)


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the analysis, whose findings can be read off the sources: see standin.py."""
    monkeypatch.setattr(run_module, "review", standin.review)


@pytest.fixture
def hub(world: World, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], analysis: None) -> Hub:
    return Hub(world, server, tmp_path, capsys)


@pytest.fixture
def real_hub(world: World, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hub:
    """With the real analysis."""
    return Hub(world, server, tmp_path, capsys)


Opened = Callable[..., Pull]
