"""What is held of a person: shown whole, erased whole, kept no longer than said.

The tables themselves say what that is (`bot.schema.personal` and `holds`). Nothing here names a feature's table, so a feature added
tomorrow is covered, or the schema test fails.
"""

from bot.community.person_data.erasing import Receipt, again_after_restore, erase
from bot.community.person_data.export import Export, Section, collect
from bot.community.person_data.held import Held, gaps, held
from bot.community.person_data.ledger import Ledger
from bot.community.person_data.retention import forget_old

__all__ = ["Export", "Held", "Ledger", "Receipt", "Section", "again_after_restore", "collect", "erase", "forget_old", "gaps", "held"]
