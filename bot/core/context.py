"""What in a question changes the answer without being its subject: refusals and places."""

from __future__ import annotations

import re
from functools import cached_property

from bot.core.followup import Names
from bot.core.model import Vocabulary
from bot.core.text import Query, normalise

# "je veux pas de X", "pas le X", "X non merci", "autre que X", "j'ai déjà X", "arrêtez avec X"
_BEFORE = (
    r"(?:(?:j|je|jen|j en|on) (?:n )?(?:en )?(?:veux?|veut|voudrais?) (?:pas|plus)(?: de| d| du| la| le| l| les)?"
    r"|(?:surtout )?pas (?:de |d |du |la |le |l |les |un |une |en |par )?|ni (?:de |d |du |la |le |l |les |un |une |en )?|autre (?:chose )?que (?:la |le |l |les )?"
    r"|sauf (?:la |le |l |les )?|a part (?:la |le |l |les )?|sans (?:passer par |parler de )?(?:la |le |l |les )?"
    r"|arrete\w* avec (?:la |le |l |les |vos |ton |tes )?|(?:j|je) (?:l )?ai deja (?:la |le |l |les |un |une |mon |ma |mes )?"
    r"|ras le bol de (?:la |le |l )?|marre de (?:la |le |l )?)"
)
_AFTER = r"(?: (?:j en|jen|je n en|j|je) (?:veux?|veut) (?:pas|plus)| non merci| (?:je |j )?l ai deja| c est mort pour moi)"


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
        """The place outside the territory that the question is about, or "" (also when a local one is named)."""
        found = self._elsewhere.search(query.plain)
        return "" if not found or self._here.search(query.plain) else found.group(1)


def _places(names: tuple[str, ...]) -> re.Pattern[str]:
    written = sorted({re.escape(normalise(n)) for n in names}, key=lambda n: (-len(n), n))
    return re.compile(r"\b(?:a|au|aux|en|dans|sur|vers|habite|de|du|d|pour) (?:le |la |l |les )?(" + "|".join(written or ["(?!)"]) + r")\b")
