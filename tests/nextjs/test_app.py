"""Which app owns a file, and what is known of it."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import App
from reviewer.nextjs.app import find_apps, owner
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

NEXT = '{"dependencies": {"next": "15.2.1"}}'
CATALOGUED = '{"dependencies": {"next": "catalog:"}}'
NAMED = '{"dependencies": {"next": "catalog:a"}}'
PAGE = "export default () => null"


def apps(**files: str) -> tuple[App, ...]:
    sources = Sources(MemoryTree({path: text.encode() for path, text in files.items()}))
    return find_apps(sources, Modules(sources))


def only_app(files: dict[str, str]) -> App:
    [app] = apps(**files)
    return app


def test_an_app_at_the_root() -> None:
    app = only_app({"package.json": NEXT, "app/page.tsx": PAGE, "app/api/x/route.ts": "", "pages/api/y.ts": ""})
    assert (app.root, app.app_dir, app.pages_dir) == ("", "app", "pages")
    assert (app.next_version, app.renders_with_app, app.renders_with_pages) == ((15, 2), True, False)
    assert app.has_server_actions


def test_an_app_in_src_and_a_root_folder_that_beats_it() -> None:
    assert only_app({"package.json": NEXT, "src/app/page.tsx": PAGE}).app_dir == "src/app"
    assert only_app({"package.json": NEXT, "src/app/page.tsx": PAGE, "app/page.tsx": PAGE}).app_dir == "app"


def test_several_apps_of_a_monorepo_own_their_files() -> None:
    found = apps(
        **{
            "package.json": '{"workspaces": ["apps/*"]}',
            "apps/web/package.json": NEXT,
            "apps/web/app/page.tsx": PAGE,
            "apps/docs/next.config.mjs": "export default {}",
            "apps/docs/src/pages/index.tsx": PAGE,
            "packages/ui/package.json": '{"peerDependencies": {"next": "15"}}',
            "packages/ui/src/app/button.tsx": PAGE,
        }
    )
    assert [app.root for app in found] == ["apps/docs", "apps/web"]
    web = owner(found, "apps/web/lib/a.ts")
    assert web is not None and web.root == "apps/web"
    assert owner(found, "apps/website/a.ts") is None
    assert owner(found, "packages/ui/src/app/button.tsx") is None


def test_the_innermost_app_owns() -> None:
    found = apps(
        **{"package.json": NEXT, "app/page.tsx": PAGE, "examples/a/package.json": NEXT, "examples/a/app/page.tsx": PAGE}
    )
    inner = owner(found, "examples/a/app/page.tsx")
    assert inner is not None and inner.root == "examples/a"


@pytest.mark.parametrize(
    "files", [{}, {"app/page.tsx": PAGE}, {"package.json": NEXT}, {"package.json": "{", "app/page.tsx": PAGE}]
)
def test_no_app(files: dict[str, str]) -> None:
    assert apps(**files) == ()


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"package.json": '{"dependencies": {"next": "^14.1.0"}}'}, (14, 1)),
        ({"package.json": '{"devDependencies": {"next": "~13.4.19"}}'}, (13, 4)),
        ({"package.json": '{"dependencies": {"next": "16"}}'}, (16, 0)),
        ({"package.json": '{"dependencies": {"next": ">=15.0.0-canary.1 <16"}}'}, (15, 0)),
        ({"package.json": '{"dependencies": {"next": "npm:@acme/next@15.3.2"}}'}, (15, 3)),
        ({"package.json": '{"dependencies": {"next": "14.x"}}'}, (14, 0)),
        ({"package.json": '{"dependencies": {"next": "latest"}}'}, None),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "catalog:\n  next: ^15.4.0\n"}, (15, 4)),
        ({"package.json": NAMED, "pnpm-workspace.yaml": "catalogs:\n  a:\n    next: 14.2.3\n"}, (14, 2)),
        ({"package.json": CATALOGUED[:-1] + ', "workspaces": {"catalog": {"next": "15.5.0"}}}'}, (15, 5)),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": 'catalog: {"ne\\x78t": ^15.4.0}'}, (15, 4)),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "catalog: {next: 15.4.0} # next"}, (15, 4)),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "# next\rcatalog: {next: 15.4.0}"}, (15, 4)),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "# next\u2028catalog: {next: 15.4.0}"}, (15, 4)),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "# next: 15\ncatalog: {i18next: 1, next-auth: 2}"}, None),
        ({"package.json": CATALOGUED, "pnpm-workspace.yaml": "a: [&x 1, *y"}, None),
    ],
)
def test_the_version_of_next(files: dict[str, str], version: tuple[int, int] | None) -> None:
    assert only_app({**files, "app/page.tsx": PAGE}).next_version == version


def test_a_catalogue_of_the_workspace_above() -> None:
    wanted = '{"dependencies": {"next": "catalog:"}}'
    files = {
        "apps/web/package.json": wanted,
        "apps/web/app/page.tsx": PAGE,
        "pnpm-workspace.yaml": "catalog: {next: 15.1.2}",
    }
    assert only_app(files).next_version == (15, 1)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("module.exports = { basePath: '/docs', output: 'export' }", ("/docs", True)),
        ("export default { basePath: `/docs/` }", ("/docs", False)),
        ("const basePath = '/docs';\nconst config = { basePath };\nexport default withX(config)", ("/docs", False)),
        ("export default (phase) => ({ basePath: '/docs' })", ("/docs", False)),
        ("const config = {}; config.basePath = '/docs'; module.exports = config", ("/docs", False)),
        ("export default { basePath: process.env.BASE, output: process.env.X ? 'export' : undefined }", ("", False)),
        ("export default { rewrites: { basePath: '/no' }, webpack: { output: 'export' } }", ("", False)),
        ("export default { output: 'standalone' }", ("", False)),
        ("syntax error {{{", ("", False)),
    ],
)
def test_the_configuration_is_read_and_never_run(config: str, expected: tuple[str, bool]) -> None:
    app = only_app({"next.config.js": config, "app/page.tsx": PAGE})
    assert (app.base_path, app.static_export) == expected


@pytest.mark.parametrize(
    ("config", "extensions"),
    [
        ("export default { pageExtensions: ['page.tsx', 'api.ts'] }", ("page.tsx", "api.ts")),
        ("const e = ['ts'];\nexport default { pageExtensions: e }", ("ts",)),
        ("export default { pageExtensions: [...defaults, 'mdx'] }", ("tsx", "ts", "jsx", "js", "mdx")),
        ("export default { pageExtensions: make() }", ("tsx", "ts", "jsx", "js")),
    ],
)
def test_page_extensions(config: str, extensions: tuple[str, ...]) -> None:
    assert (
        only_app({"next.config.ts": config, "app/page.tsx": PAGE, "pages/index.ts": PAGE}).page_extensions == extensions
    )


@pytest.mark.parametrize(
    ("version", "config", "able"),
    [
        ("14.0.0", "module.exports = {}", True),
        ("13.5.1", "module.exports = {}", False),
        ("13.4.1", "module.exports = { experimental: { serverActions: true } }", True),
        ("13.4.1", "module.exports = { experimental: { serverActions: false } }", False),
        ("13.2.0", "module.exports = { experimental: { serverActions: true } }", False),
        ("latest", "module.exports = {}", True),
    ],
)
def test_the_versions_that_have_server_actions(version: str, config: str, able: bool) -> None:
    package = f'{{"dependencies": {{"next": "{version}"}}}}'
    assert (
        only_app({"package.json": package, "next.config.js": config, "app/page.tsx": PAGE}).has_server_actions is able
    )


def test_an_app_folder_with_route_handlers_alone_renders_nothing() -> None:
    app = only_app({"package.json": NEXT, "app/api/x/route.ts": "", "app/_lib/page.tsx": PAGE, "pages/index.tsx": PAGE})
    assert (app.renders_with_app, app.renders_with_pages, app.has_server_actions) == (False, True, False)


@pytest.mark.parametrize(
    ("path", "renders"),
    [
        ("pages/index.tsx", True),
        ("pages/blog/[id].tsx", True),
        ("pages/_app.tsx", False),
        ("pages/404.tsx", False),
        ("pages/api/x.ts", False),
    ],
)
def test_what_counts_as_a_page_of_the_pages_router(path: str, renders: bool) -> None:
    assert only_app({"package.json": NEXT, path: PAGE}).renders_with_pages is renders


@pytest.mark.parametrize(
    ("config", "known"),
    [
        ("export default withX({ pageExtensions: ['ts', 'tsx'] })", True),
        ("import './env.mjs';\nexport default withX({})", True),
        ("const s = 'ts'; module.exports = { pageExtensions: [s] }", True),
        ("module.exports = { pageExtensions: ['api.' + 'ts'] }", False),
        ("module.exports = { pageExtensions: ['ts'].concat('api.ts') }", False),
        ("module.exports = { pageExtensions: process.env.A ? ['ts'] : ['api.ts'] }", False),
        ("module.exports = require('./other')", False),
        ("import base from './other';\nexport default { ...base }", False),
        ("export { default } from './other'", False),
    ],
)
def test_page_extensions_that_cannot_be_told(config: str, known: bool) -> None:
    assert only_app({"next.config.js": config, "app/page.tsx": PAGE}).extensions_known is known


LAYOUT = "import Link from 'next/link'\n"


@pytest.mark.parametrize(
    "files",
    [
        {"apps/web/package.json": '{"scripts": {"dev": "next dev"}}', "apps/web/app/page.tsx": PAGE},
        {"apps/web/package.json": "{}", "apps/web/next-env.d.ts": "", "apps/web/app/page.tsx": PAGE},
        {"apps/web/app/(main)/layout.tsx": LAYOUT},
        {"apps/web/src/pages/_app.tsx": LAYOUT, "apps/web/src/pages/index.tsx": PAGE},
    ],
)
def test_an_app_whose_workspace_depends_on_next(files: dict[str, str]) -> None:
    assert only_app({"package.json": NEXT, **files}).root == "apps/web"
    alone = apps(**{"package.json": "{}", **files})
    assert [app.root for app in alone] == (["apps/web"] if "next dev" in str(files) else [])


@pytest.mark.parametrize(
    "files",
    [
        {"apps/web/package.json": '{"scripts": {"dev": "vite"}}', "apps/web/app/page.tsx": PAGE},
        {"apps/web/app/root.tsx": "import { Links } from '@remix-run/react'", "apps/web/app/routes/a.tsx": PAGE},
        {"apps/web/app/_layout.tsx": PAGE, "apps/web/app/page.tsx": "import x from 'next-themes'"},
        {"packages/a/package.json": "{}", "packages/a/templates/b/app/layout.tsx": LAYOUT},
    ],
)
def test_other_frameworks_of_such_a_workspace_are_no_apps(files: dict[str, str]) -> None:
    assert apps(**{"package.json": NEXT, **files}) == ()


def test_a_package_json_with_a_number_that_is_too_long_for_python() -> None:
    manifest = f'{{"x": {"1" * 5000}, "dependencies": {{"next": "15"}}}}'
    assert only_app({"package.json": manifest, "app/page.tsx": PAGE}).root == ""
