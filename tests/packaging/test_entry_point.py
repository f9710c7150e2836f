"""The container's entry point on the demo as a pull request, against the GitHub of the tests, over real HTTP.

With ROUTE_OR_ACTION_IMAGE set to the name of a built image, that image is run; without it, the same words are run by
this Python.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.demo import pull_request
from tests.github import events
from tests.github.server import Server
from tests.github.world import Pull, World

ROOT = Path(__file__).parent.parent.parent
IMAGE = os.environ.get("ROUTE_OR_ACTION_IMAGE")
IN_CONTAINER = {"workspace": "/github/workspace", "temp": "/github/runner_temp"}


@pytest.fixture
def world() -> World:
    made = World()
    made.token()
    return made


@pytest.fixture
def pull(world: World) -> Pull:
    change, tree = pull_request()
    head = {path: tree.read(path) or b"" for path in tree.paths()}
    added = {file.path for file in change.files if file.status == "added"}
    before = {file.path: file.base for file in change.files if file.base is not None}
    return world.open_pull({path: text for path, text in {**head, **before}.items() if path not in added}, head)


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    made = Server(world)
    yield made
    made.close()


def command(folders: dict[str, Path], environ: dict[str, str]) -> list[str]:
    if IMAGE is None:
        entry = re.search(r"^ENTRYPOINT (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        assert entry is not None
        return [sys.executable, *json.loads(entry[1])[1:]]
    mounts = [f"--volume={folder}:{IN_CONTAINER[name]}" for name, folder in folders.items()]
    options = [*mounts, *(f"--env={name}" for name in environ), f"--workdir={IN_CONTAINER['workspace']}"]
    return ["docker", "run", "--rm", "--network=host", *options, IMAGE]


def test_it_reviews_the_demo_once_and_leaves_the_workspace_alone(
    world: World, pull: Pull, server: Server, tmp_path: Path
) -> None:
    folders = {name: tmp_path / name for name in IN_CONTAINER}
    for folder in folders.values():
        folder.mkdir()
    (folders["temp"] / "event.json").write_text(json.dumps(events.pull_request(world, pull)))
    (folders["workspace"] / "json.py").write_text("raise SystemExit('imported from the workspace')\n")
    place = IN_CONTAINER if IMAGE else {name: str(folder) for name, folder in folders.items()}
    environ = {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": f"{place['temp']}/event.json",
        "GITHUB_API_URL": server.api,
        "GITHUB_GRAPHQL_URL": server.graphql,
        "GITHUB_SERVER_URL": server.origin,
        "GITHUB_REPOSITORY": world.full_name,
        "GITHUB_WORKSPACE": place["workspace"],
        "RUNNER_TEMP": place["temp"],
        "INPUT_TOKEN": "ghs_secret",
    }
    for _ in range(2):
        ran = subprocess.run(
            command(folders, environ),
            cwd=folders["workspace"],
            env={"PATH": os.environ["PATH"], **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 1, ran.stdout + ran.stderr
    assert len(pull.threads) == 4
    assert len(pull.comments) == 1
    assert sum(request.writes for request in server.log) == 2  # one review, one summary, and nothing by the second run
    assert [path.name for path in folders["workspace"].iterdir()] == ["json.py"]
    report = json.loads((folders["temp"] / "route-or-action.json").read_text())
    assert len(report["endpoints"]) == 10
    assert (folders["temp"] / "route-or-action.sarif").is_file()
