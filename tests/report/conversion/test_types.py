"""TypeScript itself on every preview of the small cases, against the types of Next.js, React and Node.js."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from .cases import CASES
from .conftest import Convert

OPTIONS = {
    "allowJs": True,
    "jsx": "react-jsx",
    "lib": ["dom", "dom.iterable", "es2022"],
    "module": "esnext",
    "moduleResolution": "bundler",
    "noEmit": True,
    "skipLibCheck": True,
    "strict": True,
    "target": "es2022",
    "types": ["node", "react"],
}


@pytest.mark.node
def test_every_preview_compiles(convert: Convert, node_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_packages / "node_modules")
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "exclude": ["node_modules"]}))
    (tmp_path / "axios.d.ts").write_text('declare module "axios";\n')
    for number, case in enumerate(CASES.values()):
        preview = convert(case.files(), case.path, case.name, case.way)
        for path, text in {**case.files(), **dict(preview.rewritten)}.items():
            target = tmp_path / f"case{number}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    command = ["node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [line for line in done.stdout.splitlines() if "error" in line] == []
