"""Routes that mount a library's own handler: one endpoint on the outside, many inside.

Source: field survey, section 1.1 ("Tunnels"). The package that a handler comes from tells; a catch-all alone does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.syntax.bindings import imports

if TYPE_CHECKING:
    from reviewer.model import Span
    from reviewer.nextjs.body import Work
    from reviewer.syntax.parser import Source, Sources

# The prefix of a package's name, and what it mounts.
_PACKAGES = (
    ("@trpc/server", "trpc"),
    ("trpc-openapi", "trpc"),
    ("trpc-to-openapi", "trpc"),
    ("@hono/", "hono"),
    ("hono", "hono"),
    ("elysia", "elysia"),
    ("@apollo/server", "graphql"),
    ("@as-integrations/next", "graphql"),
    ("apollo-server", "graphql"),
    ("graphql-yoga", "graphql"),
    ("graphql-http", "graphql"),
    ("graphql-helix", "graphql"),
    ("@graphql-yoga/", "graphql"),
    ("@orpc/", "orpc"),
    ("@ts-rest/", "ts-rest"),
    ("next-auth", "auth"),
    ("@auth/", "auth"),
    ("better-auth", "auth"),
    ("@better-auth/", "auth"),
    ("@auth0/", "auth"),
    ("@clerk/", "auth"),
    ("@kinde-oss/", "auth"),
    ("@workos-inc/", "auth"),
    ("@logto/", "auth"),
    ("@descope/", "auth"),
    ("supertokens-node", "auth"),
    ("@propelauth/", "auth"),
    ("uploadthing", "uploads"),
    ("@uploadthing/", "uploads"),
    ("next-s3-upload", "uploads"),
    ("@edgestore/", "uploads"),
    ("@vercel/blob", "uploads"),
    ("inngest", "queue"),
    ("@trigger.dev/", "queue"),
    ("@upstash/workflow", "queue"),
    ("@upstash/qstash", "queue"),
    ("@defer/", "queue"),
    ("quirrel", "queue"),
    ("mcp-handler", "mcp"),
    ("@vercel/mcp-adapter", "mcp"),
    ("@modelcontextprotocol/", "mcp"),
    ("@payloadcms/", "cms"),
    ("@keystatic/", "cms"),
    ("tinacms", "cms"),
    ("@sanity/", "cms"),
    ("@copilotkit/", "copilot"),
    ("@zenstackhq/", "zenstack"),
    ("fumadocs-core", "search"),
    ("@scalar/", "api-reference"),
    ("next-swagger-doc", "api-reference"),
    ("swagger-ui-react", "api-reference"),
)
# Calls that make a request handler out of a library's router, whatever package they are imported through.
_CALLS = {
    "fetchRequestHandler": "trpc",
    "createNextApiHandler": "trpc",
    "createOpenApiNextHandler": "trpc",
    "createOpenApiFetchHandler": "trpc",
    "toNextJsHandler": "auth",
    "NextAuth": "auth",
    "createRouteHandler": "uploads",
    "startServerAndCreateNextHandler": "graphql",
    "createYoga": "graphql",
    "createMcpHandler": "mcp",
}


def package_tunnel(package: str | None) -> str | None:
    """What a package mounts, by its name."""
    if package is None:
        return None
    for prefix, tunnel in _PACKAGES:
        if package == prefix or package.startswith(prefix if prefix.endswith("/") else f"{prefix}/"):
            return tunnel
    return None


def tunnel_of(source: Source, work: Work, sources: Sources) -> str | None:
    """The library whose own handler a route mounts: its kind, or the package's own name where the kind is unknown.

    A wrapper of such a package around one's own function (``auth(fn)``, ``verifySignature(fn)``, ``serve(fn)``) is a
    guard, not a tunnel: there the name of a call that makes a handler must tell.
    """
    for wrapper in work.wrappers:
        name = wrapper.name.rpartition(".")[2]
        if name == "handle" and package_tunnel(wrapper.package) == "hono":
            return "hono"
        if name in _CALLS and package_tunnel(wrapper.package) in (_CALLS[name], None):
            return _CALLS[name]
    if work.handlers:
        return next((tunnel for handler in work.handlers if (tunnel := _called(handler.body, sources))), None)
    packages = [package for package in (work.package, *(wrapper.package for wrapper in work.wrappers)) if package]
    mounted = [*packages, *(item.specifier for item in imports(source) if not item.type_only)]
    known = next((tunnel for package in mounted if (tunnel := package_tunnel(package)) is not None), None)
    return known or next(iter(packages), None)


def _called(body: Span, sources: Sources) -> str | None:
    """The call inside a function that hands the request on to a library."""
    source = sources.get(body.path)
    if source is None:
        return None
    text = source.data[body.start_byte : body.end_byte]
    return next((tunnel for name, tunnel in _CALLS.items() if f"{name}(".encode() in text), None)
