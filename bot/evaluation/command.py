"""`python -m bot evaluate`: measure, print, and compare with the floors that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.core.assistant import Assistant
from bot.evaluation import report
from bot.evaluation.figures import IS_CEILING, Figures, Graded, confusions, figures, missed_floors
from bot.evaluation.grading import GRADES
from bot.evaluation.labelled import read_labelled
from bot.evaluation.measuring import measure
from bot.evaluation.report import FIGURE_NAMES, Split, percent
from bot.wire import InputError

CONFUSIONS = "confusions"
FLOOR_MISSED = 1


def evaluate(
    assistant: Assistant,
    files: Sequence[Path],
    *,
    as_json: bool = False,
    show: str | None = None,
    by: str | None = None,
    floors: Mapping[str, float] | None = None,
) -> int:
    """Print the figures on the questions of `files`; 1 when one of `floors` is missed, else 0.

    show: a grade whose questions are listed, or "confusions". by: "style" or "entry". Raises InputError.
    """
    limits = tuple((_figure(name), value) for name, value in (floors or {}).items())
    split, listed_grade = _split(by), _listed(show)
    graded = measure(assistant, read_labelled(files))
    missed = missed_floors(figures(graded), limits)
    listed = [g for g in graded if g.grade == listed_grade]
    print(report.as_json(graded, listed, missed) if as_json else _text(graded, listed, listed_grade, split))
    if missed and not as_json:
        print("\n" + _complaint(figures(graded), limits, missed))
    return FLOOR_MISSED if missed else 0


def _text(graded: Sequence[Graded], listed: Sequence[Graded], show: str, by: Split | None) -> str:
    if not show:
        return report.in_french(graded, by=by)
    if show == CONFUSIONS:
        return report.confusions_table(confusions(graded))
    return report.listing(listed) if listed else "Aucune question de cette classe."


def _complaint(found: Figures, limits: Sequence[tuple[str, float]], missed: Sequence[str]) -> str:
    """Which figures are worse than their floor, in French."""
    parts = [
        f"{FIGURE_NAMES[name]} {percent(getattr(found, name))} % au lieu de {percent(value)} % "
        + ("au plus" if IS_CEILING[name] else "au moins")
        for name, value in limits
        if name in missed
    ]
    return "Seuil non tenu : " + ", ".join(parts) + "."


def _figure(name: str) -> str:
    key = {"recall": "emergency_recall", "emergency": "emergency_recall"}.get(name, name.replace("-", "_"))
    if key not in IS_CEILING:
        raise InputError(f"Le chiffre « {name} » n’existe pas ; choisir parmi {', '.join(IS_CEILING)}.")
    return key


def _split(name: str | None) -> Split | None:
    match name:
        case None | "style" | "entry":
            return name
        case _:
            raise InputError(f"« {name} » n’existe pas : --by style ou --by entry.")


def _listed(name: str | None) -> str:
    if name is None or name in (*GRADES, CONFUSIONS):
        return name or ""
    raise InputError(f"La classe « {name} » n’existe pas ; choisir parmi {', '.join((*GRADES, CONFUSIONS))}.")
