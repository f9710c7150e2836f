"""The function behind the export, in whatever file it lives, and the wrappers around it."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

BASE = {"package.json": b'{"dependencies": {"next": "15"}}', "app/page.tsx": b"export default () => null"}
ROUTE = "app/api/x/route.ts"


def endpoints(files: dict[str, str]) -> tuple[Endpoint, ...]:
    sources = Sources(MemoryTree({**BASE, **{path: text.encode() for path, text in files.items()}}))
    return all_endpoints(sources, Modules(sources)).endpoints


def work(files: dict[str, str], name: str = "GET") -> list[str]:
    """The text of each handler's first mark ``/*n*/``, by which the cases name the function that does the work."""
    [endpoint] = [one for one in endpoints(files) if one.name == name]
    found = []
    for handler in endpoint.handlers:
        text = {**files}[handler.body.path].encode()[handler.body.start_byte : handler.body.end_byte].decode()
        found.append(text[text.index("/*") + 2 : text.index("*/")] if "/*" in text else text)
    return found


WRAPPED = {
    "function": "export async function GET() { /*1*/ }",
    "arrow": "export const GET = async () => { /*1*/ }",
    "wrapper": "export const GET = withAuth(async () => { /*1*/ })",
    "options after": "export const GET = withAuth(async () => { /*1*/ }, { role: 'a' })",
    "options before": "export const GET = withAuth({ role: 'a' }, async () => { /*1*/ })",
    "name before": "export const GET = withLog('name', async () => { /*1*/ })",
    "options object": "export const GET = wrap({ schema, handler: async () => { /*1*/ } })",
    "method in options": "export const GET = wrap({ onError() {}, async handler() { /*1*/ } })",
    "nested": "export const GET = withLog('n', withAuth(async () => { /*1*/ }))",
    "curried": "export const GET = withAuth({ role })(async () => { /*1*/ })",
    "chain": "export const GET = client.schema(z.object({})).use(() => 1).handler(async () => { /*1*/ })",
    "local name": "const handler = async () => { /*1*/ };\nexport const GET = handler",
    "function declared below": "export { run as GET };\nasync function run() { /*1*/ }",
    "name in a wrapper": "async function run() { /*1*/ }\nexport const GET = withAuth(schema, run)",
    "bound": "async function run() { /*1*/ }\nexport const GET = run.bind(null, 1)",
    "typed": "export const GET = (async () => { /*1*/ }) satisfies Handler as any",
    "condition": "export const GET = test ? undefined : async () => { /*1*/ }",
    "fallback": "export const GET = override ?? (async () => { /*1*/ })",
    "destructured": "const made = { GET: async () => { /*1*/ } };\nexport const { GET } = made",
    "renamed in destructuring": "export const { read: GET } = { read: async () => { /*1*/ } }",
    "member": "const made = { read: async () => { /*1*/ } };\nexport const GET = made.read",
    "served": "export const { GET } = serve(async () => { /*1*/ })",
    "factory": "const make = () => async () => { /*1*/ };\nexport const GET = make()",
    "factory with a body": "function make(n) { const m = n; return async () => { /*1*/ } }\nexport const GET = make(1)",
    "factory of a local": "function make() { const f = async () => { /*1*/ }; return f }\nexport const GET = make()",
    "factory of a map": "const make = () => ({ GET: async () => { /*1*/ } });\nexport const { GET } = make()",
    "IIFE": "export const GET = (() => async () => { /*1*/ })()",
    "longest of two": "export const GET = wrap(() => 1, async () => { /*1*/ })",
    "not a schema's": "const s = z.string().transform((x) => x);\nexport const GET = wrap(s, async () => { /*1*/ })",
}


@pytest.mark.parametrize("form", WRAPPED)
def test_the_function_is_found_through_every_form(form: str) -> None:
    assert work({ROUTE: WRAPPED[form]}) == ["1"]


ELSEWHERE = {
    "imported": {
        ROUTE: """import { run } from '../../../lib/a';
export const GET = run""",
        "lib/a.ts": "export const run = async () => { /*1*/ }",
    },
    "imported and wrapped": {
        ROUTE: """import { run } from '../../../lib/a';
export const GET = wrap(run)""",
        "lib/a.ts": "export async function run() { /*1*/ }",
    },
    "re-exported": {
        ROUTE: "export { GET } from '../../../lib/a'",
        "lib/a.ts": "export async function GET() { /*1*/ }",
    },
    "re-exported under a name": {
        ROUTE: "export { run as GET } from '../../../lib/a'",
        "lib/a.ts": "export const run = wrap(async () => { /*1*/ })",
    },
    "starred": {
        ROUTE: "export * from '../../../lib/a'",
        "lib/a.ts": "export * from './b'",
        "lib/b.ts": "export const GET = async () => { /*1*/ }",
    },
    "default": {
        ROUTE: """import run from '../../../lib/a';
export { run as GET }""",
        "lib/a.ts": "export default async () => { /*1*/ }",
    },
    "namespace": {
        ROUTE: """import * as a from '../../../lib/a';
export const GET = a.run""",
        "lib/a.ts": "export const run = async () => { /*1*/ }",
    },
    "map of another file": {
        ROUTE: """import { handlers } from '../../../lib/a';
export const { GET } = handlers""",
        "lib/a.ts": "export const handlers = { GET: async () => { /*1*/ } }",
    },
    "factory of another file": {
        ROUTE: """import { make } from '../../../lib/a';
export const GET = make('x')""",
        "lib/a.ts": "export const make = (n) => async () => { /*1*/ }",
    },
}


@pytest.mark.parametrize("form", ELSEWHERE)
def test_the_function_is_found_in_whatever_file_it_lives(form: str) -> None:
    files = ELSEWHERE[form]
    assert work(files) == ["1"]
    [endpoint] = endpoints(files)
    assert endpoint.handlers[0].body.path != ROUTE
    assert (endpoint.path, endpoint.methods) == (ROUTE, ("GET",))


def test_wrappers_are_named_outermost_first_with_their_own_code() -> None:
    lib = "export const withAuth = (fn) => async (req) => { check(req); return fn(req) };\n"
    route = (
        "import { withAuth } from '../../../lib/a';\nimport { withLog } from '@axiom/next';\n"
        "export const GET = withLog('x', withAuth(async () => {}))"
    )
    [endpoint] = endpoints({ROUTE: route, "lib/a.ts": lib})
    outer, inner = endpoint.wrappers
    assert (outer.name, outer.package, outer.definition) == ("withLog", "@axiom/next", None)
    assert (inner.name, inner.package) == ("withAuth", None)
    assert inner.definition is not None and (inner.definition.path, inner.definition.start_line) == ("lib/a.ts", 1)


def test_a_chain_of_an_action_client_is_one_wrapper() -> None:
    client = "export const adminClient = createSafeActionClient().use(async () => { admin() })"
    action = (
        "'use server'\nimport { adminClient } from '../lib/client'\n"
        "export const drop = adminClient.inputSchema(s).action(async () => { /*1*/ })"
    )
    files = {"app/a.ts": action, "lib/client.ts": client}
    [endpoint] = endpoints(files)
    assert work(files, "drop") == ["1"]
    assert [wrapper.name for wrapper in endpoint.wrappers] == ["adminClient.action"]
    assert endpoint.wrappers[0].definition is not None
    assert endpoint.wrappers[0].definition.path == "lib/client.ts"


def test_what_cannot_be_found_is_the_export_itself() -> None:
    [endpoint] = endpoints({ROUTE: "import { GET } from 'some-package';\nexport { GET }"})
    assert endpoint.handlers[0].body.path == ROUTE
    assert endpoint.handlers[0].body.start_line == 2


def test_circles_end() -> None:
    files = {ROUTE: "export { GET } from './b'", "app/api/x/b.ts": "export { GET } from './route'"}
    assert [endpoint.name for endpoint in endpoints(files)] == ["GET"]
    assert endpoints({ROUTE: "const a = b, b = a; export const GET = a"})[0].handlers[0].body.path == ROUTE


TUNNELS = {
    "trpc": """import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
const h = (req) => fetchRequestHandler({ req });
export { h as GET }""",
    "hono": """import { Hono } from 'hono';
import { handle } from 'hono/vercel';
const app = new Hono().get('/a', (c) => c.json({}));
export const GET = handle(app)""",
    "auth": """import { handlers } from '@/auth';
export const { GET } = handlers""",
    "graphql": """import { createYoga } from 'graphql-yoga';
const { handleRequest } = createYoga({ schema });
export { handleRequest as GET }""",
    "uploads": """import { createRouteHandler } from 'uploadthing/next';
export const { GET } = createRouteHandler({ router })""",
    "queue": """import { serve } from 'inngest/next';
export const { GET } = serve({ client, functions: [] })""",
    "next-unknown": """import { handler } from 'next-unknown';
export { handler as GET }""",
}


@pytest.mark.parametrize("tunnel", TUNNELS)
def test_a_librarys_own_handler_is_a_tunnel(tunnel: str) -> None:
    files = {
        ROUTE: TUNNELS[tunnel],
        "auth.ts": "import NextAuth from 'next-auth';\nexport const { handlers, auth } = NextAuth({})",
    }
    files["tsconfig.json"] = '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}'
    assert [endpoint.tunnel for endpoint in endpoints(files)] == [tunnel]


@pytest.mark.parametrize(
    "route",
    [
        "import { auth } from '@clerk/nextjs';\nexport async function GET() { await auth() }",
        "import { verifySignatureAppRouter as guard } from '@upstash/qstash/nextjs';\n"
        "export const GET = guard(async () => { /*1*/ })",
        "import { auth } from '@/auth';\nexport const GET = auth(async (req) => { /*1*/ })",
    ],
)
def test_a_librarys_guard_is_no_tunnel(route: str) -> None:
    assert [endpoint.tunnel for endpoint in endpoints({ROUTE: route})] == [None]
