"""Every setting, its default and why: the same words stand in config.example.toml, and a test holds the two together."""

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A table of the settings file: what it doesn't know, or knows as another type, is a mistake rather than a guess."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _store_url(url: str) -> str:
    if url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
        return url
    if urlsplit(url).scheme in {"postgresql", "postgres"}:
        return "postgresql" + url[url.index(":") :]
    raise ValueError('should be "sqlite:///FILE" or "postgresql://USER:PASSWORD@HOST/DATABASE"')


def _listen(address: str) -> str:
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isascii() and port.isdecimal() and int(port) <= 65535):
        raise ValueError('should be "HOST:PORT" with a port up to 65535, such as "127.0.0.1:8080"; port 0 picks a free one')
    return address


def _optional_listen(address: str) -> str:
    return _listen(address) if address else address


def _web_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError('should be a whole address, starting with "https://"')
    return url


def _range(words: str) -> str:
    first, dash, last = words.partition("-")
    if words and not (first.isdecimal() and words.isascii() and (last.isdecimal() and int(first) <= int(last) if dash else not last)):
        raise ValueError('should be a number or a range of them, such as "0-3", or "" for all')
    return words


class StoreSettings(Section):
    """Where everything is kept."""

    url: Annotated[str, AfterValidator(_store_url), Field(repr=False)] = "sqlite:///wallflower.db"

    @property
    def shown(self) -> str:
        """The address without its password, for people and logs."""
        parts = urlsplit(self.url)
        if parts.password is None:
            return self.url
        return urlunsplit(parts._replace(netloc=f"{parts.username}:…@{parts.netloc.rpartition('@')[2]}"))


class WebSettings(Section):
    """The page Wallflower serves itself, and the practice town on it."""

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    town: bool | None = None
    folder: Annotated[str, Field(min_length=1)] = "town"

    @property
    def host(self) -> str:
        """The address to listen on, without the brackets an IPv6 address is written in."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on; 0 picks a free one."""
        return int(self.listen.rpartition(":")[2])


def _optional_web_url(url: str) -> str:
    return _web_url(url).rstrip("/") if url else url


class PagesSettings(Section):
    """The public pages of groups that want one, and their calendars."""

    listen: Annotated[str, AfterValidator(_optional_listen)] = ""
    address: Annotated[str, AfterValidator(_optional_web_url)] = ""

    @property
    def host(self) -> str:
        """The address to listen on, without brackets; loopback where none is set."""
        return self.listen.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def port(self) -> int:
        """The port to listen on; 0 picks a free one."""
        return int(self.listen.rpartition(":")[2] or 0)


class DiscordSettings(Section):
    """How Discord is reached."""

    api_url: Annotated[str, AfterValidator(_web_url)] = "https://discord.com/api/v10"
    members_intent: bool = False
    shards: Annotated[int, Field(ge=0, le=1000)] = 0
    mine: Annotated[str, AfterValidator(_range)] = ""

    @property
    def shard_ids(self) -> tuple[int, ...]:
        """Which of the connections are this process's; none named: all of them."""
        first, _, last = self.mine.partition("-")
        return tuple(range(int(first), int(last or first) + 1)) if first else ()

    def problems(self) -> Iterator[str]:
        """What can't be meant, in sentences."""
        if self.mine and not self.shards:
            yield f'[discord] mine = "{self.mine}" needs shards beside it: how many there are of all processes together, such as 16.'
        elif self.mine and self.shard_ids[-1] >= self.shards:
            yield f'[discord] mine = "{self.mine}" goes beyond the {self.shards} there are: they are counted from 0 to {self.shards - 1}.'


class SlackSettings(Section):
    """How Slack is reached."""

    api_url: Annotated[str, AfterValidator(_web_url)] = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    # Slack's command names are at most 32 characters, the slash included; the longest of ours is 10.
    prefix: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,20}$")] = ""


class DeliverySettings(Section):
    """How what is due gets sent."""

    tick: Annotated[float, Field(ge=0.05, le=60)] = 1.0


class HealthSettings(Section):
    """Where it says how it is, for whatever watches over the machine."""

    listen: Annotated[str, AfterValidator(_optional_listen)] = ""


class MatchingSettings(Section):
    """What makes a good match: how many points each reason can be worth at most."""

    topics: Annotated[int, Field(ge=0, le=5000)] = 500
    kind: Annotated[int, Field(ge=0, le=5000)] = 100
    years: Annotated[int, Field(ge=0, le=5000)] = 120
    team_of_one: Annotated[int, Field(ge=0, le=5000)] = 80
    area: Annotated[int, Field(ge=0, le=5000)] = 80
    online: Annotated[int, Field(ge=0, le=5000)] = 40


class LogSettings(Section):
    """What Wallflower writes about its own work. People's words are never in it."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["plain", "json"] = "plain"


class Settings(Section):
    """The whole settings file."""

    store: StoreSettings = StoreSettings()
    web: WebSettings = WebSettings()
    pages: PagesSettings = PagesSettings()
    discord: DiscordSettings = DiscordSettings()
    slack: SlackSettings = SlackSettings()
    delivery: DeliverySettings = DeliverySettings()
    health: HealthSettings = HealthSettings()
    matching: MatchingSettings = MatchingSettings()
    log: LogSettings = LogSettings()
