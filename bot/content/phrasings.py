"""The ways of asking: every entry has some, and no phrasing leads to two places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.draft import Draft
from bot.content.faults import Place, suggestion
from bot.content.problem import Problem
from bot.core.text import normalise

TOGETHER = "+"  # phrasings/a+b.yaml: phrasings that show two emergencies at once
_EMERGENCY_FOLDER = "emergencies"


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """One phrasing and where it stands."""

    text: str
    file: str
    place: Place


def check_phrasing_files(draft: Draft) -> Iterator[Problem]:
    """Each file of phrasings/ is named after an entry, or after several emergencies in order."""
    known, emergencies = draft.entry_ids(), draft.ids[_EMERGENCY_FOLDER]
    for name in sorted(draft.ids["phrasings"]):
        file, parts = f"phrasings/{name}.yaml", name.split(TOGETHER)
        for part in parts:
            if part not in known:
                near = suggestion(part, sorted(known))
                yield draft.problem(file, f"aucune entrée ne s'appelle « {part} » ; {near}")
            elif len(parts) > 1 and part not in emergencies:
                message = f"« {part} » n'est pas une urgence : seules les urgences partagent un fichier."
                yield draft.problem(file, message)
        ordered = TOGETHER.join(sorted(set(parts)))
        if name != ordered:
            yield draft.problem(file, f"renommez ce fichier en {ordered}.yaml (ordre alphabétique).")


def check_every_entry_is_asked_for(draft: Draft) -> Iterator[Problem]:
    """An entry without phrasings would never be found; one that was withdrawn needs none."""
    for entry in draft.knowledge.entries:
        if entry not in draft.ids["phrasings"]:
            folder = next(f for f in draft.ids if entry in draft.ids[f])
            message = f"personne ne peut trouver cette entrée : ajoutez phrasings/{entry}.yaml."
            yield draft.problem(f"{folder}/{entry}.yaml", message)


def check_phrasings_are_unique(draft: Draft) -> Iterator[Problem]:
    """One phrasing, once read without accents and punctuation, stands in one place only.

    A false alarm may also be a question about an entry, but never one of an emergency's phrasings.
    """
    places: dict[str, _Phrasing] = {}
    for phrasing in _phrasings(draft):
        yield from _keep_first(places, phrasing, draft)
    alarming = {r: p for r, p in places.items() if _is_emergency(p, draft)}
    for phrasing in _list(draft, "false_alarms.yaml", draft.knowledge.false_alarms.phrasings):
        yield from _keep_first(alarming, phrasing, draft)


def _keep_first(places: dict[str, _Phrasing], phrasing: _Phrasing, draft: Draft) -> Iterator[Problem]:
    read = normalise(phrasing.text)
    if not read:
        message = f"« {phrasing.text} » ne contient aucun mot que le bot sache lire : supprimez la ligne."
        yield draft.problem(phrasing.file, message, *phrasing.place, severity="à revoir")
    elif (first := places.setdefault(read, phrasing)) is not phrasing:
        yield draft.problem(phrasing.file, _twice(phrasing, first, draft), *phrasing.place)


def _twice(phrasing: _Phrasing, first: _Phrasing, draft: Draft) -> str:
    line = draft.documents[first.file].line(*first.place)
    where = f"ligne {line}" if first.file == phrasing.file else f"dans {first.file}, ligne {line}"
    return f"« {phrasing.text} » est déjà {where} : gardez cette phrase à un seul endroit."


def _phrasings(draft: Draft) -> Iterator[_Phrasing]:
    """Every phrasing that leads somewhere: to an entry, to small talk or out of scope."""
    knowledge = draft.knowledge
    for entry, texts in knowledge.phrasings.items():
        yield from _list(draft, f"phrasings/{entry}.yaml", texts)
    for kind, talk in knowledge.small_talk.items():
        for index, text in enumerate(talk.phrasings):
            yield _Phrasing(text, "small_talk.yaml", (kind, "phrasings", index))
    yield from _list(draft, "out_of_scope.yaml", knowledge.out_of_scope.phrasings)


def _list(draft: Draft, file: str, texts: tuple[str, ...]) -> Iterator[_Phrasing]:
    if file in draft.documents:
        yield from (_Phrasing(text, file, ("phrasings", i)) for i, text in enumerate(texts))


def _is_emergency(phrasing: _Phrasing, draft: Draft) -> bool:
    name = phrasing.file.removeprefix("phrasings/").removesuffix(".yaml")
    return bool(draft.ids[_EMERGENCY_FOLDER].intersection(name.split(TOGETHER)))
