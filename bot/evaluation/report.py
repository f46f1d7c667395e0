"""The figures said in French, as aligned tables, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from bot.evaluation.figures import (
    Bin,
    Confusion,
    Figures,
    Graded,
    calibration,
    confusions,
    figures,
    shown,
    split_by,
)
from bot.evaluation.grading import Grade

Split = Literal["entry", "style"]
FEW_CONFUSIONS = 12
GRADE_NAMES: Mapping[Grade, str] = {
    "right": "juste",
    "one-tap": "à un geste",
    "miss": "manqué",
    "needless": "inutile",
    "wrong": "faux",
}
FIGURE_NAMES: Mapping[str, str] = {
    "right": "juste",
    "helped": "aidé",
    "wrong": "faux",
    "miss": "manqué",
    "needless": "inutile",
    "emergency_recall": "urgences vues",
    "false_alarms": "fausses alertes",
    "contact": "bon contact",
}
LEGEND = (
    "juste : la réponse attendue · aidé : juste, ou à un geste (un choix, la carte du bon organisme) · "
    "manqué : rien d’utile alors qu’une réponse existe · inutile : un choix là où il fallait décliner · "
    "faux : une réponse à côté, ou une urgence manquée ou criée pour rien. Tout est en %."
)


def in_french(graded: Sequence[Graded], *, by: Split | None = None) -> str:
    """The tables that a person reads: overall, by style and entry (or `by` one), calibration, confusions."""
    splits: tuple[Split, ...] = (by,) if by else ("style", "entry")
    tables = [f"{len(graded)} questions", _figures_table("", {"ensemble": figures(graded)}), LEGEND]
    if "style" in splits:
        tables.append(_figures_table("style", by_style(graded)))
    if "entry" in splits:
        tables.append(_figures_table("attendu", by_entry(graded)))
    tables += [_calibration_table(calibration(graded)), confusions_table(confusions(graded), FEW_CONFUSIONS)]
    return "\n\n".join(tables)


def as_json(graded: Sequence[Graded], listed: Sequence[Graded], missed: Sequence[str]) -> str:
    """Everything as one JSON object; shares in per cent, null where nothing could be measured."""
    return json.dumps(
        {
            "overall": asdict(figures(graded)),
            "by_style": {name: asdict(f) for name, f in by_style(graded).items()},
            "by_entry": {name: asdict(f) for name, f in by_entry(graded).items()},
            "confusions": [asdict(c) for c in confusions(graded)],
            "calibration": [asdict(b) for b in calibration(graded)],
            "missed_floors": list(missed),
            "shown": [_as_object(g) for g in listed],
        },
        ensure_ascii=False,
        indent=1,
    )


def by_style(graded: Iterable[Graded]) -> dict[str, Figures]:
    return split_by(graded, lambda g: g.label.style)


def by_entry(graded: Iterable[Graded]) -> dict[str, Figures]:
    """Figures by the first entry wanted, or by the decision where no entry is wanted."""
    return split_by(graded, lambda g: g.label.expected)


def listing(graded: Iterable[Graded]) -> str:
    """One question a paragraph: where it stands, what was wanted, what came."""
    return "\n".join(
        f"{g.label.place}  [{g.label.style}] {GRADE_NAMES[g.grade]}\n"
        f"    {g.label.text}\n"
        f"    attendu : {_wanted(g)}\n"
        f"    obtenu  : {_obtained(g)}"
        for g in graded
    )


def _wanted(g: Graded) -> str:
    parts = ["/".join(g.label.ok), " ou ".join(g.label.any_of)]
    parts += [f"avec {' et '.join(g.label.all_of)}"] if g.label.all_of else []
    return " · ".join(p for p in parts if p)


def _obtained(g: Graded) -> str:
    score = "" if g.given.score is None else f" ({_decimal(g.given.score, 2)})"
    return " · ".join(p for p in (g.given.decision, ", ".join(g.given.entries)) if p) + score


def _as_object(g: Graded) -> dict[str, Any]:
    return {
        "place": g.label.place,
        "turns": list(g.label.asked.turns),
        "style": g.label.style,
        "grade": g.grade,
        "expected": g.label.expected,
        "shown": shown(g.given),
        "given": asdict(g.given),
    }


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Aligned columns: the first to the left, the others to the right."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join(
        "  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )


def _figures_table(title: str, groups: Mapping[str, Figures]) -> str:
    header = (title, "n", *FIGURE_NAMES.values())
    rows = [
        (name, str(found.count), *(percent(getattr(found, key)) for key in FIGURE_NAMES))
        for name, found in groups.items()
    ]
    return table(header, rows)


def _calibration_table(bins: Sequence[Bin]) -> str:
    rows = [
        (
            f"{_decimal(b.low, 2)} à {_decimal(b.high, 2)}",
            str(b.answers),
            str(b.right),
            percent(100 * b.right / b.answers),
            _decimal(b.mean_score, 2),
        )
        for b in bins
    ]
    return table(("score de la réponse", "réponses", "justes", "%", "score moyen"), rows)


def confusions_table(found: Sequence[Confusion], limit: int | None = None) -> str:
    """What came instead of what was wanted; `limit` rows, all of them when None."""
    if not found:
        return "Aucune confusion."
    kept = found[:limit]
    rows = [(c.expected, c.shown, str(c.count), c.example) for c in kept]
    widths = [max(len(r[i]) for r in rows) for i in range(2)]
    lines = [f"{n:>3} ×  {e:<{widths[0]}}  →  {s:<{widths[1]}}  {_shortened(x)}" for e, s, n, x in rows]
    left = len(found) - len(kept)
    more = [f"… et {left} autres : --show confusions"] if left else []
    return "\n".join(["Confusions (attendu → obtenu, et un exemple)", *lines, *more])


def _shortened(text: str, width: int = 70) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def percent(value: float | None) -> str:
    """A share with one decimal, as French writes it; a dash where nothing was measured."""
    return "–" if value is None else _decimal(value, 1)


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
