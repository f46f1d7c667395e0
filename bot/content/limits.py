"""What Telegram refuses is refused here first, for every entry."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.draft import Draft
from bot.content.faults import Place
from bot.content.problem import Problem
from bot.core.model import Emergency, Knowledge, Organisation, Sheet, Statement

LONGEST_MESSAGE = 4096  # characters, once drawn
LONGEST_PATH = 60  # bytes of a button's path: callback data holds 64, the channel keeps a few for itself
LONGEST_COPY = 256  # characters of a copy button
_LONGEST_VIEW = "/details"
# What drawing adds around one piece: bullets, « à vérifier », « source : … consultée le … ».
_AROUND_LINE, _AROUND_SOURCE, _AROUND_CONTACT = 30, 80, 300


def check_paths(draft: Draft) -> Iterator[Problem]:
    """Every id fits in the data of a button, with the longest thing a button adds to it."""
    for file, place, path in _paths(draft):
        size = len(path.encode())
        if size > LONGEST_PATH:
            message = (
                f"cet identifiant est trop long pour un bouton : raccourcissez-le de {size - LONGEST_PATH}."
            )
            yield draft.problem(file, message, *place)


def _paths(draft: Draft) -> Iterator[tuple[str, Place, str]]:
    knowledge = draft.knowledge
    for folder in ("organisations", "statements", "sheets", "emergencies", "collections"):
        for entry in sorted(draft.ids[folder]):
            yield f"{folder}/{entry}.yaml", (), entry + _LONGEST_VIEW
    for index, topic in enumerate(knowledge.topics.topics):
        yield "topics.yaml", ("topics", index), f"topic:{topic.id}"
    for index, target in enumerate(knowledge.topics.targets):
        yield "topics.yaml", ("targets", index), f"target:{target.id}"
    for collection in knowledge.collections.values():
        for index, need in enumerate(collection.needs):
            yield f"collections/{collection.id}.yaml", ("needs", index), f"need:{need.id}"


def check_lengths(draft: Draft) -> Iterator[Problem]:
    """The longest view of every entry, and every message, fits in one Telegram message."""
    for file, place, length in _lengths(draft):
        if length > LONGEST_MESSAGE:
            message = (
                f"une fois affiché, cela fait environ {length} caractères, pour {LONGEST_MESSAGE} au plus : "
                "raccourcissez."
            )
            yield draft.problem(file, message, *place)


def _lengths(draft: Draft) -> Iterator[tuple[str, Place, int]]:
    knowledge = draft.knowledge
    for sheet in knowledge.sheets.values():
        yield f"sheets/{sheet.id}.yaml", (), _sheet(sheet) + _contact(knowledge, sheet.organisation)
    for organisation in knowledge.organisations.values():
        length = _organisation(organisation) + _contact(knowledge, organisation.id)
        yield f"organisations/{organisation.id}.yaml", (), length
    for emergency in knowledge.emergencies.values():
        yield f"emergencies/{emergency.id}.yaml", (), _emergency(emergency)
    for collection in knowledge.collections.values():
        shown = (knowledge.statements[e] for e in collection.entries if e in knowledge.statements)
        length = len(collection.question) + _AROUND_CONTACT + sum(map(_statement, shown))
        yield f"collections/{collection.id}.yaml", (), length
    for key, message in knowledge.messages.items():
        yield "messages.yaml", (key,), max(len(message.tu), len(message.vous))


def _sheet(sheet: Sheet) -> int:
    head = len(sheet.title) + len(sheet.summary) + _AROUND_LINE
    facts = sum(len(f.fact) + _AROUND_LINE for f in sheet.details + sheet.mechanism)
    steps = sum(len(s) + _AROUND_LINE for s in sheet.steps)
    return max(head + facts, steps + _links(sheet)) + _sources(sheet) + _phones(sheet)


def _organisation(organisation: Organisation) -> int:
    facts = sum(len(f.fact) + _AROUND_LINE for f in organisation.details)
    return len(organisation.name) + len(organisation.role) + facts + _sources(organisation)


def _emergency(emergency: Emergency) -> int:
    numbers = sum(len(n.number) + len(n.label) + _AROUND_LINE for n in emergency.numbers)
    facts = sum(len(f.fact) + _AROUND_LINE for f in emergency.details)
    return len(emergency.title) + numbers + facts + _links(emergency) + _sources(emergency)


def _statement(statement: Statement) -> int:
    return len(statement.quote) + len(statement.speaker) + len(statement.work) + _AROUND_SOURCE


def _contact(knowledge: Knowledge, organisation_id: str) -> int:
    organisation = knowledge.organisations.get(organisation_id)
    if organisation is None:
        return _AROUND_CONTACT
    lines = _phones(organisation) + _links(organisation) + _AROUND_CONTACT
    return len(organisation.name) + len(organisation.site) + lines


def _phones(record: Sheet | Organisation) -> int:
    return sum(len(p.number) + len(p.label) + _AROUND_LINE for p in record.phones)


def _links(record: Sheet | Organisation | Emergency) -> int:
    return sum(len(link.label) + len(link.url) + _AROUND_LINE for link in record.links)


def _sources(record: Sheet | Organisation | Emergency) -> int:
    return sum(len(s.title) + len(s.url) + _AROUND_SOURCE for s in record.sources)


def check_copies(draft: Draft) -> Iterator[Problem]:
    """What a copy button copies is not longer than Telegram allows."""
    for organisation in draft.knowledge.organisations.values():
        if len(organisation.site) > LONGEST_COPY:
            message = (
                f"l'adresse du site dépasse {LONGEST_COPY} caractères : donnez celle de la page d'accueil."
            )
            yield draft.problem(f"organisations/{organisation.id}.yaml", message, "site")
