"""`evaluate` on a scripted assistant: what is printed, and the exit status."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.core.conversation import Conversation
from bot.core.reply import Reply
from bot.evaluation import evaluate
from bot.wire import InputError


@dataclass
class Scripted:
    """Replies by question; the collection « all » shows a and b."""

    replies: dict[str, Reply]
    knowledge: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            collections={"all": SimpleNamespace(id="all", entries=("a", "b"))}
        )
    )

    def reply_to(self, question: str, conversation: Conversation) -> tuple[Reply, Conversation]:
        return self.replies[question], conversation


ASSISTANT = Scripted(
    {
        "un": Reply("answer", (), entries=("a",), organisation="org", scores={"a": 0.9}),
        "deux": Reply("answer", (), entries=("b",), scores={"b": 0.6, "a": 0.2}),
        "trois": Reply("answer", (), entries=("a", "b"), scores={"all": 0.7}),
        "quatre": Reply("abstain", ()),
    }
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    labels = [
        {"q": "un", "ok": ["answer"], "any": ["a"], "org": ["org"], "style": "plain"},
        {"q": "deux", "ok": ["answer"], "any": ["a"], "style": "sms"},
        {"turns": ["un", "trois"], "ok": ["answer"], "any": ["a"], "all": ["a", "b"], "style": "sms"},
        {"q": "quatre", "ok": ["abstain"], "style": "plain"},
    ]
    path.write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    return path


def test_json_holds_every_figure(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(ASSISTANT, [questions], as_json=True, show="wrong") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["overall"]["right"] == 75.0
    assert found["overall"]["contact"] == 100.0
    assert found["by_style"]["sms"]["wrong"] == 50.0
    assert found["by_entry"]["abstain"]["count"] == 1
    assert found["confusions"] == [{"expected": "a", "shown": "b", "count": 1, "example": "deux"}]
    assert [(b["low"], b["answers"], b["right"]) for b in found["calibration"]] == [
        (0.6, 1, 0),
        (0.7, 1, 1),
        (0.9, 1, 1),
    ]
    assert [s["turns"] for s in found["shown"]] == [["deux"]]


def test_the_french_tables_are_aligned(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(ASSISTANT, [questions]) == 0
    printed = capsys.readouterr().out
    lines = [line for line in printed.splitlines() if line.startswith(("style", "plain", "sms"))]
    assert len(lines) == 3
    assert len({len(line) for line in lines}) == 1
    assert "75,0" in printed
    assert "a  →  b" in printed


@pytest.mark.parametrize(("by", "absent"), [("style", "attendu  "), ("entry", "style  ")])
def test_one_split_alone(questions: Path, capsys: pytest.CaptureFixture[str], by: str, absent: str) -> None:
    evaluate(ASSISTANT, [questions], by=by)
    assert absent not in capsys.readouterr().out


def test_show_lists_one_class_and_nothing_else(questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(ASSISTANT, [questions], show="wrong")
    printed = capsys.readouterr().out
    assert "deux" in printed
    assert "quatre" not in printed
    assert "attendu : answer · a" in printed.replace("\u00a0", " ")
    evaluate(ASSISTANT, [questions], show="confusions")
    assert "a  →  b" in capsys.readouterr().out
    evaluate(ASSISTANT, [questions], show="needless")
    assert capsys.readouterr().out == "Aucune question de cette classe.\n"


@pytest.mark.parametrize(
    ("floors", "status"),
    [
        ({"right": 75.0, "wrong": 25.0}, 0),
        ({"right": 76.0}, 1),
        ({"wrong": 24.0}, 1),
        ({"emergency-recall": 0.0}, 1),  # nothing to measure: not held
        ({"contact": 97.0}, 0),
    ],
)
def test_a_missed_floor_is_the_exit_status(
    questions: Path, capsys: pytest.CaptureFixture[str], floors: dict[str, float], status: int
) -> None:
    assert evaluate(ASSISTANT, [questions], floors=floors) == status
    assert ("Seuil non tenu" in capsys.readouterr().out) == bool(status)


@pytest.mark.parametrize("wrong", [{"floors": {"beauté": 1.0}}, {"show": "bof"}, {"by": "humeur"}])
def test_unknown_names_are_refused_before_anything_is_asked(
    questions: Path, wrong: dict[str, object]
) -> None:
    with pytest.raises(InputError):
        evaluate(Scripted({}), [questions], **wrong)
