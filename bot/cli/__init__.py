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
send = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Write a group's lists to files any spreadsheet reads.")
app.add_typer(send, name="export")
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


@app.command()
def language(locale: Annotated[str, typer.Argument(metavar="LOCALE", help="As Discord writes it: de, fr, pt-BR.")]) -> None:
    """Print commands' names and help to be translated, with what is translated already."""
    from bot.cli.languages import print_language

    print_language(locale)


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


GroupName = Annotated[str, typer.Option("--group", metavar="NAME", help="The group, by the name /setup gave it.")]
NewFile = Annotated[Path, typer.Argument(metavar="FILE.csv", help="The file to make. It may not be there yet.")]


@bring.command(name="meetups")
def bring_meetups(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="title, date, time, where; and what export meetups writes.")],
    group: GroupName,
    sure: Annotated[bool, typer.Option("--yes", help="Do it. Without, the list is only read.")] = False,  # noqa: FBT002
    config: ConfigFile = None,
) -> None:
    """Plan the meetups in a CSV file. Each is announced two weeks ahead, unless the list says when."""
    from bot.cli.lists import bring_in_meetups
    from bot.cli.terminal import configured

    bring_in_meetups(configured(config), file, group, sure=sure)


@send.command(name="meetups")
def send_meetups(file: NewFile, group: GroupName, config: ConfigFile = None) -> None:
    """Write every meetup of a group, and how many came, to a CSV file."""
    from bot.cli.lists import export as write
    from bot.cli.terminal import configured

    write(configured(config), "meetups", file, group)


@send.command(name="members")
def send_members(file: NewFile, group: GroupName, config: ConfigFile = None) -> None:
    """Write a group's members to a CSV file; what they said of themselves only where they let people find them."""
    from bot.cli.lists import export as write
    from bot.cli.terminal import configured

    write(configured(config), "members", file, group)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make. It may not be there yet.")],
    config: ConfigFile = None,
) -> None:
    """Copy the whole database to a file, also while Wallflower runs."""
    from bot.cli.backup import make
    from bot.cli.terminal import configured

    make(configured(config), file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that backup made.")],
    sure: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False,  # noqa: FBT002  typer's way of saying --yes
    config: ConfigFile = None,
) -> None:
    """Put a backup in the database's place. Stop Wallflower first."""
    from bot.cli.backup import restore as put
    from bot.cli.terminal import configured

    put(configured(config), file, sure=sure)


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
