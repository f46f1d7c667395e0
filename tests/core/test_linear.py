"""The linear model learns, is the same each time, and survives a cache."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core import linear

TEXTS = ["pas de garant", "un garant gratuit", "avance de la caution", "depot de garantie a payer"]
LABELS = [frozenset({"visale"}), frozenset({"visale"}), frozenset({"loca-pass"}), frozenset({"loca-pass"})]


@pytest.fixture(scope="module")
def model() -> linear.LinearModel:
    return linear.fit(TEXTS, LABELS)


def test_it_learns_what_it_was_shown(model: linear.LinearModel) -> None:
    for text, labels in zip(TEXTS, LABELS, strict=True):
        assert model.labels[int(model.margins(text).argmax())] in labels


def test_labels_learnt_in_groups_are_those_learnt_together(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, "bonjour", "merci bien", "recette de crepes", "film de ce soir"]
    labels = [*LABELS, *(frozenset({name}) for name in ("bonjour", "merci", "cuisine", "cinema"))]
    together = linear.fit(texts, labels)
    monkeypatch.setattr(linear, "LABELS_AT_ONCE", 4)
    in_groups = linear.fit(texts, labels)
    assert in_groups.labels == together.labels
    for text in texts:
        assert np.allclose(in_groups.margins(text), together.margins(text), atol=0.02)


def test_a_machine_learns_from_a_bounded_number_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "MOST_OTHERS", 3)
    classes = np.array([0, 0, 1, 0, 0, 2, 0, 0])
    assert linear._learnt_rows(classes).tolist() == [0, 2, 3, 5, 7]
    assert linear._learnt_rows(classes[:4]).tolist() == [0, 1, 2, 3]
    texts, labels = TEXTS * 4, LABELS * 4
    bounded = linear.fit(texts, labels)
    assert all(
        bounded.labels[int(bounded.margins(t).argmax())] in found
        for t, found in zip(texts, labels, strict=True)
    )


def test_a_text_may_have_several_labels() -> None:
    both = linear.fit(
        ["la rue et les coups", "la rue", "les coups"], [frozenset("ab"), frozenset("a"), frozenset("b")]
    )
    assert (both.margins("la rue et les coups") > 0).all()


def test_fitting_twice_gives_the_same_model(model: linear.LinearModel) -> None:
    again = linear.fit(TEXTS, LABELS)
    assert all(
        np.array_equal(a, b) for a, b in zip(model.arrays().values(), again.arrays().values(), strict=True)
    )


def test_arrays_bring_the_model_back(model: linear.LinearModel) -> None:
    copy = linear.LinearModel.from_arrays(model.arrays())
    assert np.array_equal(copy.margins("un garant"), model.margins("un garant"))


def test_a_text_of_unknown_letters_has_only_the_intercepts(model: linear.LinearModel) -> None:
    assert np.allclose(model.margins("привет"), model.intercepts)


def test_hashing_does_not_depend_on_the_machine() -> None:
    char, word = linear.blocks("apl")
    assert (char[0], word[0]) == (550803, 534165)
