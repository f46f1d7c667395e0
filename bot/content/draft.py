"""What could be understood of a base, sound or not: the one thing that every check looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bot.content.faults import Place
from bot.content.files import ENTRY_FOLDERS, Files
from bot.content.problem import Problem, Severity
from bot.content.source import Document, decode, read_yaml
from bot.content.syntax import RefusedError
from bot.content.validation import build
from bot.core.model import (
    Collection,
    Emergency,
    FalseAlarms,
    Knowledge,
    Message,
    Organisation,
    OutOfScope,
    Phrasings,
    Record,
    Sheet,
    SmallTalk,
    Statement,
    Topics,
    Vocabulary,
)

_ENTRIES: Mapping[str, type[Record]] = {
    "organisations": Organisation,
    "statements": Statement,
    "sheets": Sheet,
    "emergencies": Emergency,
    "collections": Collection,
}
_SINGLE: Mapping[str, type[Record]] = {
    "topics": Topics,
    "vocabulary": Vocabulary,
    "out_of_scope": OutOfScope,
    "false_alarms": FalseAlarms,
}
_KEYED: Mapping[str, type[Record]] = {"messages": Message, "small_talk": SmallTalk}
# What stands in the place of a file that could not be understood, so that the others can be checked.
_EMPTY: Mapping[str, Record] = {
    "topics": Topics.model_construct(topics=(), targets=()),
    "vocabulary": Vocabulary(words={}),
    "out_of_scope": OutOfScope.model_construct(phrasings=()),
    "false_alarms": FalseAlarms.model_construct(phrasings=()),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A base as far as it could be understood.

    knowledge: without what is broken. documents: by path inside the base, "sheets/visale.yaml".
    texts: the source documents, by path inside the base. ids: by folder, every entry that has a file,
    broken or not. broken: paths of the files that were not understood.
    """

    name: str
    knowledge: Knowledge
    documents: Mapping[str, Document]
    texts: Mapping[str, str]
    ids: Mapping[str, frozenset[str]]
    broken: frozenset[str]
    problems: tuple[Problem, ...]

    def entry_ids(self, *folders: str) -> frozenset[str]:
        """The ids that have a file in these folders of entries, in all of them by default."""
        return frozenset().union(*(self.ids[f] for f in folders or ENTRY_FOLDERS))

    def problem(self, file: str, message: str, *keys: str | int, severity: Severity = "erreur") -> Problem:
        """A problem at `keys` of a file of the base (its first line when it is not a YAML file)."""
        document = self.documents.get(file)
        line = document.line(*keys) if document else 0
        return Problem(f"{self.name}/{file}", line, message, severity)


@dataclass(slots=True)
class _Reading:
    """A draft while its files are read one after the other."""

    name: str
    documents: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def read(self, file: str, content: bytes) -> None:
        path = PurePosixPath(file)
        folder = "" if len(path.parts) == 1 else path.parts[0]
        if folder == "source":
            self._read_text(file, content)
            return
        document = read_yaml(f"{self.name}/{file}", content)
        if isinstance(document, Problem):
            self._fail(file, [document])
            return
        self.documents[file] = document
        if folder in _ENTRIES:
            self._keep(folder, path.stem, file, _ENTRIES[folder])
        elif folder == "phrasings":
            self._keep(folder, path.stem, file, Phrasings)
        elif path.stem in _SINGLE:
            record = self._build(file, _SINGLE[path.stem])
            self.parts[path.stem] = record or _EMPTY[path.stem]
        else:
            self._read_keyed(path.stem, file)

    def _read_text(self, file: str, content: bytes) -> None:
        try:
            self.texts[file] = decode(content)
        except RefusedError as refused:
            self._fail(file, [Problem(f"{self.name}/{file}", refused.line, refused.message)])

    def _read_keyed(self, part: str, file: str) -> None:
        """`messages.yaml` and `small_talk.yaml`: one record a key."""
        document = self.documents[file]
        if not isinstance(document.value, dict):
            message = "ce fichier doit contenir des lignes « clé: » : recopiez la forme d'un fichier voisin."
            self._fail(file, [Problem(document.path, document.line(), message)])
            return
        for key in document.value:
            self._keep(part, key, file, _KEYED[part], (key,))

    def _keep(self, part: str, key: str, file: str, model: type[Record], at: Place = ()) -> None:
        record = self._build(file, model, at, key)
        if record is not None:
            value = record.phrasings if isinstance(record, Phrasings) else record
            self.parts.setdefault(part, {})[key] = value

    def _build(self, file: str, model: type[Record], at: Place = (), key: str | None = None) -> Record | None:
        named = key if "id" in model.model_fields else None
        record = build(model, self.documents[file], at, entry_id=named)
        if isinstance(record, list):
            self._fail(file, record)
            return None
        return record

    def _fail(self, file: str, problems: list[Problem]) -> None:
        self.broken.add(file)
        self.problems += problems


def read_draft(files: Files) -> Draft:
    """Understand the files of a base one by one; a fault in one never hides a fault in another."""
    reading = _Reading(files.name, problems=list(files.problems))
    for file, content in files.contents.items():
        reading.read(file, content)
    empty = {**{part: {} for part in (*ENTRY_FOLDERS, "phrasings", *_KEYED)}, **_EMPTY}
    parts = {k: reading.parts.get(k, v) for k, v in empty.items()}
    return Draft(
        name=files.name,
        knowledge=Knowledge(**parts, fingerprint=files.digest),
        documents=reading.documents,
        texts=reading.texts,
        ids={folder: _ids(files, folder) for folder in (*ENTRY_FOLDERS, "phrasings")},
        broken=frozenset(reading.broken),
        problems=tuple(reading.problems),
    )


def _ids(files: Files, folder: str) -> frozenset[str]:
    return frozenset(PurePosixPath(f).stem for f in files.contents if f.startswith(f"{folder}/"))
