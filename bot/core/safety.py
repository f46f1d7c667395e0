"""Emergencies: looked for before, and independently of, any ranking.

Two looks, either is enough: `signs`, word patterns written in the emergency sheets, which work
even when everything learnt is missing; and a linear model of its own, fitted on the emergency
phrasings against every other phrasing and a list of false alarms. What the ranking believes (`Calm`)
only weighs against a weak suspicion of that model; without it the model decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core import linear
from bot.core.conversation import Conversation
from bot.core.matching import CALM, Calm, training_pairs
from bot.core.model import Emergency, Knowledge
from bot.core.text import Query, Reader, clauses, normalise

ANY = "urgence"  # label of the model that means "one of the emergencies"
# Strength of a suspicion: a logistic regression over the margins of the likeliest emergency and of ANY, the
# ranking's margins (best entry, out of scope, small talk) and the length of the question, fitted on
# the two halves of tests/questions (tests/benchmarks/fit_thresholds.py). A miss costs far more than a
# false alarm. The ranking's part halves the false alarms at equal recall.
WEIGHTS = {"best": 3.51, "any": 2.39, "entry": -1.1, "outside": -0.55, "talk": -0.39, "length": 2.09}
INTERCEPT = -2.44
RAISE_ABOVE = -0.15
FULL_LENGTH = 20  # words
# Another emergency is shown beside the first when its own margin passes this.
BESIDE_ABOVE = -0.1
SIGN_WEIGHT = 0.5  # a sign or a word-for-word phrasing counts for this much margin in the order
SHOWN = 3
REGULARISATION = 0.3
MINOR = "mineur-en-danger"
NO_SHELTER = "sans-abri"
VIOLENCE = "violences"
_MINOR_AGE = re.compile(
    r"\b(?:1[0-7]|[5-9]) ?(?:ans?|piges?|balais)\b|\b(?:1[0-7])an\b"
    r"|\b(?:dix|onze|douze|treize|quatorze|quinze|seize|dix sept) (?:ans|piges)\b"
    r"|\bmineure?s?\b|\bcollegien(?:ne)?s?\b"
)
_PUT_OUT = re.compile(
    r"\b(?:dehors|a la rue|a la porte|viree?s?|vire|jetee?s?|chassee?s?|tej\w*|fugue\w*|nulle part"
    r"|rentrer\w* (?:chez|pas|plus|ce soir)|code du portail|serrure)\b"
)
_MINE = re.compile(r"\b(?:pour moi|mon cas|c est moi|ce soir|maintenant|tout de suite|cette nuit|la c est)\b")
# Asking about a number. The long ones are hardly ever anything else after an article; the short
# ones (17, 15, 18, 112, 114) are dates, ages and addresses unless somebody is to be called.
_UNIT = (
    r"(?! ?(?:euros?|€|e|m2|m|metres?|ans?|cm|km|eme|minutes?|h|heures?|%|personnes?|logements?"
    r"|rue|avenue|av|boulevard|bd|quai|place|chemin|impasse|allee|route|cours)\b)"
)
_ASKED = re.compile(
    rf"\b(?:le|du|au|les|et le|c est quoi|numero) (115|119|3919|3114)\b{_UNIT}"
    rf"|\b(?:appeler?|appelle|c est quoi|numero|joindre|faire) (?:le |du |au )?(17|15|18|112|114)\b{_UNIT}"
    rf"|^(115|119|3919|3114|112|114)\b{_UNIT}"
)
_MAYBE_ASKED = re.compile(rf"\b(?:le|du|au|allo) ?(17|15|18|112|114|115|119|3919|3114)\b{_UNIT}")
# « pas besoin du 115 », « rien d'urgent » : the person says that this is no emergency. Every word is named,
# so that nothing else is taken out with them, and « pas de réponse du 115 » is none.
_NUMBER = r"(?:115|119|3919|3114)"
_CALL = r"(?:(?:appeler|joindre|faire|donner|me donner|envoyer|m envoyer) )?(?:le |du |au )?"
_DENIAL = re.compile(
    rf"\b(?:pas besoin|inutile) (?:du |de |d )?{_CALL}{_NUMBER}\b|^(?:surtout |non )?pas le {_NUMBER}\b"
    r"|\brien d urgent\b|\bpas besoin d urgence\b|\b(?:aucune|sans|pas une|pas d) urgence\b"
    r"|\bpas (?:du tout |encore |hyper |tres |trop |super |si )?(?:urgent|presse)e?s?\b"
)
# The whole question is what such a number is: information, whatever its words remind the model of.
_WHAT_IT_IS = re.compile(
    rf"^(?:c est quoi|qu est ce que|a quoi (?:ca )?sert|comment (?:marche|fonctionne)|qui repond) (?:que )?"
    rf"(?:le |au |du )?(?:numero )?{_NUMBER}$"
    rf"|^(?:le )?{_NUMBER} (?:c est quoi|ca sert a quoi|comment ca marche)$"
)
_NOT_ASKED = re.compile(r"\b(?:pas|inutile|sans)\b[\w ]{0,25}\b(?:115|119|3919|3114)\b")


@dataclass(frozen=True, slots=True)
class Sighting:
    """An emergency seen in a question: its id, how it was seen, and the margin of the model."""

    emergency: str
    by: str  # the sign that matched, "formulation", "modèle", "âge", "mis dehors" or "suite"
    margin: float


def sign_pattern(sign: str) -> re.Pattern[str]:
    """The regular expression of a sign: `*` ends a word freely, `…` skips up to three words."""
    skip = r"(?:\w+ ){0,3}"
    pieces: list[str] = []
    for word in sign.replace("...", "…").replace("…", " … ").split():
        if word == "…":
            pieces.append(skip)
        else:
            star = r"\w*" if word.endswith("*") else ""
            pieces.append(re.escape(normalise(word)).replace(r"\ ", " ") + star + " ")
    return re.compile(r"\b" + "".join(pieces).rstrip(" ") + r"\b")


class SafetyNet:
    """The part that needs no model: signs alone. It must work when everything else is broken."""

    def __init__(self, emergencies: Mapping[str, Emergency]) -> None:
        self._rank = {e.id: e.rank for e in emergencies.values()}
        self._signs = {e.id: [(s, sign_pattern(s)) for s in e.signs] for e in emergencies.values()}
        # One pattern an emergency tells quickly that no sign is there, which is nearly always.
        self._any = {
            e: re.compile("|".join(p.pattern for _, p in signs)) for e, signs in self._signs.items() if signs
        }

    def look(self, texts: Iterable[str]) -> tuple[Sighting, ...]:
        """Emergencies whose signs stand in one of the normalised `texts`, most pressing first."""
        found: dict[str, Sighting] = {}
        for text in dict.fromkeys(texts):
            for emergency, pattern in self._any.items():
                if emergency not in found and pattern.search(text):
                    sign = next(s for s, p in self._signs[emergency] if p.search(text))
                    found[emergency] = Sighting(emergency, sign, 0.0)
        return tuple(sorted(found.values(), key=lambda s: self._rank[s.emergency]))


class Detector:
    """Signs and model together."""

    def __init__(
        self, net: SafetyNet, model: linear.LinearModel, exact: Mapping[str, frozenset[str]]
    ) -> None:
        self.net = net
        self.model = model
        self._exact = exact

    @classmethod
    def fit(cls, knowledge: Knowledge, reader: Reader) -> Detector:
        """Learn the emergencies against everything else; takes tens of seconds."""
        known = frozenset(knowledge.emergencies)
        pairs = [(reader.read(p).text, _with_any(labels & known)) for p, labels in training_pairs(knowledge)]
        pairs += [(reader.read(p).text, frozenset()) for p in knowledge.false_alarms.phrasings]
        texts, labels = [t for t, _ in pairs], [found for _, found in pairs]
        model = linear.fit(texts, labels, regularisation=REGULARISATION, balanced=True)
        return cls(SafetyNet(knowledge.emergencies), model, exact_index(knowledge))

    def margins(self, query: Query) -> dict[str, float]:
        """The model's margin for each emergency and for `ANY`; positive is inside."""
        return dict(zip(self.model.labels, map(float, self.model.margins(query.text)), strict=True))

    def strength(self, query: Query, calm: Calm | None = None) -> float:
        """How strongly the model suspects an emergency; raised above `RAISE_ABOVE`."""
        return _strength(self.evidence(query, calm))

    def evidence(self, query: Query, calm: Calm | None = None) -> dict[str, float]:
        """What the strength is a weighted sum of, under the names of `WEIGHTS`."""
        return _evidence(self.margins(query), query, calm or CALM)

    def look(self, query: Query, calm: Calm | None = None) -> tuple[Sighting, ...]:
        """Every emergency seen in the question, likeliest first; empty when there is none."""
        found = {s.emergency: s for s in self.net.look((query.plain, query.text))}
        for emergency in self._exact.get(query.plain, ()):
            found.setdefault(emergency, Sighting(emergency, "formulation", 0.0))
        margins = self.margins(query)
        strong = _strength(_evidence(margins, query, calm or CALM)) >= RAISE_ABOVE
        suspected = strong and not asks_what_it_is(query)
        margins.pop(ANY, None)
        if found or suspected:
            best = max(margins.values(), default=-9.0)
            for emergency, margin in margins.items():
                if margin >= BESIDE_ABOVE or (margin == best and not found):
                    found.setdefault(emergency, Sighting(emergency, "modèle", margin))
        return _in_order(_with_minor(found, query), margins)


def _strength(evidence: Mapping[str, float]) -> float:
    return INTERCEPT + sum(WEIGHTS[name] * value for name, value in evidence.items())


def _evidence(margins: Mapping[str, float], query: Query, calm: Calm) -> dict[str, float]:
    return {
        "best": max((m for label, m in margins.items() if label != ANY), default=-9.0),
        "any": margins.get(ANY, 0.0),
        "entry": calm.entry,
        "outside": calm.outside,
        "talk": calm.talk,
        "length": min(len(query.words), FULL_LENGTH) / FULL_LENGTH,
    }


def _in_order(found: Mapping[str, Sighting], margins: Mapping[str, float]) -> tuple[Sighting, ...]:
    """The likeliest first, at most `SHOWN`. For a minor who is put out or says that there is no shelter,
    the 115 stands before the 119; where the model only guesses that, danger comes first."""
    weight = {e: margins.get(e, 0.0) + (0.0 if s.by == "modèle" else SIGN_WEIGHT) for e, s in found.items()}
    if MINOR in found and found[MINOR].by == "âge":
        weight[MINOR] = max(weight[MINOR], weight.get(VIOLENCE, -9.0) + 1e-6)
    if NO_SHELTER in found and MINOR in found and found[NO_SHELTER].by != "modèle":
        weight[NO_SHELTER] = max(weight[NO_SHELTER], weight[MINOR] + 1e-6)
    ordered = sorted(found.values(), key=lambda s: (-weight[s.emergency], s.emergency))
    return tuple(ordered[:SHOWN])


def exact_index(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Normalised emergency phrasing -> its emergencies."""
    known = frozenset(knowledge.emergencies)
    return {normalise(p): labels for p, labels in training_pairs(knowledge) if labels <= known}


def _with_any(labels: frozenset[str]) -> frozenset[str]:
    return labels | {ANY} if labels else labels


def _with_minor(found: dict[str, Sighting], query: Query) -> dict[str, Sighting]:
    """A minor in any emergency is a child in danger; put out, 115 and 119 stand together."""
    young = bool(_MINOR_AGE.search(query.plain))
    if found and young:
        found[MINOR] = Sighting(MINOR, "âge", 0.0)
    if MINOR in found and young and _PUT_OUT.search(query.text):
        found[NO_SHELTER] = Sighting(NO_SHELTER, "mis dehors", 0.0)
    return found


def becomes_personal(query: Query, conversation: Conversation, knowledge: Knowledge) -> tuple[Sighting, ...]:
    """After information about an emergency number, « c'est pour moi, ce soir » is an emergency."""
    shown = [e for e in conversation.entries if e in knowledge.emergencies]
    if not shown or not _MINE.search(query.text) or len(query.words) > 14:
        return ()
    return tuple(Sighting(e, "suite", 0.0) for e in shown)


def without_denials(question: str) -> str:
    """The question without the words that say that it is no emergency; as typed when there are none, or
    when nothing else is left.

    Only these words go: what stands beside them, even without a comma, is looked at.
    """
    parts = [normalise(part) for part in clauses(question)]
    if not any(_DENIAL.search(part) for part in parts):
        return question
    kept = [rest for part in parts if (rest := _DENIAL.sub(" ", part).strip())]
    return ", ".join(kept) or question


def asks_what_it_is(query: Query) -> bool:
    """Whether the whole question is what an emergency number is: information."""
    return bool(_WHAT_IT_IS.search(query.text))


def asked_about(query: Query, knowledge: Knowledge) -> tuple[str, bool]:
    """The emergency whose number the question asks about as information, or "", and whether the
    question can hardly be read otherwise."""
    if _NOT_ASKED.search(query.plain):
        return "", False
    for pattern, sure in ((_ASKED, True), (_MAYBE_ASKED, False)):
        found = pattern.search(query.plain)
        if found:
            return _owner(next(g for g in found.groups() if g), knowledge), sure
    return "", False


def _owner(number: str, knowledge: Knowledge) -> str:
    """The emergency whose first number this is, else one that also gives it, else ""."""
    emergencies = knowledge.emergencies.values()
    first = [e.id for e in emergencies if e.numbers[0].number == number]
    return next(iter(first + [e.id for e in emergencies if number in {n.number for n in e.numbers}]), "")
