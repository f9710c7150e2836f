"""Reads behind helpers, guards, builders and wrappers of the app's own; and changes that hide at the same depth."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Via

HEAD = "'use server';\nimport { Note, notesRef } from '../lib/models';\nimport { load, remove, ok, run, getStats, RUNS } from '../lib/deep';\nimport * as jose from 'jose';\n"
EFFECT = {"via": Via.EFFECT}


def says(action, site, body: str, helpers: str = "", name: str = "notesOf", **more: object) -> bool:
    app, endpoint = action(
        f"{HEAD}export async function {name}(id) {{ {body} }}", name, files={"lib/deep.ts": helpers, **more}
    )
    return "read-in-action" in app.see(endpoint, site(**EFFECT))


READS = "await prisma.note.findMany();"
DEEP = """
export async function load(id) {{ return one(id); }}
async function one(id) {{ return two(id); }}
async function two(id) {{ return three(id); }}
async function three(id) {{ return four(id); }}
async function four(id) {{ {end} }}
"""


@pytest.mark.parametrize(
    ("end", "speaks"),
    [
        ("return prisma.note.findMany({ where: { id } });", True),
        ("return ask(id);", False),
        ("return prisma.note.update({ where: { id } });", False),
        ("const found = await prisma.note.findFirst(); if (!found) await mailbox.send(id); return found;", False),
        ("try { return await prisma.note.findMany(); } catch (e) { await mailbox.send(e); }", True),
    ],
)
def test_helpers_are_followed_to_their_end(action, site, end: str, speaks: bool) -> None:
    body = "const notes = await load(id); return prisma.tag.findMany({ where: { notes } });"
    assert says(action, site, body, DEEP.format(end=end)) is speaks


def test_not_without_an_end(action, site) -> None:
    chain = "\n".join(f"async function f{n}(id) {{ return f{n + 1}(id); }}" for n in range(12))
    helpers = f"export async function load(id) {{ return f0(id); }}\n{chain}\nasync function f12() {{ return 1; }}"
    assert not says(action, site, f"await load(id); {READS}", helpers)
    rounds = "export async function load(id) { return back(id); }\nasync function back(id) { return load(id); }"
    assert says(action, site, f"await load(id); return {READS}", rounds)


@pytest.mark.parametrize(
    ("guard", "speaks"),
    [
        ("requireUser", True),
        ("getValidatedSession", True),
        ("checkPermission", True),
        ("authorizeAction", True),
        ("getAuthContext", True),
        ("verifyAdmin", True),
        ("isAdminOrDirectorBySession", True),
        ("getOrCreateSession", False),
        ("getAccessToken", False),
        ("getFreshAccessTokens", False),
        ("checkInvitation", False),
        ("renewSession", False),
        ("authenticateRequest", True),
        ("authorize", False),
        ("authorizeCalendar", False),
        ("guard", False),
        ("validateCoupon", False),
    ],
)
def test_who_asks_who_is_there_does_not_work_for_the_action(action, site, guard: str, speaks: bool) -> None:
    helpers = f"export async function {guard}() {{ await vault.renew(); return prisma.session.update({{}}); }}"
    text = f"'use server';\nimport {{ {guard} }} from '../lib/deep';\nexport async function getNotes() {{ await {guard}(); return {READS} }}"
    app, endpoint = action(text, "getNotes", files={"lib/deep.ts": helpers})
    assert ("read-in-action" in app.see(endpoint, site(**EFFECT))) is speaks


def test_a_guard_is_no_read_of_data(action, site) -> None:
    helpers = "export async function load() { return 1; }\nexport async function getSessionUser() { return prisma.session.findFirst(); }"
    text = "'use server';\nimport { getSessionUser } from '../lib/deep';\nexport async function getMe() { return (await getSessionUser()).name; }"
    app, endpoint = action(text, "getMe", files={"lib/deep.ts": helpers})
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT))


@pytest.mark.parametrize(
    ("body", "speaks"),
    [
        ("return ok(await prisma.note.findMany());", True),  # overloads
        ("const ids = new Set(); rows.forEach((row) => ids.add(row.id)); return prisma.note.findMany();", True),
        ("await Promise.all(rows.map((row) => ids.add(row.id))); return prisma.note.findMany();", False),
        ("const client = await createAdminClient(); return await client.getNotes();", True),
        ("await createClient({ name: id }); return prisma.note.findMany();", False),
        ("await createClient('Ada'); return prisma.note.findMany();", False),
        ("await jose.jwtVerify(id, key); return prisma.note.findMany();", True),
        ("return await Note.find({ id }).sort('day').lean();", True),
        ("return await Note.find({ id }).notify();", False),
        ("return await Note.findOneAndUpdate({ id }, {}).lean();", False),
        ("return await notesRef.orderByChild('day').once('value');", True),
        ("await notesRef.push(id); return await notesRef.once('value');", False),
        ("return await supabase.rpc('get_notes', { id });", True),
        ("return await supabase.rpc('search_notes', { id });", True),
        ("return await supabase.rpc('archive_notes', { id });", False),
        ("return await supabase.rpc('notes_of', { id });", False),
        ("return await supabase.rpc(id);", False),
        ("return await db.transaction(async (tx) => tx.select().from(notes).where(id));", True),
        ("return await db.transaction(async (tx) => tx.insert(notes).values(id));", False),
        ("const found = await notesRef.doc(id).get(); return found.data();", True),
        ("const found = await notesRef.doc(id).get(); return found.take();", False),
        ("await db.collection('notes').find({}).sort({ day: 1 }).toArray(); return prisma.note.findMany();", True),
        ("const caller = createCaller(await createTRPCContext({ id })); return await caller.note.list();", True),
        ("const caller = createCaller(await createTRPCContext({ id })); return await caller.note.rename(id);", False),
        ("const caller = createCalls(await createContexts(id)); return await caller.note.list();", False),
        ("return await withOwner(Note.findById(id));", False),
        ("await octokit.rest.search.issuesAndPullRequests({ q: id }); return await octokit.pulls.get(id);", True),
        ("await octokit.rest.search.addLabels({ q: id }); return await octokit.pulls.get(id);", False),
        ("await executor.select().from(notes).where(id); return prisma.note.findMany();", True),
        ("await executor.insert(notes).select().from(id); return prisma.note.findMany();", False),
    ],
)
def test_calls(action, site, body: str, speaks: bool) -> None:
    helpers = "export function ok(): Empty;\nexport function ok<T>(data: T): Full<T>;\nexport function ok(data) { return { data }; }"
    assert says(action, site, body, helpers, "getNotes" if speaks else "notesOf") is speaks


@pytest.mark.parametrize(
    ("query", "speaks"),
    [
        (
            "let query = supabase.from('notes').select(); query = query.eq('id', id); const { data } = await query.order('day').range(0, 9);",
            True,
        ),
        ("const query = knex('notes').where({ id }); return await query.first().select();", False),
        (
            "let query = supabase.from('notes').update({ id }); query = query.eq('id', id); return await query.single();",
            False,
        ),
        ("const table = supabase.from('notes'); return await table.delete().eq('id', id);", False),
        ("const table = supabase.from('notes'); return await table.select().eq('id', id);", True),
    ],
)
def test_a_query_in_a_variable(action, site, query: str, speaks: bool) -> None:
    assert says(action, site, query) is speaks


@pytest.mark.parametrize(
    ("helper", "speaks"),
    [
        ("export async function run(fn) { return fn(); }", True),
        ("export async function run({ fn }) { return await fn(); }", True),
        ("export async function run(fn, once = true) { return await fn(); }", True),
        ("export async function run(fn) { await other(); return fn(); }", False),
        ("export async function run(fn) { return fn.start(); }", False),
    ],
)
def test_a_helper_that_runs_what_it_is_given(action, site, helper: str, speaks: bool) -> None:
    assert says(action, site, f"return run(async () => {READS[6:-1]});", helper) is speaks


@pytest.mark.parametrize(
    ("given", "speaks"),
    [
        ("export async function load(id) { return prisma.note.findFirst({ where: { id } }); }", True),
        ("export async function load(id) { return prisma.note.delete({ where: { id } }); }", False),
    ],
)
def test_a_function_that_is_given_by_its_name(action, site, given: str, speaks: bool) -> None:
    assert says(action, site, f"const rows = {READS} return Promise.all(rows.map(load));", given) is speaks


@pytest.mark.parametrize("body", ["await import('../lib/deep')", "(await import('../lib/deep'))"])
def test_functions_of_a_dynamic_import(action, site, body: str) -> None:
    for end, speaks in (("prisma.note.findMany()", True), ("prisma.note.delete()", False)):
        helpers = f"export async function later() {{ return {end}; }}"
        text = f"const {{ later: soon }} = {body}; return await soon();"
        assert says(action, site, text, helpers) is speaks
        text = f"const deep = {body}; return await deep.later();"
        assert says(action, site, text, helpers) is speaks


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("getMembers", "return await clerkClient.users.getUserList();", "`clerkClient.users.getUserList`"),
        ("loadTheme", "return await fs.readFile('theme.json');", "`fs.readFile`"),
        ("getPages", "return await fs.promises.readdir('pages');", "`fs.promises.readdir`"),
        ("getFlags", "return await redis.hgetall('flags');", "`redis.hgetall`"),
        ("getQuota", "return getStats();", "`getStats`"),
        ("theme", "return await fs.readFile('theme.json');", None),
        ("themeOf", "return await fs.access('theme.json');", None),
        ("getTheme", "return await fs.writeFile('theme.json');", None),
        ("getPages", "return 1;", None),
        ("getCookie", "return getCookieValue(a);", None),
        ("getCount", "getStats(); return 1;", None),
        ("getMe", "return await auth();", None),
        ("getSecret", "return (await cookies()).get('secret');", None),
    ],
)
def test_what_an_action_is_named_for(action, site, name: str, body: str, message: str | None) -> None:
    head = "'use server';\nimport fs from 'fs/promises';\nimport { cookies } from 'next/headers';\nimport { getStats } from '../lib/deep';\n"
    files = {"lib/deep.ts": "export function getStats() { return process.env.QUOTA; }"}
    app, endpoint = action(f"{head}export async function {name}() {{ {body} }}", name, files=files)
    seen = app.see(endpoint, site(**EFFECT))
    assert ("read-in-action" in seen) is (message is not None)
    assert message is None or f"It only reads ({message})." in seen["read-in-action"].message


def test_a_form_that_loads_again_what_an_effect_loads(action, site) -> None:
    app, endpoint = action(f"{HEAD}export async function getNotes() {{ return {READS} }}", "getNotes")
    form, again = site(via=Via.FORM), site("components/other.tsx", via=Via.FORM)
    assert app.see(endpoint, site(**EFFECT), form)["read-in-action"].constraint
    assert app.see(endpoint, site(via=Via.QUERY_HOOK), form)["read-in-action"].constraint
    assert "read-in-action" not in app.see(endpoint, site(**EFFECT), form, again)
    assert "read-in-action" not in app.see(endpoint, site(via=Via.EVENT_HANDLER), form)
