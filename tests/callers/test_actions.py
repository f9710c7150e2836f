"""Who uses a server action: by resolved import and by what sets it off."""

from __future__ import annotations

import pytest

from reviewer.model import Side
from tests.callers.apps import callers_in, of, told

ACTIONS = {
    "actions/items.ts": """'use server'
export async function save(data: FormData) {}
export const remove = client.inputSchema(x).action(async () => {})
""",
}

# Each: the rest of a client component's file that imports `save`, and the call sites of `save`.
SHAPES: dict[str, tuple[str, list[str]]] = {
    "form action": ("export function Box() { return <form action={save}></form> }", ["form Box"]),
    "formAction": ("export function Box() { return <button formAction={save}>x</button> }", ["form Box"]),
    "bound form action": (
        "export function Box({ id }) { const mine = save.bind(null, id); return <form action={mine}></form> }",
        ["form Box"],
    ),
    "inline form action": (
        "export function Box() { return <form action={async (data) => { await save(data) }}></form> }",
        ["form Box"],
    ),
    "useActionState": (
        """import { useActionState } from 'react'
        export function Box() { const [state, act] = useActionState(save, null); return <form action={act}></form> }""",
        ["form Box"],
    ),
    "useFormState of react-dom": (
        """import { useFormState } from 'react-dom'
        export function Box() { const [state, act] = useFormState(save, null); return <form action={act}></form> }""",
        ["form Box"],
    ),
    "event handler": ("export function Box() { return <i onClick={() => save(1)} /> }", ["event-handler Box"]),
    "handler by name": (
        "export function Box() { const handle = async () => { await save(1) }; return <i onClick={handle} /> }",
        ["event-handler Box"],
    ),
    "handed over as a handler": ("export function Box() { return <Button onPress={save} /> }", ["event-handler Box"]),
    "submit handler": (
        """export function Box() { const form = useForm(); const onSubmit = async (data) => { await save(data) }
        return <form onSubmit={form.handleSubmit(onSubmit)}></form> }""",
        ["form Box"],
    ),
    "startTransition": (
        """export function Box() { const [pending, startTransition] = useTransition()
        return <i onClick={() => startTransition(async () => { await save(1) })} /> }""",
        ["event-handler Box"],
    ),
    "effect": ("export function Box() { useEffect(() => { save(1) }, []); return <p/> }", ["effect Box"]),
    "effect through a function": (
        """export function Box() { const load = useCallback(async () => { await save(1) }, [])
        useEffect(() => { load() }, [load]); return <p/> }""",
        ["effect Box"],
    ),
    "useAction, executed in a handler": (
        """export function Box() { const { execute, isPending } = useAction(save, { onSuccess() {} })
        return <i onClick={() => execute({ a: 1 })} /> }""",
        ["event-handler Box"],
    ),
    "useAction, renamed and bound, in a form": (
        """export function Box({ id }) { const { executeAsync: go } = useAction(save.bind(null, id))
        const onSubmit = async (data) => { await go(data) }
        return <form onSubmit={handleSubmit(onSubmit)}></form> }""",
        ["form Box"],
    ),
    "useAction as an object": (
        "export function Box() { const action = useAction(save); return <i onClick={() => action.execute()} /> }",
        ["event-handler Box"],
    ),
    "a wrapper hook of the app": (
        """const useSafe = (action) => { const inner = useAction(action); return { ...inner, busy: false } }
        export function Box() { const { executeAsync } = useSafe(save)
          return <i onClick={() => executeAsync()} /> }""",
        ["event-handler Box"],
    ),
    "SWR fetcher": ("export function Box() { useSWR('items', () => save(1)); return <p/> }", ["query-hook Box"]),
    "React Query": (
        "export function Box() { useQuery({ queryKey: ['x'], queryFn: () => save(1) }); return <p/> }",
        ["query-hook Box"],
    ),
    "React Query mutation": (
        """export function Box() { const mutation = useMutation({ mutationFn: save })
        return <i onClick={() => mutation.mutate(1)} /> }""",
        ["event-handler Box"],
    ),
    "callback of another mutation": (
        "export function Box() { useMutation({ mutationFn: other, onSuccess: () => save(1) }); return <p/> }",
        ["event-handler Box"],
    ),
    "prop of a child": (
        """function Child({ persist }) { return <form action={persist}></form> }
        export function Box() { return <Child persist={save} /> }""",
        ["form Box"],
    ),
    "prop of a child, spread": (
        """function Child({ persist }) { return <i onClick={() => persist()} /> }
        export function Box() { const props = { persist: save }; return <Child {...props} /> }""",
        ["event-handler Box"],
    ),
    "interval": (
        "export function Box() { useEffect(() => { setInterval(() => save(1), 1000) }, []); return <p/> }",
        ["effect Box"],
    ),
    "component map": (
        """const handlers = { a: save }
        export function Box({ kind }) { return <i onClick={() => handlers[kind]()} /> }""",
        ["event-handler Box"],
    ),
    "useHookFormAction, its submit": (
        """export function Box() { const { form, handleSubmitWithAction } = useHookFormAction(save, resolver)
        return <form onSubmit={handleSubmitWithAction}></form> }""",
        ["form Box"],
    ),
    "useHookFormAction, executed in a handler": (
        """export function Box() { const { action } = useHookFormAction(save, resolver)
        return <i onClick={() => action.execute(1)} /> }""",
        ["event-handler Box"],
    ),
    "useHookFormAction, executed on submit": (
        """export function Box() { const { form, action } = useHookFormAction(save.bind(null, 1), resolver)
        return <form onSubmit={form.handleSubmit(async (data) => { await action.executeAsync(data) })}></form> }""",
        ["form Box"],
    ),
    "useOptimisticAction": (
        """export function Box() { const { execute } = useOptimisticAction(save, { currentState: [], updateFn: add })
        return <i onClick={() => execute(1)} /> }""",
        ["event-handler Box"],
    ),
    "useOptimisticAction in a form": (
        """export function Box() { const { execute } = useOptimisticAction(save, { currentState: [], updateFn: add })
        return <form action={execute}></form> }""",
        ["form Box"],
    ),
    "useStateAction": (
        """export function Box() { const { execute } = useStateAction(save, { initResult: {} })
        return <form action={execute}></form> }""",
        ["form Box"],
    ),
    "useStateAction in a handler": (
        """export function Box() { const { execute } = useStateAction(save)
        return <i onClick={() => execute(1)} /> }""",
        ["event-handler Box"],
    ),
    # --- what is no use
    "type only": ("type Saved = Awaited<ReturnType<typeof save>>\nexport function Box() { return <p/> }", []),
    "shadowed": ("export function Box({ save }) { return <i onClick={() => save()} /> }", []),
    "a member of that name": ("export function Box() { return <i onClick={() => api.save()} /> }", []),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    code, expected = SHAPES[name]
    lead = "'use client'\nimport { save } from '@/actions/items'\n"
    found = callers_in(ACTIONS | {"app/box.tsx": lead + code})
    sites = [site.split(" ", 1)[1] for site in told(of(found, "save"))]
    assert sites == expected


def test_use_form_state_of_another_library_takes_no_action() -> None:
    code = """'use client'
        import { useFormState } from 'react-hook-form'
        import { save } from '@/actions/items'
        export function Box() { const [a, b] = useFormState(save); return <form action={b}></form> }"""
    assert "form" not in told(of(callers_in(ACTIONS | {"app/box.tsx": code}), "save"))[0]


@pytest.mark.parametrize(
    ("lead", "use"),
    [
        ("import { save as keep } from '../actions/items'", "keep"),
        ("import * as items from '@/actions/items'", "items.save"),
        ("import { save } from '@/actions'", "save"),
        ("import { stored } from '@/actions'", "stored"),
        ("import { all } from '@/actions'", "all.save"),
        ("import { save } from 'actions/items'", "save"),
        ("import { save } from '#actions/items'", "save"),
        ("import { save } from '@shop/kit'", "save"),
    ],
)
def test_ways_to_import(lead: str, use: str) -> None:
    files = ACTIONS | {
        "package.json": """{"name": "shop", "dependencies": {"next": "16.0.0"},
            "imports": {"#actions/*": "./actions/*.ts"}}""",
        "tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./*"]}}}',
        "actions/index.ts": """export * from './items'; export { save as stored } from './items'
            export * as all from './items'""",
        "packages/kit/package.json": '{"name": "@shop/kit", "exports": {".": "./dist/index.js"}}',
        "packages/kit/src/index.ts": "export { save } from '../../../actions/items'",
        "app/box.tsx": f"'use client'\n{lead}\nexport function Box() {{ return <form action={{{use}}}></form> }}",
    }
    assert told(of(callers_in(files), "save")) == ["app/box.tsx:3 form Box"]


@pytest.mark.parametrize(
    "call",
    [
        "const { save } = await import('@/actions/items'); await save(1)",
        "(await import('@/actions/items')).save(1)",
        "import('@/actions/items').then((module) => module.save(1))",
        "import('@/actions/items').then(({ save }) => save(1))",
    ],
)
def test_dynamic_import(call: str) -> None:
    code = f"'use client'\nexport function Box() {{ return <i onClick={{async () => {{ {call} }}}} /> }}"
    assert {site.split(" ", 1)[1] for site in told(of(callers_in(ACTIONS | {"app/box.tsx": code}), "save"))} == {
        "event-handler Box"
    }


def test_a_module_that_is_imported_as_a_whole_and_handed_on() -> None:
    files = ACTIONS | {
        "lib/hooks.ts": """import { save } from '@/actions/items'
            export const useSave = () => { const onSave = () => save(1); return { onSave } }""",
        "lib/index.ts": "import * as itemHooks from './hooks'\nimport x from './x'\nexport { itemHooks }",
        "app/box.tsx": """'use client'
            import { itemHooks } from '@/lib'
            export function Box() { const { onSave } = itemHooks.useSave(); return <i onClick={onSave} /> }""",
    }
    assert told(of(callers_in(files), "save")) == ["lib/hooks.ts:2 event-handler Box"]


def test_the_request_configuration_of_next_intl_runs_on_the_server() -> None:
    files = ACTIONS | {
        "i18n/request.ts": """import { save } from '@/actions/items'
            export default getRequestConfig(async () => ({ locale: await save(1) }))""",
    }
    assert told(of(callers_in(files), "save")) == ["i18n/request.ts:2 server-code default"]


def test_a_default_export() -> None:
    files = {
        "actions/send-mail.ts": "'use server'\nexport default async function () {}",
        "app/box.tsx": """'use client'
import mail from '@/actions/send-mail'
export const Box = () => <form action={mail}></form>""",
    }
    assert told(of(callers_in(files), "default")) == ["app/box.tsx:3 form Box"]


def test_two_modules_that_export_the_same_name_are_two_endpoints() -> None:
    files = ACTIONS | {
        "actions/other.ts": "'use server'\nexport async function save() {}",
        "app/box.tsx": """'use client'
import { save } from '@/actions/other'
export const Box = () => <form action={save}></form>""",
    }
    counts = {
        endpoint.path: len(found.sites) for endpoint, found in callers_in(files).items() if endpoint.name == "save"
    }
    assert counts == {"actions/items.ts": 0, "actions/other.ts": 1}


def test_server_code_components_and_routes() -> None:
    files = ACTIONS | {
        "lib/jobs.ts": "import { save } from '@/actions/items'\nexport async function run() { await save(1) }",
        "app/api/run/route.ts": "import { run } from '@/lib/jobs'\nexport async function POST() { await run() }",
        "app/page.tsx": """import { save } from '@/actions/items'
            export default async function Page() { const all = await save(1); return <p/> }""",
        "actions/more.ts": """'use server'
import { save } from './items'
export async function twice() { await save(1) }""",
    }
    assert told(of(callers_in(files), "save")) == [
        "actions/more.ts:3 server-code twice",
        "app/page.tsx:2 server-component Page",
        "lib/jobs.ts:2 server-code POST",
    ]


def test_the_same_file_uses_it() -> None:
    files = {
        "actions/items.ts": """'use server'
            export async function load() {}
            export async function reload() { await load() }"""
    }
    assert told(of(callers_in(files), "load")) == ["actions/items.ts:3 server-code reload"]


def test_inline_actions() -> None:
    files = {
        "app/page.tsx": """import { Form } from './form'
            export default function Page() {
              async function create(data) { 'use server'; await db.create(data) }
              return <><form action={create}></form><Form action={create} /></> }""",
        "app/form.tsx": "'use client'\nexport function Form({ action }) { return <form action={action}></form> }",
        "app/other/page.tsx": """export default function Other() {
              return <form action={async () => { 'use server'; await db.clear() }}></form> }""",
    }
    found = callers_in(files)
    sites = {endpoint.path: told(callers) for endpoint, callers in found.items()}
    assert sites["app/page.tsx"] == ["app/page.tsx:4 form Page"]
    assert sites["app/other/page.tsx"] == ["app/other/page.tsx:2 form Other"]


def test_through_a_hook_of_the_app_to_its_components() -> None:
    files = ACTIONS | {
        "hooks/use-remove.ts": """import { useAction } from 'next-safe-action/hooks'
            import { remove } from '@/actions/items'
            export function useRemove() { const { executeAsync } = useAction(remove)
              return { removeItem: executeAsync } }""",
        "app/a.tsx": """'use client'
            import { useRemove } from '@/hooks/use-remove'
            export const A = () => { const { removeItem } = useRemove(); return <i onClick={() => removeItem()} /> }""",
        "app/b.tsx": """'use client'
            import { useRemove } from '@/hooks/use-remove'
            export const B = () => { const { removeItem } = useRemove()
              useEffect(() => { removeItem() }); return <p/> }""",
    }
    found = callers_in(files)
    assert told(of(found, "remove")) == ["hooks/use-remove.ts:3 effect B", "hooks/use-remove.ts:3 event-handler A"]
    assert len(of(found, "remove").sites[0].trail) == 1


def test_sides() -> None:
    files = ACTIONS | {
        "app/box.tsx": """'use client'
import { save } from '@/actions/items'
export const Box = () => <i onClick={() => save(1)} />""",
        "app/page.tsx": "import { save } from '@/actions/items'\nexport default () => <form action={save}></form>",
        "scripts/seed.ts": "import { save } from '../actions/items'\nasync function main() { await save(1) }\nmain()",
    }
    sides = {site.path: str(site.side) for site in of(callers_in(files), "save").sites}
    assert sides == {"app/box.tsx": "client", "app/page.tsx": "server", "scripts/seed.ts": "script"}


def test_a_component_of_the_app_tells_what_its_submit_is() -> None:
    files = ACTIONS | {
        "app/step.tsx": """'use client'
            export const Step = ({ onSubmit }) => <b onClick={() => onSubmit(1)} />
            export const Form = ({ onSubmit }) => <form onSubmit={onSubmit}></form>""",
        "app/box.tsx": """'use client'
            import { save } from '@/actions/items'
            import { Form, Step } from './step'
            export const One = () => <Step onSubmit={async (data) => { await save(data) }} />
            export const Two = () => <Form onSubmit={async (data) => { await save(data) }} />""",
    }
    assert told(of(callers_in(files), "save")) == ["app/box.tsx:4 event-handler One", "app/box.tsx:5 form Two"]


def test_each_app_that_imports_an_action_of_a_package_calls_its_own() -> None:
    """Both apps serve it: neither is another package's caller."""
    files = {
        "packages/actions/package.json": '{"name": "@shop/actions", "exports": {"./*": "./src/*.ts"}}',
        "packages/actions/src/orders.ts": """'use server'
            export async function getOrders() { return db.order.findMany() }
            export async function cancel(id) { await db.order.delete({ where: { id } }) }""",
    }
    for name in ("admin", "web"):
        files |= {
            f"apps/{name}/package.json": f"""{{"name": "{name}",
                "dependencies": {{"next": "16.0.0", "@shop/actions": "*"}}}}""",
            f"apps/{name}/app/page.tsx": """import { getOrders } from '@shop/actions/orders'
                import { Row } from './row'
                export default async function Page() { return <Row orders={await getOrders()} /> }""",
            f"apps/{name}/app/row.tsx": """'use client'
                import { cancel } from '@shop/actions/orders'
                export const Row = () => <button onClick={() => cancel(1)} />""",
        }
    found = callers_in(files)
    assert told(of(found, "getOrders")) == [
        "apps/admin/app/page.tsx:3 server-component Page",
        "apps/web/app/page.tsx:3 server-component Page",
    ]
    assert {site.side for site in of(found, "getOrders").sites} == {Side.SERVER}
    assert told(of(found, "cancel")) == [
        "apps/admin/app/row.tsx:3 event-handler Row",
        "apps/web/app/row.tsx:3 event-handler Row",
    ]
