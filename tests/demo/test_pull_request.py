"""The embedded pull request is whole: its files, its change, and nothing that a real one could not hold."""

from reviewer.demo import pull_request
from reviewer.syntax.parser import Sources


def test_every_changed_file_lies_in_the_tree_as_the_change_says() -> None:
    change, tree = pull_request()
    assert change.files
    for file in change.files:
        assert tree.read(file.path) == file.head


def test_added_files_are_added_from_the_first_to_the_last_line() -> None:
    change, _ = pull_request()
    for file in change.files:
        if file.status == "added":
            assert file.head is not None
            assert file.added == frozenset(range(1, len(file.head.splitlines()) + 1)), file.path


def test_changed_files_differ_from_their_base_in_the_added_lines_only() -> None:
    change, _ = pull_request()
    changed = [file for file in change.files if file.status == "modified"]
    assert changed
    for file in changed:
        assert file.base is not None
        assert file.head is not None
        kept = [line for number, line in enumerate(file.head.splitlines(), 1) if number not in file.added]
        assert set(kept) <= set(file.base.splitlines()), file.path
        assert file.added


def test_every_source_parses_without_an_error() -> None:
    _, tree = pull_request()
    sources = Sources(tree)
    for path in tree.paths():
        if path.endswith((".ts", ".tsx")):
            source = sources.get(path)
            assert source is not None, path
            assert not source.root.has_error, path


def test_two_calls_give_the_same() -> None:
    assert pull_request()[0] == pull_request()[0]
