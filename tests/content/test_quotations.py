"""The verbatim guarantee, proved by spoiling it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.source_document import Quoted, read_source_document
from tests.content.toy import Toy

DOCUMENT = "source/le-partenariat-a-travers-ses-acteurs.txt"
SEGAS, FORM_TOIT = "statements/definition.segas.yaml", "statements/form-toit.apports.yaml"
ACTION, CAF = (
    "statements/action-logement.aller-plus-loin.yaml",
    "statements/caf-de-l-ain.aller-plus-loin.yaml",
)
FURTHER = "Comment aller + loin avec les projets et partenariats déjà existants ?"
APPORTS = "Quels sont les apports du partenariat concernant la question du logement des jeunes ?"
PLURAL = "Des définitions plurielles"
STATEMENTS = (SEGAS, FORM_TOIT, ACTION, CAF)
QUOTES = {quoted.text: quoted for quoted in read_source_document(Toy().text(DOCUMENT))}


def guilty(toy: Toy) -> set[tuple[str, str]]:
    """File and key of each error (the document itself only ever asks to be looked at)."""
    errors = [p for p in toy.problems() if p.severity == "erreur"]
    texts = {p: toy.text(p.path.removeprefix("knowledge/")).split("\n")[p.line - 1] for p in errors}
    return {(p.path.removeprefix("knowledge/"), texts[p].partition(":")[0]) for p in errors}


def test_the_toy_document_is_read_whole() -> None:
    work = (
        "Les enjeux politiques de la politique de pays : « nouvelle gouvernance » et recadrage "
        "des conflits locaux"
    )
    assert [(q.line, q.speaker, q.organisation, q.question, q.work) for q in QUOTES.values()] == [
        (16, "Jérémy GOURDON", "Form'Toit", APPORTS, ""),
        (25, "Cyndie GUIOCHEREAU", "Action Logement", FURTHER, ""),
        (29, "Sébastien SEGAS", "", PLURAL, work),
        (42, "Angélique JACQUET", "CAF de l'Ain", FURTHER, ""),
    ]


def quote_of(file: str) -> str:
    """The quotation of a statement, as it stands on one line of its file."""
    return next(text for text in QUOTES if text in Toy().text(file))


@pytest.mark.parametrize("file", STATEMENTS)
@settings(max_examples=20)
@given(data=st.data())
def test_one_altered_character_of_a_quote(file: str, data: st.DataObject) -> None:
    quote = quote_of(file)
    at = data.draw(st.integers(0, len(quote) - 1))
    other = data.draw(st.characters(categories=["L", "N"]).filter(lambda c: c != quote[at]))
    altered = quote[:at] + other + quote[at + 1 :]
    assert (file, "quote") in guilty(Toy().change(file, quote, altered))


@pytest.mark.parametrize("file", STATEMENTS)
@pytest.mark.parametrize("spoil", [lambda q: q[:-1], lambda q: q[1:], lambda q: q.replace("e", "e\u0301", 1)])
def test_a_shortened_or_respelt_quote(file: str, spoil: object) -> None:
    assert callable(spoil)
    quote = quote_of(file)
    assert (file, "quote") in guilty(Toy().change(file, quote, spoil(quote)))


@pytest.mark.parametrize("text", QUOTES)
def test_one_altered_byte_of_the_document(text: str) -> None:
    for at in (0, len(text) // 2, len(text) - 1):
        toy = Toy().change(DOCUMENT, text, text[:at] + "#" + text[at + 1 :])
        assert {key for _, key in guilty(toy)} == {"quote"}


def test_the_place_of_the_difference_is_said() -> None:
    toy = Toy().change(CAF, "identifiés localement", "identifiés ici")
    assert toy.said()[-1] == (
        f"{CAF}:2: la citation n'est pas celle du document ({DOCUMENT}, ligne 42) : "
        "ici « tre identifiés ici. Les acteur », là-bas « tre identifiés localement. Les » ; "
        "recopiez-la sans rien changer."
    )


def test_a_space_that_looks_the_same_is_named() -> None:
    toy = Toy().change(CAF, "Un porteur", "Un\u00a0porteur")
    assert "(un caractère U+00A0 au lieu de U+0020)" in toy.said()[-1]


def test_a_quote_from_nowhere() -> None:
    message = "cette citation n'est pas dans le document source : recopiez-la de source/, sans rien changer."
    assert f"{CAF}:2: {message}" in Toy().change(CAF, quote_of(CAF), "Rien de tel").said()


def test_without_a_document() -> None:
    said = Toy().remove(DOCUMENT).said()
    assert len(said) == 4
    assert all("aucune citation n'a été trouvée dans source/*.txt" in s for s in said)


def test_swapped_speakers_in_the_statements() -> None:
    toy = Toy().change(ACTION, "Cyndie GUIOCHEREAU", "Angélique JACQUET")
    toy.change(CAF, "Angélique JACQUET", "Cyndie GUIOCHEREAU")
    cyndie, angelique = "« Cyndie GUIOCHEREAU »", "« Angélique JACQUET »"
    said = "{}:4: dans le document ({}, ligne {}), la personne est {}, et ici {} : corrigez ici."
    assert toy.said() == [
        said.format(ACTION, DOCUMENT, 25, cyndie, angelique),
        said.format(CAF, DOCUMENT, 42, angelique, cyndie),
    ]


def test_swapped_speakers_in_the_document() -> None:
    cyndie, angelique = "Cyndie GUIOCHEREAU\nAction Logement", "Angélique JACQUET\nCAF de l'Ain"
    toy = (
        Toy()
        .change(DOCUMENT, cyndie, "@")
        .change(DOCUMENT, angelique, cyndie)
        .change(DOCUMENT, "@", angelique)
    )
    assert guilty(toy) == {(f, k) for f in (ACTION, CAF) for k in ("speaker", "organisation")}


def test_another_organisation() -> None:
    assert guilty(Toy().change(ACTION, "organisation: action-logement", "organisation: form-toit")) == {
        (ACTION, "organisation")
    }
    assert (SEGAS, "organisation") in guilty(
        Toy().change(SEGAS, 'organisation: ""', "organisation: form-toit")
    )


def test_a_quote_moved_under_another_question_of_the_document() -> None:
    assert guilty(Toy().change(DOCUMENT, FURTHER, APPORTS)) == {(ACTION, "survey_question")}
    assert guilty(Toy().change(DOCUMENT, PLURAL, "D'autres définitions")) == {(SEGAS, "survey_question")}


def test_a_statement_moved_to_another_question() -> None:
    toy = Toy().change(CAF, "survey.aller-plus-loin", "survey.apports")
    toy.change("collections/survey.aller-plus-loin.yaml", "\n  - caf-de-l-ain.aller-plus-loin", "")
    toy.change(
        "collections/survey.apports.yaml", "entries:\n", "entries:\n  - caf-de-l-ain.aller-plus-loin\n"
    )
    assert guilty(toy) == {(CAF, "survey_question")}


@pytest.mark.parametrize(
    ("old", "new"), [("recadrage des conflits locaux", "recadrage"), ("work: >-\n  Les", "work: >-\n  les")]
)
def test_another_work(old: str, new: str) -> None:
    assert guilty(Toy().change(SEGAS, old, new)) == {(SEGAS, "work")}


def test_another_wording_of_a_survey_question() -> None:
    toy = Toy().change("collections/survey.aller-plus-loin.yaml", "aller + loin", "aller plus loin")
    assert guilty(toy) == {(ACTION, "survey_question"), (CAF, "survey_question")}


def test_a_quotation_of_the_document_without_statement() -> None:
    toy = Toy().remove(SEGAS).remove("phrasings/definition.segas.yaml")
    toy.change("collections/survey.definitions-plurielles.yaml", "  - definition.segas", "")
    assert toy.said() == [
        f"{DOCUMENT}:29: la citation de Sébastien SEGAS n'a pas de fichier dans statements/ : ajoutez-le."
    ]


def test_the_same_words_twice() -> None:
    toy = Toy()
    toy.write("statements/zzz.yaml", toy.text(CAF))
    assert (
        "statements/zzz.yaml:2: « caf-de-l-ain.aller-plus-loin » est déjà cette parole : "
        "supprimez l'un des deux fichiers."
    ) in toy.said()


def test_a_survey_in_another_order_than_the_document() -> None:
    file = "collections/survey.aller-plus-loin.yaml"
    old = "  - action-logement.aller-plus-loin\n  - caf-de-l-ain.aller-plus-loin"
    new = "  - caf-de-l-ain.aller-plus-loin\n  - action-logement.aller-plus-loin"
    (problem,) = Toy().change(file, old, new).problems()
    assert (problem.line, problem.severity) == (Toy().line(file, "entries:"), "à revoir")
    assert problem.message == (
        "les paroles ne sont pas dans l'ordre du document : remettez-les dans cet ordre."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A B\nC\n\nQ ?\n\n« t »\n", Quoted("t", 6, "A B", "C", "Q ?")),
        ("A B\r\nC\r\n\r\nQ ?\r\n\r\n« t »\r\n", Quoted("t", 6, "A B", "C", "Q ?")),
        ("A B\nC\n\nQ ?\n\n«\u00a0t « u » v\u00a0»", Quoted("t « u » v", 6, "A B", "C", "Q ?")),
        ("A B\nC\n\nQ ?\n\n«  t  »", Quoted(" t ", 6, "A B", "C", "Q ?")),
        ("H\n\n« t »\n\nA\n\nW", Quoted("t", 3, "A", "", "H", "W")),
        ("H\n\n« t »\n\nA\n\nB\nC", Quoted("t", 3, "A", "", "H", "")),
        ("« t »", Quoted("t", 1)),
        ("H\n\n« t »\n\n« u »", Quoted("t", 3, "", "", "H")),
    ],
)
def test_shapes_of_the_document(text: str, expected: Quoted) -> None:
    assert read_source_document(text)[0] == expected


@given(st.text())
def test_any_text_is_a_document(text: str) -> None:
    for quoted in read_source_document(text):
        assert quoted.text in text.replace("\r", "") or "\n" in quoted.text
