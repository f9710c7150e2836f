"""Settings: built-in defaults, then the configuration file, then inputs or flags.

``settings`` holds the data, ``keys`` declares every key once, ``document`` reads YAML with line numbers, ``values``
turns what it read into settings, ``schema`` and ``reference`` print the declarations for editors and for people.
"""

from reviewer.config.errors import ConfigError
from reviewer.config.loading import load, merged
from reviewer.config.paths import excluded, policy_for
from reviewer.config.reference import as_yaml
from reviewer.config.settings import CriterionSettings, FailOn, Policy, Settings

__all__ = [
    "ConfigError",
    "CriterionSettings",
    "FailOn",
    "Policy",
    "Settings",
    "as_yaml",
    "excluded",
    "load",
    "merged",
    "policy_for",
]
