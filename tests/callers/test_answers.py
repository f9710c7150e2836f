"""What a caller looks at in the answer, what it sends, and what it renews: of this request, not of its neighbours."""

from __future__ import annotations

import pytest

from reviewer.model import CallSite
from tests.callers.apps import callers_in, of

ROUTE = {"app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}"}
POST = "fetch('/api/items', { method: 'POST' })"


def site_in(
    handler: str, lead: str = "", name: str = "POST /api/items", more: dict[str, str] | None = None
) -> CallSite:
    """The one call site of a component whose button's handler holds this code."""
    code = f"""'use client'
{lead}
export function Box({{ id, file }}) {{
  const router = useRouter()
  return <b onClick={{async (event) => {{ {handler} }}}} /> }}"""
    (site,) = of(callers_in(ROUTE | {"app/box.tsx": code} | (more or {})), name).sites
    return site


@pytest.mark.parametrize(
    ("handler", "reads"),
    [
        (f"const answer = await {POST}; if (answer.status === 409) return", {"status"}),
        (f"const {{ status, statusText }} = await {POST}", {"status"}),
        (f"const answer = await {POST}; console.log('saved', answer.status)", set()),
        (f"const answer = await {POST}; if (!answer.ok) throw new Error(`HTTP ${{answer.status}}`)", set()),
        (f"const answer = await {POST}; if (!answer.ok) throw new Failure(answer.status)", {"status"}),
        (f"const answer = await {POST}; console.log(() => {{ if (answer.status) show() }})", {"status"}),
        (f"let answer; answer = await {POST}; toast(answer.statusText)", {"status"}),
        (f"{POST}.then((answer) => answer.blob()).then(show)", {"blob"}),
        (f"const bytes = await (await {POST}).arrayBuffer()", {"blob"}),
        (f"const answer = await {POST}; save(await answer.text(), answer.headers.get('etag'))", {"text", "headers"}),
        (f"const answer = await {POST}; const reader = answer.body!.getReader()", {"stream"}),
        (f"const answer = await {POST}; for await (const part of answer.body) show(part)", {"stream"}),
        (f"const answer = await {POST}; if (answer.redirected) location.href = answer.url", {"redirect"}),
        ("const { data } = await axios.post('/api/items', {}, { responseType: 'blob' })", {"blob"}),
        ("const url = '/api/items'; const answer = await fetch(url, { method: 'POST' }); answer.blob()", {"blob"}),
        (
            "const request = new XMLHttpRequest(); request.open('POST', '/api/items'); request.responseType = 'blob'",
            {"blob"},
        ),
        (f"handle(await {POST})", {"headers"}),  # one helper further
        ("try { await axios.post('/api/items') } catch (e) { if (e.response?.status === 409) show() }", {"status"}),
        ("try { await axios.post('/api/items') } catch (e: any) { if (e.status === 409) show() }", {"status"}),
        ("axios.post('/api/items').catch((e) => { if (e.response.status === 409) show() })", {"status"}),
        ("axios.post('/api/items').then(show).catch(e => e.response!.status === 409 && show())", {"status"}),
        # --- of something else
        ("try { await axios.post('/api/items') } catch (e) { if (item.status === 409) show(e) }", set()),
        ("try { await axios.post('/api/items') } catch (e) { if (e.data.status === 409) show() }", set()),
        ("try { await axios.post('/api/items') } catch (e) { show(e.message) }", set()),
        ("try { await axios.post('/api/items') } catch { show(e.status) }", set()),
        ("try { await axios.post('/api/items') } catch ({ status }) { show(e.status) }", set()),
        ("axios.post('/api/items'); try { go() } catch (e) { if (e.status === 409) show() }", set()),
        ("try { go() } catch (e) { if (e.status === 409) axios.post('/api/items') }", set()),
        ("go().catch((e) => { if (e.status === 409) axios.post('/api/items') })", set()),
        ("axios.post('/api/items').catch(fail)", set()),
        (f"await {POST}; if (item.status === 'done' || user.headers.get('x')) show(await other.blob())", set()),
        (f"const answer = await {POST}; const data = await answer.json(); show(data.status, data.text)", set()),
        (f"await {POST}; // answer.status, answer.blob()", set()),
    ],
)
def test_reads(handler: str, reads: set[str]) -> None:
    lead = "const handle = (answer) => answer.headers.get('x-total')"
    assert site_in(handler, lead).reads == reads


@pytest.mark.parametrize(
    ("handler", "reads"),
    [
        (f"const answer = await {POST}; save(answer)", {"blob"}),
        (f"save(await {POST})", {"blob"}),
        (f"{POST}.then(save)", {"blob"}),
        (f"{POST}.then(check).then(show)", {"status"}),
        (f"pass(await {POST})", {"blob"}),  # handed on once more
        (f"{POST}.then((answer) => save(answer))", {"blob"}),
        (f"other(save); await {POST}", set()),
        (f"const answer = await {POST}; save((await answer.json()).file)", set()),
    ],
)
def test_an_answer_that_is_handed_to_functions_of_another_file(handler: str, reads: set[str]) -> None:
    lib = """export async function save(answer) { return URL.createObjectURL(await answer.blob()) }
        export const check = ({ status }) => status < 400
        export function pass(answer) { return save(answer) }"""
    assert (
        site_in(handler, "import { check, pass, save } from '@/lib/files'", more={"lib/files.ts": lib}).reads == reads
    )


def test_a_helper_that_downloads_tells_of_its_callers_but_its_errors_do_not() -> None:
    helper = """export async function download(path) {
        const answer = await fetch(path)
        if (answer.status === 401) throw new Error(await answer.text())
        return answer.blob() }"""
    site = site_in(
        "await download('/api/items')",
        "import { download } from '@/lib/download'",
        "GET /api/items",
        {"lib/download.ts": helper},
    )
    assert site.reads == {"blob"}


@pytest.mark.parametrize(
    ("handler", "sends"),
    [
        ("fetch('/api/items', { method: 'POST', body: JSON.stringify({ id }) })", {"json"}),
        ("const body = JSON.stringify({ id }); fetch('/api/items', { method: 'POST', body })", {"json"}),
        ("axios.post('/api/items', { id })", {"json"}),
        ("ky.post('/api/items', { json: { id } })", {"json"}),
        ("const data = new FormData(event.target); fetch('/api/items', { method: 'POST', body: data })", {"form-data"}),
        (
            "const data = new FormData(); data.append('file', file); axios.post('/api/items', data)",
            {"form-data", "file"},
        ),
        ("fetch('/api/items', { method: 'POST', body: event.target.files[0] })", {"file"}),
        ("fetch('/api/items', { method: 'POST', body: file })", {"file"}),
        ("fetch('/api/items', { method: 'POST', body: stream, duplex: 'half' })", {"stream"}),
        ("navigator.sendBeacon('/api/items', new Blob([text], { type: 'application/json' }))", {"json"}),
        # --- of something else
        (f"await {POST}; await fetch('/other', {{ method: 'POST', body: JSON.stringify(1) }})", set()),
        (f"const formData = new FormData(); await {POST}", set()),
    ],
)
def test_sends(handler: str, sends: set[str]) -> None:
    assert site_in(handler).sends == sends


@pytest.mark.parametrize(
    ("handler", "renews"),
    [
        (f"await {POST}; router.refresh()", True),
        (f"await {POST}; mutate('/api/items')", True),
        (f"await {POST}; await queryClient.invalidateQueries({{ queryKey: ['x'] }})", True),
        (f"startTransition(async () => {{ await {POST} }}); router.refresh()", True),
        (f"await {POST}; again()", True),
        (f"await {POST}; reload()", True),
        (f"await {POST}; mutation.mutate(1)", False),
        (f"await {POST}; // router.refresh()", False),
        (f"await {POST}; chart.refresh()", False),
        (f"await {POST}; elsewhere()", False),
        (f"try {{ await {POST} }} catch (error) {{ router.push('/login'); router.refresh() }}", False),
        (f"try {{ await {POST}; router.refresh() }} catch (error) {{ log(error) }}", True),
        (f"try {{ await {POST} }} catch (error) {{ log(() => router.refresh()) }}", True),
    ],
)
def test_renews(handler: str, renews: bool) -> None:
    lead = """import { reload, elsewhere } from '@/lib/again'
        const mutation = useMutation({ mutationFn: x })
        function again() { router.refresh() }"""
    more = {"lib/again.ts": "export const reload = () => mutate('/x')\nexport const elsewhere = () => mutate('/x')"}
    assert site_in(handler, lead, more=more).refreshes is renews


def test_callbacks_and_users_of_a_mutation_renew() -> None:
    for code, renews in (
        ("const save = useMutation({ mutationFn: () => %s, onSuccess: () => router.refresh() })", True),
        ("const save = useMutation({ mutationFn: () => %s, onSuccess: () => toast('saved') })", False),
        (
            """const save = useMutation({ mutationFn: () => %s })
            const submit = async () => { await save.mutateAsync(1); router.refresh() }""",
            True,
        ),
        (
            """const save = useMutation({ mutationFn: () => %s })
            const other = async () => { router.refresh() }""",
            False,
        ),
    ):
        text = f"""'use client'
export function Box() {{ const router = useRouter(); {code.replace("%s", POST)}
  return <b onClick={{() => save.mutate()}} /> }}"""
        (site,) = of(callers_in(ROUTE | {"app/box.tsx": text}), "POST /api/items").sites
        assert site.refreshes is renews, code


def component(body: str, markup: str) -> dict[str, str]:
    return {"app/box.tsx": f"'use client'\nexport function Box({{ tab }}) {{ {body}\n return {markup} }}"}


TYPED = "<input onChange={(event) => setQuery(event.target.value)} />"
STATE = "const [query, setQuery] = useState('');"


@pytest.mark.parametrize(
    ("body", "markup", "polls"),
    [
        ("useSWR('/api/items', load, { refreshInterval: 1000 })", "<p/>", True),
        ("const url = '/api/items'; useSWR(url, load, { refreshInterval })", "<p/>", True),
        ("useQuery({ queryFn: () => fetch('/api/items'), refetchInterval: 1000 })", "<p/>", True),
        ("useInterval(() => { fetch('/api/items') }, 1000)", "<p/>", True),
        ("useEffect(() => { const load = () => fetch('/api/items'); setInterval(load, 1000) }, [])", "<p/>", True),
        (
            """const poll = async () => { await fetch('/api/items'); setTimeout(poll, 1000) }
            useEffect(() => { poll() }, [])""",
            "<p/>",
            True,
        ),
        (f"{STATE} useSWR(`/api/items?q=${{query}}`)", TYPED, True),
        (f"{STATE} const [term] = useDebounce(query, 300); useSWR(`/api/items?q=${{term}}`)", "<p/>", True),
        (f"{STATE} const term = useDeferredValue(query); useSWR(`/api/items?q=${{term}}`)", "<p/>", True),
        (
            """useEffect(() => { const timer = setTimeout(async () => { await fetch('/api/items') }, 300)
            return () => clearTimeout(timer) }, [tab])""",
            "<p/>",
            True,
        ),
        (
            "const search = useDebouncedCallback(async (text) => { await fetch(`/api/items?q=${text}`) }, 300)",
            "<input onChange={(event) => search(event.target.value)} />",
            True,
        ),
        ("const search = (text) => fetch(`/api/items?q=${text}`)", "<CommandInput onValueChange={search} />", True),
        # --- once
        ("useSWR('/api/items', load, { refreshInterval: 0 })", "<p/>", False),
        ("useSWR('/api/items', load, { dedupingInterval: 1000 })", "<p/>", False),
        (f"{STATE} useSWR(`/api/items?q=${{tab}}`)", TYPED, False),
        (f"{STATE} const save = () => fetch(`/api/items?q=${{query}}`)", f"<b onClick={{save}}>{TYPED}</b>", False),
        ("const load = () => fetch('/api/items')", "<input type='file' onChange={load} />", False),
        ("const load = () => fetch('/api/items')", "<Select onValueChange={load} />", False),
        ("useEffect(() => { setInterval(tick, 1000) }, []); useSWR('/api/items')", "<p/>", False),
    ],
)
def test_polls(body: str, markup: str, polls: bool) -> None:
    (site,) = of(callers_in(ROUTE | component(body, markup)), "GET /api/items").sites
    assert site.polls is polls


@pytest.mark.parametrize(
    ("options", "reads"),
    [
        ("onError: (e) => { if (e instanceof AxiosError && e.response?.status === 409) show() }", {"status"}),
        ("onError(e) { if (e.response?.status === 409) show() }", {"status"}),
        ("onError: (e) => show(e.message)", set()),
        ("onSuccess: (answer) => show(answer.status)", set()),
        ("onError: fail", set()),
    ],
)
def test_an_error_of_a_mutation(options: str, reads: set[str]) -> None:
    send = "mutationFn: async () => { await axios.post('/api/items') }"
    lead = f"function useSave() {{ return useMutation({{ {send}, {options} }}) }}"
    assert site_in("mutate()", lead).reads == reads
