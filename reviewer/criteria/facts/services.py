"""Which back-end service a call goes to, by the package that it comes from or the name that everybody gives it.

Names are read only where they stand for a thing (a client called ``prisma`` or ``stripe``), never for what is done.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.words import words


class Service(StrEnum):
    """A kind of back-end service."""

    DATABASE = "a database"
    CACHE = "a key-value store"
    PAYMENTS = "payments"
    EMAIL = "e-mail"
    STORAGE = "file storage"
    AI = "a language model"
    QUEUE = "a queue"
    ACCOUNTS = "an account service"
    MESSAGING = "messages"
    SEARCH = "a search index"
    HTTP = "another server"
    FILES = "the file system"
    COOKIES = "cookies"


_PACKAGES: dict[Service, tuple[str, ...]] = {
    Service.DATABASE: (
        "@prisma/", "prisma", "drizzle-orm", "kysely", "mongoose", "mongodb", "knex", "typeorm", "sequelize", "pg",
        "mysql2", "postgres", "better-sqlite3", "@libsql/", "@neondatabase/", "@vercel/postgres", "@planetscale/",
        "@supabase/", "firebase-admin/firestore", "firebase/firestore", "@aws-sdk/client-dynamodb",
        "@aws-sdk/lib-dynamodb", "@clickhouse/", "convex", "fauna", "next-sanity", "@sanity/",
        "@directus/", "payload",
    ),
    Service.CACHE: ("@upstash/redis", "ioredis", "redis", "@vercel/kv", "@vercel/edge-config"),
    Service.PAYMENTS: ("stripe", "@lemonsqueezy/", "@paddle/", "@polar-sh/", "razorpay", "square", "@paypal/"),
    Service.EMAIL: (
        "resend", "nodemailer", "@sendgrid/", "postmark", "mailgun.js", "loops", "@aws-sdk/client-ses", "@mailchimp/",
        "@plunk/", "notifications-node-client", "emailjs",
    ),
    Service.STORAGE: (
        "@aws-sdk/client-s3", "@aws-sdk/s3-request-presigner", "@vercel/blob", "cloudinary", "uploadthing",
        "@google-cloud/storage", "minio", "@azure/storage-blob", "firebase-admin/storage",
    ),
    Service.AI: (
        "ai", "@ai-sdk/", "openai", "@anthropic-ai/", "together-ai", "groq-sdk", "replicate", "@google/generative-ai",
        "@google/genai", "@langchain/", "langchain", "cohere-ai", "@mistralai/", "@huggingface/", "@fal-ai/",
    ),
    Service.QUEUE: (
        "@upstash/qstash", "@upstash/workflow", "inngest", "@trigger.dev/", "bullmq", "bull", "@aws-sdk/client-sqs",
        "@vercel/queue", "@aws-sdk/client-lambda",
    ),
    Service.ACCOUNTS: (
        "@clerk/", "next-auth", "@auth/", "@workos-inc/", "@kinde-oss/", "auth0", "better-auth", "lucia",
        "iron-session", "firebase-admin/auth", "@aws-sdk/client-cognito",
    ),
    Service.MESSAGING: ("twilio", "@slack/", "pusher", "ably", "@knocklabs/", "@novu/", "@liveblocks/", "web-push"),
    Service.SEARCH: ("algoliasearch", "typesense", "meilisearch", "@elastic/", "@pinecone-database/"),
    Service.FILES: ("fs", "node:fs", "fs-extra"),
}  # fmt: skip

_FIRST_PARTS = frozenset(package.partition("/")[0] for packages in _PACKAGES.values() for package in packages)

_NAMES: dict[str, Service] = {
    **dict.fromkeys(
        words(
            "prisma prismadb db database tx trx knex sql supabase mongo mongoose kysely drizzle postgres pool "
            "querybuilder planetscale supabaseadmin supabaseclient dynamodb dynamodbdocumentclient firestore"
        ),
        Service.DATABASE,
    ),
    **dict.fromkeys(words("redis kv rediscache upstash"), Service.CACHE),
    **dict.fromkeys(words("stripe lemonsqueezy paddle"), Service.PAYMENTS),
    **dict.fromkeys(words("resend mailer nodemailer transporter postmark sendgrid sgmail mailgun"), Service.EMAIL),
    **dict.fromkeys(words("s3 s3client r2 storage blob cloudinary utapi"), Service.STORAGE),
    **dict.fromkeys(words("openai anthropic together groq replicate"), Service.AI),
    **dict.fromkeys(words("qstash inngest queue"), Service.QUEUE),
    **dict.fromkeys(words("clerkclient clerk workos"), Service.ACCOUNTS),
    **dict.fromkeys(words("twilio pusher slack pusherserver"), Service.MESSAGING),
    **dict.fromkeys(words("algolia typesense meilisearch"), Service.SEARCH),
}

_HOSTS: dict[str, Service] = {
    "api.openai.com": Service.AI,
    "api.anthropic.com": Service.AI,
    "api.replicate.com": Service.AI,
    "api.together.xyz": Service.AI,
    "api.groq.com": Service.AI,
    "generativelanguage.googleapis.com": Service.AI,
    "api-inference.huggingface.co": Service.AI,
    "openrouter.ai": Service.AI,
    "api.stripe.com": Service.PAYMENTS,
    "api.lemonsqueezy.com": Service.PAYMENTS,
    "api.paypal.com": Service.PAYMENTS,
    "api.resend.com": Service.EMAIL,
    "api.sendgrid.com": Service.EMAIL,
    "api.mailgun.net": Service.EMAIL,
    "api.postmarkapp.com": Service.EMAIL,
    "slack.com": Service.MESSAGING,
    "hooks.slack.com": Service.MESSAGING,
    "api.twilio.com": Service.MESSAGING,
}

# What only databases are asked: ``Post.findByIdAndUpdate(id, change)``, whatever the app calls its model.
_OF_DOCUMENTS = words(
    "findByIdAndUpdate findByIdAndDelete findByIdAndRemove findOneAndUpdate findOneAndDelete findOneAndReplace "
    "insertOne insertMany updateOne deleteOne replaceOne bulkWrite countDocuments findById"
)

_REQUESTS = frozenset({"fetch", "axios", "ky", "got", "undici", "node-fetch", "ofetch", "$fetch"})


def service_of(call: Call) -> Service | None:
    """The service that the call goes to, or None where neither package nor name tells."""
    if is_request(call):
        return _of_host(call) or Service.HTTP
    if call.origin is not None:
        service = _of_package(call.origin)
        if service is not None and not _is_other_part(call, call.origin, service):
            return service
    if len(call.chain) < 2:
        return Service.DATABASE if call.name == "sql" else None
    by_name = (_named(name) for name in call.chain[:-1])
    found = next((service for service in by_name if service is not None), None)
    if found is None and call.origin is not None and call.origin.startswith((".", "@", "~", "lib", "src", "#")):
        found = _NAMES.get(call.origin.rstrip("/").rsplit("/", 1)[-1].lower().replace("-", ""))
    if found is Service.DATABASE and "auth" in call.chain[:-1]:
        return Service.ACCOUNTS
    return Service.DATABASE if found is None and call.name in _OF_DOCUMENTS else found


@lru_cache(maxsize=4_096)
def _named(name: str) -> Service | None:
    """``stripe``, and ``getStripe()`` or ``getStripeClient()``, which answer it."""
    name = name.lower()
    return _NAMES.get(name) or _NAMES.get(name.removeprefix("get").removesuffix("client"))


def is_request(call: Call) -> bool:
    """``fetch`` and the libraries that stand for it."""
    return call.chain[0] in _REQUESTS or call.origin in _REQUESTS


def _of_host(call: Call) -> Service | None:
    """The service that an address names."""
    address = next((text for text in call.strings if text and text.startswith("https://")), "")
    return _HOSTS.get(address[8:].partition("/")[0])


def is_package_of_a_service(specifier: str) -> bool:
    """The package speaks to a back-end service."""
    return _of_package(specifier) is not None


@lru_cache(maxsize=4_096)
def _of_package(specifier: str) -> Service | None:
    if specifier.partition("/")[0] not in _FIRST_PARTS:
        return None
    for service, packages in _PACKAGES.items():
        for package in packages:
            if package.endswith(("/", "client-ses", "client-cognito")):
                if specifier.startswith(package):
                    return service
            elif specifier == package or specifier.startswith(package + "/"):
                return service
    return None


_STREAM_HELPERS = ("createStreamable", "createDataStream", "createUIMessageStream")


def _is_other_part(call: Call, origin: str, service: Service) -> bool:
    """Operators of a database package do not call the database, nor do helpers for streams ask a model.

    Firestore's own functions do, ``setDoc(doc(db, "users", id), user)``; those of Directus say what its client asks
    for, ``directus.request(createItem("users", user))``; those of Convex ask by themselves, ``fetchQuery(api.notes)``.
    """
    if origin in ("ai", "ai/rsc", "@ai-sdk/rsc"):
        return call.name.startswith(_STREAM_HELPERS)
    if origin.startswith(("firebase/", "@directus/", "convex/")):
        return False
    return service is Service.DATABASE and len(call.chain) < 2 and not call.constructs
