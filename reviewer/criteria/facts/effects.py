"""What a call does to the world: reads and mutations told apart by verbs of databases, HTTP and services.

Sources: the client APIs of Prisma, Drizzle, Kysely, Mongoose, Supabase, Directus, Redis, Stripe, Resend and AWS; RFC
9110, section 9.2.1 (safe methods).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.services import Service, is_request, service_of
from reviewer.criteria.facts.words import words
from reviewer.model import Place


class Does(StrEnum):
    """``send``: a request that may change something, such as a POST to another server."""

    READ = "reads"
    WRITE = "writes"
    SEND = "sends"
    GENERATE = "generates"


class Effect(NamedTuple):
    """One call that leaves the function for a service. ``text``: the call as written, dotted."""

    does: Does
    service: Service
    text: str
    place: Place


_DATABASE_WRITES = words(
    "create createMany createManyAndReturn update updateMany updateManyAndReturn upsert delete deleteMany insert "
    "insertInto insertMany insertOne insertAndFetch updateOne deleteOne replaceOne bulkWrite findOneAndUpdate "
    "findOneAndDelete findOneAndReplace findByIdAndUpdate findByIdAndDelete save destroy deleteFrom updateTable "
    "mergeInto increment decrement $executeRaw $executeRawUnsafe bulkCreate findOrCreate remove addDoc setDoc "
    "updateDoc deleteDoc patch createOrReplace commit createItem createItems updateItem updateItems deleteItem "
    "deleteItems updateSingleton fetchMutation mutation updateGlobal findByIdAndRemove"
)
_DATABASE_READS = words(
    "findMany findFirst findUnique findFirstOrThrow findUniqueOrThrow findOne find findById findAll findByPk count "
    "aggregate groupBy select selectFrom selectDistinct $queryRaw $queryRawUnsafe countDocuments distinct exists "
    "getDoc getDocs findAndCountAll readItem readItems readSingleton fetchQuery preloadQuery findByID findGlobal"
)
_RAW_SQL = words("sql query execute prepare exec run raw $queryRaw $executeRaw unsafe")
_CACHE_READS = words("get mget hget hgetall hmget exists has ttl keys scan smembers sismember lrange zrange getall")
_READ_PREFIXES = (
    "get",
    "list",
    "retrieve",
    "find",
    "search",
    "count",
    "fetch",
    "head",
    "query",
    "read",
    "exists",
    "is",
)
_QUIET = words(
    "constructEvent verify use on connect disconnect quit then catch finally promise toString map filter includes "
    "transformToString transformToByteArray transformToWebStream"
)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE_WRITES = ("write", "append", "unlink", "rm", "mkdir", "rename", "copy", "outputFile", "outputJson", "remove")
_COMMAND_READS = ("Get", "Query", "Scan", "BatchGet", "TransactGet", "List", "Head", "Describe")
_SESSION = words(
    "auth currentUser getAuth getServerSession getSession getUser getToken getServerAuthSession getCurrentUser "
    "verifySession verifyToken cookies headers"
)


def effect_of(call: Call) -> Effect | None:
    """What the call does, or None where it stays in the process or nothing tells."""
    does_to_cookies = _cookies(call)
    if does_to_cookies is not None:
        return Effect(does_to_cookies, Service.COOKIES, call.text, call.place)
    service = service_of(call)
    if service is None:
        return None
    does = _does(call, service)
    return Effect(does, service, call.text, call.place) if does is not None else None


def _does(call: Call, service: Service) -> Does | None:
    name = call.name
    if call.constructs:
        return _command(name)
    if service is Service.DATABASE:
        return _database(call)
    if is_request(call):
        return _request(call)
    if service is Service.CACHE:
        return _cache(call) if call.waited else None
    if service is Service.FILES:
        return Does.WRITE if name.startswith(_FILE_WRITES) else Does.READ
    if service is Service.AI:
        return Does.GENERATE if _asks_a_model(call) else None
    if service is Service.ACCOUNTS and len(call.chain) == 1 and name not in ("signIn", "signOut", "signUp"):
        return None
    if call.continued or name in _QUIET or name in _SESSION or not (call.waited or len(call.chain) > 2):
        return None
    command = _sent(call)
    if command is not None:
        return _command(command)
    if name.startswith(_READ_PREFIXES):
        return Does.READ
    return Does.WRITE if call.waited else None


def _asks_a_model(call: Call) -> bool:
    """``createOpenAI(...)`` makes a client, ``openai.chat.completions.create(...)`` asks; an id is no answer."""
    if call.name == "generateId" or (len(call.chain) == 1 and call.name.startswith("create")):
        return False
    return call.name.startswith(("generate", "stream", "create", "run", "invoke", "embed", "send"))


def _database(call: Call) -> Does | None:
    if call.name in _RAW_SQL:
        words = " ".join(text for text in call.strings if text).split()
        first = words[0].upper() if words else ""
        if first in ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "MERGE"):
            return Does.WRITE
        if first in ("SELECT", "WITH"):
            return Does.READ
    if call.name == "rpc":
        return _procedure(call.strings[0] or "" if call.strings else "")
    if call.name in _DATABASE_WRITES:
        return Does.WRITE
    return Does.READ if call.name in _DATABASE_READS else None


_PROCEDURE_READS = r"(?:get|list|find|search|fetch|count|match|is|has|can)(?![a-z])"
_PROCEDURE_WRITES = (
    r"(?:create|add|insert|update|upsert|delete|remove|set|save|mark|increment|decrement|accept|reject|cancel|toggle"
    r"|submit|register|archive|reset)(?![a-z])"
)


def _procedure(name: str) -> Does | None:
    """``supabase.rpc("increment_views")``: a procedure of the database, of which nothing is known but its name."""
    if re.match(_PROCEDURE_WRITES, name) is not None:
        return Does.WRITE
    return Does.READ if re.match(_PROCEDURE_READS, name) is not None else None


def continues_a_query(call: Call) -> bool:
    """``supabase.from("users").select().ilike("name", name)``: a link behind the verb, which was heard by itself."""
    verbs = (name for name in call.chain[1:-1] if name in _DATABASE_READS or name in _DATABASE_WRITES)
    return next(verbs, None) is not None


def continues_a_change(call: Call) -> bool:
    """A link of a fluent chain that has a verb of change in it."""
    return any(name in _DATABASE_WRITES for name in call.chain[1:-1])


def _cache(call: Call) -> Does | None:
    """A value that expires is a copy of something else: keeping it is part of reading."""
    if call.name in _QUIET or (len(call.chain) == 1 and call.name.startswith("create")):
        return None  # such as ``createClient().connect()``
    name = call.name.lower()
    if name in _CACHE_READS or name in ("setex", "psetex", "expire", "limit"):
        return Does.READ
    keys = {key.lower() for key, _ in call.options}
    expires = len(call.strings) > 2 and (not keys.isdisjoint(("ex", "px")) or keys.isdisjoint(("nx", "xx")))
    return Does.READ if name == "set" and expires else Does.WRITE


def _request(call: Call) -> Does | None:
    """``fetch`` and ``axios``: the method tells; one that cannot be read may be any."""
    if call.name.upper() in ("POST", "PUT", "PATCH", "DELETE"):
        return Does.SEND
    if call.name in ("get", "head"):
        return Does.READ
    if len(call.chain) > 1 and call.name not in ("fetch", "request"):
        return None
    method = call.option("method")
    if method is not None:
        return Does.READ if method.upper() in _SAFE_METHODS or _is_a_question(call) else Does.SEND
    return Does.SEND if len(call.passes) > 1 or call.option("body") is not None else Does.READ


# A POST for its answer, because the question does not fit into an address.
_QUESTIONS = words("predict prediction predictions inference infer search query embed embeddings classify translate")


def _is_a_question(call: Call) -> bool:
    """``fetch(`${base}/predict`, { method: "POST" })``: the last part of the address is a verb that changes nothing."""
    address = (call.strings[0] or "" if call.strings else "").partition("?")[0].rstrip("/")
    before, _, last = address.rpartition("/")
    return bool(before or address.startswith("/")) and last in _QUESTIONS


def _command(name: str) -> Does | None:
    """``new PutItemCommand()`` of the AWS SDK; of a variable the place where it is made tells."""
    if not name.endswith("Command") or name[0].islower():
        return None
    return Does.READ if name.startswith(_COMMAND_READS) else Does.WRITE


def _sent(call: Call) -> str | None:
    """``client.send(new GetObjectCommand())``: the name of the command."""
    names = (passed[-1] for passed in call.passes)
    return next((name for name in names if name.lower().endswith("command")), None) if call.name == "send" else None


def _cookies(call: Call) -> Does | None:
    """``(await cookies()).set(...)``, and ``response.cookies.delete(...)``, which the former does as well.

    A cookie that is set on the answer may be a step of what HTTP does next, such as a sign-in elsewhere.
    """
    if call.imported == "cookies" and call.origin == "next/headers" and call.name in ("set", "delete"):
        return Does.WRITE
    removed = call.origin == "next/server" and call.chain[-2:] == ("cookies", "delete")
    return Does.WRITE if removed else None
