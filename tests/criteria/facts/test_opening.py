"""What a pages API route does before it tells the methods apart speaks for each of its methods."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.opening import MOST_STATEMENTS
from reviewer.model import Endpoint
from reviewer.nextjs.detection import all_endpoints

PATH = "pages/api/websites.ts"
NEXT = '{"dependencies": {"next": "14.1.0"}}'
AUTH = {
    "lib/auth.ts": "export const useAuth = createMiddleware(async (req, res, next) => {\n"
    "  req.user = check(req.headers.authorization);\n  next();\n});\n"
}
BRANCHES = "  if (req.method === 'GET') { res.json(await prisma.site.findMany()); }\n"
BRANCHES += "  if (req.method === 'POST') { res.json(await prisma.site.create({ data: req.body })); }\n"


def route(before: str, branches: str = BRANCHES) -> str:
    text = 'import { useAuth } from "../../lib/auth";\nexport default async (req, res) => {\n'
    return f"{text}  {before}\n{branches}  return res.status(405).end();\n}};\n"


def parts(small, text: str) -> tuple[object, dict[str, Endpoint]]:
    app = small({"package.json": NEXT, PATH: text, **AUTH})
    (endpoint,) = (each for each in all_endpoints(app.sources, app.modules).endpoints if each.path == PATH)
    return app, {part.methods[0]: part for part in endpoint.parts()}


@pytest.mark.parametrize(
    "before",
    [
        "await useAuth(req, res);",
        "try { await useAuth(req, res); } catch { return; }",
        "if (!(await useAuth(req, res))) return res.status(401).end();",
        "const token = req.headers.authorization;",
        'const token = req.headers["x-api-key"];',
        "go();\n  const token = req.headers.authorization;",
        "try { go(); const token = req.headers.authorization; } catch {}",
        "try { go(); } catch {} finally {}\n  const token = req.headers.authorization;",
        "go();" * (MOST_STATEMENTS - 1) + "const token = req.headers.authorization;",
    ],
)
@pytest.mark.parametrize(
    "branches",
    [
        BRANCHES,
        "  switch (req.method) { case 'GET': return res.json(1); case 'POST': await save(req.body); break; }\n",
    ],
)
def test_a_key_that_is_asked_for_before_the_methods(small, before: str, branches: str) -> None:
    app, found = parts(small, route(before, branches))
    assert sorted(found) == ["GET", "POST"]
    assert all("api-key" in app.see(part) for part in found.values())


ASKS = "await useAuth(req, res); await prisma.site.create({ data: req.body });"
BY_METHOD = "if (req.method === 'GET') { return res.json(req.query); }\n  if (req.method === 'POST') { %s }"
BY_CASE = "switch (req.method) { case 'GET': return res.json(req.query); case 'POST': %s break; }"


@pytest.mark.parametrize(
    "form", [BY_METHOD, f"try {{ {BY_METHOD} }} catch {{}}", BY_CASE, f"try {{ {BY_CASE} }} catch {{}}"]
)
def test_what_one_method_asks_for_is_not_asked_for_the_other(small, form: str) -> None:
    app, found = parts(small, route("", f"  {form % ASKS}\n"))
    assert "api-key" in app.see(found["POST"])
    assert "api-key" not in app.see(found["GET"])


def test_the_branches_of_a_function_that_it_hands_on(small) -> None:
    head = 'import { useAuth } from "../../lib/auth";'
    text = f"{head}\nexport default (req, res) => run(res, async () => {{ {BY_METHOD % ASKS} }});"
    app, found = parts(small, text)
    assert "api-key" in app.see(found["POST"])
    assert "api-key" not in app.see(found["GET"])


def test_what_answers_the_other_methods_is_not_asked_for_these(small) -> None:
    text = route("", BRANCHES).replace("return res.status(405).end()", "return rest(res, req.headers.authorization)")
    app, found = parts(small, text)
    assert sorted(found) and not any("api-key" in app.see(part) for part in found.values())


def test_no_more_statements_are_looked_at_than_anybody_writes(small) -> None:
    app, found = parts(small, route("go();" * MOST_STATEMENTS + "const token = req.headers.authorization;"))
    assert not any("api-key" in app.see(part) for part in found.values())


def test_statements_that_do_nothing(small) -> None:
    branches = "  switch (req.method) { case 'GET': return res.json(1); case 'POST': await save(req.body); break; }\n"
    app, found = parts(small, route('"use strict"; 1;', branches))
    assert sorted(found) == ["GET", "POST"] and not any("api-key" in app.see(part) for part in found.values())


def test_the_work_of_a_method_is_its_own(small, site) -> None:
    app, found = parts(small, route("await stripe.checkout.sessions.create({ price });"))
    assert "R3" not in {name for name, each in app.see(found["POST"]).items() if "payments" in each.message}


def test_what_a_route_for_all_methods_calls_is_its_work(small, site) -> None:
    text = 'import { save } from "../../lib/save";\nexport default async (req, res) => {\n  await save(req.body);\n};\n'
    save = "export async function save(site) { await prisma.site.create({ data: site }); }"
    app = small({"package.json": NEXT, PATH: text, "lib/save.ts": save})
    (endpoint,) = all_endpoints(app.sources, app.modules).endpoints
    assert "A2" in app.see(endpoint, site())


def test_what_a_page_does_is_no_part_of_its_action(small) -> None:
    text = (
        "export default async function Page() {\n  const token = headers().get('authorization');\n"
        "  async function act() {\n    'use server';\n    go();\n  }\n  return <form action={act} />;\n}\n"
    )
    app = small({"package.json": NEXT, "app/page.tsx": text})
    (endpoint,) = all_endpoints(app.sources, app.modules).endpoints
    assert behaviour(endpoint, app.sources, app.modules).reached == ()


def test_a_route_for_all_methods_is_read_as_one(small) -> None:
    text = route("await useAuth(req, res);", "  await prisma.site.create({ data: req.body });\n")
    app = small({"package.json": NEXT, PATH: text, **AUTH})
    (endpoint,) = all_endpoints(app.sources, app.modules).endpoints
    assert endpoint.parts() == (endpoint,)
    assert "api-key" in app.see(endpoint)
