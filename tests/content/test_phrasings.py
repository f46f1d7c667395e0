"""Every entry is asked for, and no phrasing leads to two places."""

from __future__ import annotations

import pytest

from tests.content.toy import Toy

VISALE, CAUTION = "phrasings/visale.yaml", "phrasings/caution-ambigu.yaml"
KEEP_ONE = "gardez cette phrase à un seul endroit."


def added(file: str, phrasing: str) -> tuple[Toy, int]:
    """The toy base with one more phrasing at the end of a file, and the line where it stands."""
    toy = Toy()
    toy.write(file, f'{toy.text(file)}  - "{phrasing}"\n')
    return toy, toy.text(file).count("\n")


@pytest.mark.parametrize("phrasing", ["visale", "VISALE !!", "  vísalé…"])
def test_twice_in_one_file(phrasing: str) -> None:
    toy, line = added(VISALE, phrasing)
    assert toy.said() == [f"{VISALE}:{line}: « {phrasing} » est déjà ligne 3 : {KEEP_ONE}"]


@pytest.mark.parametrize(
    "file", ["phrasings/visale.yaml", "phrasings/mineur-en-danger+sans-abri.yaml", "out_of_scope.yaml"]
)
def test_in_two_files(file: str) -> None:
    toy, line = added(file, "La caution ?")
    place, other = (f"{file}:{line}", f"dans {CAUTION}, ligne 4")
    assert toy.said() == [f"{place}: « La caution ? » est déjà {other} : {KEEP_ONE}"]


def test_in_small_talk_both_places_are_said() -> None:
    toy = Toy().change("small_talk.yaml", "    - coucou toi\n", "    - c'est quoi visale\n")
    assert toy.said() == [
        f"small_talk.yaml:10: « c'est quoi visale » est déjà dans {VISALE}, ligne 4 : {KEEP_ONE}"
    ]


def test_a_false_alarm_may_be_a_question_but_no_emergency() -> None:
    assert added("false_alarms.yaml", "c'est quoi visale ?")[0].said() == []
    toy, line = added("false_alarms.yaml", "Je dors dehors !")
    said = f"« Je dors dehors ! » est déjà dans phrasings/sans-abri.yaml, ligne 3 : {KEEP_ONE}"
    assert toy.said() == [f"false_alarms.yaml:{line}: {said}"]


def test_a_phrasing_without_words_is_to_be_looked_at() -> None:
    (problem,) = added(VISALE, "«…»")[0].problems()
    assert problem.severity == "à revoir"
    assert problem.message == ("« «…» » ne contient aucun mot que le bot sache lire : supprimez la ligne.")


def test_an_entry_that_nobody_asks_for() -> None:
    assert Toy().remove(VISALE).said() == [
        "sheets/visale.yaml:2: personne ne peut trouver cette entrée : ajoutez phrasings/visale.yaml."
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("visal", "aucune entrée ne s'appelle « visal » ; vouliez-vous dire « visale » ?"),
        ("sans-abri+visale", "« visale » n'est pas une urgence : seules les urgences partagent un fichier."),
        (
            "sans-abri+mineur-en-danger",
            "renommez ce fichier en mineur-en-danger+sans-abri.yaml (ordre alphabétique).",
        ),
    ],
)
def test_the_name_of_a_file(name: str, expected: str) -> None:
    toy = Toy()
    hint = toy.text(VISALE).split("\n")[0]
    toy.write(f"phrasings/{name}.yaml", f"{hint}\nphrasings:\n  - une phrase que personne ne dit\n")
    assert toy.said() == [f"phrasings/{name}.yaml:2: {expected}"]
