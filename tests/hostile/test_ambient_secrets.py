"""The runner gives an action more secrets than it needs: what stays of them in the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from reviewer.action import taken

CANARY = "canary-7d1f"
AMBIENT = (
    *("ACTIONS_RUNTIME_TOKEN", "ACTIONS_RUNTIME_URL", "ACTIONS_CACHE_URL", "ACTIONS_RESULTS_URL"),
    *("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"),
    *("INPUT_TOKEN", "INPUT_CONFIG", "GITHUB_TOKEN", "GH_TOKEN", "NPM_TOKEN", "AWS_SECRET_ACCESS_KEY"),
)
PROGRAM = """
import json, os, subprocess, sys
from reviewer.cli import main
status = main(["action"])
names = "import os; print(sorted(os.environ))"
inherited = subprocess.run([sys.executable, "-c", names], capture_output=True, text=True)
print(json.dumps([status, dict(os.environ), inherited.stdout]), file=sys.stderr)
"""


def test_nothing_of_them_is_left_in_the_process_or_given_to_another(tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text("{}")
    environ = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")},
        **dict.fromkeys(AMBIENT, CANARY),
        "GITHUB_EVENT_NAME": "star",
        "GITHUB_EVENT_PATH": str(event),
        "HTTPS_PROXY": "http://proxy.example",
    }
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, env=environ, capture_output=True, text=True, check=True
    )
    status, left, inherited = json.loads(ran.stderr)
    assert status == 0
    assert "Nothing to do" in ran.stdout
    assert CANARY not in ran.stdout + ran.stderr
    assert not set(left) & set(AMBIENT)
    assert not [name for name in AMBIENT if name in inherited]
    assert left["HTTPS_PROXY"] == "http://proxy.example"


def test_a_run_gets_its_inputs_and_no_token_of_another_service() -> None:
    environ = dict.fromkeys((*AMBIENT, "PATH", "RUNNER_TEMP"), CANARY)
    needed = taken(environ)
    assert set(needed) == {"INPUT_TOKEN", "INPUT_CONFIG", "GITHUB_TOKEN", "RUNNER_TEMP"}
    assert set(environ) == {"PATH"}
