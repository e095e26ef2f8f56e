"""What Wallflower was told before it started: settings from a file, secrets from the environment or an owner-only file."""

from bot.config.load import Config, load
from bot.config.mistakes import ConfigError
from bot.config.secrets import Secrets, keep_secrets
from bot.config.settings import DeliverySettings, DiscordSettings, LogSettings, Settings, SlackSettings, StoreSettings, WebSettings

__all__ = [
    "Config",
    "ConfigError",
    "DeliverySettings",
    "DiscordSettings",
    "LogSettings",
    "Secrets",
    "Settings",
    "SlackSettings",
    "StoreSettings",
    "WebSettings",
    "keep_secrets",
    "load",
]
