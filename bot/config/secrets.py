"""Tokens: from the environment, or from an owner-only file. They never reach a log, a repr or an error's words."""

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from pydantic import BaseModel, ConfigDict, SecretStr

from bot.config.mistakes import ConfigError, nearest

FILE = "secrets.toml"
ENVIRONMENT = {
    "discord_token": "WALLFLOWER_DISCORD_TOKEN",
    "slack_bot_token": "WALLFLOWER_SLACK_BOT_TOKEN",
    "slack_app_token": "WALLFLOWER_SLACK_APP_TOKEN",
    "slack_signing_secret": "WALLFLOWER_SLACK_SIGNING_SECRET",
}


class Secrets(BaseModel):
    """What opens doors. Read one with `.get_secret_value()`, as late as possible."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    discord_token: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None


def read_secrets(folder: Path, env: Mapping[str, str]) -> Secrets:
    """Secrets from `secrets.toml` in this folder, where there is one; a variable of the environment wins over its line.

    Raises ConfigError when the file may be read by others, isn't TOML, or holds a name we don't know.
    """
    found = _from_file(folder / FILE)
    found |= {name: env[variable].strip() for name, variable in ENVIRONMENT.items() if env.get(variable, "").strip()}
    return Secrets(**{name: SecretStr(value) for name, value in found.items()})


def keep_secrets(folder: Path, **secrets: str) -> Path:
    """Add these to the folder's `secrets.toml`, made so that only its owner can read it, from its first byte on. Returns its path."""
    unknown = secrets.keys() - ENVIRONMENT.keys()
    if unknown:
        raise ConfigError(f"There is no secret called {name}." for name in sorted(unknown))
    path = folder / FILE
    kept = _from_file(path) | {name: value.strip() for name, value in secrets.items()}
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name} = {_quoted(value)}\n" for name, value in kept.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return path


def missing(secrets: Secrets, slack_mode: str) -> Iterator[str]:
    """One sentence for each secret that another one, or a setting, needs beside it, or that stands in another's place."""
    slack_bot, slack_app = (_start(secret) for secret in (secrets.slack_bot_token, secrets.slack_app_token))
    if slack_bot == "xapp-" or slack_app == "xoxb-":
        yield f"{_both('slack_bot_token')} starts with xoxb- and {_both('slack_app_token')} with xapp-: yours look swapped."
    if slack_bot and not slack_app and slack_mode == "socket":
        yield f"Slack's bot token is here but not its app token. {_mend('slack_app_token')} It is an app-level token, xapp-…"
    if slack_app and not slack_bot:
        yield f"Slack's app token is here but not its bot token. {_mend('slack_bot_token')} It is under OAuth & Permissions, xoxb-…"
    if slack_bot and slack_mode == "http" and not secrets.slack_signing_secret:
        yield f'[slack] mode = "http" needs the signing secret. {_mend("slack_signing_secret")} It is under Basic Information.'


def _from_file(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise ConfigError([f"{path} holds secrets, but others on this computer may read it. Mend that with: chmod 600 '{path}'"])
            # Not tomllib's own words: they may quote the line, and the line may hold the secret.
            found = cast("dict[str, object]", tomllib.load(file))
    except FileNotFoundError:
        return {}
    except PermissionError:
        raise ConfigError([f"{path} belongs to someone else, and can't be read. Run Wallflower as its owner."]) from None
    except ValueError:
        raise ConfigError([f'{path} isn\'t TOML. Each line should read: discord_token = "…"']) from None
    wrong = [_wrong(path, name) for name, value in found.items() if name not in ENVIRONMENT or not isinstance(value, str)]
    if wrong:
        raise ConfigError(wrong)
    return {name: str(value).strip() for name, value in found.items() if str(value).strip()}


def _wrong(path: Path, name: str) -> str:
    if name in ENVIRONMENT:
        return f"{path}: {name} should be words in quotes."
    close = nearest(name, ENVIRONMENT)
    return f"{path}: there is no secret called {name}. " + (f"Did you mean {close}?" if close else f"It may hold {', '.join(ENVIRONMENT)}.")


def _quoted(value: str) -> str:
    if not value.isprintable():
        raise ConfigError(["A token holds a character that can't be seen. Copy it again."])
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _start(secret: SecretStr | None) -> str:
    return secret.get_secret_value()[:5] if secret else ""


def _both(name: str) -> str:
    return f"{name} ({ENVIRONMENT[name]})"


def _mend(name: str) -> str:
    return f"Set {ENVIRONMENT[name]}, or {name} in {FILE}."
