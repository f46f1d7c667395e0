"""What is installed: the locks pin everything asked for, and record nothing of where they were made."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-run.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pins(lock: str) -> set[str]:
    """The `name==version ; marker` lines of a lock."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {line.removesuffix(" \\").rstrip() for line in lines if line and not line.startswith((" ", "#"))}


def names(requirements: list[str] | set[str]) -> set[str]:
    return {re.split(r"[\[<>=~ ;]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|^-|^\s*/|\bfile:|@ ", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


def test_the_locks_pin_what_the_project_asks_for() -> None:
    extras = [name for extra in PROJECT["optional-dependencies"].values() for name in extra]
    assert names(PROJECT["dependencies"]) <= names(pins("requirements-run.lock"))
    assert names(extras) <= names(pins("requirements.lock"))


def test_the_image_runs_the_versions_that_are_tested() -> None:
    assert pins("requirements-run.lock") <= pins("requirements.lock")


def test_the_image_installs_nothing_that_only_develops() -> None:
    develops = names(PROJECT["optional-dependencies"]["dev"] + PROJECT["optional-dependencies"]["bench"])
    assert not develops & names(pins("requirements-run.lock"))
