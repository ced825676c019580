"""Everything that the description of the border has is reached under its name, or there is a reason."""

from __future__ import annotations

import enum
import inspect
import re
from typing import Any

import pytest

import cplink
from reach_table import HOLES, SETTINGS, VALUES, VERBS


def at(path: str) -> Any:
    """What a path of the package names: a value of a class may be annotated only."""
    found: Any = cplink
    *owners, name = path.split(".")
    for owner in owners:
        found = getattr(found, owner)
    if isinstance(found, type) and any(name in vars(base).get("__annotations__", {}) for base in found.__mro__):
        return None
    # The name of an enumeration's case is none of its class.
    return inspect.getattr_static(found, name) if isinstance(found, enum.EnumMeta) else getattr(found, name)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_has_its_name(value: str) -> None:
    at(VALUES[value])


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_its_name_and_its_parameters(verb: str) -> None:
    path, takes = VERBS[verb]
    found = at(path)
    if takes:
        missing = set(takes) - set(inspect.signature(found).parameters)
        assert not missing, f"{path} does not take {missing}"


def test_settings_are_keyword_parameters_with_types() -> None:
    for setting, (path, name) in SETTINGS.items():
        parameter = inspect.signature(at(path)).parameters.get(name)
        assert parameter, f"{path} takes no {name}, which ffi/api describes as the setting {setting}"
        assert parameter.annotation is not inspect.Parameter.empty, setting
    others = {"Client": {"signer", "trust"}, "Token": {"module"}, "Trust.with_settings": {"self", "profile"}}
    for path in {path for path, _ in SETTINGS.values()}:
        settings = {name for taker, name in SETTINGS.values() if taker == path}
        taken = set(inspect.signature(at(path)).parameters) - others.get(path, set())
        assert taken == settings, f"{path}: and nothing can be set that is not described"


def says_it_in_japanese(found: Any) -> bool:
    texts = [inspect.getdoc(found), inspect.getdoc(vars(found).get("__init__")) if isinstance(found, type) else None]
    return any(re.search("[\u3040-\u9fff]", text or "") for text in texts)


def test_what_is_described_is_documented_in_both_languages() -> None:
    owners = {value.rsplit(".", 1)[0] for value in VALUES.values() if "." in value}
    # What has a name of Python's own (`__len__`) is known to its users.
    verbs = {path for path, _ in VERBS.values() if not path.endswith("__")}
    classes = {name for name in cplink.__all__ if isinstance(getattr(cplink, name), type)}
    # What is annotated only has no text that a program can see.
    found = {path: at(path) for path in sorted(owners | verbs | classes)}
    found = {path: each for path, each in found.items() if isinstance(each, (type, property)) or inspect.isroutine(each)}
    assert len(found) > 100
    silent = [path for path, each in found.items() if not says_it_in_japanese(each)]
    assert not silent, "no Japanese: " + ", ".join(silent)


def test_a_hole_has_a_reason() -> None:
    assert all(len(reason) >= 10 for reason in HOLES.values())
    assert not set(HOLES) & (set(VALUES) | set(VERBS))


def test_what_is_described_is_public() -> None:
    owners = {path.split(".")[0] for path in VALUES.values()} | {path.split(".")[0] for path, _ in VERBS.values()}
    assert owners - {"__version__"} <= set(cplink.__all__)
    assert len(VALUES) > 100 and len(VERBS) > 80
