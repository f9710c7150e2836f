"""A duration, runtime or region that the route's file sets, and those words elsewhere."""

from __future__ import annotations

import pytest

from reviewer.model import Approach, Kind

POST = "export async function POST() {}"
SPEAKS = {
    f"export const maxDuration = 60;\n{POST}": ("maxDuration", 1),
    f"{POST}\nexport const runtime = 'edge';": ("runtime", 2),
    f"export const preferredRegion: string = 'fra1';\n{POST}": ("preferredRegion", 1),
    f"export const config = {{\n  maxDuration: 300,\n}};\n{POST}": ("maxDuration", 2),
    f"export const config = {{ api: {{}}, runtime: 'edge' }};\n{POST}": ("runtime", 1),
    f"export const dynamic = 'force-dynamic', maxDuration = 60;\n{POST}": ("maxDuration", 1),
    f"export const runtime = 'edge';\nexport const preferredRegion = 'fra1', maxDuration = 60;\n{POST}": ("runtime", 1),
    f"export let runtime: string;\nruntime = process.env.RUNTIME;\n{POST}": ("runtime", 1),
}
SILENT = [
    f"export const dynamic = 'force-dynamic';\n{POST}",
    f"// export const maxDuration = 60;\n{POST}",
    f"/*\nexport const runtime = 'edge';\n*/\n{POST}",
    f"const maxDuration = 60;\n{POST}",
    "const film = z.object({\n  runtime: z.number(),\n  maxDuration: true,\n});\n" + POST,
    "export const schema = {\n  runtime: 1,\n};\n" + POST,
    "export const config = { api: { bodyParser: false }, film: { runtime: 1 } };\n" + POST,
    "export async function POST() {\n  await save({\n    runtime: 90,\n  });\n}",
    f"export function runtime() {{}}\n{POST}",
    f"export const config = {{ runtime: 'nodejs', api: {{}} }};\n{POST}",
    f"export let config;\nconfig = {{ maxDuration: 60 }};\n{POST}",
    f"export const maxDurations = 60, runtimes = 1;\n{POST}",
    f"import {{ maxDuration }} from './limits';\n{POST}",
    f"export const settings = {{ maxDuration: 60 }};\n{POST}",
    f"const text = `\nexport const runtime = 'edge'`;\n{POST}",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, text: str) -> None:
    app, endpoint = route(text)
    name, line = SPEAKS[text]
    seen = app.see(endpoint)["own-runtime"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE and seen.weight > 1
    assert seen.message == f"The route sets its own `{name}`." and seen.place.line == line
    assert "own-runtime" in app.see(endpoint._replace(kind=Kind.PAGES_API_ROUTE))


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "own-runtime" not in app.see(endpoint, site())
    assert "own-runtime" not in app.see(endpoint._replace(path="missing.ts"))


def test_an_action_takes_those_of_its_page(action, site) -> None:
    app, endpoint = action("'use server';\nexport const maxDuration = 60;\nexport async function act() {}")
    assert "own-runtime" not in app.see(endpoint, site())
