"""Run by alembic, for each of its commands, with the connection and metadata that `alembic_config` was given."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrationScript
from sqlalchemy.types import TypeDecorator


def _plain_type(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write down what a column type of ours is made of: a migration must not change when the type's code does."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def _tables_alone(_: object, __: object, directives: list[MigrationScript]) -> None:
    """Leave out what our tables say of themselves beside their columns: it is code, and changes without a migration."""
    for script in directives:
        for change in script.upgrade_ops.ops if script.upgrade_ops else []:
            if isinstance(change, CreateTableOp):
                change.info = {}


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,  # SQLite alters a table by making it anew
    compare_server_default=True,
    render_item=_plain_type,
    process_revision_directives=_tables_alone,
)
# In the transaction `upgrade` has begun; this begins none.
with context.begin_transaction():
    context.run_migrations()
