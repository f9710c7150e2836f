"""action.yml, the settings, the outputs and the documentation speak of the same things."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.config.keys import FILE, KEYS, Key, Shape

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
OTHER_INPUTS = {"token", "config"}


def plain(text: str) -> str:
    return " ".join(text.split())


def default(key: Key) -> str:
    return str(key.default).lower() if key.shape is Shape.SWITCH else str(key.default)


def test_every_setting_that_has_a_text_form_is_an_input_and_nothing_else_is() -> None:
    assert set(ACTION["inputs"]) == {key.name for key in KEYS if key.from_text} | OTHER_INPUTS


@pytest.mark.parametrize("key", [key for key in KEYS if key.from_text], ids=lambda key: key.name)
def test_an_input_says_what_the_setting_says(key: Key) -> None:
    described = plain(ACTION["inputs"][key.name]["description"])
    assert described.startswith(plain(key.meaning))
    if key.shape is not Shape.PATTERNS:
        assert described.endswith(f"Default: {default(key)}.")


def test_an_input_has_no_default_of_its_own_so_that_the_settings_file_can_speak() -> None:
    with_default = {name for name, each in ACTION["inputs"].items() if "default" in each}
    assert with_default == {"token"}
    assert FILE in ACTION["inputs"]["config"]["description"]


def test_the_inputs_that_the_program_reads_are_those_of_the_file() -> None:
    read = set()
    for path in [ROOT / "reviewer/action.py", *(ROOT / "reviewer/github").glob("*.py")]:
        read |= {name.lower() for name in re.findall(r"INPUT_([A-Z-]+)", path.read_text())}
    assert read == OTHER_INPUTS


def outputs_set() -> set[str]:
    """The keys of every dictionary that is handed to ``Outputs.set``."""
    names = set()
    for path in [ROOT / "reviewer/action.py", *(ROOT / "reviewer/github").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "set":
                for argument in node.args:
                    if isinstance(argument, ast.Dict):
                        names |= {key.value for key in argument.keys if isinstance(key, ast.Constant)}
    return names


def test_the_outputs_that_the_program_sets_are_those_of_the_file() -> None:
    assert outputs_set() == set(ACTION["outputs"])


def test_it_can_be_published() -> None:
    assert ACTION["name"] == "route-or-action"
    assert len(ACTION["description"]) <= 125  # the marketplace's limit
    assert set(ACTION["branding"]) == {"icon", "color"}
    assert ACTION["runs"] == {"using": "docker", "image": "Dockerfile"}


def test_the_release_rewrites_the_very_line_that_names_the_image() -> None:
    assert "\n  image: Dockerfile\n" in (ROOT / "action.yml").read_text()
    assert "s|^  image: Dockerfile$|" in (ROOT / ".github/workflows/release.yml").read_text()
