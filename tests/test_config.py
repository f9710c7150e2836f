"""Settings: what a file and inputs may say, and how a mistake in them is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reviewer.config import (
    ConfigError,
    CriterionSettings,
    FailOn,
    Policy,
    Settings,
    as_yaml,
    excluded,
    load,
    merged,
    policy_for,
)
from reviewer.config.keys import CRITERIA, KEYS
from reviewer.config.reference import page, values_in_force
from reviewer.config.schema import rendered, schema
from reviewer.criteria import all_criteria
from reviewer.model import Approach

ROOT = Path(__file__).parents[1]
FILE = ".github/route-or-action.yml"
EVERYTHING = b"""\
fail-on: consider
exclude:
  - examples/
  - '**/*.generated.ts'
criteria:
  A3: off
  R1: {weight: 0.5}
  M1:
    enabled: true
    weight: 2
policies:
  - paths: app/api/
    approach: api-route
    reason: Our partners read these
  - paths: [app/admin/, lib/admin/]
    approach: server-action
comment: false
comment-on: never
max-comments: 5
comment-on-drafts: yes
resolve-fixed: true
require-reason: on
honour-keep: no
incomplete-ok: true
"""


def test_every_key_can_be_set() -> None:
    settings = load(EVERYTHING, FILE)
    assert settings == Settings(
        fail_on=FailOn.CONSIDER,
        exclude=("examples/", "**/*.generated.ts"),
        criteria={
            "A3": CriterionSettings(enabled=False),
            "R1": CriterionSettings(weight=0.5),
            "M1": CriterionSettings(weight=2.0),
        },
        policies=(
            Policy(("app/api/",), Approach.API_ROUTE, "Our partners read these"),
            Policy(("app/admin/", "lib/admin/"), Approach.SERVER_ACTION),
        ),
        comment=False,
        comment_on=FailOn.NEVER,
        max_comments=5,
        comment_on_drafts=True,
        resolve_fixed=True,
        require_reason=True,
        honour_keep=False,
        incomplete_ok=True,
        origins=settings.origins,
    )
    assert set(settings.origins) == {key.name for key in KEYS}
    assert settings.origins["fail-on"] == f"{FILE}:1"
    assert settings.origins["policies"] == f"{FILE}:11"


@pytest.mark.parametrize("text", [b"", b"\n", b"# nothing\n", b"---\n", b"\xef\xbb\xbf", b"{}"])
def test_an_empty_file_means_the_defaults(text: bytes) -> None:
    assert load(text, FILE) == Settings()


def test_a_value_that_is_the_default_has_no_origin() -> None:
    assert load(b"fail-on: better-suited\nmax-comments: 30\n", FILE).origins == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail_on: never", "f.yml:1: unknown key 'fail_on'. Did you mean fail-on?"),
        ("\n\nfailon: never", "f.yml:3: unknown key 'failon'. Did you mean fail-on?"),
        ("zzz: 1", "f.yml:1: unknown key 'zzz'. Known: comment,"),
        ("fail-on: consder", "f.yml:1: fail-on: 'consder' is not a verdict. Did you mean consider?"),
        ("fail-on: [never]", "f.yml:1: fail-on needs one of better-suited, consider, never, not a list."),
        ("fail-on:", "f.yml:1: fail-on needs one of better-suited, consider, never, not nothing."),
        ("comment: maybe", "f.yml:1: comment needs true or false, not 'maybe'."),
        ('comment: "true"', "f.yml:1: comment needs true or false, not the text 'true'. Write it without quotes."),
        ("max-comments: '5'", "f.yml:1: max-comments needs a whole number from 0 to 100, not the text '5'. Write"),
        ("max-comments: many", "f.yml:1: max-comments needs a whole number from 0 to 100, not 'many'."),
        ("max-comments: -1", "f.yml:1: max-comments needs a whole number from 0 to 100, not '-1'."),
        ("max-comments: 101", "f.yml:1: max-comments needs a whole number from 0 to 100, not '101'."),
        ("max-comments: 1e1", "f.yml:1: max-comments needs a whole number from 0 to 100, not '1e1'."),
        ("exclude: {a: b}", "f.yml:1: exclude needs a list of gitignore patterns, not a mapping."),
        ("exclude:\n- a/\n- [b]", "f.yml:3: exclude needs a pattern here, not a list."),
        ("exclude: ['']", "f.yml:1: exclude has an empty pattern. Remove it."),
        ("exclude: ['a[z-a]']", "f.yml:1: exclude: 'a[z-a]' is not a gitignore pattern."),
        ("exclude:\n- a/\n- 'app/[id'", "f.yml:3: exclude: 'app/[id' is a pattern that matches no file. A bracket is"),
        ("exclude: ['!']", "f.yml:1: exclude: '!' is not a gitignore pattern."),
        ("exclude: ['*a*b*c*d*e*']", "f.yml:1: exclude: '*a*b*c*d*e*' has more than 4 wildcards."),
        (f"exclude: [{'a' * 257}]", "f.yml:1: exclude has a pattern longer than 256 characters."),
        ("criteria: [A1]", "f.yml:1: criteria needs a mapping such as {A3: off}, not a list."),
        ("criteria:\n  A4: off", "f.yml:2: criteria.A4 is not a criterion that is weighed. Did you mean A3?"),
        ("criteria:\n  cors: off", "f.yml:2: criteria.cors is not a criterion that is weighed. Known: A1,"),
        ("criteria:\n  a1: off", "f.yml:2: criteria.a1 is not a criterion that is weighed. Did you mean A1?"),
        ("criteria: {A1: 2}", "f.yml:1: criteria.A1 needs off, on, or a mapping such as {weight: 0.5}, not '2'."),
        ("criteria: {A1: {wieght: 2}}", "f.yml:1: unknown key 'wieght' in criteria.A1. Did you mean weight?"),
        ("criteria: {A1: {weight: -1}}", "f.yml:1: weight needs a number from 0 to 10 (1 is as built in), not '-1'."),
        ("criteria: {A1: {weight: .inf}}", "f.yml:1: weight needs a number from 0 to 10"),
        ("criteria: {A1: {weight: .nan}}", "f.yml:1: weight needs a number from 0 to 10"),
        ("criteria: {A1: {enabled: 1}}", "f.yml:1: enabled needs true or false, not '1'."),
        ("policies:\n- paths: []\n  approach: api-route", "f.yml:2: paths is empty. Name a folder, such as app/api/."),
        ("policies: {}", "f.yml:1: policies needs a list, not a mapping."),
        ("policies: [x]", "f.yml:1: policies needs entries with paths and approach, not 'x'."),
        ("policies:\n- paths: a/", "f.yml:2: policies lacks approach here."),
        ("policies: [{paths: a/, approach: route}]", "f.yml:1: approach cannot be 'route'. Did you mean api-route?"),
        ("policies: [{paths: a/, aproach: x}]", "f.yml:1: unknown key 'aproach' in policies. Did you mean approach?"),
        (f"policies: [{{paths: a, approach: api-route, reason: {'x' * 301}}}]", "f.yml:1: reason needs a text of at"),
        ("comment: true\ncomment: false", "f.yml:2: comment is given twice (first on line 1)."),
        ("- a", "f.yml:1: the file needs keys and values, such as fail-on: consider."),
        ("text", "f.yml:1: the file needs keys and values, such as fail-on: consider."),
        ("a: b: c", "f.yml:1: mapping values are not allowed here. Check the indentation, quotes and colons there."),
        ("a: 1\n  b: 2", "f.yml:2: mapping values are not allowed here."),
        ("? [a]\n: b", "f.yml:1: a key must be a word, not a list."),
        ("exclude: &a [b]", "f.yml:1: anchors and aliases are not allowed. Write the value out."),
        ("exclude: *a", "f.yml:1: anchors and aliases are not allowed. Write the value out."),
        ("x: !!python/object/apply:os.system [id]", "f.yml:1: tags such as tag:yaml.org,2002:python/object"),
        ("[" * 5_000, "f.yml:1: nested more than 8 levels deep. Flatten it."),
        ("a: " + "{b: " * 5_000, "f.yml:1: nested more than 8 levels deep. Flatten it."),
        ("x" * 70_000, "f.yml: the file is larger than 64 KiB. Shorten it."),
        ("--- {}\n--- {}", "f.yml:2: but found another document."),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_remedy(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text.encode(), "f.yml")
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 600


def test_what_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"^f.yml:2: this is not UTF-8 text. Save the file as UTF-8.$"):
        load(b"comment: true\n# \xff", "f.yml")


def test_a_thousand_laughs_are_refused() -> None:
    lines = ["a0: &a0 lol"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(ConfigError, match="anchors and aliases"):
        load("\n".join(lines).encode(), FILE)


def refusal(text: bytes) -> str:
    """What the reader has against the text; "" for nothing."""
    try:
        load(text, FILE)
    except ConfigError as error:
        return str(error)
    return ""


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(text: bytes) -> None:
    message = refusal(text)
    assert message == "" or (message.startswith(FILE) and message.isprintable())


words = st.sampled_from(
    ["a", "off", "1", "0.5", "A1", "weight", "paths", "~", "true", "[", "'", "- ", ": ", "\n", "  ", "#", "*", "!"]
)


@given(st.sampled_from(KEYS), st.lists(words, max_size=8).map("".join))
def test_no_value_is_too_strange(key: Any, value: str) -> None:
    message = refusal(f"{key.name}: {value}".encode())
    assert message == "" or message.startswith(f"{FILE}:")


# --- inputs and flags ---


def test_inputs_win_over_the_file_and_say_so() -> None:
    file = load(b"fail-on: never\ncomment: false\n", FILE)
    settings = merged(file, {"fail-on": "consider", "max-comments": "7", "exclude": "a/\n\n  b/\n"}, "input")
    assert (settings.fail_on, settings.max_comments, settings.exclude) == (FailOn.CONSIDER, 7, ("a/", "b/"))
    assert settings.origins == {
        "comment": f"{FILE}:2",
        "fail-on": "input fail-on",
        "max-comments": "input max-comments",
        "exclude": "input exclude",
    }


def test_an_input_may_bring_back_the_default() -> None:
    assert merged(load(b"comment: false", FILE), {"comment": "true"}, "input") == Settings()


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_input_was_not_given(text: str) -> None:
    assert merged(Settings(max_comments=3), {"max-comments": text}, "input").max_comments == 3


def test_a_flag_is_named_as_it_was_typed() -> None:
    assert merged(Settings(), {"fail-on": "never"}, "--fail-on").origins == {"fail-on": "--fail-on"}


@pytest.mark.parametrize(
    ("given_inputs", "message"),
    [
        ({"max-comments": "many"}, "input max-comments needs a whole number from 0 to 100, not 'many'."),
        ({"comment": "perhaps"}, "input comment needs true or false, not 'perhaps'."),
        ({"fail-on": "soon"}, "input fail-on: 'soon' is not a verdict. Known: better-suited, consider, never."),
        ({"max-coments": "3"}, "input max-coments is not known. Did you mean max-comments?"),
        ({"criteria": "A1"}, "input criteria is not known."),
    ],
)
def test_a_wrong_input_is_named(given_inputs: Mapping[str, str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        merged(Settings(), given_inputs, "input")
    assert str(caught.value).startswith(message)


# --- paths ---


@pytest.mark.parametrize(
    ("patterns", "path", "left_out"),
    [
        (("examples/",), "examples/a/route.ts", True),
        (("examples/",), "apps/examples/a/route.ts", True),
        (("/examples/",), "apps/examples/a/route.ts", False),
        (("*.generated.ts",), "lib/a.generated.ts", True),
        (("app/**/legacy/",), "app/api/v1/legacy/route.ts", True),
        (("app/", "!app/api/"), "app/page.tsx", True),
        ((), "app/page.tsx", False),
        (("app/\\[id\\]/",), "app/[id]/route.ts", True),
        (("app/[id]/",), "app/[id]/route.ts", True),
        (("app/[id]/**",), "app/[id]/actions.ts", True),
        (("app/[id]/",), "app/i/route.ts", False),
        (("/app/[[...slug]]/*.ts",), "app/[[...slug]]/route.ts", True),
        (("[...slug]/",), "app/api/[...slug]/route.ts", True),
        (("[...slug]/",), "app/s/route.ts", False),
        (("app/(.)[id]/",), "app/(.)[id]/page.tsx", True),
        (("pages/api/[id].ts",), "pages/api/[id].ts", True),
        (("pages/api/[id].ts",), "pages/api/i.ts", False),
        (("app/", "![id]/"), "app/[id]/route.ts", False),
        (("app/\\[id]/",), "app/[id]/route.ts", True),
        (("*.[jt]s",), "app/route.ts", True),
        (("*.[jt]s",), "app/route.[jt]s", False),
        (("app/v[12]/",), "app/v2/route.ts", True),
        (("app/[id]/",), "app/[ID]/route.ts", False),
    ],
)
def test_exclude_speaks_gitignore(patterns: tuple[str, ...], path: str, left_out: bool) -> None:
    assert excluded(Settings(exclude=patterns), path) is left_out


def test_the_first_policy_that_matches_applies() -> None:
    first = Policy(("app/api/public/",), Approach.API_ROUTE, "published")
    second = Policy(("app/",), Approach.SERVER_ACTION)
    settings = Settings(policies=(first, second))
    assert policy_for(settings, "app/api/public/a/route.ts") is first
    assert policy_for(settings, "app/actions.ts") is second
    assert policy_for(settings, "lib/actions.ts") is None
    dynamic = Settings(policies=(Policy(("app/[team]/",), Approach.API_ROUTE),))
    assert policy_for(dynamic, "app/[team]/actions.ts") is not None and policy_for(dynamic, "app/t/actions.ts") is None


# --- one declaration, many faces ---


def test_the_criteria_are_those_of_the_registry() -> None:
    assert set(CRITERIA) == {criterion.id for criterion in all_criteria() if not criterion.decides}


def test_the_schema_file_follows_the_declarations() -> None:
    assert (ROOT / "reviewer/config.schema.json").read_text(encoding="utf-8") == rendered()


def test_the_reference_follows_the_declarations() -> None:
    assert (ROOT / "docs/configuration.md").read_text(encoding="utf-8") == page()


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    validator.validate(yaml.safe_load(EVERYTHING))
    for key in KEYS:
        text = f"{key.name}: {key.example}"
        validator.validate(yaml.safe_load(text))
        assert key.name in load(text.encode(), FILE).origins, f"the example of {key.name} is its default"


@pytest.mark.parametrize(
    "text",
    [
        "fail_on: never",
        "fail-on: consder",
        "comment: maybe",
        "max-comments: 101",
        "criteria: {A4: off}",
        "criteria: {A1: {wieght: 2}}",
        "criteria: {A1: {weight: 11}}",
        'comment: "true"',
        "max-comments: '5'",
        "policies: [{paths: a/}]",
        "policies: [{paths: [], approach: api-route}]",
        "policies: [{paths: a/, approach: route}]",
        "exclude: {a: b}",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(yaml.safe_load(text))
    with pytest.raises(ConfigError):
        load(text.encode(), FILE)


def test_settings_in_force_are_a_file_that_loads_to_the_same_settings() -> None:
    settings = load(EVERYTHING, FILE)
    again = load(as_yaml(settings).encode(), "again")
    for key in KEYS:
        assert getattr(again, key.field) == getattr(settings, key.field)
    assert load(as_yaml(Settings()).encode(), FILE) == Settings()


def test_chosen_settings_are_listed_first() -> None:
    rows = values_in_force(merged(Settings(), {"comment": "false"}, "input"))
    assert rows[0] == ("comment", "false", "input comment")
    assert {origin for _, _, origin in rows[1:]} == {"default"}


def test_the_schema_is_json_without_surprises() -> None:
    assert json.loads(rendered())["additionalProperties"] is False
