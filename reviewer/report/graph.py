"""Who calls what, as a Mermaid graph, where a picture says more than a table."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Finding
from reviewer.report.escape import Markdown, fence, mermaid
from reviewer.report.words import VIA_NAMES, name_of, owner_names

MOST_NODES = 30
MOST_EDGES = 40


def caller_graph(findings: Sequence[Finding]) -> Markdown | None:
    """The graph, or None where a table is as clear: no caller reaches two endpoints, or there are too many of them."""
    edges: dict[tuple[str, int], tuple[str, bool]] = {}
    for at, finding in enumerate(findings):
        for site in finding.callers.sites:
            for owner in owner_names((site,)):
                edges.setdefault((owner, at), (site.outside or VIA_NAMES[site.via], site.certain))
    owners = list(dict.fromkeys(owner for owner, _ in edges))
    reached = sorted({at for _, at in edges})
    shared = len(edges) > len(owners)
    if not shared or len(owners) + len(reached) > MOST_NODES or len(edges) > MOST_EDGES:
        return None
    lines = ["flowchart LR"]
    lines += [f'  o{number}(["{mermaid(owner)}"])' for number, owner in enumerate(owners)]
    lines += [f'  e{at}["{mermaid(name_of(findings[at].endpoint, findings[at].verdict.methods))}"]' for at in reached]
    for (owner, at), (how, certain) in edges.items():
        arrow = "-->" if certain else "-.->"
        lines.append(f'  o{owners.index(owner)} {arrow}|"{mermaid(how)}"| e{at}')
    return fence("\n".join(lines), "mermaid")
