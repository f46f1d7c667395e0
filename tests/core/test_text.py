"""Reading a question: what is normalised, expanded and corrected, and what is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import MAX_READ, Reader, normalise


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("J’ai PAS de Garant !!!", "j ai pas de garant"),
        ("œuvre, Æsop", "oeuvre aesop"),
        ("réfugiés", "refugies"),
        ("ouiiiiii", "oui"),
        ("comment aller + loin", "comment aller plus loin"),
        ("1000 € par mois", "1000 € par mois"),
        ("  \t\n ", ""),
        ("🙏🙏", "merci merci"),
        ("🏠🏠", ""),
        ("merci 🙏", "merci"),
        ("<b>gras</b>", "b gras b"),
        ("𝕬PL", "apl"),
        ("привет", "привет"),
    ],
)
def test_normalise(typed: str, read: str) -> None:
    assert normalise(typed) == read


@given(st.text())
def test_normalise_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_long_texts_are_cut() -> None:
    assert len(normalise("a b " * 5000)) <= MAX_READ


def test_vocabulary_takes_the_longest_expression_first() -> None:
    reader = Reader({"ev": "maison", "ev sahibi": "propriétaire", "pr": "pour"})
    query = reader.read("ev sahibi pr moi")
    assert query.text == "proprietaire pour moi"
    assert query.changes == (("ev sahibi", "proprietaire"), ("pr", "pour"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("garrant", "garant"),  # one letter too many
        ("aprentissage", "apprentissage"),
        ("garant", "garant"),
        ("chat", "chat"),  # too short to be corrected
        ("zwxqvkj", "zwxqvkj"),  # near nothing
    ],
)
def test_spelling(typed: str, read: str) -> None:
    assert Reader({}, ["garant", "apprentissage", "chaton"]).read(typed).text == read


def test_a_word_keeps_its_first_letter() -> None:
    assert Reader({}, ["mourir", "sourire"]).read("mourire").text == "mourir"
    assert Reader({}, ["sourire"]).read("mourire").text == "mourire"


def test_a_word_between_two_known_words_is_left_alone() -> None:
    assert Reader({}, ["garant", "garand"]).read("garanx").text == "garanx"


@given(st.text(max_size=60))
def test_marks_of_every_alphabet_disappear(text: str) -> None:
    assert not any(unicodedata.combining(c) for c in normalise(text))
