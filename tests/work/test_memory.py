"""What an audit leaves behind: the collector is off, so what refers to itself would stay until the process ends."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.changes.trees import FolderTree
from reviewer.config import Settings
from reviewer.review import audit
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources


@pytest.fixture
def _collector_is_off() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_collector_is_off")
def test_no_tree_outlives_an_audit(monorepo: Callable[[int], Path]) -> None:
    def there() -> list[object]:
        return [each for each in gc.get_objects() if isinstance(each, Sources | Modules)]

    before = there()
    told = audit(FolderTree(monorepo(400)), Settings())

    assert told.findings
    assert [each for each in there() if not any(each is known for known in before)] == []
