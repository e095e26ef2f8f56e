"""Reading it all, and naming everything that is wrong with it at once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from bot.config import secrets as keys
from bot.config.mistakes import ConfigError, told
from bot.config.settings import Settings

FILE = "config.toml"


class Config(Settings):
    """Settings and secrets together: all that a start needs to know."""

    secrets: keys.Secrets = keys.Secrets()

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms whose tokens are here: a platform whose token is here is connected."""
        tokens = {"discord": self.secrets.discord_token, "slack": self.secrets.slack_bot_token}
        return tuple(platform for platform, token in tokens.items() if token)

    @property
    def town_is_on(self) -> bool:
        """Whether the practice town opens: when told so, or when there is no platform to connect to."""
        return not self.platforms if self.web.town is None else self.web.town


def load(path: Path | None, env: Mapping[str, str]) -> Config:
    """The configuration from this file, or from `config.toml` here where there is one, or all defaults.

    Raises ConfigError naming every mistake at once: in the file, in the secrets beside it, and in what is missing.
    """
    folder = path.parent if path else Path()
    problems: list[str] = []
    settings, found = Settings(), keys.Secrets()
    try:
        settings = _settings(path)
    except ConfigError as error:
        problems += error.problems
    try:
        found = keys.read_secrets(folder, env)
    except ConfigError as error:
        problems += error.problems
    problems += settings.discord.problems()
    problems += keys.missing(found, settings.slack.mode)
    if problems:
        raise ConfigError(problems)
    return Config(**dict(settings), secrets=found)


def _settings(path: Path | None) -> Settings:
    source = path or Path(FILE)
    try:
        written = cast("dict[str, object]", tomllib.loads(source.read_text(encoding="utf-8-sig")))
        return Settings.model_validate(written)
    except ValidationError as error:
        raise ConfigError(told(error, Settings, str(source))) from None
    except FileNotFoundError:
        if path is None:
            return Settings()
        raise ConfigError([f"There is no file {path}. Copy config.example.toml there, or leave --config out."]) from None
    except (OSError, ValueError) as error:
        raise ConfigError([f"{source} can't be read as TOML: {error}. config.example.toml shows how it should look."]) from None
