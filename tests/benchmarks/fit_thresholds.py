"""Print the tables from which the figures of decision.Thresholds and safety.WEIGHTS were read.

`python -m tests.benchmarks.fit_thresholds` uses the dev half of tests/questions only: the others stay blind.
Our dev questions hold many more hard ones than people ask, so each counts as much as its style is frequent in
everyday use (`EVERYDAY`). The detector's weights are a logistic regression, cross-validated in five parts;
the thresholds are a grid, best first, by right + helped - 1.2 x wrong (an entry answered wrongly costs more
than one tap).
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
from bot.evaluation.labelled import Labelled, read_labelled
from bot.evaluation.measuring import measure

ROOT = Path(__file__).resolve().parents[2]
GRID = {
    "answer_threshold": (0.5, 0.56, 0.62, 0.68, 0.74),
    "ambiguity_margin": (0.2, 0.35, 0.5),
    "clarify_threshold": (0.4, 0.5, 0.6, 0.7),
    "least_belief": (0.05, 0.1, 0.2),
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


def everyday_weights(questions: Sequence[Labelled]) -> npt.NDArray[np.float64]:
    """How much each question counts, shape (questions,), so that styles weigh as in `EVERYDAY`; sums to 1."""
    counts = Counter(q.style for q in questions)
    weights = np.array([EVERYDAY[q.style] / counts[q.style] for q in questions])
    return weights / weights.sum()


def detector_table(served: Assistant, questions: Sequence[Labelled]) -> None:
    """Weights of the evidence, and false alarms at some recalls in cross-validation."""
    told = [q for q in questions if "emergency" not in q.ok or q.ok == ("emergency",)]
    rows = np.array([_evidence(served, q.asked.turns[-1]) for q in told])
    wanted = np.array([q.ok == ("emergency",) for q in told])
    weights = everyday_weights(told)
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
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


def thresholds_table(served: Assistant, questions: Sequence[Labelled], *, limit: int = 12) -> None:
    """The best rows of the grid."""
    weights = everyday_weights(questions)
    rows = []
    for values in product(*GRID.values()):
        chosen = Thresholds(**dict(zip(GRID, values, strict=True)))
        grades = np.array([g.grade for g in _measured_with(chosen, served, questions)])
        share = {name: 100 * float(weights[grades == name].sum()) for name in GRADES}
        helped = share["right"] + share["one-tap"]
        rows.append(
            (share["right"] + helped - 1.2 * share["wrong"], values, share["right"], helped, share["wrong"])
        )
    print(" · ".join(GRID), "→ juste, aidé, faux")
    for _, values, right, helped, wrong in sorted(rows, reverse=True)[:limit]:
        print(" ", *values, f"→ {right:.1f} {helped:.1f} {wrong:.1f} %")


def _measured_with(
    chosen: Thresholds, served: Assistant, questions: Sequence[Labelled]
) -> tuple[Graded, ...]:
    def decide(evidence: Evidence, knowledge: Knowledge) -> Ruling:
        return decision.decide(evidence, knowledge, chosen)

    kept = assistant_module.decide
    assistant_module.decide = decide  # type: ignore[assignment]
    try:
        return measure(served, questions)
    finally:
        assistant_module.decide = kept


def main() -> None:
    """Both tables, on the dev half."""
    served = cache.build_assistant(load(ROOT / "knowledge"), ROOT / ".cache" / "models")
    questions = read_labelled(sorted((ROOT / "tests/questions/dev").glob("*.jsonl")))
    detector_table(served, questions)
    thresholds_table(served, [q for q in questions if q.ok != ("emergency",)])


if __name__ == "__main__":
    main()
