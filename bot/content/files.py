"""Which files make a base, and their bytes.

organisations/ statements/ sheets/ emergencies/ collections/ phrasings/   one entry a file, *.yaml
topics.yaml messages.yaml vocabulary.yaml small_talk.yaml out_of_scope.yaml false_alarms.yaml
source/*.txt                                                              what is quoted from
schema/ README.md                                                         for editors; not read
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.problem import Problem

ENTRY_FOLDERS = ("organisations", "statements", "sheets", "emergencies", "collections")
FOLDERS: Mapping[str, str] = dict.fromkeys((*ENTRY_FOLDERS, "phrasings"), ".yaml") | {"source": ".txt"}
FILES = (
    "topics.yaml",
    "messages.yaml",
    "vocabulary.yaml",
    "small_talk.yaml",
    "out_of_scope.yaml",
    "false_alarms.yaml",
)
NOT_READ = ("schema", "README.md")


@dataclass(frozen=True, slots=True)
class Files:
    """The bytes of a base, by path inside it ("sheets/visale.yaml"), sorted; and what is out of place."""

    name: str
    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of the files, in order: names this version of the base."""
        total = hashlib.sha256()
        for name, content in self.contents.items():
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()


def read_files(folder: Path) -> Files:
    """Every file of the base, read once: what is checked is what is served."""
    name = folder.resolve().name
    if not folder.is_dir():
        missing = Problem(name, 0, "ce dossier n'existe pas : indiquez celui de la base de connaissances.")
        return Files(name, {}, (missing,))
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _visible(folder):
        inside = path.relative_to(folder).as_posix()
        strange = _out_of_place(path, inside)
        if strange:
            problems.append(Problem(f"{name}/{inside}", 0, strange, "à revoir"))
        elif path.is_file():
            _read(path, inside, name, contents, problems)
    absent = [f for f in FILES if not (folder / f).is_file()]
    problems += [Problem(f"{name}/{f}", 0, "ce fichier manque : remettez-le.") for f in absent]
    return Files(name, contents, tuple(problems))


def digest(folder: Path) -> str:
    """The digest of the base in `folder`, without reading what its files mean."""
    return read_files(folder).digest


def _visible(folder: Path) -> Iterator[Path]:
    """Files and folders two levels deep, sorted; hidden ones (.DS_Store, an editor's drafts) do not count."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in NOT_READ:
            continue
        yield path
        if path.is_dir() and path.name in FOLDERS:
            yield from (p for p in sorted(path.iterdir()) if not p.name.startswith("."))


def _out_of_place(path: Path, inside: str) -> str:
    """What to do about a file or folder that the base does not know; empty when it does."""
    parent, _, name = inside.rpartition("/")
    if path.is_dir():
        known = not parent and name in FOLDERS
        return "" if known else "ce dossier n'est pas connu, il n'est pas lu : déplacez-le ailleurs."
    if not parent:
        return "" if name in FILES else "ce fichier n'est pas connu, il n'est pas lu : déplacez-le ailleurs."
    wanted = FOLDERS[parent]
    if path.suffix == wanted:
        return ""
    return f"ce fichier n'est pas lu : son nom doit finir par {wanted}, renommez-le."


def _read(path: Path, inside: str, base: str, contents: dict[str, bytes], problems: list[Problem]) -> None:
    try:
        contents[inside] = path.read_bytes()
    except OSError:
        problems.append(
            Problem(f"{base}/{inside}", 0, "ce fichier ne peut pas être lu : vérifiez ses droits.")
        )
