"""Every feature there is, in the order people are shown them. Adding one: a file here, a line below."""

from bot.chat import Cog
from cogs.introduce import IntroduceCog
from cogs.meetups import MeetupCog
from cogs.mentor import MentorCog, MentorDeskCog, MentoringCog, RoundCog
from cogs.my import MyCog
from cogs.organise import OrganiseCog
from cogs.safety import SafetyCog
from cogs.setup import SetupCog
from cogs.wallflower import WallflowerCog

COGS: list[type[Cog]] = [
    WallflowerCog,
    MeetupCog,
    OrganiseCog,
    MyCog,
    IntroduceCog,
    MentorCog,
    MentoringCog,
    MentorDeskCog,
    RoundCog,
    SafetyCog,
    SetupCog,
]
