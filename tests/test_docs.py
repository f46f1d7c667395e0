"""What the documents say exists: every command, file and variable they name, and every link to a file."""

import re
from pathlib import Path

import pytest

from bot.arguments import build_parser
from bot.settings import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "knowledge/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)
# Made by commands or by a person, so absent from a fresh clone.
MADE = (".env", ".venv", ".cache", "data", "demo.html")
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def test_the_pages_are_there() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {path.name for path in PAGES}
    assert ROOT / "knowledge" / "README.md" in PAGES


@every_page
def test_every_link_to_a_file_resolves(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    files = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [file for file in files if file and not (page.parent / file).exists()] == []


@every_page
def test_every_link_to_a_heading_resolves(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", page.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        text = (page.parent / file if file else page).read_text("utf-8")
        headings = [re.sub(r"[^\w\- ]", "", h.lower()) for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert anchor in [heading.strip().replace(" ", "-") for heading in headings], target


@every_page
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^|&& )make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))
    assert named <= targets


@every_page
def test_every_command_and_its_options_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, rest in re.findall(r"python -m bot ([a-z]+)([^`\n#]*)", page.read_text("utf-8")):
        with pytest.raises(SystemExit) as stopped:
            build_parser().parse_args([command, "--help"])
        assert stopped.value.code == 0, command
        offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        assert set(re.findall(r"--[a-z-]+", rest)) <= offered, command


@every_page
def test_every_file_named_exists(page: Path) -> None:
    rooms = r"(?:bot|tests|knowledge|docs|\.ci)/"
    named = re.findall(rf"`((?:{rooms})[\w./-]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists() and not name.startswith(MADE)] == []


def test_the_example_of_settings_names_every_variable_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.MULTILINE)
    assert sorted(named) == sorted(VARIABLES)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "Dockerfile", "compose.yaml"])
def test_every_variable_named_is_a_setting(name: str) -> None:
    prefixes = "|".join({variable.partition("_")[0] for variable in VARIABLES})
    named = set(re.findall(rf"\b(?:{prefixes})_[A-Z_]+\b", (ROOT / name).read_text("utf-8")))
    assert named <= set(VARIABLES)


def test_the_makefile_tells_what_its_targets_do() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert set(re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE)) == set(phony.split())
