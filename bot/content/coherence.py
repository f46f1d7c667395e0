"""What must hang together: no id twice, collections that hold what their kind promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.content.draft import Draft
from bot.content.faults import Place
from bot.content.files import ENTRY_FOLDERS
from bot.content.problem import Problem
from bot.content.references import references
from bot.core.model import Collection


def check_unique_ids(draft: Draft) -> Iterator[Problem]:
    """One id names one entry, one source of a sheet, one theme, one public, one need."""
    folders: dict[str, str] = {}
    for folder in ENTRY_FOLDERS:
        for entry in sorted(draft.ids[folder]):
            if entry in folders:
                message = f"« {entry} » existe déjà dans {folders[entry]}/ : donnez un autre nom au fichier."
                yield draft.problem(f"{folder}/{entry}.yaml", message)
            folders.setdefault(entry, folder)
    for file, place, ids in _lists_of_ids(draft):
        for index, repeated in _repeated(ids):
            message = f"« {repeated} » est déjà plus haut dans la liste : gardez-le une seule fois."
            yield draft.problem(file, message, *place, index)


def _lists_of_ids(draft: Draft) -> Iterator[tuple[str, Place, list[str]]]:
    knowledge = draft.knowledge
    yield "topics.yaml", ("topics",), [t.id for t in knowledge.topics.topics]
    yield "topics.yaml", ("targets",), [t.id for t in knowledge.topics.targets]
    for folder in ("organisations", "sheets", "emergencies"):
        for record in getattr(knowledge, folder).values():
            yield f"{folder}/{record.id}.yaml", ("sources",), [s.id for s in record.sources]
    for sheet in knowledge.sheets.values():
        file = f"sheets/{sheet.id}.yaml"
        yield file, ("related",), list(sheet.related)
        yield file, ("targets",), list(sheet.targets)
        yield file, ("other_topics",), list(sheet.other_topics)
    for collection in knowledge.collections.values():
        file = f"collections/{collection.id}.yaml"
        yield file, ("entries",), list(collection.entries)
        yield file, ("needs",), [n.id for n in collection.needs]


def _repeated(ids: list[str]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for index, written in enumerate(ids):
        seen[written] += 1
        if seen[written] > 1:
            yield index, written


def check_ranks(draft: Draft) -> Iterator[Problem]:
    """Two emergencies at once are shown in the order of their ranks: no rank stands twice."""
    first: dict[int, str] = {}
    for emergency in draft.knowledge.emergencies.values():
        other = first.setdefault(emergency.rank, emergency.id)
        if other != emergency.id:
            message = f"« {other} » a déjà le rang {emergency.rank} : donnez à chaque urgence le sien."
            yield draft.problem(f"emergencies/{emergency.id}.yaml", message, "rank")


def check_related(draft: Draft) -> Iterator[Problem]:
    """A sheet is not near itself, and nothing leads to an entry that was withdrawn."""
    for sheet in draft.knowledge.sheets.values():
        if sheet.id in sheet.related:
            message = "la fiche se cite elle-même parmi ses fiches proches : retirez cette ligne."
            place = ("related", sheet.related.index(sheet.id))
            yield draft.problem(f"sheets/{sheet.id}.yaml", message, *place)
    withdrawn = _withdrawn(draft)
    for reference in references(draft):
        if reference.kind == "entry" and reference.written in withdrawn:
            message = f"« {reference.written} » est retirée et n'est plus montrée : enlevez-la de la liste."
            yield draft.problem(reference.file, message, *reference.place, severity="à revoir")


def _withdrawn(draft: Draft) -> frozenset[str]:
    knowledge = draft.knowledge
    sheets = {s.id for s in knowledge.sheets.values() if s.status == "retirée"}
    return frozenset(sheets | {s.id for s in knowledge.statements.values() if s.status == "retirée"})


def check_collections(draft: Draft) -> Iterator[Problem]:
    """A survey lists all its statements and only them; a choice has two to four; a directory has needs."""
    for collection in draft.knowledge.collections.values():
        file = f"collections/{collection.id}.yaml"
        if collection.kind == "enquête":
            yield from _survey(draft, collection, file)
        elif collection.kind == "choix" and not 2 <= len(collection.entries) <= 4:
            yield draft.problem(file, "un choix propose deux, trois ou quatre entrées.", "entries")
        elif collection.kind == "annuaire" and not collection.needs:
            yield draft.problem(file, "un annuaire a besoin de « needs » : ajoutez des besoins.", "needs")


def _survey(draft: Draft, survey: Collection, file: str) -> Iterator[Problem]:
    statements = draft.knowledge.statements
    if not survey.question:
        message = "il manque « question » : recopiez la question exacte du document."
        yield draft.problem(file, message, "question")
    for index, entry in enumerate(survey.entries):
        if entry in statements and statements[entry].survey_question != survey.id:
            other = statements[entry].survey_question
            message = f"« {entry} » répond à une autre question ({other}) : retirez cette ligne."
            yield draft.problem(file, message, "entries", index)
        elif entry in draft.entry_ids() - draft.ids["statements"]:
            message = f"« {entry} » n'est pas une parole (un fichier de statements/) : retirez cette ligne."
            yield draft.problem(file, message, "entries", index)
    for statement in statements.values():
        absent = statement.survey_question == survey.id and statement.id not in survey.entries
        if absent and statement.status == "active":
            message = f"il manque « {statement.id} », qui répond à cette question : ajoutez-la à la liste."
            yield draft.problem(file, message, "entries")


def check_survey_kind(draft: Draft) -> Iterator[Problem]:
    """A statement answers a survey question, not just any collection."""
    for statement in draft.knowledge.statements.values():
        collection = draft.knowledge.collections.get(statement.survey_question)
        if collection and collection.kind != "enquête":
            message = f"« {collection.id} » n'est pas une question d'enquête : choisissez-en une autre."
            yield draft.problem(f"statements/{statement.id}.yaml", message, "survey_question")
