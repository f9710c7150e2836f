"""What the other approach would look like, for the findings of one run."""

from __future__ import annotations

from reviewer.model import Change, Finding, Tree
from reviewer.report.conversion import Preview, Suggestion, preview, render, render_suggestion
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources


class Previews:
    """Each is made once, from the files of the head. Without a change, nothing can be applied with one click."""

    def __init__(self, tree: Tree, change: Change | None = None) -> None:
        self._tree = tree
        self._change = change
        self._read: tuple[Sources, Modules] | None = None
        self._made: dict[str, Preview | None] = {}

    def markdown(self, finding: Finding) -> str | None:
        """The folded part of the comment, or None where there is no preview."""
        made = self.preview(finding)
        return render(made) if made is not None else None

    def suggestion_block(self, finding: Finding) -> str | None:
        """What GitHub applies with one click, or None."""
        suggestion = self.suggestion(finding)
        return render_suggestion(suggestion) if suggestion is not None else None

    def suggestion(self, finding: Finding) -> Suggestion | None:
        """The change that can be applied with one click: all its lines are in one hunk of the diff."""
        made = self.preview(finding)
        if made is None or made.suggestion is None or self._change is None:
            return None
        file = self._change.file(made.suggestion.path)
        return made.suggestion if file is not None and made.suggestion.lies_in(file.hunks) else None

    def preview(self, finding: Finding) -> Preview | None:
        """The other approach in code, or None where something in the way is not understood."""
        if finding.id not in self._made:
            self._made[finding.id] = self._make(finding)
        return self._made[finding.id]

    def _make(self, finding: Finding) -> Preview | None:
        if self._read is None:
            sources = Sources(self._tree)
            self._read = sources, Modules(sources)
        try:
            return preview(finding, *self._read)
        except Exception:
            # A preview is an extra: whatever is wrong with it must not cost the comment, let alone the verdict.
            return None
