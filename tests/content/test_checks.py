"""Rules across files: one change to a sound base, everything that is then said, and nothing else."""

from __future__ import annotations

import pytest

from bot.content.problem import Problem
from tests.content.toy import TODAY, Toy

VISALE, LOCA = "sheets/visale.yaml", "sheets/loca-pass.yaml"
SEGAS, SHELTER, CAF = (
    "statements/definition.segas.yaml",
    "emergencies/sans-abri.yaml",
    "organisations/caf-de-l-ain.yaml",
)
PLURAL, FURTHER = "collections/survey.definitions-plurielles.yaml", "collections/survey.aller-plus-loin.yaml"
DEPOSIT, DIRECTORY = "collections/caution-ambigu.yaml", "collections/acteurs.qui-fait-quoi.yaml"

PLURAL_ID, STATEMENT = "survey.definitions-plurielles", "action-logement.aller-plus-loin"
NO_ORGANISATION = "n'est pas un organisme (un fichier de organisations/)"
COPY = "recopiez l'adresse depuis le navigateur."
TOPICS = (
    "louer-un-logement",
    "partenariat-et-politiques-locales",
    "reduire-les-impayes-de-loyer",
    "sinformer-sur-les-demarches",
)


def changed(file: str, old: str, new: str) -> list[Problem]:
    return Toy().change(file, old, new).problems(TODAY)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            VISALE,
            "organisation: action-logement",
            "organisation: action-logements",
            f"« action-logements » {NO_ORGANISATION} ; vouliez-vous dire « action-logement » ?",
        ),
        (
            VISALE,
            "topic: louer-un-logement",
            "topic: dormir",
            f"« dormir » n'est pas un thème de topics.yaml ; choisissez parmi : {', '.join(TOPICS)}.",
        ),
        (
            VISALE,
            "  - apprenti\n",
            "  - aprenti\n",
            "« aprenti » n'est pas un public de topics.yaml ; vouliez-vous dire « apprenti » ?",
        ),
        (
            VISALE,
            "  - aides-au-logement\n",
            "  - xyz\n",
            "« xyz » n'est pas une entrée de la base ; vérifiez le nom, lettre par lettre.",
        ),
        (
            VISALE,
            "  - aides-au-logement\n",
            "  - visale\n",
            "la fiche se cite elle-même parmi ses fiches proches : retirez cette ligne.",
        ),
        (
            VISALE,
            "  - aides-au-logement\n",
            "  - loca-pass\n",
            "« loca-pass » est déjà plus haut dans la liste : gardez-le une seule fois.",
        ),
        (
            VISALE,
            "    source: secondaire\n",
            "    source: secondair\n",
            "« secondair » n'est pas une source de cette fiche ; vouliez-vous dire « secondaire » ?",
        ),
        (
            SHELTER,
            "    source: officielle\n",
            "    source: visale\n",
            "« visale » n'est pas une source de cette fiche ; choisissez parmi : officielle, secondaire.",
        ),
        (
            SEGAS,
            "survey_question: survey.definitions-plurielles",
            "survey_question: caution-ambigu",
            "« caution-ambigu » n'est pas une question d'enquête : choisissez-en une autre.",
        ),
        (
            DIRECTORY,
            "      - visale\n",
            "      - vizale\n",
            "« vizale » n'est pas une entrée de la base ; vouliez-vous dire « visale » ?",
        ),
        (
            DIRECTORY,
            "  - id: depot-de-garantie\n",
            "  - id: garant\n",
            "« garant » est déjà plus haut dans la liste : gardez-le une seule fois.",
        ),
        (
            "topics.yaml",
            "  - id: salarie\n",
            "  - id: etudiant\n",
            "« etudiant » est déjà plus haut dans la liste : gardez-le une seule fois.",
        ),
        (
            SHELTER,
            "rank: 2",
            "rank: 3",
            "« mineur-en-danger » a déjà le rang 3 : donnez à chaque urgence le sien.",
        ),
        (
            DEPOSIT,
            "entries:\n  - loca-pass\n",
            "entries:\n",
            "un choix propose deux, trois ou quatre entrées.",
        ),
        (
            FURTHER,
            "  - caf-de-l-ain.aller-plus-loin",
            "  - definition.segas",
            f"« definition.segas » répond à une autre question ({PLURAL_ID}) : retirez cette ligne.",
        ),
        (
            FURTHER,
            "  - caf-de-l-ain.aller-plus-loin",
            "  - visale",
            "« visale » n'est pas une parole (un fichier de statements/) : retirez cette ligne.",
        ),
        (
            FURTHER,
            "entries:\n  - action-logement.aller-plus-loin\n",
            "entries:\n",
            f"il manque « {STATEMENT} », qui répond à cette question : ajoutez-la à la liste.",
        ),
        (
            SHELTER,
            'number: "115"',
            'number: "1 15"',
            "« 1 15 » : un numéro d'urgence s'écrit en chiffres seulement, comme 115.",
        ),
        (
            CAF,
            'number: "32 30"',
            "number: 32.30",
            "« 32.30 » : écrivez des chiffres et des espaces, comme 09 70 80 08 00.",
        ),
        (
            VISALE,
            "url: https://www.visale.fr",
            "url: ftp://www.visale.fr",
            f"« ftp://www.visale.fr » doit commencer par https:// : {COPY}",
        ),
        (
            VISALE,
            "url: https://www.visale.fr",
            "url: www.visale.fr",
            f"« www.visale.fr » doit commencer par https:// : {COPY}",
        ),
        (
            VISALE,
            "url: https://www.visale.fr",
            "url: https://www.visale.fr/une page",
            f"« https://www.visale.fr/une page » contient un espace : {COPY}",
        ),
        (
            CAF,
            "site: https://www.caf.fr",
            "site: https://caf",
            f"« https://caf » n'a pas de nom de site correct : {COPY}",
        ),
        (
            CAF,
            "site: https://www.caf.fr",
            "site: https://www.caf.fr/" + "a" * 250,
            "l'adresse du site dépasse 256 caractères : donnez celle de la page d'accueil.",
        ),
        (
            DIRECTORY,
            "  - id: depot-de-garantie\n",
            "  - id: " + "a" * 60 + "\n",
            "cet identifiant est trop long pour un bouton : raccourcissez-le de 5.",
        ),
    ],
)
def test_what_is_refused(file: str, old: str, new: str, expected: str) -> None:
    said = [(p.path, p.line, p.message, p.severity) for p in changed(file, old, new)]
    assert (f"knowledge/{file}", Toy().line(file, old), expected, "erreur") in said


def test_http_is_served_but_to_be_looked_at() -> None:
    (problem,) = changed(VISALE, "url: https://www.visale.fr", "url: http://www.visale.fr")
    assert problem.severity == "à revoir"
    assert problem.message == (
        "« http://www.visale.fr » n'est pas chiffrée (http) : "
        "essayez avec https, gardez-la si elle ne marche pas."
    )


def test_two_entries_of_one_name() -> None:
    toy = Toy()
    toy.write("sheets/form-toit.yaml", toy.text(VISALE))
    message = "« form-toit » existe déjà dans organisations/ : donnez un autre nom au fichier."
    assert toy.said() == [f"sheets/form-toit.yaml:2: {message}"]


def test_an_id_too_long_for_a_button() -> None:
    toy, name = Toy(), "a" * 53
    toy.write(f"sheets/{name}.yaml", toy.text(VISALE))
    toy.write(f"phrasings/{name}.yaml", toy.text("phrasings/visale.yaml").replace('- "', '- "zut '))
    assert toy.said() == [
        f"sheets/{name}.yaml:2: cet identifiant est trop long pour un bouton : raccourcissez-le de 1."
    ]


def test_a_sheet_too_long_for_a_message() -> None:
    fact = "  - fact: " + "Un mot de plus. " * 20 + "Fin.\n    source: visale\n"
    toy = Toy().change(VISALE, "details:\n", "details:\n" + fact * 12)
    (said,) = toy.said()
    assert said.startswith(f"{VISALE}:2: une fois affiché, cela fait environ ")
    assert said.endswith(" caractères, pour 4096 au plus : raccourcissez.")


def test_a_message_too_long() -> None:
    toy = Toy()
    toy.write("messages.yaml", toy.text("messages.yaml") + f"long:\n  tu: {'a' * 4097}\n  vous: b\n")
    (said,) = toy.said()
    assert said.endswith("4097 caractères, pour 4096 au plus : raccourcissez.")


def test_a_withdrawn_statement_needs_one_line_only() -> None:
    """Withdrawing is one change; what still lists the statement is said, and served."""
    problems = changed(SEGAS, "themes:", "status: retirée\nthemes:")
    assert [(p.path, p.severity) for p in problems] == [(f"knowledge/{PLURAL}", "à revoir")]
    assert problems[0].message == (
        "« definition.segas » est retirée et n'est plus montrée : enlevez-la de la liste."
    )


def test_a_file_without_its_hint() -> None:
    (problem,) = changed(VISALE, "# yaml-language-server: $schema=../schema/sheet.schema.json\n", "")
    assert (problem.line, problem.severity) == (1, "à revoir")
    assert problem.message == (
        "la première ligne doit être « # yaml-language-server: $schema=../schema/sheet.schema.json », "
        "pour que l'éditeur vous aide."
    )
