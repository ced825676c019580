"""Builds the native library with cargo, and makes the module `_native.py` of what the library says of itself.

The wheel holds no extension module but a plain library that ctypes loads, so one wheel serves every
Python from 3.10 on. Settings, all by environment variable:

* ``CPLINK_CARGO_PROFILE``: the cargo profile, ``release`` if not set;
* ``CPLINK_CARGO_PACKAGES``: what cargo builds, ``--package cplink-uniffi`` if not set; with ``--workspace`` it
  uses again what the tests of the workspace have built;
* ``CPLINK_NATIVE_LIBRARY``: the absolute path of a library that was built already, for another target too;
* ``CPLINK_NATIVE_MODULE``: the absolute path of its module, which cannot be made of a library without symbols;
* ``CPLINK_PLATFORM``: the platform tag of the wheel, such as ``win_amd64``.
"""

import json
import os
import pathlib
import shutil
import subprocess

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def cargo_build(*arguments: str) -> "list[dict]":
    """What cargo has built."""
    profile = os.environ.get("CPLINK_CARGO_PROFILE", "release")
    packages = os.environ.get("CPLINK_CARGO_PACKAGES", "--package cplink-uniffi").split()
    cargo = os.environ.get("CARGO", "cargo")
    command = [cargo, "build", "--locked", "--profile", profile, "--message-format", "json-render-diagnostics"]
    built = subprocess.run(
        [*command, *packages, "--manifest-path", str(ROOT / "Cargo.toml"), *arguments],
        stdout=subprocess.PIPE,
        check=True,
    )
    # Where cargo puts it depends on its configuration, so it is asked.
    messages = map(json.loads, built.stdout.splitlines())
    return [message for message in messages if message.get("reason") == "compiler-artifact"]


def native_library() -> pathlib.Path:
    """The library, built unless it is given."""
    given = os.environ.get("CPLINK_NATIVE_LIBRARY")
    if given:
        return pathlib.Path(given)
    for message in cargo_build("--lib"):
        if message["target"]["name"] == "cplink_native":
            for file in message["filenames"]:
                if file.endswith((".so", ".dll", ".dylib")):
                    return pathlib.Path(file)
    raise SystemExit("cargo built no library cplink_native")


def native_module(library: pathlib.Path, folder: pathlib.Path) -> None:
    """Puts the module into the folder, made unless it is given."""
    given = os.environ.get("CPLINK_NATIVE_MODULE")
    if given:
        shutil.copy2(given, folder / "_native.py")
        return
    for message in cargo_build("--bin", "cplink-bindgen", "--features", "cplink-uniffi/bindgen"):
        if message["target"]["name"] == "cplink-bindgen" and message.get("executable"):
            subprocess.run([message["executable"], str(library), str(folder)], cwd=ROOT, check=True)
            return
    raise SystemExit("cargo built no program cplink-bindgen")


class BuildPy(build_py):
    """Adds the library and its module to the package."""

    def run(self) -> None:
        # A module that is gone shall not come back out of an older build.
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        library = native_library()
        target = pathlib.Path(self.build_lib) / "cplink"
        if self.editable_mode:
            target = HERE / "cplink"
        target = target.resolve()
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy2(library, target / library.name)
        native_module(library, target)


class Wheel(bdist_wheel):
    """The wheel is of a platform, but of no Python version."""

    def get_tag(self) -> tuple:
        platform = os.environ.get("CPLINK_PLATFORM") or super().get_tag()[2]
        return "py3", "none", platform


class Native(Distribution):
    """Holds native code, though no extension module."""

    def has_ext_modules(self) -> bool:
        return True


setup(cmdclass={"build_py": BuildPy, "bdist_wheel": Wheel}, distclass=Native)
