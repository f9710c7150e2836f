"""The check that real previews are put to: it has to see what is wrong with one, and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = {
    "package.json": '{"name": "shop"}',
    "packages/db/package.json": '{"name": "@shop/db", "main": "./src/index.ts"}',
    "packages/db/src/index.ts": "export async function rename(id: string): Promise<number> { return id.length; }\n",
    "apps/web/tsconfig.json": '{"compilerOptions": {"strict": true, "baseUrl": ".", "paths": {"@/*": ["./*"]}}}',
    "apps/web/lib/own.ts": "export const own = (text: string) => text;\n",
    "apps/web/app/api/x/route.ts": """\
import { thing } from "not-installed";
import { own } from "@/lib/own";
const broken: number = own("already");
export async function POST() {
  return Response.json(thing(own("a"), broken));
}
""",
}
HEAD = '"use server";\n\nimport { rename } from "@shop/db";\nimport { thing } from "not-installed";\n'
GO = HEAD + "export async function go() {\n  return %s;\n}\n"
UNUSED = "TS6133 'thing' is declared but its value is never read."

TYPED = 'import type { Thing } from "not-installed";\nexport const go = (thing: Thing) => thing;\n'

# The text of the one file of a preview, and what is new in it: codes, or whole sentences.
PREVIEWS: dict[str, tuple[str, list[str]]] = {
    "what compiles, other packages being any": (GO % "thing((await rename('1')).toFixed(), thing.Anything)", []),
    "a type of another package": (
        'import type { Thing } from "not-installed";\nexport const go = (thing: Thing) => thing;\n',
        [],
    ),
    "what was wrong before": ('import { own } from "@/lib/own";\nexport const broken: number = own("already");\n', []),
    "a type of another package of the checkout": (GO % "thing(await rename(1))", ["TS2345"]),
    "a name that is nowhere": (GO % "thing(rename, missing)", ["TS2304"]),
    "a relative path that leads nowhere": ('import { own } from "../lib/other";\nexport const go = own;\n', ["TS2307"]),
    "an alias that leads nowhere": ('import { own } from "@/lib/other";\nexport const go = own;\n', ["TS2307"]),
    "a use of Next.js": (
        'import { cookies } from "next/headers";\nexport const go = async () => cookies().get("a");\n',
        ["TS2339"],
    ),
    "a use of React": ("export function Go() {\n  return <b onClick={1} />;\n}\n", ["TS2322"]),
    "an import that nothing uses": (GO % "rename('1')", [UNUSED]),
}


@pytest.mark.node
def test_what_is_new_in_a_preview_is_said_and_nothing_else(node_packages: Path, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    previews = [
        {
            "id": title,
            "original": "apps/web/app/api/x/route.ts",
            "rewritten": {f"apps/web/app/go{number}.tsx": text},
        }
        for number, (title, (text, _)) in enumerate(PREVIEWS.items())
    ]
    done = subprocess.run(
        ["node", str(HERE / "typecheck.mjs"), str(node_packages)],
        input=json.dumps({"root": str(tmp_path), "previews": previews}),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert answer["checked"] == len(PREVIEWS)
    said = {title: [*answer["new"][title], *answer["unused"][title]] for title in PREVIEWS}
    lines = {title: [line.partition(" ")[2] for line in found] for title, found in said.items()}
    assert {title: [_short(line) for line in found] for title, found in lines.items()} == {
        title: codes for title, (_, codes) in PREVIEWS.items()
    }


def _short(line: str) -> str:
    return line if line == UNUSED else line.partition(" ")[0]
