"""Where code runs: in the browser, on the server, under the Pages Router, or outside the app.

A file that is an entry of a router, has a directive, or does what works on one side only, tells by itself. All others
run where their importers run: they are followed upwards until a ``'use client'`` boundary or an entry file is reached
(React documentation, "'use client'"; Next.js documentation, "Server and Client Components", "Project structure"). In
an app with both routers the boundary does not tell which of them renders it, so the way goes on to the entry files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reviewer.callers.importing import Importing, Step
from reviewer.callers.known import words
from reviewer.callers.texts import Texts
from reviewer.model import App, Side
from reviewer.nextjs.app import owner
from reviewer.syntax.boundary import boundary
from reviewer.syntax.jsonc import read_object
from reviewer.syntax.modules import Modules
from reviewer.syntax.packages import folders_up, join

_ENTRY = (
    r"(?:page|layout|template|loading|not-found|default|route|sitemap|robots|manifest|forbidden|unauthorized"
    r"|(?:opengraph-image|twitter-image|icon|apple-icon)\w*)\Z"
)
_ROOT = r"(?:src/)?(?:middleware|proxy|instrumentation)\.[cm]?[jt]s\Z"
_SERVER_MODULES = (b"server-only", b"next/headers")  # looked for before the patterns, which take ten times as long
_SERVER_ONLY = rb"\b(?:import|from)\s{0,20}[\"'](?:server-only|next/headers)[\"']"
_CLIENT_ONLY = rb"\bimport\s{0,20}[\"']client-only[\"']"
_SERVER_SIGN = (
    rb"from\s*[\"'](?:next/cache|next/server|node:[\w/]+|fs|crypto|@prisma/client|drizzle-orm|nodemailer)[\"']"
    rb"|[\"']@trigger\.dev/|[\"']inngest[\"']|\bprocess\.env\.(?!NEXT_PUBLIC_|NODE_ENV)|\bprisma\."
)
_CLIENT_SIGN = (
    rb"\buse(?:State|Effect|Reducer|Ref|LayoutEffect|Callback|Memo|Context|Router|SWR|Query|Mutation|Action|ActionState)\b"
    rb"|\bon(?:Click|Submit|Change)=\{|\b(?:window|document|localStorage|navigator)\."
)
_HOOK = rb"use(?<!\wuse)[A-Z]\w*"  # the word stands first: so it is as fast as the search for a text
# What React and the routers refuse to give to a server component, so that whoever imports it runs in the browser.
_CLIENT_HOOKS = words(
    "useState useEffect useLayoutEffect useInsertionEffect useReducer useRef useContext useTransition useOptimistic"
    " useActionState useFormStatus useFormState useSyncExternalStore useDeferredValue useImperativeHandle"
    " useRouter usePathname useSearchParams useParams useSelectedLayoutSegment useSelectedLayoutSegments"
    " useSWR useSWRConfig useSWRInfinite useSWRMutation useSWRImmutable useQuery useMutation useQueryClient"
    " useInfiniteQuery useSuspenseQuery useAction useForm useChat useCompletion"
)
_SCRIPT = r"(?:^|/)(?:scripts?|bin|tools|tooling|cli)/"
# A tool runs it; but "auth.config.ts" is Auth.js's own, which the app imports.
_CONFIG = r"(?:^|/)(?!auth\.)[\w.-]+\.config\.[cm]?[jt]s\Z"

# Where an end lies: the side, and the root of the app that it belongs to (None: of no app).
_End = tuple[Side, str | None]


class Sides:
    """Answers for the files that are asked for; those whose importers are to be asked are best settled together."""

    def __init__(self, texts: Texts, modules: Modules, apps: Sequence[App]) -> None:
        self._texts = texts
        self._modules = modules
        self._apps = apps
        self._importing = Importing(texts, modules)
        self._ends: dict[Step, frozenset[_End]] = {}
        self._own: dict[str, _End | bool] = {}

    def settle(self, asked: Collection[tuple[str, bool]]) -> None:
        """Looks for the sides of many files in one climb. Each: the path, and whether it is known for client code."""
        starts = []
        for path, client in sorted(asked):
            start = Step(path, client)
            if start in self._ends:
                continue
            end = self._end_of(start)
            if end is None or isinstance(end, Step):
                starts.append((start, end or start))
            else:
                self._ends[start] = frozenset({end})
        found = self._importing.climb([step for _, step in starts], self._end_of, self._script) if starts else {}
        for start, step in starts:
            self._ends[start] = frozenset(found[step]) or frozenset({self._guess(step)})

    def of(self, path: str, app: App, client: bool = False) -> Side:
        """Where the code of a file runs that calls an endpoint of an app. ``client``: in the browser, for certain."""
        if (start := Step(path, client)) not in self._ends:
            self.settle([(path, client)])
        ends = self._ends[start]
        sides = {side for side, root in ends if root == app.root} or {side for side, _ in ends}
        return joined(sides)

    def is_action_file(self, path: str) -> bool:
        """The module starts with 'use server'."""
        return boundary(self._texts.read(path)) == b"server"

    def _end_of(self, step: Step) -> _End | Step | None:
        """What a file tells, of itself or as the importer of another."""
        if step.path not in self._own:
            self._own[step.path] = self._look(step.path)
        own = self._own[step.path]
        if isinstance(own, tuple):
            side, root = own
            return (Side.CLIENT, root) if step.client and side is Side.SERVER and self._is_entry(step.path) else own
        if not own and not step.client:
            return None
        app = owner(self._apps, step.path)
        if self._is_mixed(app):
            return None if step.client else Step(step.path, True, step.names)
        return self._client_of(app), app.root if app is not None else None

    def _look(self, path: str) -> _End | bool:
        """The end that a file is. True: it is client code, wherever it ends; False: it does not tell."""
        app = owner(self._apps, path)
        root = app.root if app is not None else None
        if app is not None and app.pages_dir is not None and path.startswith(f"{app.pages_dir}/"):
            api = path.startswith((f"{app.pages_dir}/api/", f"{app.pages_dir}/api."))
            return (Side.SERVER if api else Side.PAGES), root
        data = self._texts.read(path)
        begins = boundary(data)
        if begins == b"client":
            return True
        if begins == b"server" or self._is_entry(path):
            return Side.SERVER, root
        if re.search(_CONFIG, path):
            return Side.SCRIPT, root
        if any(module in data for module in _SERVER_MODULES) and re.search(_SERVER_ONLY, data):
            return Side.SERVER, root
        return self._has_client_hooks(path, data)

    def _is_entry(self, path: str) -> bool:
        """Next.js itself loads the file, on the server."""
        app = owner(self._apps, path)
        if app is None:
            return False
        inner = path[len(app.root) + 1 :] if app.root else path
        if re.match(_ROOT, inner):
            return True
        if app.app_dir is None or not path.startswith(f"{app.app_dir}/"):
            return False
        stem, _, extension = path.rpartition("/")[2].partition(".")
        return re.match(_ENTRY, stem) is not None and (extension in app.page_extensions or extension in ("mjs", "mts"))

    def _has_client_hooks(self, path: str, data: bytes) -> bool:
        if b"client-only" in data and re.search(_CLIENT_ONLY, data):
            return True
        used = {found.decode() for found in re.findall(_HOOK, data)} & _CLIENT_HOOKS
        table = self._modules.table(path) if used else None
        return table is not None and any(
            (name in used or (name in ("default", "*") and specifier in ("react", "swr")))
            and self._modules.resolve(specifier, path) is None
            for specifier, name in table.imports.values()
        )

    def _guess(self, step: Step) -> _End:
        """Nobody who tells imports the file: what it does is all there is."""
        app = owner(self._apps, step.path)
        root = app.root if app is not None else None
        if step.client:
            return self._client_of(app), root
        data = self._texts.read(step.path)
        if re.search(_CLIENT_SIGN, data):
            return self._client_of(app), root
        return (Side.SERVER if re.search(_SERVER_SIGN, data) else Side.UNKNOWN), root

    def _script(self, step: Step) -> _End | None:
        """A file that nobody imports, in a folder of scripts or named by one of package.json."""
        app = owner(self._apps, step.path)
        if step.client or not (re.search(_SCRIPT, step.path) or self._is_run(step.path)):
            return None
        return Side.SCRIPT, app.root if app is not None else None

    def _is_run(self, path: str) -> bool:
        """The ``scripts`` of a package.json around the file run it by its path."""
        for folder in folders_up(path):
            scripts = read_object(self._texts.read(join(folder, "package.json"))).get("scripts")
            name = path[len(folder) + 1 :] if folder else path
            lines = [line for line in scripts.values() if isinstance(line, str)] if isinstance(scripts, dict) else []
            if any(word.removeprefix("./") == name for line in lines for word in line.split()):
                return True
        return False

    def _is_mixed(self, app: App | None) -> bool:
        """Client code may be rendered by either router."""
        candidates = [app] if app is not None else list(self._apps)
        return any(one.renders_with_pages for one in candidates) and any(one.renders_with_app for one in candidates)

    def _client_of(self, app: App | None) -> Side:
        """Client code of an app that has pages of the Pages Router only is rendered there."""
        candidates = [app] if app is not None else list(self._apps)
        pages_only = candidates and all(one.renders_with_pages and not one.renders_with_app for one in candidates)
        return Side.PAGES if pages_only else Side.CLIENT


def joined(sides: Collection[Side]) -> Side:
    """One side for several: the Pages Router's before all, since it rules out most."""
    known = set(sides) - {Side.UNKNOWN}
    if len(known) == 1:
        return next(iter(known))
    if not known:
        return Side.UNKNOWN
    return Side.PAGES if Side.PAGES in known else Side.SHARED
