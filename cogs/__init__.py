"""Every feature there is, in the order people are shown them. Adding one: a file here, a line below."""

from bot.chat import Cog
from cogs.after import AfterCog
from cogs.announce import AnnounceCog
from cogs.ask import AskCog
from cogs.attendance import AttendanceCog
from cogs.before import BeforeCog
from cogs.buddy import BuddyCog
from cogs.coffee import CoffeeCog
from cogs.events import EventsCog
from cogs.goals import GoalsCog
from cogs.introduce import HelloCog, IntroduceCog, TwoCog
from cogs.letters import LettersCog
from cogs.meetups import MeetupCog
from cogs.mentor import MentorCog, MentorDeskCog, MentoringCog, RoundCog
from cogs.my import MyCog
from cogs.organise import OrganiseCog
from cogs.outside import OutsideCog
from cogs.paper import PaperCog, PrintCog
from cogs.safety import SafetyCog
from cogs.setup import SetupCog
from cogs.shadow import ShadowCog, ShadowRoundCog, VisitCog
from cogs.wallflower import WallflowerCog

COGS: list[type[Cog]] = [
    *(WallflowerCog, MeetupCog, BeforeCog, AttendanceCog, AfterCog, EventsCog, AnnounceCog, OrganiseCog, MyCog, GoalsCog),
    *(IntroduceCog, HelloCog, TwoCog, BuddyCog, LettersCog, AskCog, CoffeeCog),
    *(MentorCog, MentoringCog, MentorDeskCog, RoundCog),
    *(ShadowCog, VisitCog, ShadowRoundCog),
    *(SafetyCog, SetupCog, OutsideCog, PaperCog, PrintCog),
]
