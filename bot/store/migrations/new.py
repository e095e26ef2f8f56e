"""Write the next migration, from what the tables are to what they should be: `python -m bot.store.migrations.new "seats have notes"`.

Works on a database of its own, thrown away after. Read the file it names before committing it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import MetaData

from bot.store.sqlite import sqlite_engine
from bot.store.upgrade import MIGRATIONS, alembic_config, head, upgrade


def write_migration(words: str, metadata: MetaData, migrations: Path = MIGRATIONS) -> Path:
    """Write the step to `metadata` and give its path. `words` become its docstring and part of its name."""
    number = f"{int(head(migrations) or 0) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder, sqlite_engine(Path(folder) / "now.db", foreign_keys=False).connect() as conn:
        upgrade(conn, migrations)
        config = alembic_config(conn, migrations)
        config.attributes["metadata"] = metadata
        command.revision(config, words, autogenerate=True, rev_id=number)
        conn.rollback()
    (path,) = (migrations / "versions").glob(f"{number}_*.py")
    _tidy(path)
    return path


def _tidy(path: Path) -> None:
    """Without alembic's own remarks, and in the house's style where its formatter is installed."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")))
    if ruff := shutil.which("ruff", path=f"{Path(sys.executable).parent}"):
        subprocess.run([ruff, "check", "--quiet", "--fix", "--select", "I,F401,Q", path], check=False)  # noqa: S603 - ours
        subprocess.run([ruff, "format", "--quiet", path], check=False)  # noqa: S603 - ours


if __name__ == "__main__":
    from bot.store import tables

    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(write_migration(sys.argv[1], tables.metadata))  # noqa: T201 - a command's answer
