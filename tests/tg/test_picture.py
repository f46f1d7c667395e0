"""Who does what as a picture: sent once drawn, uploaded once a base and theme."""

from __future__ import annotations

from bot.core.model import Knowledge
from tests.support.fake_telegram_users import ONE_PIXEL
from tests.tg.stage import ME, Stage, data_of, labels_of


def draw_with(stage: Stage) -> list[bool]:
    """Every time a picture is drawn, whether it is dark."""
    drawn: list[bool] = []

    def draw(knowledge: Knowledge, *, dark: bool) -> bytes:
        assert knowledge is stage.knowledge
        drawn.append(dark)
        return ONE_PIXEL

    stage.application.bot_data.draw = draw
    return drawn


async def test_it_is_sent_below_and_uploaded_once(stage: Stage) -> None:
    drawn = draw_with(stage)
    page = await stage.says("/quifaitquoi")
    assert {stage.say("choice_picture_light"), stage.say("choice_picture_dark")} <= set(labels_of(page))
    for theme in ("light", "dark", "light"):
        picture = await stage.taps(f"picture:{theme}")
        assert (picture.kind, picture.text) == ("photo", stage.say("picture_caption"))
    assert drawn == [False, True]
    assert stage.fake.screen(ME)[-4].text == page.text, "the words stay"


async def test_no_button_without_pictures_nor_elsewhere(stage: Stage) -> None:
    assert "picture:light" not in data_of(await stage.says("/quifaitquoi"))
    draw_with(stage)
    assert "picture:light" not in data_of(await stage.says("/aide"))
