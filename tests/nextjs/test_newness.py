"""New, and only new: base against head, with real git."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.model import Kind, Place, Status
from reviewer.nextjs.detection import Detected

SAVE = """export async function save(form: FormData) {
  const name = form.get("name");
  await db.customer.update({ where: { id: form.get("id") }, data: { name } });
  revalidatePath("/customers");
}
"""
REMOVE = """export async function remove(id: string) {
  const session = await auth();
  if (!session) throw new Error("sign in first");
  await db.customer.delete({ where: { id, owner: session.user.id } });
}
"""
GET = """export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const customers = await db.customer.findMany({ take: Number(searchParams.get("take")) });
  return Response.json(customers);
}
"""
POST = """export async function POST(request: Request) {
  const { name, email } = await request.json();
  const customer = await db.customer.create({ data: { name, email, created: new Date() } });
  return Response.json(customer, { status: 201 });
}
"""
USE = '"use server";\n\n'
INLINE = """export default function Page() {
  async function save(form: FormData) {
    "use server";
    await db.note.create({ data: { text: form.get("text") } });
  }
  return <form action={save} />;
}
"""


def names(found: Detected) -> list[str]:
    assert all(endpoint.status is Status.NEW for endpoint in found.endpoints)
    return [f"{endpoint.path}#{endpoint.name}" for endpoint in found.endpoints]


ONLY_GET = "export default function handler(req, res) { if (req.method === 'GET') res.json({ a: 1 }); }\n"
PAGES_API = ONLY_GET.replace("}\n", "if (req.method === 'POST') save(req.body); }\n")
NOT_NEW = {
    "nothing changed": ({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + SAVE}),
    "only the body": ({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + SAVE.replace("name }", "name, at: 1 }")}),
    "only formatting": ({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + SAVE.replace("\n  ", "\n\n\t")}),
    "only comments": ({"app/a.ts": USE + SAVE}, {"app/a.ts": "// a\n" + USE + "// b\n" + SAVE}),
    "renamed": ({"app/a.ts": USE + SAVE}, {"lib/b.ts": USE + SAVE}),
    "renamed with edits": ({"app/a.ts": USE + SAVE + REMOVE}, {"lib/b.ts": USE + SAVE + REMOVE.replace("auth", "who")}),
    "moved to another file": (
        {"app/a.ts": USE + SAVE + REMOVE, "app/b.ts": USE},
        {"app/a.ts": USE + SAVE, "app/b.ts": USE + REMOVE},
    ),
    "one file split in two": (
        {"app/a.ts": USE + SAVE + REMOVE},
        {"app/save.ts": USE + SAVE, "app/remove.ts": USE + REMOVE},
    ),
    "removed": ({"app/a.ts": USE + SAVE + REMOVE}, {"app/a.ts": USE + SAVE}),
    "directive removed": ({"app/a.ts": USE + SAVE}, {"app/a.ts": SAVE}),
    "function to constant": (
        {"app/a.ts": USE + "export async function a(x: string) { await save(x); }\n"},
        {"app/a.ts": USE + "export const a = async (x: string) => { await save(x); };\n"},
    ),
    "wrapped": (
        {"app/a.ts": USE + "export const a = async () => { await save(); };\n"},
        {"app/a.ts": USE + "export const a = withAuth(async () => { await save(); });\n"},
    ),
    "exported by a list": ({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + SAVE[7:] + "export { save };\n"}),
    "inline, edited": ({"app/n/page.tsx": INLINE}, {"app/n/page.tsx": INLINE.replace("note", "memo")}),
    "inline, taken out into a file": (
        {"app/n/page.tsx": INLINE},
        {
            "app/n/page.tsx": 'import { save } from "./actions";\nexport default () => <form action={save} />;\n',
            "app/n/actions.ts": USE
            + "export async function save(form: FormData) {\n"
            + '  await db.note.create({ data: { text: form.get("text") } });\n}\n',
        },
    ),
    "route, body": ({"app/api/c/route.ts": GET}, {"app/api/c/route.ts": GET.replace("take", "count")}),
    "route, moved to another URL": ({"app/api/c/route.ts": GET}, {"app/api/v2/customers/route.ts": GET}),
    "route, moved into a group": ({"app/api/c/route.ts": GET + POST}, {"app/(x)/api/c/route.ts": GET + POST}),
    "the app moved to src": (
        {"app/api/c/route.ts": GET, "app/x/page.tsx": "export default 1"},
        {"src/app/api/c/route.ts": GET, "src/app/x/page.tsx": "export default 1"},
    ),
    "route, body moved to a library": (
        {"app/api/c/route.ts": GET},
        {"app/api/c/route.ts": 'export { GET } from "../../../lib/c";\n', "lib/c.ts": GET},
    ),
    "pages api, moved": (
        {"pages/api/a.ts": "export default function handler(req, res) { res.json({ a: 1 }) }\n"},
        {"pages/api/b.ts": "export default function handler(req, res) { res.json({ a: 1 }) }\n"},
    ),
    "from the Pages Router to the App Router": (
        {"pages/api/c/[id].ts": PAGES_API, "app/page.tsx": "export default 1\n"},
        {"app/api/c/[key]/route.ts": GET + POST, "app/page.tsx": "export default 1\n"},
    ),
    "from the Pages Router, answering every method": (
        {"pages/api/c/index.ts": "export default (req, res) => res.json({});\n", "app/page.tsx": "export default 1\n"},
        {"app/api/c/route.ts": GET, "app/page.tsx": "export default 1\n"},
    ),
    "from the App Router to the Pages Router": (
        {
            "app/api/c/route.ts": "export const GET = (req) => Response.json({});\n",
            "app/page.tsx": "export default 1\n",
        },
        {"pages/api/c.ts": ONLY_GET, "app/page.tsx": "export default 1\n"},
    ),
    "a library changed": ({"lib/a.ts": SAVE}, {"lib/a.ts": SAVE + REMOVE}),
}


@pytest.mark.parametrize("case", NOT_NEW)
def test_not_new(case: str, repository: Any) -> None:
    base, head = NOT_NEW[case]
    assert names(repository.new(base, head)) == []


NEW = {
    "a new file": ({}, {"app/a.ts": USE + SAVE}, ["app/a.ts#save"]),
    "a function added": ({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + REMOVE + SAVE}, ["app/a.ts#remove"]),
    "the directive added": (
        {"app/a.ts": SAVE + REMOVE},
        {"app/a.ts": USE + SAVE + REMOVE},
        ["app/a.ts#save", "app/a.ts#remove"],
    ),
    "exported now": ({"app/a.ts": USE + SAVE[7:]}, {"app/a.ts": USE + SAVE}, ["app/a.ts#save"]),
    "exported by a list": (
        {"app/a.ts": USE + SAVE[7:]},
        {"app/a.ts": USE + SAVE[7:] + "export { save };\n"},
        ["app/a.ts#save"],
    ),
    "another function under the same name elsewhere": (
        {"app/a.ts": USE + SAVE + REMOVE},
        {"app/a.ts": USE + SAVE + REMOVE, "app/b.ts": USE + SAVE},
        ["app/b.ts#save"],
    ),
    "inline": ({"app/n/page.tsx": "export default 1\n"}, {"app/n/page.tsx": INLINE}, ["app/n/page.tsx#save"]),
    "a method": ({"app/api/c/route.ts": GET}, {"app/api/c/route.ts": GET + POST}, ["app/api/c/route.ts#POST"]),
    "a method of a renamed route": (
        {"app/api/c/route.ts": GET},
        {"app/api/customers/route.ts": GET + "export const DELETE = GET;\n"},
        ["app/api/customers/route.ts#DELETE"],
    ),
    "a method through a star": (
        {"app/api/c/route.ts": 'export * from "../../../lib/c";\n', "lib/c.ts": GET},
        {"app/api/c/route.ts": 'export * from "../../../lib/c";\n// all\n', "lib/c.ts": GET + POST},
        ["app/api/c/route.ts#POST"],
    ),
    "a method through a star of an untouched route": (
        {"app/api/c/route.ts": 'export * from "../../../lib/c";\n', "lib/c.ts": GET},
        {"app/api/c/route.ts": 'export * from "../../../lib/c";\n', "lib/c.ts": GET + POST},
        ["app/api/c/route.ts#POST"],
    ),
    "a pages api route": (
        {},
        {"pages/api/a.ts": "export default function handler(req, res) { res.json({}) }\n"},
        ["pages/api/a.ts#default"],
    ),
    "a method added on the way to the App Router": (
        {"pages/api/c/[id].ts": PAGES_API, "app/page.tsx": "export default 1\n"},
        {"app/api/c/[id]/route.ts": GET + "export const DELETE = remove;\n", "app/page.tsx": "export default 1\n"},
        ["app/api/c/[id]/route.ts#DELETE"],
    ),
    "another address in the App Router": (
        {"pages/api/c/[id].ts": ONLY_GET, "app/page.tsx": "export default 1\n"},
        {"app/api/c/[...id]/route.ts": GET, "app/page.tsx": "export default 1\n"},
        ["app/api/c/[...id]/route.ts#GET"],
    ),
    "the old one stays": (
        {"pages/api/c.ts": ONLY_GET, "app/page.tsx": "export default 1\n"},
        {"pages/api/c.ts": ONLY_GET, "app/api/c/route.ts": GET, "app/page.tsx": "export default 1\n"},
        ["app/api/c/route.ts#GET"],
    ),
    "other code in place of the old": (
        {"app/api/c/route.ts": GET},
        {"app/api/other/route.ts": "export const GET = () => new ImageResponse(render(card));\n"},
        ["app/api/other/route.ts#GET"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NEW)
def test_new(case: str, repository: Any) -> None:
    base, head, expected = NEW[case]
    assert names(repository.new(base, head)) == expected


def test_a_revert_undoes_what_was_new(repository: Any) -> None:
    assert names(repository.new({"app/a.ts": USE + SAVE + REMOVE}, {"app/a.ts": USE + SAVE})) == []
    assert names(repository.new({"app/a.ts": USE + SAVE}, {"app/a.ts": USE + SAVE + REMOVE})) == ["app/a.ts#remove"]


def test_a_route_that_became_an_action_is_a_conversion(repository: Any) -> None:
    body = 'await db.share.create({ data: { form, sender } });\n  await mail(sender, "shared");\n'
    start = "export async function POST(request: Request) {\n  const { form, sender } = await request.json();\n  "
    route = start + body + "}\n"
    action = f"export async function share(form: string, sender: string) {{\n  {body}}}\n"
    found = repository.new(
        {"app/api/share/route.ts": route, "app/f.ts": "1\n"}, {"app/f.ts": "1\n", "app/a.ts": USE + action}
    )
    [endpoint] = found.endpoints
    assert endpoint.kind is Kind.SERVER_ACTION
    assert endpoint.converted_from == Place("app/api/share/route.ts", 1)


def test_an_unrelated_removal_is_no_conversion(repository: Any) -> None:
    found = repository.new(
        {"app/api/c/route.ts": GET}, {"app/a.ts": USE + "export async function ping() { return 1 }\n"}
    )
    [endpoint] = found.endpoints
    assert endpoint.converted_from is None


HANDLER = "const handler = () => Response.json({});\n"
ANCHORS = {
    "signature": ({}, {"app/a.ts": USE + SAVE}, 3),
    "directive above old functions": ({"app/a.ts": "\n\n" + SAVE}, {"app/a.ts": USE + SAVE}, 1),
    "entry of an export list": ({"app/a.ts": USE + SAVE[7:]}, {"app/a.ts": USE + SAVE[7:] + "export { save };\n"}, 8),
    "inline": ({}, {"app/n/page.tsx": INLINE}, 2),
    "inline directive": (
        {"app/n/page.tsx": INLINE.replace('    "use server";\n', "")},
        {"app/n/page.tsx": INLINE},
        3,
    ),
    "method of a list": (
        {"app/api/c/route.ts": HANDLER + "export { handler as GET };\n"},
        {"app/api/c/route.ts": HANDLER + "export {\n  handler as GET,\n  handler as POST,\n};\n"},
        4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ANCHORS)
def test_the_comment_stands_where_a_reader_expects_it(case: str, repository: Any) -> None:
    base, head, line = ANCHORS[case]
    assert [endpoint.anchor_line for endpoint in repository.new(base, head).endpoints] == [line]


def test_nothing_is_looked_at_where_no_file_can_define_an_endpoint() -> None:
    from reviewer.model import Change, ChangedFile
    from reviewer.nextjs.detection import new_endpoints
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

    class Untouchable:
        def paths(self) -> list[str]:
            raise AssertionError("the tree was walked")

        def read(self, path: str) -> bytes | None:
            raise AssertionError(f"{path} was read")

    sources = Sources(Untouchable())
    change = Change((ChangedFile("lib/a.ts", "modified", b"export const a = 1", b"", added=frozenset({1})),))
    found = new_endpoints(change, sources, Modules(sources))
    assert (found.endpoints, found.analysed) == ((), frozenset({"lib/a.ts"}))
