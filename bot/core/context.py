"""What in a question changes the answer without being its subject: refusals and places."""

from __future__ import annotations

import re
from functools import cached_property

from bot.core.followup import Names
from bot.core.model import Vocabulary
from bot.core.text import Query, clauses, normalise

# "je veux pas de X", "pas le X", "ni X", "X non merci", "autre que X", "j'ai déjà X", "arrêtez avec X"
_ARTICLE = r"(?:de |d |du |la |le |l |les |un |une |en |par |mon |ma |mes |vos |ton |tes )?"
_BEFORE = "(?:" + "|".join(
    (
        r"(?:j|je|jen|j en|on) (?:n )?(?:en )?(?:veux?|veut|voudrais?) (?:pas|plus) " + _ARTICLE,
        r"(?:^|(?:mais|non|et|surtout|alors|donc|plutot) )pas " + _ARTICLE,
        r"(?:ni|sauf|a part|autre (?:chose )?que|marre de|ras le bol de) " + _ARTICLE,
        r"sans (?:passer par |parler de )?" + _ARTICLE,
        r"arrete\w* avec " + _ARTICLE,
        r"(?:j|je) (?:l )?ai deja " + _ARTICLE,
    )
) + ")"  # fmt: skip
_AFTER = (
    r"(?: (?:j en|jen|je n en|j|je) (?:veux?|veut) (?:pas|plus)"
    r"| non merci| (?:je |j )?l ai deja| c est mort pour moi)"
)
# A clause that refuses, unless what is missing is the very subject ("pas les moyens", "c'est pas légal").
_REFUSAL = re.compile(
    r"\b(?:(?:veux?|voulais|voudrais|cherche|demande|parle|parlais|s agit|est|etait|c|vise|concerne|besoin)"
    r" (?:\w+ )?pas\b"
    r"|pas (?:le|la|les|l|un|une|du|des|sa|son|ses|pour|besoin|celle|celui|question)\b|ni\b|surtout pas"
    r"|inutile|arretez?|stop\b|ne me \w+ pas|deja (?:fait|vu|eu|demande)|ai deja|c est bon|sauf\b|a part\b"
    r"|sans (?:passer|parler)\b|non merci)"
)
_LACK = re.compile(
    r"\b(?:pas (?:le temps|les moyens|l argent|le droit|un (?:sou|rond|euro)|une thune|la possibilite)"
    r"|c est pas (?:normal|legal|juste|clair|possible|permis))\b"
)
ENOUGH = 3  # words that must be left once the refusals are gone, to be matched on their own


def without_refusals(question: str, *, least: int = ENOUGH) -> str:
    """The question without the clauses that say what is not wanted; "" when nothing was refused or
    fewer than `least` words are left."""
    parts = clauses(question)
    kept = [part for part in parts if not _refuses(normalise(part))]
    if len(kept) == len(parts) or len(normalise(" ".join(kept)).split()) < least:
        return ""
    return ", ".join(kept)


def _refuses(clause: str) -> bool:
    return bool(_REFUSAL.search(clause)) and not _LACK.search(clause)


def negated(query: Query, names: Names) -> frozenset[str]:
    """Sheets whose scheme the person says that they do not want or already have."""
    found = set()
    for sheet, pattern in names.sheet_patterns().items():
        name = pattern.pattern.removeprefix(r"\b").removesuffix(r"\b")
        if re.search(rf"\b{_BEFORE} ?{name}\b|\b{name}{_AFTER}\b", query.text):
            found.add(sheet)
    return frozenset(found)


class Places:
    """Places outside the territory named in a question."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        return _places(self._vocabulary.places_elsewhere)

    @cached_property
    def _here(self) -> re.Pattern[str]:
        return _places(self._vocabulary.places_here)

    def elsewhere(self, query: Query) -> str:
        """The place outside the territory that the question is about; "" when a local one is named too."""
        found = self._elsewhere.search(query.plain)
        return "" if not found or self._here.search(query.plain) else found.group(1)


def _places(names: tuple[str, ...]) -> re.Pattern[str]:
    written = sorted({re.escape(normalise(n)) for n in names}, key=lambda n: (-len(n), n))
    place = "|".join(written or ["(?!)"])
    before = r"(?:a|au|aux|en|dans|sur|vers|habite|de|du|d|pour) (?:le |la |l |les )?"
    return re.compile(rf"\b{before}({place})\b")
