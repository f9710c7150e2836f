"""What was measured, as a Markdown page and as an SVG plot. Pure functions of the costs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from benchmarks.commands import QUESTIONS
from benchmarks.measure import Cost


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree and what the commands cost on it. ``size``: bytes of its source files. ``load``: before and after.

    ``generated``: from the one template, so that two of them differ in nothing but their size.
    """

    name: str
    generated: bool
    files: int
    size: int
    load: tuple[float, float]
    costs: tuple[Cost, ...]

    def of(self, question: str) -> list[Cost]:
        """The project's own command first, then the others, cheapest first."""
        found = [cost for cost in self.costs if question in cost.command.questions]
        return sorted(found, key=lambda cost: (not cost.command.ours, cost.cpu))

    @property
    def title(self) -> str:
        return f"{self.name}: {self.files:,} source files, {self.size / 1e6:.0f} MB"


def markdown(trees: Sequence[Tree], machine: str, rounds: int, own_peak: float) -> str:
    """The page of figures. ``own_peak``: MiB of the measuring process, below which the system tells no child's peak."""
    lines = [
        "# Figures",
        "",
        "Written by `make bench`; [how to read them](../performance.md).",
        "",
        f"{machine}. Medians of {rounds} rounds, all commands in turn within a round. CPU seconds are user and system",
        "time of the process and of the children it waited for. *Our share*: our CPU divided by the command's. Peak",
        f"memory cannot be told below that of the measuring process, {own_peak:.0f} MiB.",
    ]
    for tree in trees:
        load = f"Load of the machine: {tree.load[0]:.1f} before, {tree.load[1]:.1f} after."
        lines += ["", f"## {tree.title}", "", load, "", f"![CPU seconds]({plot_name(tree)})"]
        for question, title in QUESTIONS.items():
            costs = tree.of(question)
            lines += ["", f"### {title}", "", *_table(costs, own_peak)] if costs else []
    generated = [tree for tree in trees if tree.generated]
    if len(generated) > 1:
        lines += ["", "## Growth", "", *_growth(generated, own_peak)]
    return "\n".join(lines) + "\n"


def plot_name(tree: Tree) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in tree.name.lower()) + ".svg"


def _table(costs: Sequence[Cost], own_peak: float) -> Iterator[str]:
    ours = costs[0] if costs[0].command.ours else None
    yield "| command | CPU s (range) | wall s | peak MiB | our share |"
    yield "|---|---|---|---|---|"
    for cost in costs:
        cpus = [run.cpu for run in cost.runs]
        share = "" if ours is None or cost is ours else f"{_number(ours.times(cost))}"
        status = "" if cost.statuses == [0] else f" (exit {', '.join(map(str, cost.statuses))})"
        yield (
            f"| {cost.command.name}{status} | {cost.cpu:.3f} ({min(cpus):.3f} to {max(cpus):.3f}) | {cost.wall:.3f} "
            f"| {f'{cost.peak:.0f}' if cost.peak > own_peak else f'≤ {own_peak:.0f}'} | {share} |"
        )


def _growth(trees: Sequence[Tree], own_peak: float) -> Iterator[str]:
    first, last = trees[0], trees[-1]
    yield f"From {first.name} to {last.name}: {last.files / first.files:.1f} times the files,"
    yield f"{last.size / first.size:.1f} times the bytes."
    yield ""
    yield "| command | times the CPU | times the peak memory |"
    yield "|---|---|---|"
    before = {cost.command.name: cost for cost in first.costs}
    for cost in last.costs:
        earlier = before.get(cost.command.name)
        if earlier is not None:
            peak = f"{cost.peak / earlier.peak:.1f}" if earlier.peak > own_peak else ""
            yield f"| {cost.command.name} | {cost.cpu / earlier.cpu:.1f} | {peak} |"


def _number(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


ROW, LEFT, WIDTH, TOP = 22, 220, 760, 44


def plot(tree: Tree) -> str:
    """Bars of CPU seconds on a logarithmic axis, ours in another colour."""
    costs = sorted(tree.costs, key=lambda cost: cost.cpu)
    low = math.floor(math.log10(max(min(cost.cpu for cost in costs), 1e-3)))
    high = math.ceil(math.log10(max(cost.cpu for cost in costs)))
    scale = (WIDTH - LEFT - 70) / max(high - low, 1)
    height = TOP + ROW * len(costs) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"',
        ' font-family="sans-serif" font-size="12">',
        f"<title>{escape(tree.title)}: CPU seconds</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="22" font-size="14" fill="#1f2328">{escape(tree.title)}: CPU seconds (logarithmic)</text>',
    ]
    for power in range(low, high + 1):
        x = LEFT + (power - low) * scale
        parts.append(f'<line x1="{x:.0f}" y1="{TOP - 8}" x2="{x:.0f}" y2="{height - 24}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{x:.0f}" y="{height - 8}" text-anchor="middle" fill="#59636e">{10.0**power:g}</text>')
    for row, cost in enumerate(costs):
        parts += _bar(cost, TOP + row * ROW, max(2.0, (math.log10(max(cost.cpu, 1e-3)) - low) * scale))
    return "\n".join((*parts, "</svg>", ""))


def _bar(cost: Cost, y: int, width: float) -> Iterator[str]:
    name = cost.command.name.replace("*", "").replace("`", "")
    colour, weight = ("#0969da", "bold") if cost.command.ours else ("#9da7b3", "normal")
    style = f'text-anchor="end" font-weight="{weight}" fill="#1f2328"'
    yield f'<text x="{LEFT - 8}" y="{y + 12}" {style}>{escape(name)}</text>'
    yield f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="16" rx="2" fill="{colour}"/>'
    yield f'<text x="{LEFT + width + 6:.1f}" y="{y + 12}" fill="#1f2328">{_number(cost.cpu)}</text>'
