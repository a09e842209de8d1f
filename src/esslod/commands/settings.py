"""``esslod settings``: the settings in force, as an ``esslod.toml`` that says the same."""

from __future__ import annotations

import json

from esslod.commands import Invocation
from esslod.config import Setting, settings
from esslod.errors import EXIT_DONE


def run(invocation: Invocation) -> int:
    """Print every setting with its sentence; a default is commented out."""
    site = invocation.site
    for setting in settings():
        value = getattr(site, setting.name)
        invocation.console.show(
            _entry(setting, value, invocation.console.pick(setting.fr, setting.en)) + "\n"
        )
    return EXIT_DONE


def _entry(setting: Setting, value: object, sentence: str) -> str:
    default = "# " if value == setting.default else ""
    return f"# {sentence}\n{default}{setting.name} = {_toml(value)}\n"


def _toml(value: object) -> str:
    """A value of a setting in TOML 1.0, whose strings, numbers, booleans and arrays JSON's also are."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
