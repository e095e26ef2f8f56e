"""On paper: badges and a poster for organisers to print, and what members get for themselves."""

from cogs.paper.mine import PaperCog
from cogs.paper.printing import PrintCog

__all__ = ["PaperCog", "PrintCog"]
