"""What is to be said, where, when and until when: rows written in the transaction of the change they tell of.

A row is one of three modes:

* `say`: once. Its id is derived from what it is for, so planning it twice plans it once.
* `keep`: one card in one place, kept true. Touching it asks for an edit; edits coalesce.
* `do`: a rule to run at a time (an offer that lapses, a reminder whose readers are only known then).

Rows of one `line` leave in order, one after the other. Only `bot.delivery` moves rows through their states, by `bot.outbox.rows`.
"""

from bot.outbox.change import cancel, forget, kept, touch
from bot.outbox.kinds import KINDS, Hook, Kind, To
from bot.outbox.plan import About, delivery_id, keep, later, say, skip
from bot.outbox.table import EDIT_EVERY, outbox

__all__ = [
    "EDIT_EVERY",
    "KINDS",
    "About",
    "Hook",
    "Kind",
    "To",
    "cancel",
    "delivery_id",
    "forget",
    "keep",
    "kept",
    "later",
    "outbox",
    "say",
    "skip",
    "touch",
]
