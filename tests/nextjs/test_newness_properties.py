"""Random edits in real git: the endpoints called new are those that head has and base has not.

The first property knows the answer because it writes the modules itself; the second takes the names from Next.js's
compiler, over random edits to the lines of plausible files.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.nextjs.server_actions import actions
from reviewer.syntax.parser import Source

NAMES = ["save", "remove", "list", "rename", "invite"]
BODIES = [
    "  await {0}Store.{0}Row({0}Id, {0}Data, {0}Owner, {0}Time);\n",
    "  const {0}Found = await {0}Search({0}Id);\n  return {0}Shown({0}Found);\n",
    "  {0}Mail({0}Id, {0}Text);\n  await {0}Log({0}Id, {0}Owner);\n",
]


@dataclass(frozen=True)
class Part:
    name: str
    exported: bool
    inline: bool
    constant: bool
    body: int

    def text(self) -> str:
        export, use = "export " if self.exported else "", '  "use server";\n' if self.inline else ""
        body = use + BODIES[self.body].format(self.name)
        if self.constant:
            return f"{export}const {self.name} = async (form) => {{\n{body}}};\n"
        return f"{export}async function {self.name}(form) {{\n{body}}}\n"


@dataclass(frozen=True)
class Module:
    path: str
    directive: bool
    comment: str
    parts: tuple[Part, ...]

    def text(self) -> str:
        start = f"// {self.comment}\n" + ('"use server";\n' if self.directive else "")
        return "\n".join([start, *(part.text() for part in self.parts)])

    def actions(self) -> set[str]:
        return {part.name for part in self.parts if part.inline or (self.directive and part.exported)}


parts = st.builds(Part, st.sampled_from(NAMES), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2))
modules = st.builds(
    Module,
    st.just("app/a.ts"),
    st.booleans(),
    st.text("abc ", max_size=20),
    st.lists(parts, max_size=5, unique_by=lambda part: part.name).map(tuple),
)


@given(base=modules, head=modules, renamed=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_new_is_what_head_has_and_base_has_not(base: Module, head: Module, renamed: bool, repository: Any) -> None:
    if renamed:
        head = replace(base, path="lib/b.ts", parts=tuple(replace(part, exported=True) for part in base.parts))
    found = repository.new({base.path: base.text()}, {head.path: head.text()})
    names = Counter(endpoint.name for endpoint in found.endpoints)
    assert names == Counter(head.actions() - base.actions())


ACTIONS = """"use server";

import { z } from "zod";
import { actionClient } from "@/lib/client";

const schema = z.object({ id: z.string() });

export type Result = { ok: boolean };

export async function archive(id: string): Promise<Result> {
  await db.item.update({ where: { id }, data: { archived: true } });
  return { ok: true };
}

export const restore = async (id: string) => {
  await db.item.update({ where: { id }, data: { archived: false } });
};

export const publish = actionClient.schema(schema).action(async ({ parsedInput }) => {
  await db.item.publish(parsedInput.id);
});

async function helper() {
  return 1;
}

export { helper as assist };
export default async function main() {
  await helper();
}
"""
PAGE = """import { db } from "@/lib/db";

export default async function Page() {
  async function create(form: FormData) {
    "use server";
    await db.note.create({ data: { text: form.get("text") } });
  }
  const clear = async () => {
    "use server";
    await db.note.deleteMany();
  };
  return (
    <form action={create}>
      <button formAction={clear} />
      <Child onDone={async () => {
        "use server";
        await db.note.done();
      }} />
    </form>
  );
}
"""
EXTRA = [
    '"use server";',
    "// a remark",
    "",
    "export async function added() {}",
    "export const later = async () => {};",
    "async function own() { 'use server'; }",
]

ABOUT_ACTIONS = ("use server", "use client", "Server Actions")  # other errors: what no version of a file may hold


def edited(lines: Sequence[str], dice: random.Random) -> str:
    """A text with some of its lines gone, doubled, moved, exported or added."""
    text = list(lines)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(text))
        choice = dice.randrange(5)
        if choice == 0:
            text.insert(at, dice.choice(EXTRA))
        elif choice == 1 and "{" not in text[at] and "}" not in text[at]:
            del text[at]
        elif choice == 2:
            text[at] = text[at].replace("export ", "", 1) if dice.random() < 0.5 else "  " + text[at]
        elif choice == 3 and text[at].startswith(("async", "const")):
            text[at] = f"export {text[at]}"
        elif choice == 4:
            text[at] = text[at].replace("archived", "hidden").replace("note", "memo")
    return "\n".join(text) + "\n"


def is_program(reply: dict[str, str]) -> bool:
    return "error" not in reply or any(words in reply["error"] for words in ABOUT_ACTIONS)


def inline_names(path: str, text: str) -> set[str | None]:
    found = actions(Source(path, text.encode()))
    return set() if found.refusals else {action.binding for action in found.found if action.inline}


@pytest.mark.node
@pytest.mark.parametrize(("path", "text"), [("app/a.ts", ACTIONS), ("app/n/page.tsx", PAGE)])
def test_new_is_what_the_compiler_finds_in_head_and_not_in_base(
    path: str, text: str, repository: Any, node_packages: Path
) -> None:
    dice = random.Random(20)
    pairs = [(edited(text.splitlines(), dice), edited(text.splitlines(), dice)) for _ in range(40)]
    questions = [{"path": path, "source": source} for pair in pairs for source in pair]
    done = subprocess.run(
        ["node", str(node_packages / "actions.mjs")],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        check=True,
    )
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    found = [reply.get("actions", []) for reply in replies]
    compared = 0
    for at, (base, head) in enumerate(pairs):
        if not all(is_program(reply) for reply in replies[2 * at : 2 * at + 2]):
            continue
        compared += bool(found[2 * at + 1])
        before, after = found[2 * at], found[2 * at + 1]
        new = repository.new({path: base}, {path: head}).endpoints
        exported = {name for name in after if not name.startswith("$")} - set(before)
        assert {endpoint.name for endpoint in new if not endpoint.inline} == exported, (base, head)
        inline = [sum(name.startswith("$") for name in names) for names in (before, after)]
        found_inline = [endpoint.binding for endpoint in new if endpoint.inline]
        # The compiler names none of these: where one went and another came, its count is a lower bound, but for
        # functions that were exported actions before.
        known = len(inline_names(path, head) & set(before))
        assert max(0, inline[1] - inline[0]) - known <= len(found_inline) <= inline[1], (base, head)
        assert not {name for name in found_inline if name is not None} & inline_names(path, base), (base, head)
    assert compared > len(pairs) / 3
