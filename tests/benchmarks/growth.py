"""A base several times as large, made from the real one: to see what growth costs, never to be served.

Every entry that has phrasings is cloned as a fact sheet under a new id, and its phrasings with it; rare words
are spelt anew in each copy, so that copies are told apart by them as real entries are. Phrasings of
emergencies, out of scope and false alarms grow in their own files.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot.core.matching import TOGETHER
from bot.core.model import Knowledge, Sheet
from bot.core.text import normalise

COMMON_FROM = 0.004  # share of the phrasings from which a word is common and keeps its spelling
_VOWELS, _CONSONANTS = "aeiouy", "bcdfghjklmnpqrstvwxz"
Respell = Callable[[str], str]


def grow(knowledge: Knowledge, source: Path, target: Path, factor: int) -> None:
    """Write at `target` the base at `source` (loaded as `knowledge`) with `factor` times its phrasings."""
    shutil.copytree(source, target)
    common = common_words(knowledge)
    copies = [respeller(common, copy) for copy in range(1, factor)]
    unseen = _Unseen(p for phrasings in knowledge.phrasings.values() for p in phrasings)
    for entry, phrasings in knowledge.phrasings.items():
        if set(entry.split(TOGETHER)) <= set(knowledge.emergencies):
            _extend(target / "phrasings" / f"{entry}.yaml", phrasings, copies, unseen)
            continue
        for copy, respell in enumerate(copies, start=1):
            spelt = unseen.among(respell(p) for p in phrasings)
            _write_clone(target, knowledge, entry, spelt, respell, copy)
    _extend(target / "out_of_scope.yaml", knowledge.out_of_scope.phrasings, copies, unseen)
    _extend(target / "false_alarms.yaml", knowledge.false_alarms.phrasings, copies, unseen)


class _Unseen:
    """Lets each text pass once, once normalised: a phrasing may stand in one place only, and short words
    shifted far enough come back to others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._seen = {normalise(text) for text in texts}

    def among(self, texts: Iterable[str]) -> list[str]:
        found = []
        for text in texts:
            if (read := normalise(text)) not in self._seen:
                self._seen.add(read)
                found.append(text)
        return found


def common_words(knowledge: Knowledge) -> frozenset[str]:
    """Words that so many phrasings use that they say little about any entry."""
    phrasings = [p for listed in knowledge.phrasings.values() for p in listed]
    seen = Counter(word for p in phrasings for word in set(normalise(p).split()))
    return frozenset(word for word, n in seen.items() if n >= COMMON_FROM * len(phrasings))


def respeller(common: frozenset[str], copy: int) -> Respell:
    """A function that spells the rare words of a text anew, the same way each time for one `copy`.

    Letters are shifted among vowels and among consonants, so that words keep their shape. A text of
    common words alone gets one more word, so that no two copies are equal.
    """
    table = str.maketrans(_shifted(_VOWELS, copy) | _shifted(_CONSONANTS, copy * 3))

    def respell(text: str) -> str:
        words = normalise(text).split()
        spelt = [w if w in common or w.isdigit() else w.translate(table) for w in words]
        return " ".join(spelt if spelt != words else [*spelt, f"copie{copy}".translate(table)])

    return respell


def _shifted(letters: str, by: int) -> dict[str, str]:
    return {letter: letters[(i + by) % len(letters)] for i, letter in enumerate(letters)}


def _write_clone(
    target: Path, knowledge: Knowledge, entry: str, phrasings: Sequence[str], respell: Respell, copy: int
) -> None:
    """One more sheet: a copy of the entry's own, or of the first of the base when it has none."""
    clone = f"{entry.replace('.', '-')}-copie-{copy}"
    model = knowledge.sheets.get(entry) or next(iter(knowledge.sheets.values()))
    own = model.names if model.id == entry else ()
    changed = {"title": f"{model.title[:48]} {copy}", "names": tuple(respell(n) for n in own)}
    _write(target / "sheets" / f"{clone}.yaml", _as_mapping(model.model_copy(update=changed)))
    _write(target / "phrasings" / f"{clone}.yaml", {"phrasings": phrasings})


def _as_mapping(sheet: Sheet) -> Mapping[str, object]:
    written = sheet.model_dump(mode="json", exclude={"id"}, exclude_none=True)
    return {key: value for key, value in written.items() if value}


def _write(path: Path, content: Mapping[str, object]) -> None:
    """JSON is YAML too."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _extend(path: Path, phrasings: Sequence[str], copies: Iterable[Respell], unseen: _Unseen) -> None:
    """Add respelt phrasings at the end of a file whose last key is its list of phrasings."""
    added = unseen.among(respell(p) for respell in copies for p in phrasings)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"  - {json.dumps(p, ensure_ascii=False)}\n" for p in added)
