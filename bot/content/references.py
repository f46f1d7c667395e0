"""Whatever a file names must exist: organisations, themes, publics, entries, survey questions, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.draft import Draft
from bot.content.faults import Place, suggestion
from bot.content.problem import Problem
from bot.core.model import Collection, Emergency, Organisation, Sheet

# How an editor calls what is referred to, by kind of reference.
_CALLED: Mapping[str, str] = {
    "organisation": "un organisme (un fichier de organisations/)",
    "topic": "un thème de topics.yaml",
    "target": "un public de topics.yaml",
    "survey": "une question d'enquête (un fichier de collections/)",
    "entry": "une entrée de la base",
    "source": "une source de cette fiche",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """`file` names something of a kind (a key of `_CALLED`) at `place`."""

    file: str
    place: Place
    kind: str
    written: str


def check_references(draft: Draft) -> Iterator[Problem]:
    """Every name leads somewhere. A file that could not be read still counts as being there."""
    known = _known(draft)
    for reference in references(draft):
        possible = _possible(reference, known, draft)
        if possible is not None and reference.written not in possible:
            near = suggestion(reference.written, sorted(possible))
            message = f"« {reference.written} » n'est pas {_CALLED[reference.kind]} ; {near}"
            yield draft.problem(reference.file, message, *reference.place)


def _known(draft: Draft) -> dict[str, Iterable[str] | None]:
    readable = "topics.yaml" in draft.documents and "topics.yaml" not in draft.broken
    topics = draft.knowledge.topics if readable else None
    return {
        "organisation": draft.entry_ids("organisations"),
        "topic": [t.id for t in topics.topics] if topics else None,
        "target": [t.id for t in topics.targets] if topics else None,
        "survey": draft.entry_ids("collections"),
        "entry": draft.entry_ids(),
    }


def _possible(
    reference: Reference, known: Mapping[str, Iterable[str] | None], draft: Draft
) -> Iterable[str] | None:
    """What may be written there; None when it cannot be known because the list itself is broken."""
    if reference.kind != "source":
        return known[reference.kind]
    folder, _, file = reference.file.partition("/")
    record = getattr(draft.knowledge, folder)[file.removesuffix(".yaml")]
    return [s.id for s in record.sources]


def references(draft: Draft) -> Iterator[Reference]:
    """Everything that the readable files of the base name."""
    knowledge = draft.knowledge
    for sheet in knowledge.sheets.values():
        yield from _of_sheet(sheet)
    for organisation in knowledge.organisations.values():
        yield from _of_facts(f"organisations/{organisation.id}.yaml", organisation)
    for emergency in knowledge.emergencies.values():
        yield from _of_facts(f"emergencies/{emergency.id}.yaml", emergency)
    for statement in knowledge.statements.values():
        file = f"statements/{statement.id}.yaml"
        yield Reference(file, ("survey_question",), "survey", statement.survey_question)
        if statement.organisation:
            yield Reference(file, ("organisation",), "organisation", statement.organisation)
    for collection in knowledge.collections.values():
        yield from _of_collection(collection)


def _of_sheet(sheet: Sheet) -> Iterator[Reference]:
    file = f"sheets/{sheet.id}.yaml"
    yield Reference(file, ("organisation",), "organisation", sheet.organisation)
    yield Reference(file, ("topic",), "topic", sheet.topic)
    yield from _each(file, ("other_topics",), "topic", sheet.other_topics)
    yield from _each(file, ("targets",), "target", sheet.targets)
    yield from _each(file, ("related",), "entry", sheet.related)
    yield from _of_facts(file, sheet)


def _of_facts(file: str, record: Sheet | Organisation | Emergency) -> Iterator[Reference]:
    """The source of every fact and number."""
    for key in ("mechanism", "details", "phones", "numbers"):
        for index, sourced in enumerate(getattr(record, key, ())):
            yield Reference(file, (key, index, "source"), "source", sourced.source)


def _of_collection(collection: Collection) -> Iterator[Reference]:
    file = f"collections/{collection.id}.yaml"
    yield from _each(file, ("entries",), "entry", collection.entries)
    for index, need in enumerate(collection.needs):
        yield from _each(file, ("needs", index, "entries"), "entry", need.entries)


def _each(file: str, place: Place, kind: str, written: Iterable[str]) -> Iterator[Reference]:
    return (Reference(file, (*place, i), kind, w) for i, w in enumerate(written))
