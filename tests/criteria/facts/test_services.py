"""Which service a call goes to: the packages, client names and addresses that the documentation of services shows."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.criteria.facts.behaviour import behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.services import Service, service_of
from reviewer.model import Place

# A client of each package, as it is made, and a call of it.
CLIENTS: dict[Service, list[tuple[str, str]]] = {
    Service.DATABASE: [
        ('import { PrismaClient } from "@prisma/client"; const x = new PrismaClient();', "x.user.create()"),
        ('import { PrismaClient } from "prisma/generated"; const x = new PrismaClient();', "x.user.create()"),
        ('import { drizzle } from "drizzle-orm/d1"; const x = drizzle(env);', "x.insert(a)"),
        ('import { Kysely } from "kysely"; const x = new Kysely();', "x.insertInto(a)"),
        ('import mongoose from "mongoose"; const x = mongoose.models.User;', "x.create(a)"),
        ('import { MongoClient } from "mongodb"; const x = new MongoClient(a);', "x.db().collection(a).insertOne(b)"),
        ('import knex from "knex"; const x = knex(a);', "x.insert(a)"),
        ('import { DataSource } from "typeorm"; const x = new DataSource(a);', "x.manager.save(a)"),
        ('import { Sequelize } from "sequelize"; const x = new Sequelize(a);', "x.models.user.create(a)"),
        ('import pg from "pg"; const x = new pg.Client();', 'x.query("DELETE FROM a")'),
        ('import mysql from "mysql2/promise"; const x = mysql.createPool(a);', 'x.query("DELETE FROM a")'),
        ('import postgres from "postgres"; const x = postgres(a);', 'x.unsafe("DELETE FROM a")'),
        ('import Database from "better-sqlite3"; const x = new Database(a);', 'x.prepare("DELETE FROM a").run()'),
        ('import { createClient } from "@libsql/client"; const x = createClient(a);', 'x.execute("DELETE FROM a")'),
        ('import { neon } from "@neondatabase/serverless"; const x = neon(a);', 'x.query("DELETE FROM a")'),
        ('import { db as x } from "@vercel/postgres";', 'x.query("DELETE FROM a")'),
        ('import { connect } from "@planetscale/database"; const x = connect(a);', 'x.execute("DELETE FROM a")'),
        ('import { createClient } from "@supabase/supabase-js"; const x = createClient(a);', 'x.from("a").insert(b)'),
        ('import { getFirestore } from "firebase-admin/firestore"; const x = getFirestore();', 'x.doc("a").update(b)'),
        ('import { getFirestore } from "firebase/firestore"; const x = getFirestore();', 'x.doc("a").update(b)'),
        ('import { PutItemCommand } from "@aws-sdk/client-dynamodb";', "new PutItemCommand(a)"),
        ('import { PutCommand } from "@aws-sdk/lib-dynamodb";', "new PutCommand(a)"),
        ('import { createClient } from "@clickhouse/client"; const x = createClient(a);', "x.insert(a)"),
        ('import { ConvexHttpClient } from "convex/browser"; const x = new ConvexHttpClient(a);', "x.notes.create(a)"),
        ('import { Client } from "fauna"; const x = new Client(a);', "x.users.create(a)"),
        ('import { createClient } from "next-sanity"; const x = createClient(a);', "x.create(a)"),
        ('import { createClient } from "@sanity/client"; const x = createClient(a);', "x.create(a)"),
    ],
    Service.CACHE: [
        ('import { Redis } from "@upstash/redis"; const x = new Redis(a);', "x.incr(a)"),
        ('import { Redis } from "@upstash/redis/cloudflare"; const x = new Redis(a);', "x.incr(a)"),
        ('import Redis from "ioredis"; const x = new Redis(a);', "x.incr(a)"),
        ('import { createClient } from "redis"; const x = createClient(a);', "x.incr(a)"),
        ('import { kv as x } from "@vercel/kv";', "x.incr(a)"),
        ('import { createClient } from "@vercel/edge-config"; const x = createClient(a);', "x.get(a)"),
    ],
    Service.PAYMENTS: [
        ('import Stripe from "stripe"; const x = new Stripe(a);', "x.refunds.create(a)"),
        ('import { createCheckout as x } from "@lemonsqueezy/lemonsqueezy.js";', "x(a)"),
        ('import { Paddle } from "@paddle/paddle-node-sdk"; const x = new Paddle(a);', "x.customers.create(a)"),
        ('import { Polar } from "@polar-sh/sdk"; const x = new Polar(a);', "x.checkouts.create(a)"),
        ('import Razorpay from "razorpay"; const x = new Razorpay(a);', "x.orders.create(a)"),
        ('import { SquareClient } from "square"; const x = new SquareClient(a);', "x.payments.create(a)"),
        ('import paypal from "@paypal/checkout-server-sdk"; const x = paypal.core;', "x.orders.capture(a)"),
    ],
    Service.EMAIL: [
        ('import { Resend } from "resend"; const x = new Resend(a);', "x.emails.send(a)"),
        ('import nodemailer from "nodemailer"; const x = nodemailer.createTransport(a);', "x.sendMail(a)"),
        ('import x from "@sendgrid/mail";', "x.send(a)"),
        ('import postmark from "postmark"; const x = new postmark.ServerClient(a);', "x.sendEmail(a)"),
        ('import Mailgun from "mailgun.js"; const x = new Mailgun(a);', "x.messages.create(a)"),
        ('import { LoopsClient } from "loops"; const x = new LoopsClient(a);', "x.sendEvent(a)"),
        ('import { SendEmailCommand } from "@aws-sdk/client-ses";', "new SendEmailCommand(a)"),
        ('import { SendEmailCommand } from "@aws-sdk/client-sesv2";', "new SendEmailCommand(a)"),
        ('import x from "@mailchimp/mailchimp_marketing";', "x.lists.addListMember(a)"),
        ('import Plunk from "@plunk/node"; const x = new Plunk(a);', "x.emails.send(a)"),
        ('import { NotifyClient } from "notifications-node-client"; const x = new NotifyClient(a);', "x.sendEmail(a)"),
        ('import x from "emailjs";', "x.send(a)"),
    ],
    Service.STORAGE: [
        ('import { PutObjectCommand } from "@aws-sdk/client-s3";', "new PutObjectCommand(a)"),
        ('import { getSignedUrl as x } from "@aws-sdk/s3-request-presigner";', "x(a, b)"),
        ('import { put as x } from "@vercel/blob";', "x(a)"),
        ('import { handleUpload as x } from "@vercel/blob/client";', "x(a)"),
        ('import { v2 as x } from "cloudinary";', "x.uploader.upload(a)"),
        ('import { UTApi } from "uploadthing/server"; const x = new UTApi();', "x.uploadFiles(a)"),
        ('import { Storage } from "@google-cloud/storage"; const x = new Storage();', "x.bucket(a).upload(b)"),
        ('import { Client } from "minio"; const x = new Client(a);', "x.putObject(a)"),
        (
            'import { BlobServiceClient } from "@azure/storage-blob"; const x = new BlobServiceClient(a);',
            "x.getContainerClient(a).uploadBlockBlob(b)",
        ),
        ('import { getStorage } from "firebase-admin/storage"; const x = getStorage();', "x.bucket().upload(b)"),
    ],
    Service.AI: [
        ('import { generateObject } from "ai";', "generateObject(a)"),
        ('import { openai as x } from "@ai-sdk/openai";', "x.images.generate(a)"),
        ('import OpenAI from "openai"; const x = new OpenAI();', "x.responses.create(a)"),
        ('import Anthropic from "@anthropic-ai/sdk"; const x = new Anthropic();', "x.messages.create(a)"),
        ('import Together from "together-ai"; const x = new Together();', "x.chat.completions.create(a)"),
        ('import Groq from "groq-sdk"; const x = new Groq();', "x.chat.completions.create(a)"),
        ('import Replicate from "replicate"; const x = new Replicate();', "x.run(a)"),
        (
            'import { GoogleGenerativeAI } from "@google/generative-ai"; const x = new GoogleGenerativeAI(a);',
            "x.getGenerativeModel(a).generateContent(b)",
        ),
        ('import { GoogleGenAI } from "@google/genai"; const x = new GoogleGenAI(a);', "x.models.generateContent(b)"),
        ('import { ChatOpenAI } from "@langchain/openai"; const x = new ChatOpenAI(a);', "x.invoke(b)"),
        ('import { RunnableSequence as x } from "@langchain/core/runnables";', "x.invoke(b)"),
        ('import { LLMChain } from "langchain/chains"; const x = new LLMChain(a);', "x.invoke(b)"),
        ('import { CohereClient } from "cohere-ai"; const x = new CohereClient(a);', "x.generate(b)"),
        ('import { Mistral } from "@mistralai/mistralai"; const x = new Mistral(a);', "x.embeddings.create(b)"),
        ('import { HfInference } from "@huggingface/inference"; const x = new HfInference(a);', "x.embed(b)"),
        ('import { fal as x } from "@fal-ai/client";', "x.run(b)"),
    ],
    Service.QUEUE: [
        ('import { Client } from "@upstash/qstash"; const x = new Client(a);', "x.publishJSON(b)"),
        ('import { Client } from "@upstash/qstash/cloudflare"; const x = new Client(a);', "x.publishJSON(b)"),
        ('import { Client } from "@upstash/workflow"; const x = new Client(a);', "x.trigger(b)"),
        ('import { Inngest } from "inngest"; const x = new Inngest(a);', "x.send(b)"),
        ('import { tasks as x } from "@trigger.dev/sdk/v3";', "x.trigger(b)"),
        ('import { Queue } from "bullmq"; const x = new Queue(a);', "x.add(b)"),
        ('import Queue from "bull"; const x = new Queue(a);', "x.add(b)"),
        ('import { SendMessageCommand } from "@aws-sdk/client-sqs";', "new SendMessageCommand(a)"),
        ('import { send as x } from "@vercel/queue";', "x(b)"),
        ('import { InvokeCommand } from "@aws-sdk/client-lambda";', "new InvokeCommand(a)"),
    ],
    Service.ACCOUNTS: [
        ('import { clerkClient as x } from "@clerk/nextjs/server";', "x.users.updateUser(a)"),
        ('import { signIn as x } from "next-auth/react";', "x.signIn(a)"),
        ('import { Auth as x } from "@auth/core";', "x.linkAccount(a)"),
        ('import { WorkOS } from "@workos-inc/node"; const x = new WorkOS(a);', "x.userManagement.createUser(a)"),
        ('import { Users as x } from "@kinde-oss/kinde-auth-nextjs";', "x.createUser(a)"),
        ('import { ManagementClient } from "auth0"; const x = new ManagementClient(a);', "x.users.update(a)"),
        ('import { betterAuth } from "better-auth"; const x = betterAuth(a);', "x.api.signUpEmail(a)"),
        ('import { Lucia } from "lucia"; const x = new Lucia(a);', "x.invalidateSession(a)"),
        ('import { getIronSession } from "iron-session"; const x = getIronSession(a);', "x.destroy(a)"),
        ('import { getAuth as give } from "firebase-admin/auth"; const x = give();', "x.createUser(a)"),
        (
            'import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";',
            "new AdminCreateUserCommand(a)",
        ),
    ],
    Service.MESSAGING: [
        ('import twilio from "twilio"; const x = twilio(a);', "x.messages.create(a)"),
        ('import { WebClient } from "@slack/web-api"; const x = new WebClient(a);', "x.chat.postMessage(a)"),
        ('import Pusher from "pusher"; const x = new Pusher(a);', "x.trigger(a)"),
        ('import Ably from "ably"; const x = new Ably.Rest(a);', "x.channel.publish(a)"),
        ('import { Knock } from "@knocklabs/node"; const x = new Knock(a);', "x.workflows.trigger(a)"),
        ('import { Novu } from "@novu/api"; const x = new Novu(a);', "x.trigger(a)"),
        ('import { Liveblocks } from "@liveblocks/node"; const x = new Liveblocks(a);', "x.createRoom(a)"),
        ('import x from "web-push";', "x.sendNotification(a)"),
    ],
    Service.SEARCH: [
        ('import { algoliasearch } from "algoliasearch"; const x = algoliasearch(a);', "x.saveObject(a)"),
        (
            'import Typesense from "typesense"; const x = new Typesense.Client(a);',
            "x.collections(a).documents().import(b)",
        ),
        ('import { MeiliSearch } from "meilisearch"; const x = new MeiliSearch(a);', "x.index(a).addDocuments(b)"),
        ('import { Client } from "@elastic/elasticsearch"; const x = new Client(a);', "x.index(a)"),
        ('import { Pinecone } from "@pinecone-database/pinecone"; const x = new Pinecone(a);', "x.index(a).upsert(b)"),
    ],
    Service.FILES: [
        ('import x from "fs";', "x.promises.writeFile(a)"),
        ('import x from "node:fs";', "x.writeFileSync(a)"),
        ('import x from "fs/promises";', "x.writeFile(a)"),
        ('import { writeFile as x } from "node:fs/promises";', "x(a)"),
        ('import x from "fs-extra";', "x.outputFile(a)"),
    ],
    Service.HTTP: [
        ('import x from "axios";', "x.post(a)"),
        ('import x from "ky";', "x.post(a)"),
        ('import x from "got";', "x.post(a)"),
        ('import { request as x } from "undici";', "x.put(a)"),
        ('import x from "node-fetch";', "x(a, { body })"),
        ('import { ofetch as x } from "ofetch";', "x(a, { body })"),
        ("", "$fetch(a, { body })"),
        ("", "axios(a, { body })"),
        ("", 'fetch("http://api.stripe.com/v1", { body })'),
        ("", 'fetch("https://x.test/?to=https://slack.com", { body })'),
    ],
}

# What nobody imports from a package: a client of the app, known by its name or by the module it is in.
NAMES = {
    Service.DATABASE: "prisma prismadb db database tx trx knex sql supabase mongo mongoose kysely drizzle postgres pool "
    "queryBuilder planetscale supabaseAdmin supabaseClient dynamoDB DynamoDBDocumentClient firestore",
    Service.CACHE: "redis kv redisCache upstash",
    Service.PAYMENTS: "stripe lemonSqueezy paddle",
    Service.EMAIL: "resend mailer nodemailer transporter postmark sendgrid sgMail mailgun",
    Service.STORAGE: "s3 s3Client r2 storage blob cloudinary utapi",
    Service.AI: "openai anthropic together groq replicate",
    Service.QUEUE: "qstash inngest queue",
    Service.ACCOUNTS: "clerkClient clerk workos",
    Service.MESSAGING: "twilio pusher slack pusherServer",
    Service.SEARCH: "algolia typesense meilisearch",
}
HOSTS = {
    Service.AI: "api.openai.com api.anthropic.com api.replicate.com api.together.xyz api.groq.com "
    "generativelanguage.googleapis.com api-inference.huggingface.co openrouter.ai",
    Service.PAYMENTS: "api.stripe.com api.lemonsqueezy.com api.paypal.com",
    Service.EMAIL: "api.resend.com api.sendgrid.com api.mailgun.net api.postmarkapp.com",
    Service.MESSAGING: "slack.com hooks.slack.com api.twilio.com",
}


def touched(route, head: str, call: str) -> set[Service]:
    """The services that an endpoint goes to which waits for the call."""
    app, endpoint = route(f"{head}\nexport async function POST() {{ await {call}; }}")
    return {effect.service for effect in behaviour(endpoint, app.sources, app.modules).effects()}


@pytest.mark.parametrize(("service", "head", "call"), [(to, *each) for to, made in CLIENTS.items() for each in made])
def test_the_package_tells(route, service: Service, head: str, call: str) -> None:
    assert touched(route, head, call) == {service}


@pytest.mark.parametrize(("service", "name"), [(to, name) for to, names in NAMES.items() for name in names.split()])
def test_the_name_of_a_client_tells(service: Service, name: str, route) -> None:
    verb = "create" if service in (Service.DATABASE, Service.AI) else "change"
    assert touched(route, "", f"{name}.{verb}(a)") == {service}
    assert touched(route, "", f"this.{name}.{verb}(a)") == {service}
    assert touched(route, "", f"{verb}.{name}(a)") == set()
    assert touched(route, "", f"{name}s.{verb}(a)") == set()


@pytest.mark.parametrize(("service", "host"), [(to, host) for to, hosts in HOSTS.items() for host in hosts.split()])
def test_the_address_tells(service: Service, host: str, route) -> None:
    assert touched(route, "", f'fetch("https://{host}/v1/things", {{ body }})') == {service}
    assert touched(route, "", f"fetch(`https://{host}`, {{ body }})") == {service}
    assert touched(route, "", f'fetch("https://{host}.test/v1", {{ body }})') == {Service.HTTP}


@pytest.mark.parametrize(
    "verb",
    [
        *("findByIdAndUpdate", "findByIdAndDelete", "findByIdAndRemove", "findOneAndUpdate", "findOneAndDelete"),
        *("findOneAndReplace", "insertOne", "insertMany", "updateOne", "deleteOne", "replaceOne", "bulkWrite"),
        *("countDocuments", "findById"),
    ],
)
def test_what_only_databases_are_asked(route, verb: str) -> None:
    assert touched(route, "", f"Order.{verb}(a, b)") == {Service.DATABASE}


@pytest.mark.parametrize(
    ("head", "call", "service"),
    [
        ('import { client } from "@/lib/stripe";', "client.refunds.create(a)", Service.PAYMENTS),
        ('import { client } from "../../lib/prisma/";', "client.user.create(a)", Service.DATABASE),
        ('import { client } from "~/server/db";', "client.user.create(a)", Service.DATABASE),
        ('import { client } from "#lib/s3-client";', "client.upload(a)", Service.STORAGE),
        ('import { client } from "lib/mailer";', "client.deliver(a)", Service.EMAIL),
        ('import { client } from "src/redis";', "client.incr(a)", Service.CACHE),
        ('import { client } from "@/lib/supabase-client";', 'client.from("a").insert(b)', Service.DATABASE),
        ('import { client } from "@/lib/clerk-client";', "client.users.deleteUser(a)", Service.ACCOUNTS),
        ('import { stripe } from "@/lib/db";', "stripe.refunds.create(a)", Service.PAYMENTS),
        ('import { client } from "./DB";', "client.user.create(a)", Service.DATABASE),
        ('import { client } from "acme/stripe";', "client.refunds.create(a)", None),
        ('import { client } from "@/lib/stripes";', "client.refunds.create(a)", None),
        ('import { change } from "@/lib/stripe";', "change(a)", None),
        ("", "supabase.auth.signUp(a)", Service.ACCOUNTS),
        ("", "supabase.auth.admin.deleteUser(a)", Service.ACCOUNTS),
        ("", "stripe.auth.change(a)", Service.PAYMENTS),
        ("", "algolia.replaceOne(a)", Service.SEARCH),
        ("", "sql`DELETE FROM a`", Service.DATABASE),
        ("", "sql(a)", None),
        ("", "sqlite`DELETE FROM a`", None),
        ('import { pgTable } from "pgtable";', "pgTable.create(a)", None),
        ('import { x } from "stripe-event-types";', "x.events.change(a)", None),
    ],
)
def test_a_client_of_the_app(route, head: str, call: str, service: Service | None) -> None:
    assert touched(route, head, call) == ({service} if service is not None else set())


def test_operators_of_a_database_package_do_not_call_it(route) -> None:
    head = 'import { eq, sql } from "drizzle-orm";\nimport { Types } from "mongoose";'
    assert touched(route, head, "eq(a, b)") == set()
    assert touched(route, head, "go(new Types.ObjectId(a))") == set()


def test_helpers_for_streams_ask_no_model(route) -> None:
    head = 'import { createStreamableValue, streamText, convertToModelMessages } from "%s";'
    for package in ("ai", "ai/rsc", "@ai-sdk/rsc"):
        assert touched(route, head % package, "createStreamableValue(a)") == set()
        assert touched(route, head % package, "convertToModelMessages(a)") == set()
        assert touched(route, head % package, "streamText(a)") == {Service.AI}
        whole = f'import * as ai from "{package}";'
        for helper in ("createStreamableValue", "createDataStreamResponse", "createUIMessageStream"):
            assert touched(route, whole, f"ai.{helper}(a)") == set()
        assert touched(route, whole, "ai.streamText(a)") == {Service.AI}


def test_a_call_of_this_file_goes_nowhere() -> None:
    assert service_of(Call(("save",), None, None, True, Place("a.ts", 1))) is None
