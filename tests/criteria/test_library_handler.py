"""A library's own handler. Which routes mount one is found with the endpoints."""

from __future__ import annotations

import pytest

from reviewer.model import Approach
from reviewer.nextjs.detection import all_endpoints

PATH = "app/api/thing/route.ts"
MOUNTED = {
    'import { toNextJsHandler } from "better-auth/next-js";\n'
    "export const { GET, POST } = toNextJsHandler(auth);": "auth",
    'import { fetchRequestHandler } from "@trpc/server/adapters/fetch";\n'
    "const handler = (req) => fetchRequestHandler({ req });\nexport { handler as GET, handler as POST };": "trpc",
}


def seen_of_post(small, text: str) -> dict[str, object]:
    app = small(
        {"package.json": '{"dependencies": {"next": "16.0.0"}}', PATH: text, "app/page.tsx": "export default 1;"}
    )
    found = all_endpoints(app.sources, app.modules).endpoints
    return app.see(next(each for each in found if each.path == PATH and each.name == "POST"))


@pytest.mark.parametrize("text", MOUNTED)
def test_speaks(small, text: str) -> None:
    seen = seen_of_post(small, text)["library-handler"]
    assert seen.constraint == "library-handler" and seen.favours is Approach.API_ROUTE
    assert seen.message == f"It hands the request to the handler of a library ({MOUNTED[text]})."


@pytest.mark.parametrize(
    "text",
    [
        "export async function POST() { await trpc.user.update(); }",
        'import { call } from "@/trpc";\nexport async function POST() { await appRouter.createCaller({}).save(); }',
        'import { auth } from "@/auth";\nexport const POST = auth(async (req) => { await save(); });',
        "const handler = async () => {};\nexport { handler as GET, handler as POST };",
        "// fetchRequestHandler\nexport async function POST() { log('fetchRequestHandler'); }",
    ],
)
def test_silent(small, text: str) -> None:
    assert "library-handler" not in seen_of_post(small, text)


def test_an_action_is_none(action) -> None:
    app, endpoint = action("export async function act() {}", tunnel="trpc")
    assert "library-handler" not in app.see(endpoint)
