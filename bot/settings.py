"""Every setting of the bot, its default, and one French sentence for each that is wrong.

Settings are environment variables, or lines of a `.env` file; the environment wins. An empty
value means the default. Secrets never print, not even inside an error.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".env"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
_ASYNC_DATABASE = re.compile(r"(sqlite\+aiosqlite|postgresql\+\w+)://")


class SettingsError(Exception):
    """Shown to a person as it is: every setting that is wrong, and what to do about it.

    problems: one French sentence for each setting, in the order of `Settings`.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        lines = "".join(f"\n  - {problem}" for problem in problems)
        super().__init__(f"Réglages à corriger (variables d’environnement ou fichier .env) :{lines}")


class Settings(BaseSettings):
    """The settings, read once at start and never changed. Build them with `load_settings`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    telegram_bot_token: SecretStr = SecretStr("")
    # Numbers of the chats that may reload the base; written 123,456.
    telegram_admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    telegram_api_base_url: str = "https://api.telegram.org/bot"
    telegram_api_base_file_url: str = "https://api.telegram.org/file/bot"
    knowledge_dir: Path = ROOT / "knowledge"
    # A secret too: the address of a PostgreSQL database holds its password.
    database_url: SecretStr = SecretStr(f"sqlite+aiosqlite:///{ROOT / 'data' / 'journal.sqlite3'}")
    model_cache_dir: Path = ROOT / ".cache" / "models"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def has_token(self) -> bool:
        """Whether the bot can talk to Telegram at all."""
        return bool(self.telegram_bot_token.get_secret_value())

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any, info: ValidationInfo) -> Any:
        """`NAME=` in a .env file is a line left blank, not an empty value."""
        if isinstance(value, str):
            value = value.strip()
        return cls.model_fields[info.field_name or ""].get_default() if value == "" else value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        written = token.get_secret_value()
        if written and not _TOKEN.fullmatch(written):
            raise ValueError(
                "ce n’est pas un jeton de bot. Recopiez en entier celui que donne @BotFather : "
                "des chiffres, deux-points, puis une suite de lettres et de chiffres."
            )
        return token

    @field_validator("telegram_admin_ids", mode="before")
    @classmethod
    def _ids_are_numbers(cls, written: Any) -> Any:
        if not isinstance(written, str):
            return written
        numbers = written.replace(",", " ").split()
        if not all(re.fullmatch(r"-?\d{1,18}", number) for number in numbers):
            raise ValueError("des numéros séparés par des virgules sont attendus, comme 123456,789012.")
        return frozenset(map(int, numbers))

    @field_validator("telegram_api_base_url", "telegram_api_base_file_url")
    @classmethod
    def _address_is_whole(cls, url: str, info: ValidationInfo) -> str:
        end = "/file/bot" if info.field_name == "telegram_api_base_file_url" else "/bot"
        if not re.match(r"https?://[^/]+", url):
            raise ValueError("l’adresse doit commencer par https:// (ou http:// pour un serveur local).")
        if not url.endswith(end) and "{token}" not in url:
            raise ValueError(f"l’adresse doit finir par « {end} », comme https://api.telegram.org{end}.")
        return url

    @field_validator("database_url")
    @classmethod
    def _database_is_asynchronous(cls, url: SecretStr) -> SecretStr:
        if not _ASYNC_DATABASE.match(url.get_secret_value()):
            raise ValueError(
                "l’adresse doit commencer par sqlite+aiosqlite:// "
                "ou par postgresql+ et un pilote asynchrone, comme postgresql+asyncpg://."
            )
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _level_in_capitals(cls, level: Any) -> Any:
        return level.upper() if isinstance(level, str) else level


VARIABLES = tuple(name.upper() for name in Settings.model_fields)


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """The settings of the environment and of `env_file` (None: the environment alone).

    Raises SettingsError with every fault at once.
    """
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8-sig")
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        # `from None`: the original error may carry what was typed.
        raise SettingsError(tuple(_sentence(fault["loc"], fault) for fault in faults)) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            (f"{env_file} : le fichier ne peut pas être lu (texte en UTF-8 attendu).",)
        ) from None


def _sentence(location: tuple[int | str, ...], fault: Any) -> str:
    """One French sentence: the variable, what is wrong, what to do."""
    name = str(location[0]).upper()
    match fault["type"]:
        case "extra_forbidden":
            return f"{name} : variable inconnue.{_suggestion(name)}"
        case "value_error":
            return f"{name} : {fault['ctx']['error']}"
        case "literal_error":
            return f"{name} : valeur inconnue. Choisissez DEBUG, INFO, WARNING ou ERROR."
        case _:
            return f"{name} : cette valeur n’est pas comprise. Voyez .env.example."


def _suggestion(name: str) -> str:
    near = get_close_matches(name, VARIABLES, n=1, cutoff=0.6)
    return f" Vouliez-vous dire {near[0]} ?" if near else " Retirez-la du fichier .env."
