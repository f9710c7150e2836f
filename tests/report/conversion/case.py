"""What a small app for the conversions is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.model import Recommendation

DB = """\
export type Row = { id: string; name: string };
export async function save(id: string, name: string): Promise<Row> { return { id, name }; }
export async function owner(): Promise<Row | null> { return null; }
"""


@dataclass(frozen=True)
class Case:
    """``shows``: pieces of the new file. ``calls``: pieces of the changed callers. ``lacks``: what is in neither."""

    path: str
    code: str
    name: str | None = None
    way: Recommendation | None = None
    caller: str = ""
    shows: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()  # other files, with their text

    def files(self) -> dict[str, str]:
        files = {self.path: self.code, "lib/db.ts": DB, **dict(self.more)}
        return {**files, "app/form.tsx": self.caller} if self.caller else files


def button(body: str) -> str:
    """A client component that runs the statements when its button is pressed."""
    return f"""\
"use client";

export function Form({{ id, name }}: {{ id: string; name: string }}) {{
  async function press() {{
{body}
  }}
  return <button onClick={{press}}>Go {{id}} {{name}}</button>;
}}
"""
