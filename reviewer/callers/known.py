"""What React, Next.js and the data-fetching libraries do with a function that is handed to them.

Sources: React reference (hooks, ``useActionState``), React DOM reference (``<form>``), next-safe-action documentation
("useAction()" and its kin), SWR and TanStack Query documentation, React Hook Form documentation (``handleSubmit``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.model import Via

Access = tuple[str, ...]


def words(text: str) -> frozenset[str]:
    """The words of a list that would not read well as a column."""
    return frozenset(text.split())


class Rule(NamedTuple):
    """``via``: the trigger that the call itself is, or that its result is meant for (``returns`` set).

    ``returns``: the way from the call's result to the function that starts the work; None: the call starts it.
    ``besides``: another way to one, for which ``via`` does not hold.
    """

    via: Via | None = None
    returns: Access | None = None
    repeats: bool = False
    besides: Access | None = None


STARTERS = "execute|executeAsync|mutate|mutateAsync|trigger|run|runAsync|submit|formAction|action|dispatch|call|send"
ANY = "?"  # a result of unknown shape: whatever is called on it starts the work

_EFFECTS = words(
    "useEffect useLayoutEffect useInsertionEffect useEffectOnce useUpdateEffect useDeepCompareEffect useMount"
    " useUnmount useAsyncEffect useAsync useInterval useTimeout useOnMount"
)
_RETURNED = words(
    "useCallback useMemoizedFn useEffectEvent useEvent useEventCallback usePersistentCallback debounce throttle"
    " useDebouncedCallback useDebounceCallback useThrottledCallback useThrottleFn memo forwardRef observer cache"
    " unstable_cache memoize once pMemoize useLatest useCallbackRef"
)
_RUN = words(
    "then catch finally map forEach filter flatMap reduce some every find findIndex sort from all allSettled race any"
    " setTimeout requestAnimationFrame requestIdleCallback queueMicrotask startTransition nextTick waitUntil after"
    " promise batch transaction $transaction unstable_batchedUpdates flushSync toPass isRedirectError mapLimit"
)
_ACTION_HOOKS = words(
    "useAction useOptimisticAction useStateAction useServerAction useHookFormAction useHookFormOptimisticAction"
    " useActionMutation useServerActionMutation"
)
_MUTATION_HOOKS = frozenset({"useMutation", "useSWRMutation"})
_QUERY = (
    r"(?=\w+\Z)"  # else every "SWR" of a long name that does not match is tried to its end
    r"(?:use\w*SWR\w*|use\w*(?:Query|Queries)|(?:fetch|prefetch|ensure)(?:Infinite)?Query(?:Data)?|queryOptions)\Z"
)
_CALLBACK = r"\.on(?:Success|Error|Settled|Finish|Execute|Navigation|Mutate|Response|Completed)\Z"
_HANDLER = r"\.on[A-Z]\w*\Z"


def rule_of(name: str, position: int, access: Access, specifier: str | None) -> Rule | None:
    """What a call to ``name`` does with a function at ``position``, reached by ``access`` from the argument.

    ``specifier``: the module that the name is imported from, None where it is not imported.
    """
    first = access[0] if access else ""
    if name in _EFFECTS:
        return Rule(Via.EFFECT, repeats=name == "useInterval")
    if name in _ACTION_HOOKS or name in _MUTATION_HOOKS or name in ("useActionState", "useFormState"):
        return _result(name, position, access, specifier)
    if re.match(_QUERY, name):
        if re.match(_CALLBACK, first):
            return Rule(Via.EFFECT)
        return Rule(Via.QUERY_HOOK) if not first or first in (".queryFn", ".fetcher", "()", "[0]") else None
    if name.startswith("handleSubmit") and not access and specifier is None:
        return Rule(Via.FORM, returns=()) if position == 0 else Rule(Via.FORM)
    if name in _RETURNED and position == 0:
        return Rule(returns=access, repeats="debounce" in name.lower())
    if name == "useMemo" and first == "()":
        return Rule(returns=access[1:])
    if name in ("useState", "useRef"):
        return Rule(returns=("[0]", *access) if name == "useState" else (".current", *access))
    if name == "setInterval" and not access:
        return Rule(repeats=True)
    if name in _RUN and not access:
        return Rule(repeats=name in ("all", "allSettled"))
    if name in ("addEventListener", "on", "addListener", "subscribe", "once", "useHotkeys", "useKeyboardShortcut"):
        return Rule(Via.EVENT_HANDLER)
    if name in ("useChat", "useCompletion", "useObject") and re.match(_HANDLER, first):
        return Rule(Via.EVENT_HANDLER)
    return None


def _result(name: str, position: int, access: Access, specifier: str | None) -> Rule | None:
    first = access[0] if access else ""
    if re.match(_HANDLER, first):
        return Rule(Via.EVENT_HANDLER)
    if name == "useFormState" and specifier != "react-dom":
        return Rule(returns=("nothing",))  # React Hook Form has a hook of this name that takes no action
    if name in ("useActionState", "useFormState"):
        return Rule(Via.FORM, returns=("[1]",)) if position == 0 and not access else None
    if name in _MUTATION_HOOKS:
        fits = first == ".mutationFn" or (not access and position == (1 if name == "useSWRMutation" else 0))
        return Rule(returns=(f".{STARTERS}",)) if fits else None
    if name.startswith("useHookForm") and position == 0 and not access:
        return Rule(Via.FORM, returns=(".handleSubmitWithAction",), besides=(".action", f".{STARTERS}"))
    if position == 0 and not access:
        return Rule(returns=(f".{STARTERS}",))
    return None


def attribute_trigger(name: str, host: bool) -> Via | None:
    """What makes the browser or React call a function given to a JSX attribute. ``host``: of an HTML element."""
    if name in ("onSubmit", "formAction") or (name == "action" and host):
        return Via.FORM
    if re.match(r"on[A-Z]", name):
        return Via.EVENT_HANDLER
    return Via.EFFECT if name == "ref" else None


def opened(access: Access, accessor: str) -> Access | None:
    """What is left of an access after one step, or None where the step leads elsewhere."""
    if not access:
        return None
    first = access[0]
    if first == ANY:
        word = accessor.removeprefix(".")
        return () if accessor.startswith("[") or word in STARTERS.split("|") else None
    if first == accessor:
        return access[1:]
    if first.startswith(".") and accessor.startswith(".") and accessor[1:] in first[1:].split("|"):
        return access[1:]
    return None


def after(access: Access, taken: Access) -> Access | None:
    """What is left of an access after several steps."""
    for step in taken:
        rest = opened(access, step)
        if rest is None:
            return None
        access = rest
    return access
