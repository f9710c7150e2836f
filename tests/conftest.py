"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ORACLE = Path(__file__).parent / "oracle"

# How busy the machine is decides nothing. In CI one commit has one answer; at a desk every run draws other examples.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("desk", PATIENT)
settings.register_profile("ci", PATIENT, derandomize=True)
settings.register_profile("long", PATIENT, max_examples=2_000)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder with Next.js installed (``npm ci --prefix tests/oracle``); without it the test is skipped by name."""
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not (ORACLE / "node_modules" / "next").is_dir():
        pytest.skip("Next.js is not installed: npm ci --prefix tests/oracle")
    return ORACLE
