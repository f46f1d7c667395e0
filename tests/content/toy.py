"""The toy base in memory: change a file, ask what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.content.checks import DATED_CHECKS, problems_of
from bot.content.draft import read_draft
from bot.content.files import Files, read_files
from bot.content.problem import Problem

FOLDER = Path(__file__).parents[1] / "fixtures" / "knowledge"
TODAY = date(2026, 11, 24)
SOUND = read_files(FOLDER)


class Toy:
    """A base to break. Paths are inside the base: "sheets/visale.yaml"."""

    def __init__(self) -> None:
        self.contents = dict(SOUND.contents)

    def text(self, file: str) -> str:
        return self.contents[file].decode()

    def write(self, file: str, text: str) -> Toy:
        self.contents[file] = text.encode()
        return self

    def change(self, file: str, old: str, new: str) -> Toy:
        """Replace the first `old`, which must be there."""
        assert old in self.text(file), f"{old!r} is not in {file}"
        return self.write(file, self.text(file).replace(old, new, 1))

    def line(self, file: str, words: str) -> int:
        """The line (from 1) where `words`, which must be there, first begin."""
        return self.text(file)[: self.text(file).index(words)].count("\n") + 1

    def remove(self, file: str) -> Toy:
        del self.contents[file]
        return self

    @property
    def files(self) -> Files:
        return replace(SOUND, contents=dict(sorted(self.contents.items())))

    def problems(self, today: date | None = None) -> list[Problem]:
        """What is wrong now and was not wrong in the toy base; with `today`, dated rules too."""
        return [p for p in _problems(self.files, today) if p not in _KNOWN]

    def said(self, today: date | None = None) -> list[str]:
        """The same as « file:line: message », the name of the base left out."""
        return [f"{p.path.removeprefix('knowledge/')}:{p.line}: {p.message}" for p in self.problems(today)]


def _problems(files: Files, today: date | None) -> list[Problem]:
    draft = read_draft(files)
    dated = [p for rule in DATED_CHECKS for p in rule(draft, today)] if today else []
    return sorted([*problems_of(draft), *dated])


_KNOWN = _problems(SOUND, None)
