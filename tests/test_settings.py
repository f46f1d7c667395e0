"""Settings: defaults, the .env file, secrets that never print, all faults in one French error."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import VARIABLES, Settings, SettingsError, load_settings

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz01234"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_every_setting_has_a_default() -> None:
    settings = load_settings(None)
    assert not settings.has_token
    assert settings.telegram_api_base_url == "https://api.telegram.org/bot"
    assert settings.knowledge_dir.name == "knowledge"
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:///")
    assert settings.log_level == "INFO"


def test_reads_the_file_and_the_environment_wins(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nlog_level=debug\n", encoding="utf-8-sig")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    settings = load_settings(env_file)
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.log_level == "WARNING"


def test_an_empty_value_is_the_default_and_an_empty_token_no_token(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nKNOWLEDGE_DIR=\nDATABASE_URL= \n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    settings = load_settings(env_file)
    assert not settings.has_token
    assert settings.knowledge_dir.name == "knowledge"
    assert "sqlite" in settings.database_url.get_secret_value()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("TELEGRAM_BOT_TOKEN", "mon-jeton", "@BotFather"),
        ("TELEGRAM_BOT_TOKEN", f"bot{TOKEN}", "@BotFather"),
        ("TELEGRAM_API_BASE_URL", "localhost:8081/bot", "http://"),
        ("TELEGRAM_API_BASE_URL", "http://localhost:8081", "« /bot »"),
        ("TELEGRAM_API_BASE_FILE_URL", "http://localhost:8081/bot", "« /file/bot »"),
        ("TELEGRAM_ADMIN_IDS", "@marie", "123456,789012"),
        ("DATABASE_URL", "postgresql://bot@localhost/bot", "postgresql+asyncpg://"),
        ("LOG_LEVEL", "bavard", "WARNING"),
    ],
)
def test_a_fault_names_the_variable_and_what_to_do(
    name: str, value: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(None)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{name}\u00a0: ")
    assert advice in problem.replace("\u00a0", " ")


def test_all_faults_come_at_once_and_no_secret_is_printed(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("TELEGRAM_TOKEN=hidden-word\nTZ=Europe/Paris\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "hidden-word")
    monkeypatch.setenv("DATABASE_URL", "mysql://bot:hidden-word@localhost/bot")
    with pytest.raises(SettingsError) as caught:
        load_settings(env_file)
    said = str(caught.value)
    assert len(caught.value.problems) == 4
    assert "TELEGRAM_TOKEN" in said
    assert "Vouliez-vous dire TELEGRAM_BOT_TOKEN" in said
    assert "hidden-word" not in said
    assert "hidden-word" not in repr(caught.value.__cause__)


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://bot:hidden-word@localhost/bot")
    settings = load_settings(None)
    assert TOKEN not in f"{settings!r} {settings}"
    assert "hidden-word" not in f"{settings!r} {settings}"


def test_a_local_server_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081/bot")
    monkeypatch.setenv("TELEGRAM_API_BASE_FILE_URL", "http://127.0.0.1:8081/{token}/file")
    assert load_settings(None).telegram_api_base_url == "http://127.0.0.1:8081/bot"


def test_administrators_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(None).telegram_admin_ids == frozenset()
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "123456, -100789")
    assert load_settings(None).telegram_admin_ids == {123456, -100789}


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings(None).log_level = "DEBUG"  # type: ignore[misc]


def test_a_file_that_is_not_text_is_named(env_file: Path) -> None:
    env_file.write_bytes(b"LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env"):
        load_settings(env_file)


def test_a_missing_file_is_no_fault(env_file: Path) -> None:
    assert load_settings(env_file) == Settings()
