"""The methods that a pages API route tells apart, each with its own lines."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

PATH = "pages/api/x.ts"


def endpoint_of(source: str, **others: str) -> Endpoint:
    files = {"package.json": '{"dependencies": {"next": "14"}}', PATH: source, **others}
    sources = Sources(MemoryTree({path: text.encode() for path, text in files.items()}))
    [endpoint] = all_endpoints(sources, Modules(sources)).endpoints
    return endpoint


def lines(source: str) -> dict[str | None, tuple[int, int]]:
    handlers = endpoint_of(source).handlers
    return {handler.method: (handler.body.start_line, handler.body.end_line) for handler in handlers}


CASES = {
    "none": (
        """export default (req, res) => {
  res.end()
}""",
        {None: (1, 3)},
    ),
    "if chain": (
        """export default function handler(req, res) {
  if (req.method === 'GET') {
    a()
  } else if ('POST' == req.method) {
    b()
  }
}""",
        {"GET": (2, 4), "POST": (4, 6)},
    ),
    "guard": (
        """export default function handler(req, res) {
  if (req.method !== 'POST') return res.status(405).end()
  work()
}""",
        {"POST": (1, 4)},
    ),
    "guard with else": (
        """export default function handler(req, res) {
  if (req.method !== 'POST') {
    no()
  } else {
    work()
  }
}""",
        {"POST": (4, 6)},
    ),
    "guard of several": (
        """export default function handler(req, res) {
  if (!['GET', 'POST'].includes(req.method)) return no()
  work()
}""",
        {"GET": (1, 4), "POST": (1, 4)},
    ),
    "guard, then branches": (
        """export default function handler(req, res) {
  if (req.method !== 'GET' && req.method !== 'PUT') return no()
  if (req.method === 'GET') {
    a()
  }
  if (req.method === 'PUT') {
    b()
  }
}""",
        {"GET": (3, 5), "PUT": (6, 8)},
    ),
    "switch": (
        """export default function handler(req, res) {
  switch (req.method) {
    case 'GET':
      a()
      break
    case 'POST':
    case 'PUT': {
      b()
    }
    default: no()
  }
}""",
        {"GET": (3, 5), "POST": (7, 9), "PUT": (7, 9)},
    ),
    "local name": (
        """export default async ({ method }, res) => {
  if (method === 'DELETE') {
    a()
  }
}""",
        {"DELETE": (2, 4)},
    ),
    "functions of their own": (
        """async function read(req) {
  a()
}
const write = async (req) => {
  b()
}
export default function handler(req, res) {
  if (req.method === 'GET') return read(req)
  if (req.method === 'POST') {
    return await write(req)
  }
}""",
        {"GET": (1, 3), "POST": (4, 6)},
    ),
    "switch over functions": (
        """function read() {
}
export default function handler(req, res) {
  switch (req.method) {
    case 'GET': return read(req, res)
  }
}""",
        {"GET": (1, 2)},
    ),
    "map": (
        """const handlers = {
  GET: async (req) => {
    a()
  },
  POST: write,
}
function write() {
}
export default (req, res) => handlers[req.method](req, res)""",
        {"GET": (2, 4), "POST": (7, 8)},
    ),
    "map of wrappers": (
        """export default withMiddlewares({
  GET: createRoute({
    fn: async () => { a() },
  }),
  POST: createRoute({ fn: async () => { b() } }),
})""",
        {"GET": (3, 3), "POST": (5, 5)},
    ),
    "wrapped": (
        """export default withAuth(async (req, res) => {
  if (req.method === 'PATCH') {
    a()
  }
})""",
        {"PATCH": (2, 4)},
    ),
    "preflight only": (
        """export default (req, res) => {
  if (req.method === 'OPTIONS') return res.end()
  work()
}""",
        {None: (1, 4)},
    ),
    "work for all others below": (
        """export default async (req, res) => {
  try {
    if (req.method === 'POST') {
      return save()
    }
    res.json(await all())
  } catch {}
}""",
        {None: (1, 8)},
    ),
    "a refusal below": (
        """export default async (req, res) => {
  if (req.method === 'OPTIONS') await cors()
  if (req.method === 'POST') {
    await save()
  }
  res.status(405).end()
}""",
        {"OPTIONS": (2, 2), "POST": (3, 5)},
    ),
    "a guard and work below": (
        """export default async (req, res) => {
  if (req.method === 'OPTIONS') return
  if (req.method !== 'POST') return res.status(405).end()
  await save()
}""",
        {"OPTIONS": (2, 2), "POST": (1, 5)},
    ),
    "GET, and work below": (
        """export default async (req, res) => {
  if (req.method === 'GET') {
    return read()
  }
  await save()
}""",
        {"GET": (2, 4)},
    ),
    "lower case": (
        """export default (req, res) => {
  if (req.method?.toLowerCase() === 'post') {
    a()
  }
}""",
        {"POST": (2, 4)},
    ),
    "another method": (
        """export default (req, res) => {
  if (payment.method === 'card') {
    a()
  }
}""",
        {None: (1, 5)},
    ),
    "CommonJS": (
        """module.exports = (req, res) => {
  if (req.method === 'GET') {
    a()
  }
}""",
        {"GET": (2, 4)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_method_has_its_own_lines(case: str) -> None:
    source, expected = CASES[case]
    assert lines(source) == expected


def test_methods_and_parts_follow_the_handlers() -> None:
    endpoint = endpoint_of(CASES["if chain"][0])
    assert (endpoint.name, endpoint.methods, endpoint.url) == ("default", ("GET", "POST"), "/api/x")
    assert [(part.methods, part.start_line) for part in endpoint.parts()] == [(("GET",), 2), (("POST",), 4)]
    assert endpoint_of(CASES["none"][0]).methods == ("*",)


def test_methods_are_told_apart_in_another_file() -> None:
    others = {"lib/h.ts": "export default (req, res) => {\n  if (req.method === 'GET') {\n    a()\n  }\n}"}
    endpoint = endpoint_of("export { default } from '../../lib/h'", **others)
    assert [(one.method, one.body.path, one.body.start_line) for one in endpoint.handlers] == [("GET", "lib/h.ts", 2)]
