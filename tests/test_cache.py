"""What was learnt is kept; a spoilt, stale or missing cache only costs time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cache
from bot.content.loader import load
from bot.core.conversation import Conversation
from bot.core.model import Knowledge

TOY = Path(__file__).parent / "fixtures" / "knowledge"


@pytest.fixture
def toy() -> Knowledge:
    return load(TOY)


def question_of(toy: Knowledge) -> str:
    return toy.phrasings[next(iter(toy.sheets))][0]


def test_a_kept_model_gives_the_same_scores(toy: Knowledge, tmp_path: Path) -> None:
    fitted, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    kept, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    assert kept == fitted
    assert len(list(tmp_path.glob("*.npz"))) == 1


@pytest.mark.parametrize("spoil", [b"", b"PK\x03\x04 half a file", b"\x00" * 4000])
def test_a_spoilt_file_is_learnt_again(toy: Knowledge, tmp_path: Path, spoil: bytes) -> None:
    expected, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    kept = next(tmp_path.glob("*.npz"))
    kept.write_bytes(spoil)
    again, _ = cache.build_assistant(toy, tmp_path).reply_to(question_of(toy), Conversation())
    assert again == expected
    assert kept.stat().st_size > len(spoil)


def with_another_phrasing(toy: Knowledge) -> Knowledge:
    entry = next(iter(toy.sheets))
    return toy.model_copy(update={"phrasings": {**toy.phrasings, entry: (*toy.phrasings[entry], "de plus")}})


def with_another_word(toy: Knowledge) -> Knowledge:
    words = {**toy.vocabulary.words, "taudi": "taudis"}
    return toy.model_copy(update={"vocabulary": toy.vocabulary.model_copy(update={"words": words})})


def with_another_false_alarm(toy: Knowledge) -> Knowledge:
    more = (*toy.false_alarms.phrasings, "mort de rire")
    return toy.model_copy(update={"false_alarms": toy.false_alarms.model_copy(update={"phrasings": more})})


def with_another_name(toy: Knowledge) -> Knowledge:
    first, *others = toy.organisations.values()
    renamed = {first.id: first.model_copy(update={"name": "Autrement"}), **{o.id: o for o in others}}
    return toy.model_copy(update={"organisations": renamed})


@pytest.mark.parametrize(
    "change", [with_another_phrasing, with_another_word, with_another_false_alarm, with_another_name]
)
def test_a_change_of_what_is_learnt_from_is_learnt(
    toy: Knowledge, tmp_path: Path, change: Callable[[Knowledge], Knowledge]
) -> None:
    cache.build_assistant(toy, tmp_path)
    cache.build_assistant(change(toy), tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_a_corrected_sheet_is_served_without_learning_again(toy: Knowledge, tmp_path: Path) -> None:
    cache.build_assistant(toy, tmp_path)
    first, *others = toy.sheets.values()
    corrected = {first.id: first.model_copy(update={"summary": "Corrigé."}), **{s.id: s for s in others}}
    changed = toy.model_copy(update={"sheets": corrected, "fingerprint": "other"})
    assert cache.build_assistant(changed, tmp_path).knowledge.sheets[first.id].summary == "Corrigé."
    assert len(list(tmp_path.glob("*.npz"))) == 1


def test_a_folder_that_cannot_be_written_only_costs_time(toy: Knowledge, tmp_path: Path) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    reply, _ = cache.build_assistant(toy, not_a_folder).reply_to(question_of(toy), Conversation())
    assert reply.blocks


def test_without_a_folder_nothing_is_kept(toy: Knowledge) -> None:
    assert cache.build_assistant(toy, None).knowledge is toy
