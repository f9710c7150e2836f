"""Previews of real endpoints, type-checked: at least 40, and not one about which TypeScript says something new.

The checkouts are not part of this repository: ROUTE_OR_ACTION_CHECKOUTS names a folder that holds them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.previews import Tally, checked, made

CHECKOUTS = os.environ.get("ROUTE_OR_ACTION_CHECKOUTS")
AT_LEAST = 40


@pytest.mark.node
def test_real_previews_compile(node_packages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if CHECKOUTS is None:
        pytest.skip("ROUTE_OR_ACTION_CHECKOUTS names no folder of checkouts")
    tallies: dict[str, Tally] = {}
    seen: set[tuple[str, ...]] = set()
    for checkout in sorted(Path(CHECKOUTS).iterdir()):
        assert checked(checkout, list(made(checkout, False, tallies, seen)), node_packages, tallies) == 0, (
            capsys.readouterr()
        )
    assert sum(tally.accepted for tally in tallies.values()) >= AT_LEAST
