"""Dates exist, come in order, are not in the future; old ones complain."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.dates import earliest
from tests.content.toy import TODAY, Toy

VISALE = "sheets/visale.yaml"
DATED = 'source_date: "2025-12-28"'


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-04", date(2024, 4, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2024-13", None),
        ("0000", None),
        ("", None),
    ],
)
def test_the_first_day_of_a_partial_date(partial: str, expected: date | None) -> None:
    assert earliest(partial) == expected


def said(old: str, new: str, today: date | None = TODAY) -> list[tuple[int, str, str]]:
    problems = Toy().change(VISALE, old, new).problems(today)
    return [(p.line, p.message, p.severity) for p in problems if p.path.endswith(VISALE)]


def test_a_date_that_does_not_exist() -> None:
    line = Toy().line(VISALE, DATED)
    assert said(DATED, 'source_date: "2025-02-30"', None) == [
        (line, "« 2025-02-30 » n'existe pas dans le calendrier : vérifiez le mois et le jour.", "erreur")
    ]


def test_read_before_it_was_written() -> None:
    line = Toy().line(VISALE, DATED) + 1
    message = (
        "la source est datée du 2026-12, après le jour où elle a été lue (2026-11-22) : "
        "corrigez l'une des deux dates."
    )
    assert said(DATED, "source_date: 2026-12", None) == [(line, message, "erreur")]


def test_the_month_of_the_reading_is_not_after_it() -> None:
    assert said(DATED, "source_date: 2026-11") == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "consulted_on: 2026-11-22",
            "consulted_on: 2026-11-25",
            "« 2026-11-25 » est dans le futur : écrivez le jour où la source a été lue.",
        ),
        (
            "verified_on:",
            "verified_on: 2027-01-01",
            "« 2027-01-01 » est dans le futur : écrivez le jour où l'organisme a confirmé.",
        ),
    ],
)
def test_in_the_future(old: str, new: str, message: str) -> None:
    assert said(old, new) == [(Toy().line(VISALE, old), message, "erreur")]
    assert said(old, new, date(2027, 1, 1)) == []


def test_a_source_read_more_than_a_year_ago() -> None:
    old = "consulted_on: 2026-11-22"
    assert said(old, "consulted_on: 2025-11-24") == []
    ((line, message, severity),) = said(old, "consulted_on: 2025-11-23")
    assert (line, severity) == (Toy().line(VISALE, old), "à revoir")
    assert message == (
        "la source « visale.fr, questions fréquentes des locataires » a été lue il y a plus d'un an "
        "(2025-11-23) : relisez-la, puis changez la date."
    )
