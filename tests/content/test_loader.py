"""A folder becomes knowledge, or one error with everything that is wrong."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.checks import check
from bot.content.loader import KnowledgeError, digest, load
from bot.content.problem import Problem
from bot.content.source import decode
from tests.content.toy import FOLDER, TODAY, Toy


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the toy base, on disk."""
    shutil.copytree(FOLDER, tmp_path / "knowledge")
    return tmp_path / "knowledge"


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert str(caught.value).split("\n") == [str(p) for p in caught.value.problems]
    return [f"{p.path}:{p.line}: {p.message}" for p in caught.value.problems]


def test_a_sound_base() -> None:
    knowledge = load(FOLDER)
    assert list(knowledge.sheets) == sorted(p.stem for p in (FOLDER / "sheets").iterdir())
    assert knowledge.sheets["visale"].sources[0].consulted_on == date(2026, 11, 22)
    assert knowledge.sheets["visale"].verified_on is None
    assert knowledge.emergencies["sans-abri"].numbers[0].number == "115"
    assert knowledge.phrasings["caution-ambigu"][0] == "caution"
    assert knowledge.phrasings["mineur-en-danger+sans-abri"]
    assert list(knowledge.small_talk) == ["bonjour", "merci", "au-revoir", "qui-es-tu"]
    assert knowledge.vocabulary.words["koi"] == "quoi"
    assert knowledge.fingerprint == digest(FOLDER)


def test_every_problem_of_every_file_at_once(base: Path) -> None:
    (base / "topics.yaml").unlink()
    (base / "sheets" / "visale.yaml").write_text("title: Louer: garant\n", encoding="utf-8")
    (base / "emergencies" / "sans-abri.yaml").write_bytes(b"title: \xe9t\xe9\n")
    loca = base / "sheets" / "loca-pass.yaml"
    loca.write_text(
        loca.read_text("utf-8").replace("organisation: action-logement", "organisation: actionlogement")
    )
    not_utf8 = "le fichier n'est pas en UTF-8 : enregistrez-le avec l'encodage UTF-8."
    unknown = "« actionlogement » n'est pas un organisme (un fichier de organisations/)"
    colon = 'il y a « : » au milieu d\'un texte, ou un décalage : mettez le texte entre guillemets "…".'
    assert problems_of(base) == [
        f"knowledge/emergencies/sans-abri.yaml:1: {not_utf8}",
        f"knowledge/sheets/loca-pass.yaml:7: {unknown} ; vouliez-vous dire « action-logement » ?",
        f"knowledge/sheets/visale.yaml:1: {colon}",
        "knowledge/topics.yaml:0: ce fichier manque : remettez-le.",
    ]


def test_a_problem_is_one_line_set_in_french() -> None:
    assert str(Problem("knowledge/topics.yaml", 0, "ce fichier manque : remettez-le.")) == (
        "knowledge/topics.yaml: ce fichier manque\u00a0: remettez-le."
    )
    assert str(Problem("knowledge/a.yaml", 3, "« a » ?")) == "knowledge/a.yaml:3: «\u00a0a\u00a0»\u00a0?"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere") == [
        "nowhere:0: ce dossier n'existe pas : indiquez celui de la base de connaissances."
    ]


def test_an_empty_folder_lists_what_it_lacks(tmp_path: Path) -> None:
    said = problems_of(tmp_path)
    assert len(said) == 6
    assert all(s.endswith("ce fichier manque : remettez-le.") for s in said)


def test_what_is_not_known_is_to_be_looked_at_and_served(base: Path) -> None:
    (base / "sheets" / "note.txt").write_text("x")
    (base / "sheets" / "deep").mkdir()
    (base / "images").mkdir()
    (base / "visale.yml").write_text("x")
    (base / ".DS_Store").write_text("x")
    (base / "sheets" / ".visale.yaml.swp").write_text("x")
    (base / "schema").mkdir()
    found = [p for p in check(base, TODAY) if "http" not in p.message]
    assert [(p.path, p.line, p.message, p.severity) for p in found] == [
        (
            "knowledge/images",
            0,
            "ce dossier n'est pas connu, il n'est pas lu : déplacez-le ailleurs.",
            "à revoir",
        ),
        (
            "knowledge/sheets/deep",
            0,
            "ce dossier n'est pas connu, il n'est pas lu : déplacez-le ailleurs.",
            "à revoir",
        ),
        (
            "knowledge/sheets/note.txt",
            0,
            "ce fichier n'est pas lu : son nom doit finir par .yaml, renommez-le.",
            "à revoir",
        ),
        (
            "knowledge/visale.yml",
            0,
            "ce fichier n'est pas connu, il n'est pas lu : déplacez-le ailleurs.",
            "à revoir",
        ),
    ]
    assert load(base) == load(FOLDER)


def test_the_digest_changes_with_any_name_or_byte_that_is_read(base: Path) -> None:
    first = digest(base)
    (base / "README.md").write_text("autre chose")
    assert digest(base) == first == digest(FOLDER)
    (base / "source" / "empty.txt").write_text("")
    renamed = digest(base)
    (base / "source" / "empty.txt").rename(base / "source" / "vide.txt")
    assert len({first, renamed, digest(base)}) == 3


def test_serving_does_not_look_at_the_calendar(base: Path) -> None:
    sheet = base / "sheets" / "visale.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("consulted_on: 2026-11-22", "consulted_on: 2999-01-01"))
    assert load(base).sheets["visale"].sources[0].consulted_on.year == 2999
    assert any("est dans le futur" in p.message for p in check(base, TODAY))


def test_a_broken_file_does_not_make_others_wrong() -> None:
    """What refers to a file that cannot be read is not blamed for it."""
    toy = Toy().write("organisations/action-logement.yaml", "a: b: c\n").write("topics.yaml", "- x\n")
    toy.write("collections/survey.apports.yaml", "a\n").write("statements/definition.segas.yaml", "[\n")
    assert {said.partition(":")[0] for said in toy.said()} == {
        "collections/survey.apports.yaml",
        "organisations/action-logement.yaml",
        "statements/definition.segas.yaml",
        "topics.yaml",
    }


def test_bytes_are_decoded_as_they_are() -> None:
    assert decode("\u00e9e\u0301".encode()) == "\u00e9e\u0301"
