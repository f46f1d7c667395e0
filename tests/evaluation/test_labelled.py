import json
from pathlib import Path

import pytest

from bot.evaluation.labelled import Labelled, read_labelled
from bot.wire import Asked, InputError

FULL = {
    "turns": ["visale c quoi", "et la caution ?"],
    "profile": "jeune",
    "ok": ["answer", "clarify"],
    "any": ["loca-pass"],
    "all": ["loca-pass"],
    "org": ["action-logement"],
    "style": "followup",
    "why": "for the reader",
    "set": "dialogues",
}


def write(folder: Path, *objects: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(o) for o in objects), encoding="utf-8")
    return path


def test_a_line_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    assert read_labelled([path]) == (
        Labelled(
            Asked(("visale c quoi", "et la caution ?"), "jeune"),
            ("answer", "clarify"),
            ("loca-pass",),
            ("loca-pass",),
            ("action-logement",),
            "followup",
            f"{path}:1",
        ),
    )


def test_only_the_question_and_the_decision_are_needed(tmp_path: Path) -> None:
    (question,) = read_labelled([write(tmp_path, {"q": "bonjour", "ok": ["chat"]})])
    assert (question.text, question.expected, question.style) == ("bonjour", "chat", "sans style")


def test_the_order_of_acceptable_decisions_is_kept(tmp_path: Path) -> None:
    (question,) = read_labelled([write(tmp_path, {"q": "fsl à Lyon", "ok": ["abstain", "answer"]})])
    assert question.ok == ("abstain", "answer")
    assert question.expected == "abstain"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"q": "x"}, "« ok »"),
        ({"q": "x", "ok": []}, "« ok »"),
        ({"q": "x", "ok": ["réponse"]}, "« ok »"),
        ({"q": "x", "ok": "answer"}, "« ok »"),
        ({"q": "x", "ok": ["answer"], "any": "visale"}, "« any »"),
        ({"q": "x", "ok": ["answer"], "org": [1]}, "« org »"),
        ({"ok": ["answer"]}, "« q »"),
        (["q"], "objet JSON"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, fault: object, says: str) -> None:
    path = write(tmp_path, FULL, fault)
    with pytest.raises(InputError) as refused:
        read_labelled([path])
    sentence = str(refused.value).replace("\u00a0", " ")
    assert f"{path}, ligne 2" in sentence
    assert says in sentence


def test_a_missing_file_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ne peut pas être lu"):
        read_labelled([tmp_path / "absent.jsonl"])
    with pytest.raises(InputError, match="aucune question"):
        read_labelled([write(tmp_path)])
