"""What can be typed after `python -m bot`.

Nothing heavy is imported until a command needs it, so `--help` answers at once; a test keeps it so.
"""

from pathlib import Path
from typing import Annotated

import typer

# Plain help: rich's costs 0.2 s each time.
app = typer.Typer(name="wallflower", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
bring = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Bring in what you have elsewhere.")
app.add_typer(bring, name="import")
person = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="See or erase what is held about somebody.")
app.add_typer(person, name="person")

ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings; config.toml when left out.")]


@app.callback()
def wallflower() -> None:
    """A community bot for professional groups."""


@app.command()
def run(config: ConfigFile = None) -> None:
    """Start Wallflower. With no configuration, the practice town."""
    from bot.cli.start import start
    from bot.cli.terminal import configured

    start(configured(config))


@app.command()
def doctor(config: ConfigFile = None) -> None:
    """Say what is configured, what works, and what to do next."""
    from bot.cli.doctor import examine
    from bot.cli.terminal import configured

    settings = configured(config)
    if config is None and not Path("config.toml").exists():
        typer.echo("There is no config.toml here, so every setting has its default.")
    raise typer.Exit(0 if examine(settings) else 1)


@app.command()
def tour() -> None:
    """The first five minutes, told as text."""
    from bot.cli.start import tell

    tell()


@app.command()
def connect(
    platform: Annotated[str, typer.Argument(metavar="discord|slack", help="Where your group is.")],
    config: ConfigFile = None,
) -> None:
    """Connect your own group: asks for the tokens, tries them, keeps them where only you can read them."""
    from bot.cli.connect import connect_to
    from bot.cli.terminal import configured

    connect_to(platform, configured(config), config)


@app.command()
def manifest(
    platform: Annotated[str, typer.Argument(metavar="slack", help="Only Slack has one.")] = "slack",
    address: Annotated[str, typer.Option(metavar="URL", help='Where Slack finds this bot, for [slack] mode = "http".')] = "",
    config: ConfigFile = None,
) -> None:
    """Print the description of the bot that Slack asks for."""
    from bot.cli.connect import print_manifest
    from bot.cli.terminal import configured

    print_manifest(platform, configured(config), address)


@bring.command()
def members(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A list of people; examples/members.csv shows the columns.")],
    group: Annotated[str | None, typer.Option(metavar="NAME", help="The group they join. Left out, the list is only read.")] = None,
    config: ConfigFile = None,
) -> None:
    """Add the people in a CSV file to a group. Each gets a code that makes their row their own."""
    from bot.cli.members import bring_in
    from bot.cli.terminal import configured

    bring_in(configured(config), file, group)


@app.command()
def match(
    mentees: Annotated[Path, typer.Option(metavar="A.csv", help="Who asks, a line each.")],
    mentors: Annotated[Path, typer.Option(metavar="B.csv", help="Who offers, and for how many (a column called capacity).")],
    pairs: Annotated[Path | None, typer.Option(metavar="P.csv", help="Scores you have already: mentee, mentor, score.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="A report to read and print.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="The same for a program, with the proof.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The matches for a spreadsheet.")] = None,
    config: ConfigFile = None,
) -> None:
    """Match mentees with mentors from two spreadsheets: the best plan there is, explained. Sends nothing to anybody."""
    from bot.cli.matching.command import Files
    from bot.cli.matching.command import match as match_files
    from bot.cli.terminal import configured
    from bot.matching.score import Weights

    match_files(Files(mentees, mentors, pairs, json, html, csv), Weights(**configured(config).matching.model_dump()))


Who = Annotated[str, typer.Argument(metavar="WHO", help="Their whole name, an account such as slack:T123:U456, or their number.")]


@person.command()
def export(
    who: Who,
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where the two files go.")] = Path(),
    config: ConfigFile = None,
) -> None:
    """Write a copy of everything held about somebody, as a page and as JSON."""
    from bot.cli.person import export as write
    from bot.cli.terminal import configured

    write(configured(config), who, folder)


@person.command()
def erase(
    who: Who,
    sure: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False,  # noqa: FBT002  typer's way of saying --yes
    config: ConfigFile = None,
) -> None:
    """Erase everything held about somebody, for good."""
    from bot.cli.person import erase as wipe
    from bot.cli.terminal import configured

    wipe(configured(config), who, sure=sure)


def main() -> None:
    """Do what was typed."""
    app()
