"""The verbatim guarantee: every statement stands in the source document, byte for byte, where it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from bot.content.draft import Draft
from bot.content.problem import Problem
from bot.content.source_document import Quoted, read_source_document
from bot.core.model import Knowledge, Statement

_SHOWN = 30  # characters shown around a difference


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation of a source document, and the file where it stands."""

    quoted: Quoted
    file: str

    @property
    def place(self) -> str:
        return f"{self.file}, ligne {self.quoted.line}"


def check_quotations(draft: Draft) -> Iterator[Problem]:
    """Each quote is one of the document's, next to the same speaker and under the same question."""
    found = _quotations(draft)
    for statement in draft.knowledge.statements.values():
        same = [f for f in found if f.quoted.text == statement.quote]
        if not same:
            yield _problem(draft, statement, "quote", _not_found(statement.quote, found))
        elif not any(_is_of(f.quoted, statement, draft.knowledge) for f in same):
            for key, message in _differences(same[0], statement, draft.knowledge):
                yield _problem(draft, statement, key, message)


def check_every_quotation_is_there(draft: Draft) -> Iterator[Problem]:
    """Each quotation of the document has its one statement."""
    owners: dict[tuple[str, str, str], str] = {}
    for statement in draft.knowledge.statements.values():
        first = owners.setdefault(
            (statement.quote, statement.speaker, statement.survey_question), statement.id
        )
        if first != statement.id:
            message = f"« {first} » est déjà cette parole : supprimez l'un des deux fichiers."
            yield _problem(draft, statement, "quote", message)
    if any(file.startswith("statements/") for file in draft.broken):
        return  # the missing one is most likely there, and the editor already knows why
    quotes = {s.quote for s in draft.knowledge.statements.values()}
    for found in _quotations(draft):
        if found.quoted.text not in quotes:
            message = (
                f"la citation de {found.quoted.speaker} n'a pas de fichier dans statements/ : ajoutez-le."
            )
            path = f"{draft.name}/{found.file}"
            yield Problem(path, found.quoted.line, message, "à revoir")


def check_survey_order(draft: Draft) -> Iterator[Problem]:
    """A survey shows its statements in the order of the document: nobody is put forward."""
    order = {f.quoted.text: i for i, f in enumerate(_quotations(draft))}
    statements = draft.knowledge.statements
    for collection in draft.knowledge.collections.values():
        if collection.kind != "enquête":
            continue
        ranks = [
            order[q] for e in collection.entries if e in statements and (q := statements[e].quote) in order
        ]
        if ranks != sorted(ranks):
            message = "les paroles ne sont pas dans l'ordre du document : remettez-les dans cet ordre."
            file = f"collections/{collection.id}.yaml"
            yield draft.problem(file, message, "entries", severity="à revoir")


def _quotations(draft: Draft) -> list[_Found]:
    return [_Found(q, file) for file, text in draft.texts.items() for q in read_source_document(text)]


def _problem(draft: Draft, statement: Statement, key: str, message: str) -> Problem:
    return draft.problem(f"statements/{statement.id}.yaml", message, key)


def _expected(statement: Statement, knowledge: Knowledge) -> Mapping[str, str]:
    """What the document must say around this statement, by key of the statement.

    An organisation or a survey that is unknown or broken says nothing: that problem is already told.
    """
    expected = {"speaker": statement.speaker, "work": statement.work}
    if not statement.organisation:
        expected["organisation"] = ""
    elif statement.organisation in knowledge.organisations:
        expected["organisation"] = knowledge.organisations[statement.organisation].name
    if survey := knowledge.collections.get(statement.survey_question):
        expected["survey_question"] = survey.question or survey.title
    return expected


def _written(quoted: Quoted) -> Mapping[str, str]:
    return {
        "speaker": quoted.speaker,
        "organisation": quoted.organisation,
        "survey_question": quoted.question,
        "work": quoted.work,
    }


def _is_of(quoted: Quoted, statement: Statement, knowledge: Knowledge) -> bool:
    return _expected(statement, knowledge).items() <= _written(quoted).items()


_CALLED: Mapping[str, str] = {
    "speaker": "la personne",
    "organisation": "l'organisme",
    "survey_question": "la question",
    "work": "l'ouvrage",
}


def _differences(found: _Found, statement: Statement, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Each key of the statement that the document contradicts, and how."""
    written, expected = _written(found.quoted), _expected(statement, knowledge)
    for key, called in _CALLED.items():
        if written[key] != expected.get(key, written[key]):
            here, there = (f"« {v} »" if v else "vide" for v in (expected[key], written[key]))
            message = f"dans le document ({found.place}), {called} est {there}, et ici {here} : corrigez ici."
            yield key, message


def _not_found(quote: str, found: list[_Found]) -> str:
    """Where a quote leaves the quotation that it looks like most."""
    if not found:
        return "aucune citation n'a été trouvée dans source/*.txt : remettez le document source."
    nearest = max(found, key=lambda f: _likeness(quote, f.quoted.text))
    if _likeness(quote, nearest.quoted.text) < 0.5:
        return "cette citation n'est pas dans le document source : recopiez-la de source/, sans rien changer."
    here, there = _first_difference(quote, nearest.quoted.text)
    return (
        f"la citation n'est pas celle du document ({nearest.place}) : ici « {here} », "
        f"là-bas « {there} »{_look_alike(quote, nearest.quoted.text)} ; recopiez-la sans rien changer."
    )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _first_difference(one: str, other: str) -> tuple[str, str]:
    """The surroundings of the first character that differs, in both texts."""
    at = _differs_at(one, other)
    start = max(0, at - _SHOWN // 2)
    return one[start : start + _SHOWN], other[start : start + _SHOWN]


def _look_alike(one: str, other: str) -> str:
    """The codes of two different characters that look the same on screen (spaces, accents); else empty."""
    at = _differs_at(one, other)
    here, there = one[at : at + 1], other[at : at + 1]
    if normalize("NFKC", one) != normalize("NFKC", other) or not (here and there):
        return ""
    return f" (un caractère U+{ord(here):04X} au lieu de U+{ord(there):04X})"


def _differs_at(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
