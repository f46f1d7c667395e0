"""The bot's own profile: set at start, only where Telegram shows something else."""

from __future__ import annotations

from bot.tg.profile import menus, set_profile
from tests.tg.stage import Stage

PROFILE_CALLS = ("setMyName", "setMyDescription", "setMyShortDescription", "setMyCommands")


def changes(stage: Stage) -> list[str]:
    return [call.method for call in stage.fake.calls if call.method in PROFILE_CALLS]


async def test_it_is_set_once_and_left_alone_after(stage: Stage) -> None:
    await set_profile(stage.application.bot, stage.knowledge)
    assert changes(stage) == [*PROFILE_CALLS, *["setMyCommands"] * (len(menus()) - 1)]
    stage.fake.calls.clear()
    await set_profile(stage.application.bot, stage.knowledge)
    assert changes(stage) == []


async def test_only_what_differs_is_set(stage: Stage) -> None:
    await set_profile(stage.application.bot, stage.knowledge)
    stage.fake.call("setMyDescription", description="Autre chose")
    stage.fake.calls.clear()
    await set_profile(stage.application.bot, stage.knowledge)
    assert changes(stage) == ["setMyDescription"]


async def test_privacy_is_in_every_menu_and_every_command_is_answered(stage: Stage) -> None:
    await set_profile(stage.application.bot, stage.knowledge)
    assert set(stage.fake.state.commands) == {
        ("default", ""),
        ("all_private_chats", ""),
        ("all_group_chats", ""),
    }
    for commands in stage.fake.state.commands.values():
        assert {"privacy", "confidentialite", "aide"} <= {c["command"] for c in commands}
    for command in stage.fake.state.commands["all_private_chats", ""]:
        assert stage.say("abstain") not in (await stage.says(f"/{command['command']}")).text


async def test_a_refusal_does_not_stop_the_bot(stage: Stage) -> None:
    stage.fake.fail_next("setMyName", retry_after=80_000)
    await set_profile(stage.application.bot, stage.knowledge)
    assert stage.say("help") in (await stage.says("/aide")).text
