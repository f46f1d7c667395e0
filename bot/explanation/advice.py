"""What to add, and in which file, if the answer is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.model import Knowledge
from bot.explanation.findings import Findings

BASE = "knowledge"


def advice(found: Findings, knowledge: Knowledge) -> Iterator[str]:
    """The ways out, those of the rule that decided first."""
    yield "Si ce n’est pas la bonne réponse"
    for line in _ways_out(found, knowledge):
        yield f"- {line}"
    yield "Ensuite : « python -m bot check », puis redemander l’explication."


def _ways_out(found: Findings, knowledge: Knowledge) -> Iterator[str]:
    yield from _about_reading(found)
    if found.ruling.rule == "emergency":
        yield from _about_false_alarm(found, knowledge)
    else:
        yield from _about_answer(found)
        files = ", ".join(f"{e}.yaml" for e in knowledge.emergencies)
        yield (
            f"C’est une urgence ? Ajouter la phrase dans {BASE}/phrasings/, "
            f"au fichier de l’urgence ({files})."
        )


def _about_reading(found: Findings) -> Iterator[str]:
    """A word that was read wrong spoils all that follows."""
    if found.query.changes:
        yield f"Un mot a été mal traduit ou mal corrigé ? Le corriger dans {BASE}/vocabulary.yaml (words)."


def _about_false_alarm(found: Findings, knowledge: Knowledge) -> Iterator[str]:
    yield f"Ce n’est pas une urgence ? Ajouter la phrase dans {BASE}/false_alarms.yaml."
    for sighting in found.sightings:
        sheet = knowledge.emergencies[sighting.emergency]
        if sighting.by in sheet.signs:
            yield (
                f"Le signe « {sighting.by} » est trop large ? "
                f"Le préciser dans {BASE}/emergencies/{sighting.emergency}.yaml (signs)."
            )
    yield f"C’est une autre urgence ? Ajouter la phrase dans {BASE}/phrasings/, au fichier de cette urgence."


def _about_answer(found: Findings) -> Iterator[str]:
    exact = next((c for c in found.candidates if c.exact), None)
    if exact:
        yield (
            f"La phrase est déjà une formulation de « {exact.label} » : "
            f"si elle est mal rangée, l’ôter de là d’abord."
        )
    yield (
        f"Ajouter la question, telle quelle, dans {BASE}/phrasings/, au fichier de la bonne réponse "
        "(visale.yaml pour « visale »)."
    )
    yield f"Le bot devrait décliner ? Ajouter la question dans {BASE}/out_of_scope.yaml."
    if found.ruling.rule != "small-talk":
        yield f"C’est une politesse ? L’ajouter dans {BASE}/small_talk.yaml."
    evidence = found.evidence
    if evidence and evidence.elsewhere:
        yield f"« {evidence.elsewhere} » est ici ? Voir places_here dans {BASE}/vocabulary.yaml."
    for sheet in sorted(evidence.rejected) if evidence else ():
        yield f"« {sheet} » n’est pas refusé ? Voir ses noms dans {BASE}/sheets/{sheet}.yaml (names)."
