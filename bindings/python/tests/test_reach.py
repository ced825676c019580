"""Everything that the description of the border has is reached under its name, or there is a reason."""

from __future__ import annotations

import enum
import inspect
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
        parameter = inspect.signature(at(path)).parameters[name]
        assert parameter.annotation is not inspect.Parameter.empty, setting
    others = {"Client": {"signer", "trust"}, "Token": {"module"}, "Trust.with_settings": {"self", "profile"}}
    for path in {path for path, _ in SETTINGS.values()}:
        settings = {name for taker, name in SETTINGS.values() if taker == path}
        taken = set(inspect.signature(at(path)).parameters) - others.get(path, set())
        assert taken == settings, f"{path}: and nothing can be set that is not described"


def test_a_hole_has_a_reason() -> None:
    assert all(len(reason) >= 10 for reason in HOLES.values())
    assert not set(HOLES) & (set(VALUES) | set(VERBS))


def test_what_is_described_is_public() -> None:
    owners = {path.split(".")[0] for path in VALUES.values()} | {path.split(".")[0] for path, _ in VERBS.values()}
    assert owners - {"__version__"} <= set(cplink.__all__)
    assert len(VALUES) > 100 and len(VERBS) > 80
