"""Print the tables from which the figures of decision.Thresholds and safety.WEIGHTS were read.

`python -m tests.benchmarks.fit_thresholds` uses the two halves of tests/questions that may be read, never
the blind set. They hold many more hard ones than people ask, so each counts as much as its style is frequent
in everyday use (`EVERYDAY`). The detector's weights are a logistic regression, cross-validated in five parts;
the thresholds are a grid, best first, by right + 2 x helped - 3 x wrong: one tap costs little, being wrong
with confidence costs most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot import cache
from bot.content.loader import load
from bot.core import assistant as assistant_module
from bot.core import decision, safety
from bot.core.assistant import Assistant
from bot.core.decision import Evidence, Ruling, Thresholds
from bot.core.model import Knowledge
from bot.evaluation.figures import Graded
from bot.evaluation.grading import GRADES
from bot.evaluation.labelled import Labelled
from bot.evaluation.measuring import measure
from tests.questions.halves import HALVES, questions

ROOT = Path(__file__).resolve().parents[2]
GRID = {
    "answer_threshold": (0.56, 0.62, 0.68, 0.74, 0.8),
    "ambiguity_margin": (0.2, 0.35, 0.5),
    "clarify_threshold": (0.5, 0.6, 0.7, 0.8),
    "choice_floor": (0.01, 0.015, 0.03),
}
# Questions of each style among a hundred and fourteen of everyday use.
EVERYDAY = {
    "plain": 10,
    "typo": 10,
    "sms": 9,
    "allophone": 4,
    "smalltalk": 2,
    "pro": 12,
    "statement": 10,
    "near-miss": 11,
    "negation": 4,
    "elsewhere": 2,
    "out-of-scope": 13,
    "emergency": 12,
    "false-alarm": 7,
    "followup": 8,
}


def everyday_weights(asked: Sequence[Labelled]) -> npt.NDArray[np.float64]:
    """How much each question counts, shape (questions,), so that styles weigh as in `EVERYDAY`; sums to 1."""
    counts = Counter(q.style for q in asked)
    weights = np.array([EVERYDAY[q.style] / counts[q.style] for q in asked])
    return weights / weights.sum()


def detector_table(served: Assistant, asked: Sequence[Labelled]) -> None:
    """Weights of the evidence, and false alarms at some recalls in cross-validation."""
    told = [q for q in asked if "emergency" not in q.ok or q.ok == ("emergency",)]
    rows = np.array([_evidence(served, q.asked.turns[-1]) for q in told])
    wanted = np.array([q.ok == ("emergency",) for q in told])
    weights = everyday_weights(told)
    model = LogisticRegression(C=1, class_weight="balanced", max_iter=1000)
    parts = StratifiedKFold(5, shuffle=True, random_state=0)
    scores = cross_val_predict(model, rows, wanted, cv=parts, method="decision_function")
    model.fit(rows, wanted)
    print("détecteur :", dict(zip(safety.WEIGHTS, model.coef_[0].round(2).tolist(), strict=True)))
    print("ordonnée à l'origine :", float(model.intercept_[0].round(2)))
    for recall in (0.9, 0.95, 0.97, 0.99):
        limit = np.quantile(scores[wanted], 1 - recall)
        alarms = np.average(scores[~wanted] >= limit, weights=weights[~wanted])
        print(f"  rappel {recall:.0%} : seuil {limit:+.2f}, fausses alertes {alarms:.1%}")


def _evidence(served: Assistant, question: str) -> list[float]:
    query = served.reader.read(safety.without_denials(question))
    evidence = served.detector.evidence(query, served.matcher.calm(query))
    return [evidence[name] for name in safety.WEIGHTS]


def thresholds_table(served: Assistant, asked: Sequence[Labelled], *, limit: int = 12) -> None:
    """The best rows of the grid."""
    weights = everyday_weights(asked)
    rows = []
    for values in product(*GRID.values()):
        chosen = Thresholds(**dict(zip(GRID, values, strict=True)))
        grades = np.array([g.grade for g in _measured_with(chosen, served, asked)])
        share = {name: 100 * float(weights[grades == name].sum()) for name in GRADES}
        helped = share["right"] + share["one-tap"]
        worth = share["right"] + 2 * helped - 3 * share["wrong"]
        rows.append((worth, values, share["right"], helped, share["wrong"]))
    print(" · ".join(GRID), "→ juste, aidé, faux")
    for _, values, right, helped, wrong in sorted(rows, reverse=True)[:limit]:
        print(" ", *values, f"→ {right:.1f} {helped:.1f} {wrong:.1f} %")


def _measured_with(chosen: Thresholds, served: Assistant, asked: Sequence[Labelled]) -> tuple[Graded, ...]:
    def decide(evidence: Evidence, knowledge: Knowledge) -> Ruling:
        return decision.decide(evidence, knowledge, chosen)

    kept = assistant_module.decide
    assistant_module.decide = decide  # type: ignore[assignment]
    try:
        return measure(served, asked)
    finally:
        assistant_module.decide = kept


def main() -> None:
    """Both tables."""
    served = cache.build_assistant(load(ROOT / "knowledge"), ROOT / ".cache" / "models")
    read = questions(*HALVES)
    detector_table(served, read)
    thresholds_table(served, [q for q in read if q.ok != ("emergency",)])


if __name__ == "__main__":
    main()
