"""What is to be said, where, when and until when: rows written in the transaction of the change they tell of.

A row is one of four modes:

* `say`: once. Its id is derived from what it is for, so planning it twice plans it once.
* `keep`: one card in one place, kept true. Touching it asks for an edit; edits coalesce.
* `show`: the same for an entry on the platform's own list of events, where it has one.
* `do`: a rule to run at a time (an offer that lapses, a reminder whose readers are only known then).

Rows of one `line` leave in order, one after the other. Only `bot.delivery` moves rows through their states, by `bot.outbox.rows`.
"""

from bot.outbox.change import cancel, forget, forget_about, kept, readdress, touch
from bot.outbox.kinds import KINDS, Aside, Hook, Kind, To
from bot.outbox.plan import About, delivery_id, keep, later, say, show, skip
from bot.outbox.table import EDIT_EVERY, outbox

__all__ = [
    "EDIT_EVERY",
    "KINDS",
    "About",
    "Aside",
    "Hook",
    "Kind",
    "To",
    "cancel",
    "delivery_id",
    "forget",
    "forget_about",
    "keep",
    "kept",
    "later",
    "outbox",
    "readdress",
    "say",
    "show",
    "skip",
    "touch",
]
