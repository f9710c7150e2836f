"""The corpus app before and after every conversion: it builds, its types check, it behaves the same in a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reviewer.changes.trees import FolderTree, OverlaidTree
from reviewer.model import Recommendation

from .conftest import converted

APP = Path(__file__).parents[2] / "corpus" / "conversion-notes"
HERE = Path(__file__).parent

CONVERSIONS = [
    ("app/api/notes/[noteId]/route.ts", "PATCH", None),
    ("app/api/subscribe/route.ts", "POST", None),
    ("pages/api/feedback.ts", "default", None),
    ("app/invite/actions.ts", "invite", None),
    ("app/invite/actions.ts", "getQuota", None),
    ("app/items/[itemId]/page.tsx", "addItem", Recommendation.EXTRACT),
    ("lib/prices.ts", "priceOf", Recommendation.SERVER_MODULE),
]
REMOVED = ["app/api/subscribe/route.ts", "pages/api/feedback.ts", "app/invite/actions.ts"]


def after_all() -> dict[str, bytes | None]:
    """The files that differ once every conversion was made, one upon the other, and what they replace is removed."""
    changed: dict[str, bytes | None] = {}
    for path, name, way in CONVERSIONS:
        preview = converted(OverlaidTree(FolderTree(APP), changed), path, name, way)
        changed.update((file, text.encode()) for file, text in preview.rewritten)
    route = (APP / CONVERSIONS[0][0]).read_bytes()
    changed[CONVERSIONS[0][0]] = route[: route.index(b"export async function PATCH")]
    changed.update(dict.fromkeys(REMOVED))
    return changed


STEPS: list[dict[str, Any]] = [
    {"open": "/notes/1"},
    {"fill": {"input": "  Second "}, "click": "button", "until": ["Renamed to Second", "Second (never)"]},
    {"fill": {"input": " "}, "click": "button", "until": ["Refused: A title is needed"]},
    {"open": "/notes/7"},
    {"fill": {"input": "x"}, "click": "button", "until": ["Refused: No note 7"]},
    {"open": "/subscribe"},
    {"fill": {"input": "ann@example.com"}, "click": "button", "until": ["Subscribers: 1"]},
    {"fill": {"input": "ann"}, "click": "button", "until": ["Refused"]},
    {"open": "/feedback"},
    {"fill": {"input": "fine"}, "click": "#send", "until": ["Sent 1"]},
    {"click": "#clear", "until": ["Cleared"]},
    {"fill": {"input": "much longer than thirty characters"}, "click": "#send", "until": ["Too long"]},
    {"fill": {"input": "short"}, "click": "#send", "until": ["Sent 1"]},
    {"open": "/invite"},
    {"click": "#good", "until": ["/join?role=editor&n=15 of 8"]},
    {"click": "#bad", "until": ["Refused"]},
    {"open": "/items/pen?step=2"},
    {"click": "#one", "until": ["pen: 2"]},
    {"click": "#three", "until": ["pen: 5"]},
    {"open": "/prices", "until": ["15"]},
]


def run(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "NEXT_TELEMETRY_DISABLED": "1"}
    done = subprocess.run(
        ["node", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the built app. It chooses a free port itself, and says which once it listens."""
    command = ["node", "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", "0"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        said = ""
        for line in server.stdout:  # ends with the server
            said += line
            address = re.search(r"http://127\.0\.0\.1:[1-9][0-9]*", line)
            if address is not None:
                yield address[0]
                return
        pytest.fail(f"The app was not served: {said}")
    finally:
        server.terminate()
        server.communicate()


def behaviour(folder: Path) -> list[str]:
    """Builds the app and says what its pages showed."""
    run(folder, "node_modules/next/dist/bin/next", "build", "--webpack")
    with served(folder) as address:
        steps = [{**step, "open": address + step["open"]} if "open" in step else step for step in STEPS]
        command = ["node", "--experimental-websocket", str(HERE / "drive.mjs")]
        command += [str(shutil.which("chromium")), f"{folder}-profile"]
        done = subprocess.run(command, input=json.dumps(steps), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    seen: list[str] = json.loads(done.stdout)
    return seen


@pytest.mark.node
def test_the_app_builds_and_behaves_the_same_after_every_conversion(node_packages: Path, tmp_path: Path) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        shutil.copytree(APP, folder)
        (folder / "node_modules").symlink_to(node_packages / "node_modules")
    for path, data in after_all().items():
        target = after / path
        if data is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    expected = behaviour(before)

    assert len(expected) == sum("until" in step for step in STEPS)
    assert behaviour(after) == expected
