"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ORACLE = Path(__file__).parent / "oracle"

# How busy the machine is decides nothing. In CI one commit has one answer; at a desk every run draws other examples.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("desk", PATIENT)
settings.register_profile("ci", PATIENT, derandomize=True)
settings.register_profile("long", PATIENT, max_examples=2_000)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder with Next.js installed (``npm ci --prefix tests/oracle``); without it the test is skipped by name."""
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not (ORACLE / "node_modules" / "next").is_dir():
        pytest.skip("Next.js is not installed: npm ci --prefix tests/oracle")
    return ORACLE
