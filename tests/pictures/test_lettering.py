"""French typography, line breaks, and a font that can write all that the base says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Knowledge
from bot.pictures.lettering import Weight, balance, face, fit, typeset, widest, wrap

TEXTS = st.text(alphabet="abc é'’:;?«»0123456789 ", max_size=80)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Form'Toit", "Form’Toit"),
        ("Qui fait quoi ?", "Qui fait quoi\u2009?"),
        ("Qui fait quoi\u202f?", "Qui fait quoi\u2009?"),
        ("Visale : un garant", "Visale\u00a0: un garant"),
        ("« Mes aides »", "«\u00a0Mes aides\u00a0»"),
        ("«\u00a0Mes aides\u00a0»", "«\u00a0Mes aides\u00a0»"),
        ("09 70 80 08 00", "09\u00a070\u00a080\u00a008\u00a000"),
        ("le 22 novembre 2026", "le 22\u00a0novembre 2026"),
        ("CAF de l'Ain", "CAF de\u00a0l’Ain"),
        ("https://caf.fr", "https://caf.fr"),
        ("a – b", "a\u00a0– b"),
    ],
)
def test_text_is_set_as_in_french(typed: str, set_: str) -> None:
    assert typeset(typed) == set_


@given(TEXTS)
def test_setting_twice_changes_nothing(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_the_font_has_every_letter_of_the_base(weight: Weight, knowledge: Knowledge) -> None:
    shown = [knowledge.model_dump_json(include={"organisations", "sheets", "topics", "messages"})]
    shown += [collection.model_dump_json() for collection in knowledge.collections.values()]
    letters = {letter for letter in typeset(" ".join(shown)) if letter > " "}
    assert sorted(letter for letter in letters if not face(weight).has(letter)) == []


@given(TEXTS, st.floats(5, 400))
def test_lines_keep_every_word_and_their_width(text: str, width: float) -> None:
    for lines in (wrap(text, "regular", 10, width), balance(text, "regular", 10, width)):
        assert " ".join(lines) == text
        assert all(" " not in line or widest([line], "regular", 10) <= width for line in lines)


@given(TEXTS, st.floats(5, 400))
def test_balanced_lines_are_no_more_numerous(text: str, width: float) -> None:
    assert len(balance(text, "bold", 10, width)) == len(wrap(text, "bold", 10, width))


def test_balanced_lines_are_even() -> None:
    text = "Un loyer ou des factures en retard"
    assert wrap(text, "regular", 10, 150) == ("Un loyer ou des factures en", "retard")
    assert balance(text, "regular", 10, 150) == ("Un loyer ou des", "factures en retard")


def test_the_largest_size_that_fits_is_taken() -> None:
    assert fit("garant gratuit", "regular", (40, 20, 10), 150, 1) == (20, ("garant gratuit",))
    assert fit("garant\ngratuit", "regular", (40, 20), 150, 2) == (40, ("garant", "gratuit"))


def test_the_last_size_is_taken_when_none_fits() -> None:
    assert fit("Oyonnax-Bellegarde-Gex", "regular", (40, 20), 50, 1) == (20, ("Oyonnax-Bellegarde-Gex",))
