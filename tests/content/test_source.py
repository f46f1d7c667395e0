"""A scalar is the text that was typed; whatever could surprise is refused with a line and a sentence."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.content import source
from bot.content.problem import Problem
from bot.content.source import Document, read_yaml

QUOTE_IT = 'mettez le texte entre guillemets "…".'
OR_APART = "ou le commentaire sur sa propre ligne."
NOT_ALIGNED = "cette ligne n'est pas alignée avec celles du dessus"


@pytest.fixture(autouse=True, params=["CSafeLoader", "SafeLoader"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers read alike: the fast one, and the one of a PyYAML built without libyaml."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML has no libyaml here")
    monkeypatch.setattr(source, "_Parser", getattr(yaml, request.param))


def value(text: str) -> Any:
    document = read_yaml("a.yaml", text.encode())
    assert isinstance(document, Document), document
    return document.value


def refusal(content: str | bytes) -> str:
    problem = read_yaml("a.yaml", content if isinstance(content, bytes) else content.encode())
    assert isinstance(problem, Problem), problem
    return str(problem).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "typed",
    [
        "01000",
        "12:30",
        "no",
        "oui",
        "null",
        "~",
        "2024-04",
        "2026-11-22",
        "1e3",
        "0x1F",
        "1_000",
        ".inf",
        "115",
        "+33",
    ],
)
def test_a_scalar_is_the_text_that_was_typed(typed: str) -> None:
    assert value(f"a: {typed}\nb:\n  - {typed}\n") == {"a": typed, "b": [typed]}


def test_an_empty_value_is_an_empty_text() -> None:
    assert value("a:\nb:\n  -\n  - c\n") == {"a": "", "b": ["", "c"]}


def test_windows_files_are_read() -> None:
    assert value("\ufeffa: é\r\nb: c\r\n") == {"a": "é", "b": "c"}


def test_folded_and_literal_texts() -> None:
    assert value("a: >-\n  un\n  deux\nb: |-\n  un\n\n  deux\n") == {"a": "un deux", "b": "un\n\ndeux"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "title: Louer: garant\n",
            f"a.yaml:1: il y a « : » au milieu d'un texte, ou un décalage : {QUOTE_IT}",
        ),
        ('a: b\nc: "d\ne: f\n', 'a.yaml:2: un guillemet « " » est ouvert et jamais fermé : fermez-le.'),
        ("a: 'l'ami'\n", f"a.yaml:1: {NOT_ALIGNED}, ou un guillemet ferme trop tôt."),
        ("a:\n  - b\n  c: d\n", f"a.yaml:3: {NOT_ALIGNED}."),
        (
            "a: b\nbonjour\n",
            "a.yaml:2: il manque « : » après un nom de clé, ou un guillemet n'est pas fermé.",
        ),
        ("a: @x\n", f"a.yaml:1: un texte commence par un signe réservé : {QUOTE_IT}"),
        ("a: *in fine* x\n", f"a.yaml:1: « *in » (renvoi YAML) n'est pas permis : {QUOTE_IT}"),
        ("a: &x y\n", f"a.yaml:1: « &x » (renvoi YAML) n'est pas permis : {QUOTE_IT}"),
        ("a: &x\n  - y\n", f"a.yaml:1: « &x » (renvoi YAML) n'est pas permis : {QUOTE_IT}"),
        ("a:\n  b: !!int 3\n", f"a.yaml:2: « !!int » (étiquette YAML) n'est pas permis : {QUOTE_IT}"),
        ("a: ! y\n", f"a.yaml:1: « ! » (étiquette YAML) n'est pas permis : {QUOTE_IT}"),
        (
            "a: [x\nb: c\n",
            f"a.yaml:2: un texte commence par « [ » ou « {{ », ou un crochet n'est pas fermé : {QUOTE_IT}",
        ),
        (
            'a: "\\d"\n',
            "a.yaml:1: il y a « \\ » dans un texte entre guillemets : écrivez « \\\\ » ou retirez-le.",
        ),
        (
            "a: > x\n  b\n",
            "a.yaml:1: après « > » ou « | », allez à la ligne et décalez le texte de deux espaces.",
        ),
        (
            "a: b\n---\nc: d\n",
            "a.yaml:2: « --- » ouvre un deuxième document : gardez un seul document par fichier.",
        ),
        ("a: b\nc: d\na: e\n", "a.yaml:3: « a » est déjà écrit ligne 1 : gardez une seule des deux."),
        ("a:\n  - {b: c, b: d}\n", "a.yaml:2: « b » est déjà écrit ligne 2 : gardez une seule des deux."),
        (
            "a:\n  <<: b\n",
            "a.yaml:2: « << » (fusion de clés) n'est pas permis : recopiez les lignes voulues.",
        ),
        ("? [a]\n: b\n", "a.yaml:1: une clé doit être un simple mot, suivi de deux-points."),
        ("a:\n  ?\n  : b\n", "a.yaml:2: il manque le nom de la clé avant les deux-points."),
        ("# rien\n", "a.yaml:1: le fichier est vide : recopiez un fichier voisin et changez-le."),
        ("", "a.yaml:1: le fichier est vide : recopiez un fichier voisin et changez-le."),
        ("a: b\nc:\td\n", "a.yaml:2: il y a une tabulation : remplacez-la par des espaces."),
        (
            "a: b\nc: d\u2028e\n",
            "a.yaml:2: il y a un caractère invisible (U+2028) : effacez-le et retapez les mots autour.",
        ),
        (
            "a: b\x07\n",
            "a.yaml:1: il y a un caractère invisible (U+0007) : effacez-le et retapez les mots autour.",
        ),
        (
            "a: b\nc: été\n".encode("latin-1"),
            "a.yaml:2: le fichier n'est pas en UTF-8 : enregistrez-le avec l'encodage UTF-8.",
        ),
        (
            "a:\n  - voir #logement\n",
            f"a.yaml:2: ce qui suit « # » serait perdu : {QUOTE_IT[:-1]}, {OR_APART}",
        ),
    ],
)
def test_what_is_refused(content: str | bytes, expected: str) -> None:
    assert refusal(content) == expected


@pytest.mark.parametrize(
    "text", ["a: # rien encore\n  - b\n", 'a: "b # c" # d\n', "a: b#c\n# d\n", "a: b\n\n # c\n"]
)
def test_comments_that_lose_nothing_are_welcome(text: str) -> None:
    assert value(text)["a"] in (["b"], "b # c", "b#c", "b")


def test_the_line_of_every_key_and_item() -> None:
    document = read_yaml("a.yaml", b"# hint\na: b\nc:\n  - d\n\n  - e: f\n    g:\n      h\ni: [j, k]\n")
    assert isinstance(document, Document)
    assert document.head == "# hint"
    lines = {
        (): 2,
        ("a",): 2,
        ("c",): 3,
        ("c", 0): 4,
        ("c", 1): 6,
        ("c", 1, "e"): 6,
        ("c", 1, "g"): 7,
        ("i", 1): 9,
        # What is missing is looked for where it should be.
        ("c", 1, "z"): 6,
        ("c", 7): 3,
        ("z",): 2,
    }
    assert {keys: document.line(*keys) for keys in lines} == lines


def test_deep_files_do_not_exhaust_the_stack() -> None:
    deep: Any = value("- " * 500 + "x\n")
    for _ in range(500):
        (deep,) = deep
    assert deep == "x"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(texts)
@example("01000")
@example("l'été : « oui » # non")
@example("\t\n\u2028\x00 \x85")
def test_any_quoted_text_comes_back_as_typed(text: str) -> None:
    quoted = (
        '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'
    )
    assert value(f"a: {quoted}\nb:\n  - {quoted}\n") == {"a": text, "b": [text]}


plain = st.text(
    st.characters(
        categories=["L", "N"], include_characters=" .+:#-_/'’!?…«»€~%=<>&*@`\"", max_codepoint=0x2FFF
    ),
    min_size=1,
    max_size=60,
)


@given(plain)
@example("no")
@example("12:30")
@example("~")
def test_a_text_typed_without_quotation_marks_comes_back_or_is_refused(text: str) -> None:
    """Never silently changed: the text as typed (its edges apart), or a problem, or plainly another shape."""
    document = read_yaml("a.yaml", f"- {text}\n".encode())
    if isinstance(document, Problem):
        assert document.line == 1
        return
    (read,) = document.value
    typed = text.strip(" ")
    if isinstance(read, str) and typed[:1] not in ("'", '"', "#", ">"):
        assert read == typed
