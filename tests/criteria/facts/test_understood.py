"""Calls that change nothing, and calls of which nobody can know it: seen through the criterion that only reading needs."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Via

TEXT = """'use server';
import {{ drizzle }} from "drizzle-orm/node-postgres";
import {{ format }} from "date-fns";
import {{ guarded }} from "@/lib/guarded";
import {{ show }} from "app/show";
import {{ lock }} from "src/lock";
import {{ send }} from "lib/send";
import {{ push }} from "~/push";
import {{ mark }} from "#mark";
import {{ note }} from "./note";
import {{ cookies, headers, draftMode }} from "next/headers";
import {{ notFound }} from "next/navigation";
import {{ after, NextResponse }} from "next/server";
import {{ getTranslations }} from "next-intl/server";
import {{ revalidatePath, updateTag, unstable_cache, unstable_noStore, cacheLife, cacheTag }} from "next/cache";
import {{ cache, use }} from "react";
import {{ z }} from "zod";
import {{ drive, mailbox, session }} from "@/lib/clients";
import {{ shop }} from "@acme/shop";
import "server-only";
export async function act(id) {{ const rows = await prisma.note.findMany(); {work} }}"""

# Everything that is waited for is understood: the function only reads.
UNDERSTOOD = [
    *(f"await {name}();" for name in ("auth", "getServerSession", "getSession", "currentUser", "getUser", "getAuth")),
    *(f"await {name}();" for name in ("getToken", "cookies", "headers", "verifySession", "requireUser")),
    "return await Promise.all(rows.map(go));",
    *(f"await session.{name}();" for name in ("cookies", "headers", "requireUser")),
    "if (!(await hasRole(id))) return null;",
    "return id.toLowerCase();",
    "await requireAdmin(id);",
    "await assertOwner(id);",
    "return await shelf.from('notes').select('*').eq('id', id).single();",
    "return await shelf.ref('notes').orderByChild('user').equalTo(id).get();",
    "return await shelf.ref('notes').orderByKey().limitToFirst(id).get();",
    "return await shelf.ref('notes').orderByKey().limitToLast(id).get();",
    "return shelf.collection('notes');",
    "return shelf.doc('notes');",
    "return await knex.from('notes').where(id).orderBy('title').limit(1).offset(1).select('title');",
    "return await knex.from('notes').innerJoin('users', id).leftJoin('tags', id).select('title');",
    *(f"return await db.prepare('select 1').{name}();" for name in ("all", "execute")),
    "return id.trim().startsWith('a');",
    "return await supabase.from('notes').select('*').ilike('title', id);",
    "return await supabase.from('notes').select('*').eq('id', id).maybeSingle();",
    "if (await isOpen(id)) return rows;",
    "return (await canEdit(id)) ? rows : [];",
    "return JSON.stringify(rows);",
    "return Object.fromEntries(rows);",
    "return Array.of(rows);",
    "return Math.max(rows.length, 1);",
    "return Date.now();",
    "return Number.parseInt(id);",
    "return String.raw(rows);",
    "return Boolean(rows);",
    "return Buffer.alloc(1);",
    "return URL.canParse(id);",
    "return new URLSearchParams(id).append('a', 'b');",
    "return Map.groupBy(rows, go);",
    "return new Set(rows).union(id);",
    "return Error.prepareStackTrace(id);",
    "return Intl.NumberFormat('de').format(rows.length);",
    "return BigInt.asIntN(64, id);",
    "return structuredClone(rows);",
    "return parseInt(id);",
    "return parseFloat(id);",
    "return encodeURIComponent(id);",
    "return crypto.randomUUID();",
    "return new TextEncoder().encode(id);",
    "return new TextDecoder().decode(id);",
    "return AbortSignal.timeout(1);",
    "await setTimeout(go, 1);",
    "return rows.map(go);",
    "return rows.filter(go);",
    "return rows.reduce(go, 0);",
    "return rows.some(go);",
    "return rows.every(go);",
    "return rows.sort(go);",
    "return rows.slice(1);",
    "return rows.join(',');",
    "return rows.includes(id);",
    "return rows.flat();",
    "return rows.flatMap(go);",
    "return rows.at(0);",
    "return rows.concat(id);",
    "return rows.reverse();",
    "return rows.entries();",
    "return rows.keys();",
    "return rows.values();",
    "return id.toString();",
    "return id.trim();",
    "return id.split(',');",
    *(f"return id.{name}(1);" for name in ("toUpperCase", "endsWith", "localeCompare", "padStart", "padEnd")),
    *(f"return id.{name}(1);" for name in ("substring", "toFixed", "getTime", "toLocaleString")),
    *(f"return id.{name}(1);" for name in ("normalize", "replace", "replaceAll", "match", "data", "val")),
    *(f"return await files.{name}(id);" for name in ("createSignedUrl", "createSignedUrls", "getPublicUrl")),
    "const jose = await import('jose'); await jose.jwtVerify(id);",
    "const jwt = await import('jsonwebtoken'); await jwt.verify(id);",
    "const bcrypt = await import('bcrypt'); await bcrypt.compare(id);",
    "return id.toISOString();",
    "return rows.find(go);",
    "return id.has(1);",
    "return await load.then(go);",
    "return await load.catch(go);",
    "return await load.finally(go);",
    "return await answer.json();",
    "return await answer.text();",
    "return schema.parse(id);",
    "return schema.safeParse(id);",
    "return await schema.parseAsync(id);",
    "return await schema.safeParseAsync(id);",
    "return await db.select().from(a);",
    "return await db.select().from(a).where(b);",
    "return await db.select().from(a).limit(1);",
    "return await db.select().from(a).offset(1);",
    "return await db.select().from(a).orderBy(b);",
    "return await db.select().from(a).leftJoin(b, c);",
    "return await db.select().from(a).innerJoin(b, c);",
    "return await db.select().from(a).all();",
    "return await db.select().from(a).get();",
    "return await db.select().from(a).execute();",
    "return await db.prepare('select 1').run();",
    "return await db.selectFrom('notes').executeTakeFirst();",
    "return await db.selectFrom('notes').selectAll().executeTakeFirstOrThrow();",
    "try { return rows; } catch (error) { await db.insertInto('failures').values(error).executeTakeFirst(); throw error; }",
    *(f"await redis.{name}(); return await redis.get(id);" for name in ("connect", "disconnect", "quit")),
    "await prisma.$connect();",
    "await prisma.$disconnect();",
    "return new Page(rows);",
    "await logger.save(id);",
    "return await draftMode();",
    "return notFound();",
    "await after(go);",
    "return NextResponse.next();",
    "return await getTranslations('a');",
    "return await cache(go);",
    "return use(id);",
    "return z.object({});",
    "return format(id, 'PP');",
    "return drizzle(url);",
    "await drizzle(url);",
    "return unstable_cache(go);",
    "unstable_noStore();",
    "cacheLife('hours');",
    "cacheTag('notes');",
    "return await Note.find({ id }).sort('day').skip(1);",
    "return await Note.find({ id }).skip(1);",
    "return await Note.find({ id }).limit(1);",
    "return await Note.find({ id }).select('title').exec();",
    "return await shelf.db('shop').collection('notes').find({ id }).toArray();",
    "return await prisma.$transaction(async (tx) => tx.note.findMany());",
    "return await db.transaction(async (tx) => tx.select().from(a));",
    "return await Note.aggregate([]).toArray();",
    "return await row.populate('user');",
    "return await row.lean();",
    "return await octokit.rest.search.issuesAndPullRequests({ q: id });",
    "return await octokit.search.code(id);",
    "return await shelf.select().from(notes).having(id);",
    "const caller = createCaller(await createTRPCContext({ id })); return rows;",
    "const caller = await createCaller(id); return rows;",
    "const client = await createAdminClient(); return rows;",
    "const client = await getSupabase(); return rows;",
    "return await unstable_cache(go)();",
    "return await drive.getFile(id);",
    "return await drive.findFile(id);",
    "return await drive.list();",
    "return await drive.countFiles();",
    "return await drive.selectAll();",
    "return await drive.fetchFile();",
    "return await drive.retrieve(id);",
    "return await drive.searchAll();",
    "return await drive.query(id);",
    "return await drive.isOpen();",
    "return await drive.hasFile(id);",
    "return await drive.loadMore();",
    "return await drive.fetchFile(id, { method: 'get' });",
    "return await drive.fetchFile(id, { method: 'HEAD' });",
    "reply({ onEnd: async () => { await drive.save(id); } });",
]

CLIENTS_OF_SERVICES = [
    ("connect", "@planetscale/database"),
    ("createClient", "@vercel/kv"),
    ("createClient", "@vercel/postgres"),
    ("createClient", "redis"),
]

# It may change something.
NOT_UNDERSTOOD = [
    "revalidatePath('/');",
    "updateTag('notes');",
    *(f"await {name}(id);" for name in ("format", "show", "lock", "send", "push", "mark", "note", "guarded")),
    *(f"return {name}(id);" for name in ("show", "lock", "send", "push", "mark", "note", "guarded")),
    "await drive.issue(id);",
    "await drive.connect();",
    "await drive.skip(id);",
    "await Note.find({ id }).notify();",
    "await Note.mark({ id }).skip(1);",
    "await search.issues(id);",
    "await octokit.rest.search.addLabels({ q: id });",
    "const { cacheTag: tag } = await import('./tags'); await tag(id);",
    "await createClient('Ada');",
    "await createCalls(id);",
    "await openTRPCContext(id);",
    "await thing.id(1);",
    "await drive.loader.begin(id);",
    "await drive.fetchFile(id, { method: 'POST' });",
    "await drive.hashFile(id);",
    "await drive.getOrCreate(id);",
    "await drive.findAndUpdate(id);",
    "await drive.findAndDelete(id);",
    "await drive.getAndSet(id);",
    "await drive.findOrInsert(id);",
    "await drive.run(id);",
    "await drive.execute(id);",
    "await drive.all(id);",
    "await db.refreshView(id);",
    "await sql`CALL refresh()`;",
    "await drive.where(id).go();",
    "await shop.checkOut(id);",
    "await unknown(id);",
    "await load(id);",
    "await hashed(id);",
    "await supabase.from('notes').ilike('title', id);",
    "await supabase.rpc('erase', id).single();",
    "await supabase.from('notes').delete().ilike('title', id);",
    "await shelf.select('notes').ilike('title', id);",
    "await shelf.from('notes').delete().eq('id', id);",
    "await shelf.from('notes').update(id).select().single();",
    "await requires(id);",
    "await ensureRow(id);",
    "await issue(id);",
    "await cancel(id);",
    "await get(id);",
    "return reply({ onEnd: () => 1 });",
]


@pytest.mark.parametrize("work", UNDERSTOOD)
def test_what_is_understood(action, site, work: str) -> None:
    app, endpoint = action(TEXT.format(work=work))
    assert "read-in-action" in app.see(endpoint, site(via=Via.EFFECT))


@pytest.mark.parametrize(("made", "package"), CLIENTS_OF_SERVICES)
def test_to_make_a_client_of_a_service_changes_nothing(action, site, made: str, package: str) -> None:
    text = TEXT.replace("drizzle-orm/node-postgres", package).replace("{{ drizzle }}", f"{{{{ {made} }}}}")
    app, endpoint = action(text.format(work=f"const client = await {made}(url); return rows;"))
    assert "read-in-action" in app.see(endpoint, site(via=Via.EFFECT))


@pytest.mark.parametrize("work", NOT_UNDERSTOOD)
def test_what_is_not(action, site, work: str) -> None:
    app, endpoint = action(TEXT.format(work=work))
    assert "read-in-action" not in app.see(endpoint, site(via=Via.EFFECT))


CLIENTS = {
    "lib/drive.ts": 'import { api } from "@acme/api";\nexport async function files() { return await api.getFiles(); }\n'
    "export function guarded(run) { return async () => { await api.getOwner(); await limits.use(1); return await run(); }; }"
}
HEAD = """'use server';
import crypto from "node:crypto";
import { clerkClient } from "@clerk/nextjs/server";
import * as intl from "next-intl/server";
import { api } from "@acme/api";
import { getRows } from "@acme/rows";
import { accounts } from "@/lib/accounts";
import { files, guarded } from "../lib/drive";
"""


@pytest.mark.parametrize(
    ("code", "speaks"),
    [
        ("export async function act(id) { return await files(id); }", True),
        ("export async function act(id) { return (await api.getFiles(id)).slice(1); }", True),
        ("export const act = guarded(async () => await api.getFiles());", True),
        ("export const act = guarded(async () => 1);", False),
        ("export async function act(id) { return api.map(id); }", False),
        ("export async function act(id) { api.getFiles(id); return 1; }", False),
        ("export async function act(id) { return getRows(id); }", False),
        ("export async function act(id) { return await unknown.getRows(id); }", False),
        ("export async function act(id) { return await accounts.getUser(id); }", False),
        ("export async function act(id) { return await accounts.getAdminClient(); }", False),
        ("export async function act(id) { return await intl.getMessages(id); }", False),
        ("export async function act(id) { return crypto.getRandomValues(id); }", False),
        ("export async function act(id) { return await clerkClient.users.getUserList(id); }", False),
    ],
)
def test_what_reads_data_through_a_client(action, site, code: str, speaks: bool) -> None:
    """What runs around it asks who calls, and is not what it is for."""
    app, endpoint = action(HEAD + code, files=CLIENTS)
    assert ("read-in-action" in app.see(endpoint, site(via=Via.EFFECT))) is speaks


IMPORTS = """
import OpenAI from "openai";
import crypto from "node:crypto";
import { logger } from "@/lib/log";
import { mailbox } from "@/lib/mail";
import { requireUser } from "../../../lib/user";
import { createClient, signIn, signInWithPassword, signOff, logout, login, loginUrl } from "@/lib/session";
import { getTranslations, catalogue } from "next-intl/server";
const model = new OpenAI();
"""


@pytest.mark.parametrize(
    ("work", "changes"),
    [
        ("await mailbox.markAsRead(1);", True),
        ("await mailbox.threads.archive(1);", True),
        ("await signInWithPassword(1);", True),
        ("return await signIn(1);", True),
        ("await logout();", True),
        ("await login(1);", True),
        ("login(1);", False),
        ("await signOff(1);", False),
        ("await createClient();", False),
        ("await signUp(1);", False),
        ("await model.chat.completions.create({});", False),
        ("return crypto.createHash('md5');", False),
        ("await logger.create(1);", False),
        ("await catalogue.create(1);", False),
        ("reply({ onEnd: async () => { await mailbox.create(1); } });", False),
        ("mailbox.create(1);", False),
    ],
)
def test_a_change_through_a_client(route, site, work: str, changes: bool) -> None:
    app, endpoint = route(f"{IMPORTS}export async function POST() {{ {work} }}")
    assert ("A1" in app.see(endpoint, site())) is changes


@pytest.mark.parametrize(
    ("work", "changes"),
    [
        ("await erase(1);", True),
        ("await requireUser(); await erase(1); await logger.info(1);", True),
        ("await requireUser();", False),
        ("await getRows(1);", False),
        ("erase(1);", False),
        ("await logger.erase(1);", False),
        ("reply({ onEnd: async () => { await erase(1); } });", False),
        ("return await getTranslations();", False),
    ],
)
def test_work_that_only_the_method_tells_about(route, site, work: str, changes: bool) -> None:
    files = {"lib/user.ts": "export async function requireUser() { return ask(); }"}
    app, endpoint = route(f"{IMPORTS}export async function DELETE() {{ {work} }}", "DELETE", files=files)
    assert ("A1" in app.see(endpoint, site())) is changes
