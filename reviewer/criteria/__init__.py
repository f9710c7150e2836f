"""What each criterion sees in an endpoint and its callers.

One file a criterion: a declaration, and a function from an endpoint to evidence. Every module of this folder is
imported here and registers itself, so that a new criterion touches no other file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from reviewer.config import CriterionSettings
from reviewer.criteria.criterion import Context, Criterion, Examiner, registered
from reviewer.model import Endpoint, Evidence

__all__ = ["Context", "Criterion", "all_criteria", "examine"]

_ORDER = ("R", "A", "M")
_AS_IT_IS = CriterionSettings()


@cache
def _loaded() -> tuple[tuple[Criterion, Examiner], ...]:
    for file in sorted(Path(__file__).parent.glob("[!_]*.py")):
        import_module(f"{__name__}.{file.stem}")
    article = [pair for pair in registered().values() if not pair[0].decides]
    platform = [pair for pair in registered().values() if pair[0].decides]
    article.sort(key=lambda pair: (_ORDER.index(pair[0].id[0]) if pair[0].id[0] in _ORDER else 9, pair[0].id))
    return (*article, *sorted(platform, key=lambda pair: pair[0].id))


def all_criteria() -> tuple[Criterion, ...]:
    """Every criterion: those of the article first, then the rules of the platform by name."""
    return tuple(criterion for criterion, _ in _loaded())


def examine(endpoint: Endpoint, context: Context) -> tuple[Evidence, ...]:
    """All that the criteria see, the weightiest first. One that is switched off, or scaled to nothing, is not asked."""
    found: list[Evidence] = []
    for criterion, examiner in _loaded():
        chosen = context.settings.criteria.get(criterion.id, _AS_IT_IS)
        if chosen.enabled and chosen.weight > 0:
            found += [_scaled(evidence, chosen.weight) for evidence in examiner(endpoint, context)]
    return tuple(sorted(found, key=lambda evidence: -evidence.weight))


def _scaled(evidence: Evidence, factor: float) -> Evidence:
    return evidence if evidence.constraint else evidence._replace(weight=evidence.weight * factor)
