"""Every proof, in the order of the table. Adding one: a module beside this file, a line below, `python -m bench.promises --page`."""

from bench.promises.crashes import CRASHES, MARKED_FIRST, SENT_FIRST
from bench.promises.faults import FAULTS
from bench.promises.manners import MANNERS
from bench.promises.matches import MATCHES
from bench.promises.on_time import ON_TIME
from bench.promises.proof import Proof
from bench.promises.races import NEVER_OVERSOLD
from bench.promises.soak import KEEPS_RUNNING
from bench.promises.starting import STARTS
from bench.promises.storms import STORMS
from bench.promises.upgrades import UPGRADES
from bench.promises.walls import WALLS

PROOFS: tuple[Proof, ...] = (
    *(CRASHES, MARKED_FIRST, SENT_FIRST),
    *ON_TIME,
    *NEVER_OVERSOLD,
    *STORMS,
    *MATCHES,
    *MANNERS,
    *FAULTS,
    *WALLS,
    *KEEPS_RUNNING,
    *UPGRADES,
    *STARTS,
)
