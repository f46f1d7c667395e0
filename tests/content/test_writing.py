"""The style guide as rules, on displayed texts only."""

from __future__ import annotations

import pytest

from bot.content.writing import placeholders
from tests.content.toy import Toy

VISALE, SEGAS = "sheets/visale.yaml", "statements/definition.segas.yaml"
FACT = "  - fact: La garantie est gratuite."
STEP = "  - Aller sur visale.fr et faire le test."


def said(file: str, old: str, new: str) -> list[tuple[int, str, str]]:
    line = Toy().line(file, old)
    problems = Toy().change(file, old, new).problems()
    assert {(p.path, p.line) for p in problems} <= {(f"knowledge/{file}", line)}
    return [(p.severity, p.message) for p in problems]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("fact", "severity", "message"),
    [
        (
            "La garantie  est gratuite.",
            "erreur",
            "il y a deux espaces de suite après « garantie » : gardez-en une.",
        ),
        (
            '"La garantie est gratuite. "',
            "erreur",
            "il y a une espace ou une ligne vide au bord du texte : retirez-la.",
        ),
        (
            "Vous ne payez rien.",
            "erreur",
            "« Vous » s'adresse à quelqu'un : un fait se dit sans « tu » ni « vous ».",
        ),
        (
            "La garantie, t'y as droit.",
            "erreur",
            "« t' » s'adresse à quelqu'un : un fait se dit sans « tu » ni « vous ».",
        ),
        (
            "C'est GRATUIT POUR TOUJOURS.",
            "erreur",
            "« GRATUIT POUR TOUJOURS » crie : écrivez en minuscules, avec un seul signe.",
        ),
        ("C'est gratuit !!", "erreur", "« !! » crie : écrivez en minuscules, avec un seul signe."),
        (
            "C'est gratuit!",
            "à revoir",
            "il manque une espace avant « ! », après « gratuit ».",
        ),
        (
            "Le principe: c'est gratuit.",
            "à revoir",
            "il manque une espace avant « : », après « principe ».",
        ),
        ("Gratuit en 2024; sûr.", "à revoir", "il manque une espace avant « ; », après « 2024 »."),
        (
            "Le mot «caution» a deux sens.",
            "à revoir",
            "il manque une espace à l'intérieur des guillemets « ».",
        ),
        (
            'Le mot "caution" a deux sens.',
            "à revoir",
            'des guillemets droits (") sont affichés : écrivez « … ».',
        ),
    ],
)
def test_a_badly_written_fact(fact: str, severity: str, message: str) -> None:
    new = fact if fact.startswith('"') else "'" + fact.replace("'", "''") + "'"
    assert said(VISALE, FACT, f"  - fact: {new}") == [(severity, message)]


@pytest.mark.parametrize(
    "fact",
    [
        "APL, ALF et ALS sont versées par la CAF ou la MSA.",
        "Ouvert à 12:30, voir https://www.visale.fr?a=b;c : c'est gratuit !",
        "Le mot « caution » a deux sens : lesquels ?",
        "Le mot «\u00a0caution\u00a0»\u202f; voilà.",
        "Cocher la case « Je demande un logement pour vous ».",
        "Le bail, c'est le contrat… et c'est tout (ou presque).",
        "La garantie est gratuite ; son taux est de 0 %.",
    ],
)
def test_a_well_written_fact(fact: str) -> None:
    quoted = fact.replace("'", "''")
    assert said(VISALE, FACT, f"  - fact: '{quoted}'") == []


def test_steps_speak_to_people_without_being_facts() -> None:
    assert said(VISALE, STEP, "  - Demander à ton bailleur.") == []


def test_a_summary_ends_with_a_full_stop() -> None:
    toy = Toy().change(VISALE, "bail.\nmechanism", "bail\nmechanism")
    line = toy.line(VISALE, "summary:")
    assert toy.said() == [f"{VISALE}:{line}: le résumé doit finir par un point : ajoutez-le."]


def test_what_is_verbatim_or_never_shown_is_left_alone() -> None:
    """Quotations, phrasings and vocabulary are as they are."""
    toy = Toy().change("phrasings/visale.yaml", "c'est quoi visale ?", "VISALE GARANT GRATUIT!!  koi?")
    toy.change("vocabulary.yaml", "koi: quoi", "koi: quoi!!")
    assert toy.said() == []


def with_message(tu: str, vous: str) -> Toy:
    toy = Toy()
    return toy.write("messages.yaml", f'{toy.text("messages.yaml")}new:\n  tu: "{tu}"\n  vous: "{vous}"\n')


@pytest.mark.parametrize(
    ("tu", "vous", "offset", "message"),
    [
        ("Le {date}", "Le jour", 3, "il manque {date}, qui est dans « tu » : mettez-le aussi dans « vous »."),
        ("Le jour", "Le {date}", 2, "il manque {date}, qui est dans « vous » : mettez-le aussi dans « tu »."),
        ("Le {date", "Le {date}", 2, "une accolade est seule : écrivez {nom}, ou retirez-la."),
        ("Le {}", "Le {}", 2, "une accolade est seule : écrivez {nom}, ou retirez-la."),
        ("Le {date.year}", "Le {date.year}", 2, "une accolade est seule : écrivez {nom}, ou retirez-la."),
    ],
)
def test_places_to_fill(tu: str, vous: str, offset: int, message: str) -> None:
    line = Toy().text("messages.yaml").count("\n") + offset
    assert with_message(tu, vous).said() == [f"messages.yaml:{line}: {message}"]


def test_the_same_places_in_another_order() -> None:
    assert with_message("{a} et {b}", "{b} et {a}").said() == []


@pytest.mark.parametrize(
    ("file", "old"),
    [("small_talk.yaml", "tu: Bonjour !"), ("emergencies/sans-abri.yaml", "tu: Appelle")],
)
def test_texts_that_nothing_fills(file: str, old: str) -> None:
    assert said(file, old, f"{old} {{date}}") == [
        ("erreur", "rien ne remplit les accolades de ce texte : retirez-les.")
    ]


@pytest.mark.parametrize(
    ("text", "names"), [("{a} {b}", {"a", "b"}), ("{{a}}", set()), ("}", None), ("{0}", None)]
)
def test_placeholders(text: str, names: set[str] | None) -> None:
    assert placeholders(text) == names
