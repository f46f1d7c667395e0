"""The keyboard of a reply: rows that a narrow phone can show, data that Telegram takes."""

from __future__ import annotations

import pytest

from bot.core.reply import Choice, Contact, Reply, Voice
from bot.tg.buttons import BACK, keyboard


def say(key: str, /, **values: object) -> str:
    return " ".join([key, *map(str, values.values())])


def rows(*choices: Choice, private: bool = False, back: bool = False, path: str = "") -> list[list[str]]:
    reply = Reply("clarify", (Voice("?"),), choices, path=path)
    markup = keyboard(reply, say, profile=None, private=private, back=back)
    return [[b.text for b in row] for row in markup.inline_keyboard] if markup else []


def test_choices_of_one_row_stand_side_by_side_when_they_fit() -> None:
    assert rows(Choice("Oui", "a", 1), Choice("Non", "b", 1), Choice("Autre", "c", 2)) == [
        ["Oui", "Non"],
        ["Autre"],
    ]


def test_long_choices_stand_one_under_the_other() -> None:
    long = "Mobili-Jeune : une aide au loyer"
    assert rows(Choice(long, "a"), Choice(long, "b"), Choice("Non", "c")) == [[long], [long], ["Non"]]


def test_no_more_than_three_side_by_side() -> None:
    assert [len(r) for r in rows(*(Choice(str(n), str(n)) for n in range(8)))] == [3, 3, 2]


def test_no_button_no_keyboard() -> None:
    assert rows() == []


def test_the_way_back_is_not_shown_twice() -> None:
    assert rows(back=True) == [["choice_back"]]
    own = Choice("Retour", "visale", 9)
    assert rows(own, back=True, path="visale/steps") == [["Retour"]]


@pytest.mark.parametrize(
    ("profile", "offered"), [(None, "profile:professionnel"), ("professionnel", "profile:jeune")]
)
def test_the_other_form_of_address_is_offered(profile: str | None, offered: str) -> None:
    markup = keyboard(Reply("chat", (Voice("a"),)), say, profile=profile, private=True)  # type: ignore[arg-type]
    assert markup is not None
    assert markup.inline_keyboard[-1][-1].callback_data == offered


def test_copy_buttons_stand_where_the_contact_was_asked_for() -> None:
    contact = Contact("caf", "CAF", (), copyable=(("32 30", "3230"), ("Site", "https://www.caf.fr")))
    for path, copies in (("visale/contact", 2), ("caf", 2), ("visale", 0)):
        reply = Reply("answer", (Voice("a"),), (Choice("x", "y"),), contact, ("visale",), path=path)
        markup = keyboard(reply, say, profile=None, private=False)
        assert markup is not None
        copied = [b.copy_text.text for row in markup.inline_keyboard for b in row if b.copy_text]
        assert copied == ["3230", "https://www.caf.fr"][:copies]


def test_data_that_telegram_would_refuse_is_a_fault() -> None:
    assert rows(Choice("a", "é" * 32))
    with pytest.raises(ValueError, match="too long"):
        rows(Choice("a", "é" * 32 + "a"))


def test_back_is_no_path() -> None:
    assert "/" not in BACK
    assert ":" not in BACK
