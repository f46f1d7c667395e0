"""From the question as typed to a `Query`: normalise, expand SMS and slang, correct spelling.

The same reading is applied to the phrasings when the model is fitted and to the questions
when it is used, so both sides always speak the same language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

MAX_READ = 1000  # characters read of a question: a longer one is a pasted document
_BY_HAND = {"œ": "oe", "æ": "ae", "’": "'", "`": "'", "‘": "'", "ß": "ss", "ı": "i", "ø": "o"}
# What a message of symbols alone says; beside words they add nothing.
_SYMBOLS = {
    "🆘": " au secours ",
    "👍": " ok ",
    "👌": " ok ",
    "🙏": " merci ",
    "❤": " merci ",
    "😂": " mdr ",
    "👋": " salut ",
}
_SEPARATORS = re.compile(r"[^\w€%+]+")
_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # all that are combining
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_PLUS = re.compile(r"(?<!\d)\+(?!\d)|\++")
_BETWEEN_CLAUSES = re.compile(
    r"[,;:.!?()]+|\bmais\b|\bjuste\b|\bseulement\b|\bplutôt\b|\bpar contre\b|\s[-–—]\s", re.IGNORECASE
)
_CORRECTABLE = 5  # shorter words have too many neighbours one letter away
_CACHE = 20_000


def normalise(text: str) -> str:
    """Lower case without accents, ligatures, punctuation or repeated letters.

    NFKD does not split œ and æ nor straighten ’, so these are done by hand. Control
    characters disappear; other alphabets stay as they are. At most `MAX_READ` characters are read.
    """
    # Compatibility letters (𝕬, ﬁ) become plain ones before they are lowered.
    lowered = unicodedata.normalize("NFKD", text[:MAX_READ]).lower()
    for written, plain in _BY_HAND.items():  # eight replacements are faster than one translation
        lowered = lowered.replace(written, plain)
    if not any(c.isalnum() for c in lowered):
        lowered = "".join(_SYMBOLS.get(c, " ") for c in lowered)
    bare = _without_marks(unicodedata.normalize("NFKD", lowered))
    added = _PLUS.sub(" plus ", bare) if "+" in bare else bare
    spaced = _SEPARATORS.sub(" ", added.replace("_", " "))
    return " ".join(_REPEATED.sub(r"\1", spaced).split())


def _without_marks(decomposed: str) -> str:
    """A decomposed text without its combining marks; French has only those of one block, taken out first:
    a base of tens of thousands of phrasings is read at every start."""
    latin = _LATIN_MARKS.sub("", decomposed)
    return latin if latin.isascii() else "".join(c for c in latin if not unicodedata.combining(c))


def tokenise(text: str) -> tuple[str, ...]:
    """The words of a normalised text."""
    return tuple(text.split())


def clauses(question: str) -> tuple[str, ...]:
    """The parts of a question as typed, cut at punctuation and at « mais », « juste », « plutôt »…"""
    return tuple(part.strip() for part in _BETWEEN_CLAUSES.split(question) if part.strip())


@dataclass(frozen=True, slots=True)
class Query:
    """A question as typed and as read.

    question: as typed. plain: normalised only. text: after vocabulary and spelling, what is matched.
    changes: (read, understood) pairs, in order, for whoever asks why.
    """

    question: str
    plain: str
    text: str
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are matched."""
        return tokenise(self.text)


class Reader:
    """Reads questions with a vocabulary (SMS, slang, other languages) and a list of known words."""

    def __init__(self, vocabulary: Mapping[str, str], known: Iterable[str] = ()) -> None:
        self._phrases = {tokenise(normalise(k)): normalise(v) for k, v in vocabulary.items()}
        self._longest = max((len(k) for k in self._phrases), default=1)
        self._known = frozenset(known)
        # Sorted, so that ties between equally near words fall the same way on every machine.
        self._targets: dict[tuple[int, str], list[str]] = {}
        for word in sorted(w for w in self._known if len(w) >= _CORRECTABLE and w.isalpha()):
            self._targets.setdefault((len(word), word[0]), []).append(word)
        self._correct = lru_cache(maxsize=_CACHE)(self._correct_word)

    def read(self, question: str) -> Query:
        """Normalise, expand the vocabulary, then correct what is still unknown."""
        plain = normalise(question)
        out: list[str] = []
        changes: list[tuple[str, str]] = []
        words = tokenise(plain)
        at = 0
        while at < len(words):
            read, understood = self._next(words, at)
            if understood != read:
                changes.append((read, understood))
            out.append(understood)
            at += len(read.split())
        return Query(question, plain, " ".join(out), tuple(changes))

    @property
    def known(self) -> frozenset[str]:
        """The words taken to be spelt right."""
        return self._known

    def _next(self, words: tuple[str, ...], at: int) -> tuple[str, str]:
        """The longest expression of the vocabulary that starts at `at`, or the one word there, corrected."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            candidate = words[at : at + length]
            if candidate in self._phrases:
                return " ".join(candidate), self._phrases[candidate]
        return words[at], self._correct(words[at])

    def _correct_word(self, word: str) -> str:
        """The one known word at a distance of one edit (two from nine letters), else the word itself.

        Only words with the same first letter are looked at: people rarely mistake that one.
        """
        if not self._known or word in self._known or len(word) < _CORRECTABLE or not word.isalpha():
            return word
        allowed = 1 if len(word) < 9 else 2
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        targets = [t for length in lengths for t in self._targets.get((length, word[0]), ())]
        near = process.extract(
            word, targets, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=2
        )
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return word
        return str(near[0][0])
