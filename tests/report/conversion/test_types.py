"""TypeScript itself on every preview of the small cases, against the types of Next.js, React and Node.js."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typescript import type_errors

from .cases import CASES
from .conftest import Convert


@pytest.mark.node
def test_every_preview_compiles(convert: Convert, node_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "axios.d.ts").write_text('declare module "axios";\n')
    for number, case in enumerate(CASES.values()):
        preview = convert(case.files(), case.path, case.name, case.way)
        for path, text in {**case.files(), **dict(preview.rewritten)}.items():
            target = tmp_path / f"case{number}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    assert type_errors(tmp_path, node_packages) == []
