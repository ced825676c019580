"""The package as it is installed: numbers, types, the helper for vendors, the example."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import cplink
from cplink import _native
from cplink.testing import DEFAULT_OFFICES, RelayMock

PYTHON = Path(__file__).resolve().parents[1]


def run(*command: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )


def test_the_installed_package_is_tested() -> None:
    site = Path(sysconfig.get_paths()["purelib"]).resolve()
    assert site in Path(cplink.__file__).resolve().parents
    assert (Path(cplink.__file__).parent / "py.typed").is_file()


def test_the_numbers_are_those_of_the_core() -> None:
    assert {f"CPL_E_{code.name}": int(code) for code in cplink.Code} == {code.name: code.code for code in _native.codes()}


def test_no_signature_has_an_unsigned_number() -> None:
    """The JVM has none: what the library says of itself is what every language's half is made of."""
    made = Path(str(_native.__file__)).read_text("utf-8")
    assert "_UniffiFfiConverterInt64" in made
    assert re.findall(r"class _UniffiFfiConverter\w*U[Ii]nt\d+\b", made) == []


def test_a_checkout_without_its_module_says_which_command_makes_it(tmp_path: Path) -> None:
    shutil.copytree(PYTHON / "cplink", tmp_path / "cplink", ignore=shutil.ignore_patterns("_native.py", "*.so"))
    tried = run(sys.executable, "-c", "import cplink", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert tried.returncode == 1
    last = tried.stdout.splitlines()[-1]
    assert last.startswith("ImportError: cplink/_native.py is missing") and "cargo xtask gen python" in last
    assert "pip install ./bindings/python" in last


def test_the_versions_agree() -> None:
    workspace = (PYTHON.parents[1] / "Cargo.toml").read_text("utf-8")
    version = re.search(r'^version = "(.+)"', workspace, re.M)
    project = re.search(r'^version = "(.+)"', (PYTHON / "pyproject.toml").read_text("utf-8"), re.M)
    assert version and project and version[1] == project[1] == cplink.__version__


def test_everything_public_is_documented() -> None:
    for name in cplink.__all__:
        thing = getattr(cplink, name)
        if not inspect.isclass(thing):
            continue
        assert thing.__doc__, name
        for member, value in vars(thing).items():
            if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, (classmethod, property))):
                assert inspect.getdoc(getattr(thing, member)), f"{name}.{member}"


def test_the_sources_are_python_3_9() -> None:
    sources = [*(PYTHON / "cplink").glob("*.py"), *(PYTHON / "examples").glob("*.py")]
    assert len(sources) > 10
    for source in sources:
        ast.parse(source.read_text("utf-8"), feature_version=(3, 9))


def test_a_vendors_own_program_is_typed(tmp_path: Path) -> None:
    good = tmp_path / "good.py"
    good.write_text(
        "import cplink\n"
        "def rows(batch: cplink.Batch) -> list[str]:\n"
        "    return [row['units'] for m in batch.messages for f in m.files if f.table for row in f.table]\n"
    )
    bad = tmp_path / "bad.py"
    bad.write_text("import cplink\ncplink.Table(1)\ncplink.Unit('a', 'b', 'c', 'd').subject = 7\n")
    checked = run(sys.executable, "-m", "mypy", "--strict", "good.py", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    checked = run(sys.executable, "-m", "mypy", "--strict", "bad.py", cwd=tmp_path)
    assert "bad.py:2" in checked.stdout and "bad.py:3" in checked.stdout, checked.stdout


def test_a_relay_keeps_a_folder_it_is_given(tmp_path: Path) -> None:
    for _ in range(2):
        with RelayMock(DEFAULT_OFFICES, folder=tmp_path) as relay:
            with relay.client(DEFAULT_OFFICES[0].number) as client:
                assert client.office(DEFAULT_OFFICES[1].number) is not None
    assert (tmp_path / "pki" / "root.pem").is_file()


def test_a_relay_that_cannot_start_says_why(tmp_path: Path) -> None:
    import pytest

    with pytest.raises(RuntimeError, match="office"):
        RelayMock([("bad", "名", ["11"])]).start()  # type: ignore[list-item]
    program = tmp_path / "relay-mock"
    program.write_text("#!/bin/sh\nif [ $1 = serve ]; then echo no room >&2; exit 1; fi\n")
    program.chmod(0o755)
    with pytest.raises(RuntimeError, match="no room"):
        RelayMock(program=str(program)).start()


def test_the_example_plays_a_month(tmp_path: Path) -> None:
    example = PYTHON / "examples" / "care_software.py"
    assert len(example.read_text("utf-8").splitlines()) < 150
    done = run(sys.executable, "-W", "error", str(example), cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    for line in (
        "9970000111 取込: 10月分の提供票, UPPLAN 5 行",
        "9970000012 取込: 10月分の実績, UPJSK 4 行",
        "未実施: 20251030",
        "9970000012 → 9970000111: usage_slip 取込済",
        "9970000111 → 9970000012: results 取込済",
    ):
        assert line in done.stdout, done.stdout
    assert list(tmp_path.iterdir()) == [], "it leaves nothing behind"
