"""Is every call that an endpoint waits for understood? Only then may anybody say that it changes nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from reviewer.criteria.facts.behaviour import Behaviour, is_telemetry
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import continues_a_change, continues_a_query, effect_of
from reviewer.criteria.facts.functions import Function
from reviewer.criteria.facts.services import Service, is_package_of_a_service, service_of
from reviewer.criteria.facts.words import words

_HARMLESS_PACKAGES = ("next/headers", "next/server", "next-intl", "react", "zod", "jose", "jsonwebtoken", "bcrypt")
_SESSION = words(
    "auth getServerSession getSession currentUser getUser getAuth getToken cookies headers verifySession requireUser"
)
_LANGUAGE = words(
    "Promise JSON Object Array Math Date Number String Boolean Buffer URL URLSearchParams Map Set Error Intl BigInt "
    "structuredClone parseInt parseFloat encodeURIComponent crypto TextEncoder TextDecoder AbortSignal setTimeout"
)
_VALUES = words(
    "map filter reduce some every sort slice join includes flat flatMap toString trim split then catch finally json "
    "text parse safeParse parseAsync safeParseAsync reverse entries keys values toISOString at concat toLowerCase "
    "toUpperCase startsWith endsWith localeCompare padStart padEnd substring toFixed getTime toLocaleString normalize "
    "data val replace replaceAll match createSignedUrl createSignedUrls getPublicUrl"
)
_CONNECTIONS = words("connect disconnect quit $connect $disconnect")
# Of what a database is asked; what stands in a transaction is looked at by itself.
_QUERY = words("where limit offset orderBy leftJoin innerJoin execute all run transaction $transaction")
# A document that is asked for, and how, whatever the model is called: ``Order.find({ owner }).sort("-day").lean()``.
_ASKED = r"(?:find|aggregate|countDocuments)(?![a-z])"
_GOES_ON = words("exec select skip limit toArray")
# A verb is a word of its own: "isActive" asks, "issueRefund" does not.
_READING = r"(?:get|find|list|count|select|fetch|read|retrieve|search|query|is|has|load|once|aggregate)(?![a-z])"
_OF_THE_APP = (".", "@/", "~", "#", "src/", "lib/", "app/")
_CACHING = ("unstable_cache", "cacheTag", "cacheLife", "unstable_noStore")
# Of a function of the app's own that is not followed to its end: a question about rights or state, or a guard.
_ASKS = r"(?:is|has|can|require|assert)(?=[A-Z])"
# What only says what will be asked for, whatever the client is called.
_REFERS = words("from db collection doc ref orderByChild orderByKey equalTo limitToFirst limitToLast")
_REQUESTS = words("req request headers params searchParams formData cookies cookieStore")
_NOT_READING = ("OrCreate", "AndUpdate", "AndDelete", "AndSet", "OrInsert")


def is_caching(call: Call) -> bool:
    """A function of ``next/cache`` that keeps what is read."""
    return call.origin == "next/cache" and call.imported in _CACHING


# Who is asked about: a session, a right, a role. A token may be renewed, and a list of them is data.
_WHO = r"(?:Session|Auth|Authenticated|Authori[sz]ed|Permissions?|Access|CurrentUser|LoggedIn|SignedIn|Admin|Role)"
_ASKS_WHO = (
    r"(?:require|assert|protect|guard)(?=[A-Z])"
    r"|(?:authori[sz]e|authenticate)(?:User|Request|Action|Admin|Access)$"
    rf"|(?:get|check|verify|validate|is|has|can)\w{{0,30}}?{_WHO}(?![a-z]|Tokens?)(?:User|Context|Id|Or\w+)?$"
)


def asks_who_is_there(call: Call) -> bool:
    """A guard: ``requireUser()``, ``getValidatedSession()``, ``checkPermission("orders:read")``."""
    return re.match(_ASKS_WHO, call.name) is not None and not any(part in call.name for part in _NOT_READING)


def is_parameter(call: Call, function: Function) -> bool:
    """The function runs what it is handed; who hands it over is looked at for what that is."""
    return len(call.chain) == 1 and call.origin is None and any(_names(call.name, text) for text in function.parameters)


def _names(name: str, parameter: str) -> bool:
    return name in re.findall(r"[\w$]+", parameter[:200])


def is_understood(call: Call) -> bool:
    """What the call does is known from itself, or it does nothing outside the process."""
    if call.constructs or effect_of(call) is not None or is_telemetry(call.text):
        return True
    if call.chain[0] in _LANGUAGE or call.name in _SESSION or call.name in _VALUES or call.name in _REFERS:
        return True
    if continues_a_change(call):
        return False
    if any(pair in (("from", "select"), ("select", "from")) for pair in pairwise(call.chain[:-1])):
        return True  # the filters of a query that reads
    if "search" in call.chain[1:-1] and not changes_by_name(call.name):
        return True  # what is searched, such as search.issuesAndPullRequests
    if call.name in ("populate", "lean"):
        return True
    if call.name in _GOES_ON and any(_reads_documents(name) for name in call.chain[1:-1]):
        return True
    service = service_of(call)
    if service is Service.DATABASE and (call.name in _QUERY or continues_a_query(call)):
        return True
    if service is not None and call.name in _CONNECTIONS:
        return True
    if call.origin is not None and call.origin.startswith(_HARMLESS_PACKAGES):
        return True
    if is_caching(call):
        return True  # what it keeps stands in it, or is followed
    if len(call.chain) == 1:
        if call.origin is not None and not call.awaited and not call.origin.startswith(_OF_THE_APP):
            return True  # a library's plain function, such as one of date-fns, whose value is returned
        return _makes_a_client(call) or re.match(_ASKS, call.name) is not None
    return _reads(call)


def _reads_documents(name: str) -> bool:
    return re.match(_ASKED, name) is not None and not any(part in name for part in _NOT_READING)


_SAFE_METHODS = ("", "GET", "HEAD")


def _reads(call: Call) -> bool:
    """A client's ``fetch`` reads unless it is told another method."""
    return reads_by_name(call.name) and (call.option("method") or "").upper() in _SAFE_METHODS


def changes_by_name(name: str) -> bool:
    """The function is named for what it changes, or for the record that it keeps."""
    return re.match(_CHANGES, name) is not None or is_telemetry(name)


def reads_by_name(name: str) -> bool:
    """The function is named for what it answers."""
    return re.match(_READING, name) is not None and not any(part in name for part in _NOT_READING)


def client_read(behaviour: Behaviour) -> Call | None:
    """``catalogue.getProducts()``: a method of an imported object, called for what it answers, whatever is behind it.

    It proves nothing alone: what it does to the world is known only where every other call is understood, too.
    """
    functions = [*behaviour.bodies, *(reached.function for reached in behaviour.reached if not reached.guards)]
    for function in functions:
        for call in function.calls:
            if call.waited and len(call.chain) > 1 and _is_read_of_data(call):
                return call
    return None


def _is_read_of_data(call: Call) -> bool:
    return call.origin is not None and is_named_read(call) and effect_of(call) is None


def is_named_read(call: Call) -> bool:
    """Of something of the app's own, for what it answers; neither a guard nor what makes a client."""
    if call.origin is not None and call.origin.startswith(_HARMLESS_PACKAGES):
        return False
    if call.name in _SESSION or call.chain[0] in _LANGUAGE or call.chain[0] in _REQUESTS:
        return False
    return _reads(call) and not asks_who_is_there(call) and not _makes_a_client(call)


# What a method does to the thing it belongs to; "set" is left out, which maps and headers have, too.
_CHANGES = (
    r"(?:create|update|upsert|delete|remove|destroy|save|insert|add|append|send|publish|mark|archive|restore|rename|move"
    r"|subscribe|unsubscribe|register|invite|revoke|cancel|approve|reject|enable|disable|toggle|reset)(?![a-z])"
)


# Who signs in or out writes a session, however deep that is.
_SIGNS = r"(?:sign(?:In|Out|Up)|log(?:[Ii]n|out))(?![a-z])"


def client_change(behaviour: Behaviour) -> Call | None:
    """A call that is named for what it changes, whatever is behind it.

    ``mailbox.markAsRead()``, a method of an imported object; or ``signInWithPassword()``, an imported function.
    """
    for call in behaviour.calls():
        if not call.waited or call.configured or call.origin is None or is_telemetry(call.text):
            continue
        named = _CHANGES if len(call.chain) > 1 else _SIGNS
        outside = call.chain[0] not in _LANGUAGE and not call.origin.startswith(_HARMLESS_PACKAGES)
        if outside and effect_of(call) is None and re.match(named, call.name) is not None:
            return call
    return None


def unknown_work(behaviour: Behaviour) -> Call | None:
    """The last call that the endpoint's own code waits for and that is neither known nor a read."""
    found = None
    for call in behaviour.calls():
        if not call.waited or call.configured or _reads(call):
            continue
        if not is_understood(call):
            found = call
    return found


_CLIENT = r"(?:create|get|make|init)\w{0,40}(?:Client|Supabase)$"


def _makes_a_client(call: Call) -> bool:
    """``drizzle(...)`` and ``createClient(...)`` of a database package only open a connection.

    So does ``createAdminClient()`` of the app's own; one that is given a value may make a customer. A context and the
    caller that is made with it are those of tRPC.
    """
    if call.origin is not None and is_package_of_a_service(call.origin):
        return True
    if call.name.startswith("create") and call.name.endswith(("TRPCContext", "Caller")):
        return True
    return re.match(_CLIENT, call.name) is not None and not call.strings
