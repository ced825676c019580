"""What is native has one owner: no copy in Python ever frees it a second time."""

from __future__ import annotations

import functools
from typing import Any, Callable, ClassVar, NoReturn


class Uncopied:
    """An object that no copy can stand for: ``copy``, ``pickle`` and ``dataclasses`` get a `TypeError`."""

    __slots__ = ()

    _INSTEAD: ClassVar[str] = "make another one"

    def _refuse(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled: {self._INSTEAD}")

    def __copy__(self) -> NoReturn:
        self._refuse()

    def __deepcopy__(self, memo: Any) -> NoReturn:
        self._refuse()

    def __replace__(self, **changes: Any) -> NoReturn:
        self._refuse()

    def __reduce__(self) -> NoReturn:
        self._refuse()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        self._refuse()

    def __getstate__(self) -> NoReturn:
        self._refuse()

    def __setstate__(self, state: Any) -> NoReturn:
        self._refuse()


class _Owner(Uncopied):
    """Owns a native object. Whoever shares it by reference keeps it; with the last one it is freed."""

    __slots__ = ("handle", "_free")
    _INSTEAD = "use what made it"

    def __init__(self, handle: int, free: Callable[[int], object]) -> None:
        self.handle, self._free = handle, free

    def __del__(self) -> None:
        self._free(self.handle)


def protect(native: Any) -> None:
    """Gives every class of the generated module that has a native object an owner for it, and refuses copies.

    The module itself keeps the bare number in each object and frees it with the object, so that a copy of the
    object would free it twice.
    """
    for kind in vars(native).values():
        if isinstance(kind, type) and hasattr(kind, "_uniffi_clone_handle"):
            release = getattr(native._UniffiLib, f"uniffi_cplink_native_fn_free_{kind.__name__.lower()}")
            _protect(kind, functools.partial(native._uniffi_rust_call, release))


def _protect(kind: Any, free: Callable[[int], object]) -> None:
    def own(self: Any, handle: int) -> None:
        self._owner = _Owner(handle, free)

    kind._handle = property(lambda self: self._owner.handle, own)
    del kind.__del__
    kind._INSTEAD = "use what it belongs to: its values, or what it was made from"
    for name, value in vars(Uncopied).items():
        if callable(value):
            setattr(kind, name, value)
