"""Functions that a store keeps, and the components that take them out of it."""

from __future__ import annotations

import pytest

from tests.callers.apps import callers_in, of, told

ROUTE = {"app/api/items/route.ts": "export async function GET() {}\nexport async function POST() {}"}
MEMBERS = """({
  load: async () => { const answer = await fetch('/api/items'); set({ items: await answer.json() }) },
  add: async (item) => { await fetch('/api/items', { method: 'POST' }) },
})"""


@pytest.mark.parametrize(
    "created",
    [
        f"create((set) => {MEMBERS})",
        f"create<Items>()((set) => {MEMBERS})",
        f"create<Items>()(devtools(persist((set) => {MEMBERS}, {{ name: 'items' }})))",
        f"createWithEqualityFn((set) => {{ return {MEMBERS} }}, shallow)",
        f"createSelectors(create((set) => {MEMBERS}))",
        f"create()((...all) => ({{ ...slice(...all) }}))\nfunction slice(set) {{ return {MEMBERS} }}",
    ],
)
@pytest.mark.parametrize(
    "taken",
    [
        "const load = useItems((state) => state.load); const add = useItems(({ add }) => add)",
        "const { load, add } = useItems()",
        "const { load, add } = useItems(useShallow((state) => ({ load: state.load, add: state.add })))",
        "const [load, add] = useItems(useShallow((state) => [state.load, state.add]))",
        "const { load, add } = useItems.getState()",
        "const load = useItems.use.load(); const add = useItems.use.add()",
    ],
)
def test_members_taken_by_a_selector(created: str, taken: str) -> None:
    files = ROUTE | {
        "lib/items.ts": f"export const useItems = {created}",
        "app/box.tsx": f"""'use client'
            import {{ useItems }} from '@/lib/items'
            export function Box() {{ {taken}
              useEffect(() => {{ load() }}, [])
              return <form onSubmit={{async () => {{ await add(1) }}}}></form> }}""",
    }
    found = callers_in(files)
    assert [site.split(" ", 1)[1] for site in told(of(found, "GET /api/items"))] == ["effect GET Box"]
    assert [site.split(" ", 1)[1] for site in told(of(found, "POST /api/items"))] == ["form POST Box"]


def test_a_member_that_calls_another_leads_on_to_its_users() -> None:
    files = ROUTE | {
        "lib/items.ts": """export const useItems = create((set, get) => ({
            load: async () => { await fetch('/api/items') },
            reset: async () => { await get().load() } }))""",
        "app/box.tsx": """'use client'
            import { useItems } from '@/lib/items'
            export const Box = () => { const { reset } = useItems(); return <b onClick={() => reset()} /> }""",
    }
    assert told(of(callers_in(files), "GET /api/items")) == ["lib/items.ts:2 event-handler GET Box"]


def test_another_member_is_no_use() -> None:
    files = ROUTE | {
        "lib/items.ts": f"export const useItems = create((set) => {MEMBERS})",
        "app/box.tsx": """'use client'
            import { useItems } from '@/lib/items'
            export function Box() { const add = useItems((state) => state.add); return <b onClick={add} /> }""",
    }
    found = callers_in(files)
    assert "Box" not in " ".join(told(of(found, "GET /api/items")))
    assert told(of(found, "POST /api/items")) == ["lib/items.ts:3 event-handler POST Box"]
