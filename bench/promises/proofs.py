"""Every proof, in the order of the table. Adding one: a module beside this file, a line below, `python -m bench.promises --page`."""

from bench.promises.crashes import CRASHES
from bench.promises.drill import DRILL
from bench.promises.faults import FAULTS
from bench.promises.kills import KILLS
from bench.promises.manners import MANNERS
from bench.promises.many_machines import MANY_MACHINES
from bench.promises.matches import MATCHES
from bench.promises.on_time import ON_TIME
from bench.promises.proof import Proof
from bench.promises.races import NEVER_OVERSOLD
from bench.promises.soak import KEEPS_RUNNING
from bench.promises.starting import STARTS
from bench.promises.storms import STORMS
from bench.promises.upgrades import UPGRADES
from bench.promises.walls import WALLS
from bench.promises.worlds import WORLDS

PROOFS: tuple[Proof, ...] = (
    *CRASHES,
    KILLS,
    *ON_TIME,
    *NEVER_OVERSOLD,
    *STORMS,
    *MATCHES,
    *MANNERS,
    *FAULTS,
    *WALLS,
    *MANY_MACHINES,
    *KEEPS_RUNNING,
    *UPGRADES,
    *STARTS,
    *DRILL,
    *WORLDS,
)
