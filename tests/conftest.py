"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ORACLE = Path(__file__).parent / "oracle"

# In CI one commit has one answer; at a desk every run draws other examples.
settings.register_profile("ci", derandomize=True)
settings.register_profile("long", max_examples=2_000)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder with Next.js installed (``npm ci --prefix tests/oracle``); without it the test is skipped by name."""
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not (ORACLE / "node_modules" / "next").is_dir():
        pytest.skip("Next.js is not installed: npm ci --prefix tests/oracle")
    return ORACLE
