"""One broken file, the exact French sentence and its line."""

from __future__ import annotations

import pytest

from tests.content.toy import Toy

VISALE, LOCA, HOME = "sheets/visale.yaml", "sheets/loca-pass.yaml", "sheets/information-haut-bugey.yaml"
SEGAS, SHELTER = "statements/definition.segas.yaml", "emergencies/sans-abri.yaml"
TITLE = Toy().text(VISALE).split("\n")[1]
NOT_AN_ID = "n'est pas un identifiant : minuscules sans accents, chiffres et traits d'union, comme loca-pass."
OLDER = "  - fact: Après 30 ans, elle est ouverte à certains salariés.\n"
SHORT_NAME = "Le nom court (id) d'une source de cette fiche."
AREAS = "écrivez national ou auvergne-rhone-alpes ou ain ou haut-bugey."
NOT_ISO = "n'est pas une date : écrivez année-mois-jour, comme 2026-11-22."
STATEMENT_KEYS = "« quote: », « speaker: », « organisation: », « survey_question: », « work: », « themes: »"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            VISALE,
            f"{TITLE}\n",
            "",
            "il manque « title » : ajoutez la ligne « title: … ». Un titre qu'un jeune comprend.",
        ),
        (
            VISALE,
            f"{OLDER}    source: service-public\n",
            OLDER,
            f"il manque « source » : ajoutez la ligne « source: … ». {SHORT_NAME}",
        ),
        (
            VISALE,
            "steps:",
            "steps_:",
            "« steps_ » n'est pas une clé connue ; vouliez-vous dire « steps » ?",
        ),
        (
            VISALE,
            "  - label: Faire",
            "  - libelle: rien\n    label: Faire",
            "« libelle » n'est pas une clé connue ; choisissez parmi : label, url.",
        ),
        (
            VISALE,
            TITLE,
            "title: " + "a" * 61,
            "« title » fait 61 caractères, pour 60 au plus : raccourcissez de 1.",
        ),
        (VISALE, TITLE, "title:", "« title » est vide : écrivez-le."),
        (VISALE, "  - visale\n", "  -\n", "une ligne de « names » est vide : écrivez-la ou supprimez-la."),
        (
            VISALE,
            "organisation: action-logement",
            "organisation: Action Logement",
            f"« Action Logement » {NOT_AN_ID}",
        ),
        (
            VISALE,
            "area: national",
            "area: France",
            f"« area » ne peut pas être « France » : {AREAS}",
        ),
        (
            VISALE,
            "area: national",
            "area:",
            f"« area » ne peut pas être vide : {AREAS}",
        ),
        (
            VISALE,
            TITLE,
            f"id: visale\n{TITLE}",
            "l'identifiant est le nom du fichier (ou la clé) : supprimez la ligne « id ».",
        ),
        (
            VISALE,
            "consulted_on: 2026-11-22",
            "consulted_on: 22/11/2026",
            f"« 22/11/2026 » {NOT_ISO}",
        ),
        (
            VISALE,
            "consulted_on: 2026-11-22",
            "consulted_on: 2026-11-31",
            "« 2026-11-31 » n'existe pas dans le calendrier : vérifiez le mois et le jour.",
        ),
        (
            VISALE,
            "consulted_on: 2026-11-22",
            "consulted_on: 0",
            f"« 0 » {NOT_ISO}",
        ),
        (
            VISALE,
            "consulted_on: 2026-11-22",
            "consulted_on:",
            "« consulted_on » est vide : écrivez une date, comme 2026-11-22.",
        ),
        (
            VISALE,
            'source_date: "2025-12-28"',
            "source_date: fin 2025",
            "« fin 2025 » n'est pas une date : écrivez 2024, 2024-04 ou 2024-04-17, ou laissez vide.",
        ),
        (
            VISALE,
            "  - Aller sur visale.fr et faire le test.\n",
            "  - Étape: aller sur visale.fr.\n",
            '« Étape: … » a été lu comme une clé : mettez toute la ligne entre guillemets "…".',
        ),
        (
            VISALE,
            TITLE,
            "title:\n  - Visale",
            '« title » doit être un simple texte : mettez-le entre guillemets "…".',
        ),
        (
            VISALE,
            "names:\n  - visale\n  - garantie visale\n  - visa visale\n",
            "names: visale\n",
            "« names » doit être une liste : un élément par ligne, précédé d'un tiret.",
        ),
        (
            HOME,
            "links:\n  - label: Site de Haut-Bugey Agglomération\n    url: https://www.hautbugey-agglomeration.fr\n",
            "links: oui\n",
            "« links » doit être une liste : un élément par ligne, précédé d'un tiret.",
        ),
        (
            SHELTER,
            "rank: 2",
            "rank: deux",
            "« rank » doit être un nombre entier, à partir de 1 : écrivez « rank: 1 ».",
        ),
        (
            SHELTER,
            "rank: 2",
            "rank: 0",
            "« rank » doit être un nombre entier, à partir de 1 : écrivez « rank: 1 ».",
        ),
        (
            SHELTER,
            'numbers:\n  - number: "115"\n    label: gratuit, jour et nuit\n    source: officielle\n',
            "numbers:\n",
            "« numbers » est vide : ajoutez au moins une ligne, précédée d'un tiret.",
        ),
        (
            "collections/caution-ambigu.yaml",
            "intro:\n",
            "intro: bonjour\nautre:\n",
            "« intro » doit contenir des lignes « clé: valeur » : tu, vous.",
        ),
        (
            "small_talk.yaml",
            "bonjour:",
            "Bonjour:",
            f"le nom « Bonjour » {NOT_AN_ID}",
        ),
        (
            "vocabulary.yaml",
            "  koi: quoi\n",
            "  koi:\n",
            "« koi » est vide : écrivez-le.",
        ),
        (
            "phrasings/visale.yaml",
            "phrasings:\n",
            "phrasing:\n",
            "« phrasing » n'est pas une clé connue ; vouliez-vous dire « phrasings » ?",
        ),
    ],
)
def test_one_fault(file: str, old: str, new: str, expected: str) -> None:
    line = Toy().line(file, old)
    assert f"{file}:{line}: {expected}" in Toy().change(file, old, new).said()


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            SEGAS,
            "- rien\n",
            f"il faut ici des lignes « clé: valeur » ; clés possibles : {STATEMENT_KEYS}, « status: ».",
        ),
        (
            "messages.yaml",
            "bonjour\n",
            "ce fichier doit contenir des lignes « clé: » : recopiez la forme d'un fichier voisin.",
        ),
        (
            "messages.yaml",
            "welcome: bonjour\n",
            "il faut ici des lignes « clé: valeur » ; clés possibles : « tu: », « vous: ».",
        ),
    ],
)
def test_a_file_of_another_shape(file: str, text: str, expected: str) -> None:
    assert f"{file}:1: {expected}" in Toy().write(file, text).said()


def test_a_name_of_file_that_is_no_id() -> None:
    toy = Toy()
    toy.write("sheets/Visale_2.yaml", toy.text(VISALE))
    assert f"sheets/Visale_2.yaml:2: le nom « Visale_2 » {NOT_AN_ID}" in toy.said()


def test_what_is_left_empty_is_as_if_it_were_not_there() -> None:
    links = "links:\n  - label: Demander l'avance Loca-Pass\n    url: https://locapass.actionlogement.fr\n"
    assert Toy().change(LOCA, links, "links:\n").said() == []


def test_several_faults_of_one_file_are_all_said_in_order() -> None:
    toy = Toy().change(VISALE, TITLE, "title:").change(VISALE, "area: national", "area: ici")
    toy.change(VISALE, "    source: visale\n", "")
    lines = [p.line for p in toy.problems() if p.path.endswith(VISALE)]
    assert len(lines) == 3
    assert lines == sorted(lines)
