"""Settings and secrets: read, explained, and never shown."""

import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, Settings, keep_secrets, load

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str) -> Path:
    path = Path("config.toml")
    path.write_text(text, encoding="utf-8")
    return path


def problems(text: str = "", **env: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(written(text), env)
    return str(caught.value)


def secret_file(text: str, mode: int = 0o600) -> None:
    path = Path("secrets.toml")
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def test_nothing_at_all_is_the_practice_town_on_this_computer() -> None:
    config = load(None, {})
    assert config.store.url == "sqlite:///wallflower.db"
    assert (config.web.host, config.web.port) == ("127.0.0.1", 8080)
    assert config.town_is_on
    assert config.platforms == ()


def test_the_example_loads_and_equals_the_defaults() -> None:
    assert load(EXAMPLE, {}) == Config()


def settings_named() -> Iterator[str]:
    for section, settings in Settings():
        yield f"[{section}]"
        yield from (f"{name} = " for name, _ in settings)


@pytest.mark.parametrize("name", list(settings_named()))
def test_the_example_names_every_setting(name: str) -> None:
    lines = [line.removeprefix("# ") for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    assert any(line.startswith(name) for line in lines)


def test_every_setting_in_the_example_says_why() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [(above, line) for above, line in pairwise(lines) if " = " in line and line[:1] not in "#["]
    assert settings
    assert [line for above, line in settings if not above.startswith("# ")] == []


def test_a_file_changes_what_it_names_and_nothing_else() -> None:
    config = load(written('[web]\nlisten = "[::1]:0"\ntown = false\n'), {})
    assert (config.web.host, config.web.port) == ("::1", 0)
    assert not config.town_is_on
    assert config.store == Settings().store


def test_a_file_with_a_byte_order_mark_is_read_too() -> None:
    assert load(written("\ufeff[discord]\nshards = 2\n"), {}).discord.shards == 2


@pytest.mark.parametrize(("mine", "ids"), [("", ()), ("2", (2,)), ("0-3", (0, 1, 2, 3))])
def test_a_process_may_have_some_of_the_shards(mine: str, ids: tuple[int, ...]) -> None:
    assert load(written(f'[discord]\nshards = 8\nmine = "{mine}"\n'), {}).discord.shard_ids == ids


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[webb]\n", "there is no section [webb]. Did you mean [web]?"),
        ("[zzzz]\n", "there is no section [zzzz]. It has [store], [web]"),
        ('[web]\nlisen = "127.0.0.1:1"\n', "[web] has no setting lisen. Did you mean listen?"),
        ("[log]\nxyzzy = 1\n", "[log] has no setting xyzzy. It has level, format."),
        ('[discord]\nmembers_intent = "yes"\n', '[discord] members_intent should be true or false, without quotes, not "yes".'),
        ('[discord]\nshards = "2"\n', '[discord] shards should be a whole number, without quotes, not "2".'),
        ("[discord]\nshards = -1\n", "[discord] shards should be at least 0, not -1."),
        ('[discord]\nshards = 4\nmine = "3-2"\n', '[discord] mine should be a number or a range of them, such as "0-3", or "" for all'),
        ('[discord]\nmine = "0-3"\n', '[discord] mine = "0-3" needs shards beside it'),
        ('[discord]\nshards = 4\nmine = "2-4"\n', '[discord] mine = "2-4" goes beyond the 4 there are: they are counted from 0 to 3.'),
        ("[delivery]\ntick = 1000\n", "[delivery] tick should be at most 60, not 1000."),
        ("[store]\nurl = 5\n", '[store] url should be words in quotes, "like this", not 5.'),
        ('[store]\nurl = "wallflower.db"\n', '[store] url should be "sqlite:///FILE" or "postgresql://'),
        ('[web]\nlisten = "8080"\n', '[web] listen should be "HOST:PORT"'),
        ('[web]\nlisten = "localhost:80800"\n', "[web] listen should be"),
        ('[slack]\nmode = "sockets"\n', '[slack] mode should be "socket" or "http", not "sockets".'),
        ('[slack]\nprefix = "WF "\n', "[slack] prefix should be at most 20 small letters, digits, - or _"),
        ('[discord]\napi_url = "discord.com"\n', "[discord] api_url should be a whole address"),
        ('[web]\nfolder = ""\n', "[web] folder should be at least one character long"),
        ("web = 3\n", "web is a section: write [web] on a line of its own"),
        ("[web\n", "can't be read as TOML"),
    ],
)
def test_a_mistake_is_named_with_how_to_mend_it(text: str, words: str) -> None:
    assert words in problems(text)


def test_every_mistake_is_named_at_once() -> None:
    secret_file("discord_tokn = 'x'\n")
    told = problems("[webb]\n[log]\nlevel = 'loud'\n")
    assert [part for part in ("[webb]", "[log] level", "Did you mean discord_token?") if part not in told] == []


def test_a_file_that_was_named_must_be_there() -> None:
    with pytest.raises(ConfigError, match=r"There is no file nowhere\.toml"):
        load(Path("nowhere.toml"), {})


def test_a_folder_is_not_a_settings_file() -> None:
    Path("config.toml").mkdir()
    with pytest.raises(ConfigError, match="can't be read"):
        load(None, {})


def test_a_token_in_the_environment_connects_its_platform_and_closes_the_town() -> None:
    config = load(None, {"WALLFLOWER_DISCORD_TOKEN": " discord-token \n"})
    assert config.platforms == ("discord",)
    assert not config.town_is_on
    assert config.secrets.discord_token
    assert config.secrets.discord_token.get_secret_value() == "discord-token"


def test_an_empty_variable_is_no_token() -> None:
    assert load(None, {"WALLFLOWER_DISCORD_TOKEN": "  "}).platforms == ()


def test_the_town_may_stay_open_beside_a_platform() -> None:
    assert load(written("[web]\ntown = true\n"), {"WALLFLOWER_DISCORD_TOKEN": "x"}).town_is_on


def test_secrets_are_read_from_a_file_beside_the_settings_and_the_environment_wins() -> None:
    secret_file('discord_token = "from the file"\nslack_bot_token = "xoxb-1"\nslack_app_token = "xapp-1"\n')
    config = load(None, {"WALLFLOWER_DISCORD_TOKEN": "from the environment"})
    assert config.platforms == ("discord", "slack")
    assert config.secrets.discord_token
    assert config.secrets.discord_token.get_secret_value() == "from the environment"


def test_secrets_are_looked_for_beside_the_file_that_was_named() -> None:
    folder = Path("elsewhere")
    folder.mkdir()
    keep_secrets(folder, discord_token="kept")
    (folder / "config.toml").touch()
    assert load(folder / "config.toml", {}).platforms == ("discord",)
    assert load(None, {}).platforms == ()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_secrets_file_others_can_open_is_refused_with_how_to_mend_it(mode: int) -> None:
    secret_file('discord_token = "canary-7"\n', mode)
    told = problems()
    assert "chmod 600" in told
    assert "canary-7" not in told


@pytest.mark.parametrize(
    "text", ["canary-7", 'discord_token = "canary-7', "discord_token = canary-7", 'x = "canary-7"', "[discord_token]\n"]
)
def test_a_secrets_file_that_makes_no_sense_is_never_quoted(text: str) -> None:
    secret_file(text)
    assert "canary-7" not in problems()


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"WALLFLOWER_SLACK_BOT_TOKEN": "xoxb-1"}, "Set WALLFLOWER_SLACK_APP_TOKEN"),
        ({"WALLFLOWER_SLACK_APP_TOKEN": "xapp-1"}, "Set WALLFLOWER_SLACK_BOT_TOKEN"),
        ({"WALLFLOWER_SLACK_APP_TOKEN": "xoxb-1", "WALLFLOWER_SLACK_BOT_TOKEN": "xapp-1"}, "swapped"),
    ],
)
def test_a_token_that_lacks_its_other_half_is_named(env: dict[str, str], words: str) -> None:
    assert words in problems(**env)


def test_slack_over_http_needs_the_signing_secret() -> None:
    assert "WALLFLOWER_SLACK_SIGNING_SECRET" in problems('[slack]\nmode = "http"\n', WALLFLOWER_SLACK_BOT_TOKEN="xoxb-1")


def test_no_secret_shows_when_a_configuration_is_printed() -> None:
    url = "postgresql://robin:canary-1@db.example:5432/wall"
    config = load(written(f'[store]\nurl = "{url}"\n'), {"WALLFLOWER_DISCORD_TOKEN": "canary-2"})
    assert "canary" not in f"{config!r} {config} {config.model_dump(exclude={'store'})}"
    assert config.store.url == url
    assert config.store.shown == "postgresql://robin:…@db.example:5432/wall"


def test_a_mistyped_database_address_does_not_show_its_password() -> None:
    assert "canary" not in problems('[store]\nurl = "mysql://robin:canary-1@db.example/wall"\n')


def test_kept_secrets_are_read_again_and_belong_to_their_owner_alone() -> None:
    odd = 'quo"te\\slash=#'
    path = keep_secrets(Path(), discord_token=odd)
    keep_secrets(Path(), slack_bot_token="xoxb-1", slack_app_token="xapp-1")
    assert path.stat().st_mode & 0o777 == 0o600
    config = load(None, {})
    assert config.platforms == ("discord", "slack")
    assert config.secrets.discord_token
    assert config.secrets.discord_token.get_secret_value() == odd


def test_a_token_with_a_hidden_character_is_not_kept() -> None:
    with pytest.raises(ConfigError, match="can't be seen"):
        keep_secrets(Path(), discord_token="abc\ndef")
    assert not Path("secrets.toml").exists()


def test_settings_are_toml_as_written() -> None:
    assert tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["store"] == {"url": Settings().store.url}
