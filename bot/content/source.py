"""Read one YAML file: strings only, nothing twice, every line number kept.

Plain PyYAML reads `01000` as 512, `12:30` as 750 and `no` as False, and keeps the last of two equal
keys without a word. Here a scalar is the text that was typed, and whatever could surprise (anchors,
tags, merge keys, tabs, a comment that eats the end of a text) is refused with a sentence that says
what to do. The parser's events are read directly: no tree of nodes is built, so 20,000 phrasings
take less than a tenth of a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from bot.content.problem import Problem
from bot.content.syntax import RefusedError, decorated, from_parser

# PyYAML built without libyaml has no C loader: some twenty times slower, the same result.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = Any  # str | list[Value] | dict[str, Value]
# Beside each value, where it stands: a line for a text; for a list or a mapping its line, then the marks
# of its items, in order or by key (the line of an entry is the line of its key).
Marks = Any  # int | tuple[int, list[Marks]] | tuple[int, dict[str, Marks]]

_FORBIDDEN = re.compile("[\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. `value`: mappings, lists and strings only. `head`: its first line as typed."""

    path: str
    value: Value
    marks: Marks
    head: str = ""

    def line(self, *keys: str | int) -> int:
        """Line (from 1) of the key or list item at `keys`; of the nearest thing around it when missing."""
        marks = self.marks
        for key in keys:
            found = _inside(marks, key)
            if found is None:
                break
            marks = found
        return _line(marks)


def _inside(marks: Marks, key: str | int) -> Marks | None:
    children = None if isinstance(marks, int) else marks[1]
    if isinstance(children, dict):
        return children.get(key)
    if isinstance(children, list) and isinstance(key, int) and key < len(children):
        return children[key]
    return None


def _line(marks: Marks) -> int:
    return marks if isinstance(marks, int) else int(marks[0])


def read_yaml(path: str, content: bytes) -> Document | Problem:
    """The document in `content`, or the first reason why it cannot be read. `path` is only shown."""
    try:
        text = decode(content)
        _refuse_characters(text)
        value, marks = _Builder(text).build()
    except RefusedError as refused:
        return Problem(path, refused.line, refused.message)
    return Document(path, value, marks, text.partition("\n")[0].rstrip("\r"))


def decode(content: bytes) -> str:
    """The text of a UTF-8 file. Raises `RefusedError` on the line of the first foreign byte."""
    try:
        return content.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "le fichier n'est pas en UTF-8 : enregistrez-le avec l'encodage UTF-8."
        raise RefusedError(line, message) from None


def _refuse_characters(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if not found:
        return
    line = text.count("\n", 0, found.start()) + 1
    if found.group() == "\t":
        raise RefusedError(line, "il y a une tabulation : remplacez-la par des espaces.")
    code = f"U+{ord(found.group()):04X}"
    raise RefusedError(
        line, f"il y a un caractère invisible ({code}) : effacez-le et retapez les mots autour."
    )


class _Builder:
    """Builds the value and the marks of one document from the parser's events, without recursion.

    `_values` and `_marks` are the container being filled; `_key` waits for its value when that container is
    a mapping; `_open` are the containers around it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n") if " #" in text else None
        self._values: Value = []
        self._marks: Any = []
        self._key: str | None = None
        self._key_line = 0
        self._open: list[tuple[Value, Any]] = []

    def build(self) -> tuple[Value, Marks]:
        """The value of the one document, and its marks."""
        try:
            self._read_events()
        except yaml.YAMLError as error:
            raise from_parser(error, self._text) from None
        if self._values in ([], [""]):
            raise RefusedError(1, "le fichier est vide : recopiez un fichier voisin et changez-le.")
        return self._values[0], self._marks[0]

    def _read_events(self) -> None:
        next_event = _Parser(self._text).get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.SequenceStartEvent:
                self._start(event, [], [])
            elif kind is yaml.MappingStartEvent:
                self._start(event, {}, {})
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                self._values, self._marks = self._open.pop()
            elif kind is yaml.AliasEvent:
                raise decorated(event)
            elif kind is yaml.DocumentStartEvent and self._values:
                message = "« --- » ouvre un deuxième document : gardez un seul document par fichier."
                raise RefusedError(event.start_mark.line + 1, message)
            elif kind is yaml.StreamEndEvent:
                return

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            raise decorated(event)
        line = event.start_mark.line + 1
        if type(self._values) is dict and self._key is None:
            self._key, self._key_line = self._checked_key(event, line), line
            return
        if self._lines and event.value and not event.style:
            self._refuse_comment(event)
        self._add(event.value, line)

    def _start(self, event: Any, values: Value, marks: Any) -> None:
        if event.anchor or event.tag:
            raise decorated(event)
        line = event.start_mark.line + 1
        if type(self._values) is dict and self._key is None:
            raise RefusedError(line, "une clé doit être un simple mot, suivi de deux-points.")
        around = (self._values, self._marks)
        self._add(values, line, marks)
        self._open.append(around)
        self._values, self._marks = values, marks

    def _add(self, value: Value, line: int, children: Any = None) -> None:
        """Put a value where it belongs; in a mapping its line is that of its key."""
        if self._key is None:
            self._values.append(value)
            self._marks.append(line if children is None else (line, children))
            return
        self._values[self._key] = value
        self._marks[self._key] = self._key_line if children is None else (self._key_line, children)
        self._key = None

    def _checked_key(self, event: Any, line: int) -> str:
        key = str(event.value)
        if key == "<<" and not event.style:
            message = "« << » (fusion de clés) n'est pas permis : recopiez les lignes voulues."
            raise RefusedError(line, message)
        if not key:
            raise RefusedError(line, "il manque le nom de la clé avant les deux-points.")
        if key in self._values:
            first = _line(self._marks[key])
            raise RefusedError(line, f"« {key} » est déjà écrit ligne {first} : gardez une seule des deux.")
        return key

    def _refuse_comment(self, event: Any) -> None:
        """A text typed without quotation marks must not lose its end after « # » without a word."""
        end = event.end_mark
        rest = self._lines[end.line][end.column :] if self._lines and end.line < len(self._lines) else ""
        if rest.lstrip().startswith("#"):
            message = (
                'ce qui suit « # » serait perdu : mettez le texte entre guillemets "…", '
                "ou le commentaire sur sa propre ligne."
            )
            raise RefusedError(end.line + 1, message)
