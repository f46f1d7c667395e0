"""The findings said in French, to somebody who edits the base and is no developer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import decision as decided
from bot.core.assistant import Assistant
from bot.core.conversation import Conversation
from bot.core.decision import Rule, Thresholds
from bot.core.matching import OUT_OF_SCOPE, SMALL_TALK
from bot.core.model import Knowledge, Statement
from bot.core.safety import RAISE_ABOVE, Sighting
from bot.explanation.advice import advice
from bot.explanation.findings import Candidate, Findings, look_into

LONGEST_SHOWN = 90  # characters of a phrasing
RULES: dict[Rule, str] = {
    "emergency": "une urgence a été vue : elle passe devant tout le reste.",
    "empty": "il n’y a aucun mot à lire.",
    "number": "la question demande ce qu’est un numéro d’urgence : c’est un renseignement, pas une urgence.",
    "follow-up": "la question est la suite de ce qui vient d’être montré.",
    "small-talk": "c’est du bavardage (bonjour, merci…) plus qu’une question.",
    "out-of-scope": "la question ressemble surtout à ce que le bot doit décliner.",
    "clear": "une réponse se détache nettement des autres.",
    "choice": "plusieurs réponses sont possibles, aucune ne se détache : le bot propose un choix.",
    "nothing-near": "rien n’est assez proche : le bot préfère dire qu’il ne sait pas.",
}
SEEN_BY = {
    "modèle": "par ressemblance avec les phrases d’urgence apprises",
    "formulation": "la phrase est écrite mot pour mot dans ses formulations",
    "âge": "à cause de l’âge : un mineur sans abri est aussi en danger",
    "mis dehors": "parce que la personne est mise dehors",
    "suite": "c’est la suite d’une question sur ce numéro",
}


def explain(assistant: Assistant, question: str, conversation: Conversation | None = None) -> str:
    """Why `question` gets its reply, in French: read, emergencies, candidates, rule, and what to add."""
    found = look_into(assistant, question, conversation or Conversation())
    knowledge = assistant.knowledge
    parts = (
        _read(found),
        _emergencies(found),
        _candidates(found, knowledge),
        _circumstances(found),
    )
    sections = ["\n".join(lines) for lines in (*parts, _ruling(found, knowledge), advice(found, knowledge))]
    return "\n\n".join(section for section in sections if section)


def name_of(label: str, knowledge: Knowledge) -> str:
    """A label of the ranking as a person reads it: its id, then its title."""
    if label == OUT_OF_SCOPE:
        return "hors sujet"
    if label.startswith(SMALL_TALK):
        return f"bavardage ({label.removeprefix(SMALL_TALK)})"
    entry = knowledge.entries.get(label)
    if isinstance(entry, Statement):
        return f"{label}, parole de {entry.speaker}"
    title = getattr(entry, "title", getattr(entry, "name", ""))
    return f"{label}, « {title} »" if title else label


def _read(found: Findings) -> Iterator[str]:
    yield f"Question : {found.query.question}"
    yield f"Lue comme : {found.query.text or '(rien)'}"
    if found.query.changes:
        changes = " · ".join(f"{read} → {understood}" for read, understood in found.query.changes)
        yield f"   mots traduits ou corrigés : {changes}"


def _emergencies(found: Findings) -> Iterator[str]:
    if found.alarming.question != found.query.question:
        yield f"Sans ce qui dit qu’il n’y a pas d’urgence : {found.alarming.question}"
    name, margin = found.suspected
    force = f"soupçon {_decimal(found.strength)}, l’alerte se déclenche à {_decimal(RAISE_ABOVE)}"
    if not found.sightings:
        yield f"Urgence : aucune ({force} ; la plus proche : {name or '–'}, {_decimal(margin)})."
        return
    yield f"Urgence : oui ({force})."
    yield from (f"   {s.emergency} : {_seen_by(s)}" for s in found.sightings)


def _seen_by(sighting: Sighting) -> str:
    margin = f" ({_decimal(sighting.margin)})" if sighting.margin else ""
    return SEEN_BY.get(sighting.by, f"à cause du signe « {sighting.by} »") + margin


def _candidates(found: Findings, knowledge: Knowledge) -> Iterator[str]:
    if not found.candidates:
        return
    yield "Les cinq réponses les plus proches (note de 0 à 1)"
    for rank, candidate in enumerate(found.candidates, start=1):
        yield f"{rank}. {_decimal(candidate.score)}  {name_of(candidate.label, knowledge)}"
        yield from (f"      {line}" for line in _reasons(candidate))


def _reasons(candidate: Candidate) -> Iterator[str]:
    if candidate.exact:
        yield f"mot pour mot : « {candidate.exact} »"
    elif candidate.phrasings:
        yield "formulations proches : " + " · ".join(f"« {_shortened(p)} »" for p, _ in candidate.phrasings)
    if candidate.words:
        yield f"mots qui ont pesé : {', '.join(candidate.words)}"


def _circumstances(found: Findings) -> Iterator[str]:
    evidence = found.evidence
    if evidence and evidence.rejected:
        yield "Refusé dans la question : " + ", ".join(sorted(evidence.rejected))
    if evidence and evidence.elsewhere:
        yield f"Lieu hors du territoire : {evidence.elsewhere}"


def _ruling(found: Findings, knowledge: Knowledge) -> Iterator[str]:
    yield f"Règle : {RULES[found.ruling.rule]}{_limits(found)}"
    yield f"Réponse : {_reply(found, knowledge)}"


def _limits(found: Findings) -> str:
    """The thresholds in play, for the rules that compare scores."""
    limits = Thresholds()
    if found.ruling.rule not in ("clear", "choice", "nothing-near"):
        return ""
    return (
        f"\n   (il faut une note de {_decimal(limits.answer_threshold)} et "
        f"{_decimal(limits.ambiguity_margin)} d’avance pour répondre tout droit)"
    )


def _reply(found: Findings, knowledge: Knowledge) -> str:
    shown = ", ".join(found.reply.entries)
    contact = knowledge.organisations.get(found.reply.organisation or "")
    told = f" · à contacter : {contact.name}" if contact else ""
    match found.ruling.decision:
        case decided.Answer(collection=collection) if collection:
            return f"{name_of(collection, knowledge)} : {shown}{told}"
        case decided.Answer(view=view):
            return f"{name_of(found.reply.entries[0], knowledge)}{f', partie {view}' if view else ''}{told}"
        case decided.Clarify():
            return f"choix entre {shown}{told}"
        case decided.Abstain(reason="elsewhere", near=near, place=place):
            return f"décliner, car {near} ne vaut pas pour {place}{told}"
        case decided.Abstain():
            return f"décliner{told}"
        case decided.Emergency():
            return f"urgence : {shown}"
        case decided.Chat(kind=kind):
            return f"bavardage ({kind})"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")
