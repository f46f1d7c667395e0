"""What was learnt from a base, kept beside it: a spoilt or missing cache only costs time.

The file is named by the digest of all that is learnt from and of the code that learns, so a stale
one is never even opened. It holds numbers and words, never code (no pickle).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.core import linear, matching, safety, text
from bot.core.assistant import Assistant
from bot.core.linear import LinearModel
from bot.core.matching import Matcher, build_reader, exact_index
from bot.core.model import Knowledge
from bot.core.safety import Detector, SafetyNet
from bot.core.text import Reader

logger = logging.getLogger(__name__)
KEPT = 2  # files kept: the present base and the one before, for going back


def build_assistant(knowledge: Knowledge, folder: Path | None = None) -> Assistant:
    """An assistant for `knowledge`, from the cache in `folder` when it is sound, else fitted and kept.

    Takes about a tenth of a second from the cache, tens of seconds without.
    """
    path = folder / f"{_key(knowledge)}.npz" if folder else None
    learnt = _read(path) if path else None
    if learnt is None:
        learnt = _fit(knowledge)
        if path:
            _write(path, learnt)
    try:
        return _assemble(knowledge, learnt)
    except (KeyError, ValueError, IndexError):
        logger.warning("the kept model could not be used; learning again")
        return _assemble(knowledge, _fit(knowledge))


def _key(knowledge: Knowledge) -> str:
    """Digest of everything that is learnt from and of the code that learns.

    What is only shown is left out: a corrected sheet is served at once, a new phrasing is learnt.
    """
    learnt_from = {
        "phrasings": {entry: list(found) for entry, found in knowledge.phrasings.items()},
        "small talk": {kind: list(talk.phrasings) for kind, talk in knowledge.small_talk.items()},
        "out of scope": list(knowledge.out_of_scope.phrasings),
        "false alarms": list(knowledge.false_alarms.phrasings),
        "vocabulary": dict(knowledge.vocabulary.words),
        "names": [organisation.name for organisation in knowledge.organisations.values()],
        "emergencies": list(knowledge.emergencies),
    }
    digest = hashlib.sha256(json.dumps(learnt_from, sort_keys=True).encode())
    for module in (linear, matching, safety, text):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:32]


def _fit(knowledge: Knowledge) -> dict[str, npt.NDArray[Any]]:
    # Phrasings are learnt as they are written; only questions are corrected towards their words:
    # correcting both sides was measured no better.
    as_written = Reader(knowledge.vocabulary.words)
    arrays = {f"matcher_{k}": v for k, v in Matcher.fit(knowledge, as_written).model.arrays().items()}
    arrays |= {f"detector_{k}": v for k, v in Detector.fit(knowledge, as_written).model.arrays().items()}
    arrays["known"] = np.array(sorted(build_reader(knowledge).known))
    return arrays


def _assemble(knowledge: Knowledge, learnt: dict[str, npt.NDArray[Any]]) -> Assistant:
    reader = Reader(knowledge.vocabulary.words, [str(w) for w in learnt["known"]])
    matcher = Matcher(_model(learnt, "matcher_"), exact_index(knowledge))
    net = SafetyNet(knowledge.emergencies)
    detector = Detector(net, _model(learnt, "detector_"), safety.exact_index(knowledge))
    return Assistant(knowledge, reader, matcher, detector)


def _model(learnt: dict[str, npt.NDArray[Any]], prefix: str) -> LinearModel:
    return LinearModel.from_arrays(
        {k.removeprefix(prefix): v for k, v in learnt.items() if k.startswith(prefix)}
    )


def _read(path: Path) -> dict[str, npt.NDArray[Any]] | None:
    """The arrays of a cache file, or None when it is missing or damaged (zip checksums tell)."""
    try:
        # Opened here: numpy forgets to close a file that turns out not to be an archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, KeyError):
        logger.warning("the kept model is damaged; learning again")
        return None


def _write(path: Path, learnt: dict[str, npt.NDArray[Any]]) -> None:
    """Write beside and rename, so that a reader never sees half a file; a full disk only costs time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **learnt)  # type: ignore[arg-type]
        Path(draft).replace(path)
        _forget_old(path.parent)
    except OSError:
        logger.warning("the model could not be kept; the next start will learn again")


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("*.npz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
