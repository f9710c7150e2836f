"""A streamed answer: of a route it decides, of an action it is weighed; other streams are none of it."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Via

SPEAKS = {
    "export async function POST() { return new Response(new ReadableStream({ start() {} })); }": "ReadableStream",
    "export async function POST() { const { readable } = new TransformStream(); return new Response(readable); }": "TransformStream",
    "export async function POST() { const a = await fetch(u); return new Response(a.body.pipeThrough(decode)); }": "pipeThrough",
    'import { streamText } from "ai"; export async function POST() { return streamText({}).toDataStreamResponse(); }': "toDataStreamResponse",
    'import { streamText } from "ai"; export async function POST() { const r = streamText({}); return r.toUIMessageStreamResponse(); }': "streamText",
    "export async function POST() { return result.toUIMessageStreamResponse(); }": "toUIMessageStreamResponse",
    "export async function POST() { return result.toTextStreamResponse(); }": "toTextStreamResponse",
    "export async function POST() { return result.toAIStreamResponse(); }": "toAIStreamResponse",
    "export async function POST() { return new Response(runner.toReadableStream()); }": "toReadableStream",
    "export async function POST() { return new StreamingTextResponse(OpenAIStream(r)); }": "StreamingTextResponse",
    "export async function POST() { return createUIMessageStreamResponse({ stream }); }": "createUIMessageStreamResponse",
    "export async function POST() { return createDataStreamResponse({ execute }); }": "createDataStreamResponse",
    "export async function POST() { return reply(createUIMessageStream({ execute })); }": "createUIMessageStream",
    "export async function POST(q, res) { streamer.pipeDataStreamToResponse(res); }": "pipeDataStreamToResponse",
    "export async function POST(q, res) { streamer.pipeUIMessageStreamToResponse(res); }": "pipeUIMessageStreamToResponse",
    "export async function POST() { return reply(streamObject({ model })); }": "streamObject",
    "export async function POST() { return reply(streamUI({ model })); }": "streamUI",
    "export async function POST() { return reply(await streams.resumableStream(id, make)); }": "resumableStream",
    "export async function POST() { return reply(await streams.createNewResumableStream(id, make)); }": "createNewResumableStream",
    "export async function POST() { return reply(await streams.resumeExistingStream(id)); }": "resumeExistingStream",
    "export async function POST() { return reply(createStreamableUI(null)); }": "createStreamableUI",
    "export async function POST(q, res) { result.consumeStream(); res.end(); }": "consumeStream",
    "export async function POST(q, res) { res.flushHeaders(); }": "flushHeaders",
    "export async function POST(q, res) { res.write(part); res.end(); }": "write",
    "export async function POST(q, response) { response.write(part); }": "write",
    'export async function POST() { return new Response(x, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } }); }': "text/event-stream",
    'const OPEN = { "Content-Type": "text/event-stream" }; export async function POST() { return new Response(x, { headers: OPEN }); }': "text/event-stream",
}

SILENT = [
    'export async function POST() { return new Response(x, { headers: { "Content-Type": "text/plain" } }); }',
    "export async function POST() { await generateText({ model }); }",
    "export async function POST() { return Response.json({ stream: true, ReadableStream: 1 }); }",
    "export async function POST(req) { for await (const part of req.body) use(part); }",
    'export async function POST() { log("text/event-stream"); /* new ReadableStream() */ }',
    'export async function POST() { await fetch(u, { headers: { "Accept": "text/event-stream" } }); }',
    'const ASK = { "Accept": "text/event-stream" }; export async function POST() { await fetch(u, { headers: ASK }); }',
    "export async function POST() { await file.write(part); socket.write(part); }",
    "export async function POST() { fs.createWriteStream(path).end(part); }",
    "export async function POST() { const { textStream } = result; return Response.json(await collect(textStream)); }",
    "export async function POST(q, res) { res.writeHead(200); res.end(body); }",
    "export async function POST(req) { const reader = req.body.getReader(); await reader.read(); }",
    "import { ReadableStream } from 'stream/web'; export async function POST() { return x instanceof ReadableStream; }",
    "export async function POST() { const streamText = 1; return Response.json({ streamText }); }",
    "export async function POST() { await prisma.readableStream.create({ data }); }",
    "function other() { return new ReadableStream({}); }\nexport async function POST() {}",
    "const withStream = (handler) => () => { new ReadableStream({}); };\nexport const POST = withStream(async () => {});",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_a_route_that_streams_stays(route, text: str) -> None:
    app, endpoint = route(text)
    seen = app.see(endpoint)["streaming"]
    assert seen.constraint == "streaming" and seen.favours is Approach.API_ROUTE
    assert seen.message == f"It streams its answer (`{SPEAKS[text]}`)."


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, action, site, text: str) -> None:
    app, endpoint = route(text)
    assert "streaming" not in app.see(endpoint, site())
    app, endpoint = action(text.replace("function POST", "function act").replace("const POST", "const act"))
    assert "streaming" not in app.see(endpoint, site(reads=frozenset({"stream"})))


def test_a_stream_that_a_called_function_makes(route) -> None:
    files = {
        "lib/a.ts": 'import { deep } from "./b";\nexport function near() {\n  return new ReadableStream({});\n}\nexport const far = () => deep();',
        "lib/b.ts": "export function deep() { return new ReadableStream({}); }",
    }
    text = 'import { near, far } from "../../../lib/a";\nexport async function POST() { return answer(%s()); }'
    app, endpoint = route(text % "near", files=files)
    assert app.see(endpoint)["streaming"].place.line == 3
    app, endpoint = route(text % "far", files=files)
    assert "streaming" not in app.see(endpoint)


def test_a_caller_that_reads_a_stream(route, site) -> None:
    app, endpoint = route("export async function POST() {}")
    callers = [site("a.tsx"), site("b.tsx", reads=frozenset({"stream"})), site("c.tsx", reads=frozenset({"stream"}))]
    assert app.see(endpoint, *callers)["streaming"].message == "`b.tsx` reads its answer as a stream."
    assert "streaming" not in app.see(endpoint, site(reads=frozenset({"text"})))
    assert "streaming" not in app.see(endpoint, site(reads=frozenset({"stream"}), method="GET"))
    app, endpoint = route("export async function POST() { return new Response(new ReadableStream({})); }")
    assert app.see(endpoint, *callers)["streaming"].place.path == endpoint.path


def test_of_an_action_it_is_weighed(action, site) -> None:
    text = "'use server';\nimport { streamText } from 'ai';\nexport async function act() { return streamText({}); }"
    app, endpoint = action(text)
    seen = app.see(endpoint, site(via=Via.EFFECT))["streaming"]
    assert seen.constraint is None and seen.favours is Approach.API_ROUTE
    assert "(`streamText`), and actions of one client run one after another" in seen.message
    assert seen.weight >= 1.7, "with a second reason it may be enough"


def test_the_connection_and_a_reader_are_one_reason(route, site) -> None:
    app, endpoint = route("export async function POST(q, res) { res.socket.server.io.emit(1); }")
    assert "speaks over" in app.see(endpoint, site(reads=frozenset({"stream"})))["streaming"].message


def test_components_of_a_wrapper_are_no_answer(action, site) -> None:
    wrapper = "const guarded = (run) => async () => (await allowed()) ? run() : show(<p />);\n"
    app, endpoint = action(wrapper + "export const act = guarded(async () => streamText({}));", path="app/actions.tsx")
    assert "streaming" in app.see(endpoint, site(via=Via.EFFECT))


@pytest.mark.parametrize(
    ("work", "speaks"),
    [
        ("res.socket.server.io.emit(1); res.socket.server.io.emit(2); new ReadableStream({});", True),
        ("response.socket.server.io.emit(1);", True),
        ("res.server.socket.emit(1);", True),
        ("hub.socket.server.emit(1);", False),
        ("socket.server.io.emit(1);", False),
        ("res.server.socket(1);", False),
    ],
)
def test_the_connection_of_the_answer(route, work: str, speaks: bool) -> None:
    app, endpoint = route(f"export async function POST(q, res) {{ {work} }}")
    assert ("streaming" in app.see(endpoint)) is speaks


@pytest.mark.parametrize(("hops", "streams"), [(1, False), (2, True)])
def test_components_that_are_far_from_the_stream(action, hops: int, streams: bool) -> None:
    """An action that streams components is right to be one; what a distant helper renders is no answer."""
    files = {
        "lib/a.tsx": "import { b } from './b';\nexport const one = () => <p />;\nexport const two = () => b();",
        "lib/b.tsx": "export const b = () => <p />;",
    }
    name = {1: "one", 2: "two"}[hops]
    text = f"import {{ {name} }} from '../lib/a';\nexport async function act() {{ {name}(); return createStreamableValue(1); }}"
    app, endpoint = action(text, files=files)
    assert ("streaming" in app.see(endpoint)) is streams
