"""Where a caller runs: by directives, by the routers' entry files, and else by whoever imports it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.callers.apps import callers_in, of

ROUTE = {"app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}"}


def sides(files: Mapping[str, str], name: str = "GET /api/items") -> dict[str, str]:
    """The side of each owner."""
    callers = of(callers_in(files), name)
    return {owner: str(site.side) for site in callers.sites for owner in site.owners}


@pytest.mark.parametrize(
    ("importer", "code", "side"),
    [
        ("app/box.tsx", "'use client'\nimport { Bare } from '@/components/bare'", "client"),
        ("app/page.tsx", "import { Bare } from '@/components/bare'", "server"),
        ("app/(shop)/layout.tsx", "import { Bare } from '../../components/bare'", "server"),
        ("app/api/other/route.ts", "import { Bare } from '@/components/bare'", "server"),
        ("middleware.ts", "import { Bare } from './components/bare'", "server"),
        ("actions/all.ts", "'use server'\nimport { Bare } from '@/components/bare'", "server"),
        ("scripts/all.ts", "import { Bare } from '../components/bare'", "script"),
        ("app/box.tsx", "'use client'\nimport type { Bare } from '@/components/bare'", "unknown"),
        ("app/box.tsx", "'use client'\nimport { type Bare, type Other } from '@/components/bare'", "unknown"),
        ("app/box.tsx", "'use client'\nconst Bare = dynamic(() => import('@/components/bare'))", "client"),
        ("app/box.test.tsx", "'use client'\nimport { Bare } from '@/components/bare'", "unknown"),
    ],
)
def test_a_component_without_a_sign_runs_where_its_importer_runs(importer: str, code: str, side: str) -> None:
    bare = "export default async function Bare() { return list(await fetch(`${BASE}/api/items`)) }\nexport { Bare }"
    found = sides(ROUTE | {"components/bare.tsx": bare, importer: code})
    assert found == {"components/bare.tsx#Bare": side}


def test_through_files_without_a_sign_to_the_boundary() -> None:
    files = ROUTE | {
        "components/bare.tsx": "export function Bare() { fetch('/api/items'); return <p/> }",
        "components/middle.tsx": "import { Bare } from './bare'\nexport const Middle = () => <Bare/>",
        "components/index.ts": "export * from './middle'\nexport * from './other'",
        "components/other.tsx": "export const Other = () => <p/>",
        "app/box.tsx": "'use client'\nimport { Middle } from '@/components'\nexport const Box = () => <Middle/>",
        "app/page.tsx": "import { Other } from '@/components'\nexport default () => <Other/>",
    }
    assert sides(files) == {"components/bare.tsx#Bare": "client"}, "the page takes another name of the barrel"
    files["app/page.tsx"] = "import { Middle } from '@/components'\nexport default () => <Middle/>"
    assert sides(files) == {"components/bare.tsx#Bare": "shared"}


def test_hooks_of_react_prove_client_code_but_their_names_do_not() -> None:
    hook = "import { useState } from 'react'\nexport function Bare() { useState(); fetch('/api/items'); return <p/> }"
    page = {"app/page.tsx": "import { Bare } from '@/components/bare'\nexport default () => <Bare/>"}
    assert sides(ROUTE | page | {"components/bare.tsx": hook}) == {"components/bare.tsx#Bare": "client"}
    prompt = "export function Bare() { ask(`call useState and onClick={}`); fetch('/api/items'); return <p/> }"
    assert sides(ROUTE | page | {"components/bare.tsx": prompt}) == {"components/bare.tsx#Bare": "server"}


def test_a_folder_named_tools_is_no_script_where_the_app_imports_it() -> None:
    tool = "export async function Tool() { await fetch(`${BASE}/api/items`) }"
    route = {"app/api/chat/route.ts": "import { Tool } from '@/lib/tools/one'\nexport const POST = () => run(Tool)"}
    assert set(sides(ROUTE | route | {"lib/tools/one.ts": tool}).values()) == {"server"}
    assert set(sides(ROUTE | {"lib/tools/one.ts": f"{tool}\nTool()"}).values()) == {"script"}


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("auth.config.ts", "server"),
        ("lib/auth.config.js", "server"),
        ("seed.config.ts", "script"),
        ("tailwind.config.ts", "script"),
        ("my-auth.config.ts", "script"),
    ],
)
def test_the_configuration_of_the_sign_in_is_the_app_s_own(path: str, side: str) -> None:
    code = "export const config = { authorize: async () => { await fetch(`${BASE}/api/items`) } }"
    page = f"import {{ config }} from '@/{path.rpartition('.')[0]}'\nexport default () => <p>{{config.name}}</p>"
    assert set(sides(ROUTE | {path: code, "app/page.tsx": page}).values()) == {side}


def test_a_file_that_package_json_runs_is_a_script() -> None:
    files = ROUTE | {
        "package.json": '{"name": "shop", "dependencies": {"next": "16.0.0"}, "scripts": {"seed": "tsx db/seed.ts"}}',
        "db/seed.ts": "async function main() { await fetch(`${BASE}/api/items`) }\nmain()",
    }
    assert set(sides(files).values()) == {"script"}


MIXED = {
    "pages/old.tsx": "import { Bare } from '../components/bare'\nexport default function Old() { return <Bare/> }",
    "app/page.tsx": "export default function Page() { return null }",
}


@pytest.mark.parametrize("lead", ["'use client'\n", "import { useState } from 'react'\n", ""])
def test_an_app_with_both_routers_knows_who_renders_client_code(lead: str) -> None:
    use = "{useState ? 1 : 2}" if "useState" in lead else ""
    bare = {
        "components/bare.tsx": f"{lead}export function Bare() {{ return <b onClick={{() => fetch('/api/items')}}>"
        f"{use}</b> }}"
    }
    assert sides(ROUTE | MIXED | bare) == {"components/bare.tsx#Bare": "pages"}
    only_app = {"pages/old.tsx": "export default () => null"} | {
        "app/page.tsx": "import { Bare } from '../components/bare'\nexport default () => <Bare/>"
    }
    assert sides(ROUTE | MIXED | bare | only_app) == {"components/bare.tsx#Bare": "client"}


@pytest.mark.parametrize(
    ("path", "importer", "side"),
    [
        ("pages/old.tsx", "import { Bare } from '../components'", "pages"),
        ("pages/old.tsx", "import { Other } from '../components'", "client"),
        ("pages/old.tsx", "const Bare = dynamic(() => import('../components/bare'))", "pages"),
        ("pages/old.tsx", "import { Bare } from '@shop/bare'", "client"),
        ("pages/api/old.ts", "import { Bare } from '../../components/bare'", "shared"),
    ],
)
def test_what_a_page_beside_the_app_router_imports(path: str, importer: str, side: str) -> None:
    files = {
        "pages/first.tsx": "export default function First() { return null }",
        "app/page.tsx": "import { Bare } from '../components/bare'\nexport default () => <Bare/>",
        "components/bare.tsx": "'use client'\nexport const Bare = () => <b onClick={() => fetch('/api/items')} />",
        "components/other.tsx": "export const Other = () => <p/>",
        "components/index.ts": "export { Bare } from './bare'\nexport { Other } from './other'",
    }
    assert sides(ROUTE | files | {path: importer}) == {"components/bare.tsx#Bare": side}


def test_an_action_imported_by_a_component_of_the_pages_router() -> None:
    files = MIXED | {
        "actions/save.ts": "'use server'\nexport async function save() {}",
        "components/bare.tsx": """'use client'
            import { save } from '../actions/save'
            export const Bare = () => <form action={save}></form>""",
    }
    assert sides(files, "save") == {"components/bare.tsx#Bare": "pages"}


def test_each_app_asks_its_own_importers_of_a_shared_package() -> None:
    files = {
        "package.json": '{"name": "root", "workspaces": ["apps/*", "packages/*"]}',
        "packages/ui/package.json": '{"name": "@shop/ui", "main": "./src/index.ts"}',
        "packages/ui/src/index.ts": "export * from './box'",
        "packages/ui/src/box.tsx": "'use client'\nexport const Box = () => <b onClick={() => fetch('/api/items')} />",
        "apps/web/package.json": '{"name": "web", "dependencies": {"next": "16.0.0", "@shop/ui": "*"}}',
        "apps/web/app/page.tsx": "import { Box } from '@shop/ui'\nexport default () => <Box/>",
        "apps/web/app/api/items/route.ts": "export async function GET() {}",
        "apps/docs/package.json": '{"name": "docs", "dependencies": {"next": "16.0.0", "@shop/ui": "*"}}',
        "apps/docs/pages/index.tsx": "import { Box } from '@shop/ui'\nexport default () => <Box/>",
        "apps/docs/pages/api/items.ts": "export default function handler(req, res) {}",
    }
    found = callers_in(files)
    assert {endpoint.app.root: [str(site.side) for site in callers.sites] for endpoint, callers in found.items()} == {
        "apps/web": ["client"],
        "apps/docs": ["pages"],
    }


def test_importers_in_a_circle_end() -> None:
    files = ROUTE | {
        "lib/a.ts": "import './b'\nexport const A = () => fetch('/api/items')",
        "lib/b.ts": "import './a'\nimport { A } from './a'\nexport const b = A",
    }
    assert set(sides(files).values()) <= {"unknown"}
