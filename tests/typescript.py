"""TypeScript itself, with the types of Next.js, React and Node.js, on the files of a folder."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

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


def type_errors(folder: Path, packages: Path) -> list[str]:
    """What the compiler says; ``packages`` is the folder whose node_modules it and the types are in."""
    (folder / "node_modules").symlink_to(packages / "node_modules")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "exclude": ["node_modules"]}))
    command = ["node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []
