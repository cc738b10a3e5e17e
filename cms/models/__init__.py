from .change import PublicChange
from .directory import DirectoryPage, OrganizationPage
from .events import Event, Registration
from .home import HomePage
from .knock import Knock
from .listening import Commitment, FollowUp, Question
from .media import Download, Picture, PictureRendition
from .news import NewsIndexPage, NewsPage
from .policies import FeedbackWays, Policy
from .profession import Opening, Training
from .programs import ProgramIndexPage, ProgramPage
from .section import SectionPage
from .updates import ComposerDraft, Entry, Fact, Subscription, Update
from .upkeep import BrokenLink, Chore
from .ways import WayIndexPage, WayPage

__all__ = [
    "BrokenLink",
    "Commitment",
    "ComposerDraft",
    "DirectoryPage",
    "Download",
    "Entry",
    "Event",
    "Fact",
    "FeedbackWays",
    "FollowUp",
    "HomePage",
    "Knock",
    "NewsIndexPage",
    "NewsPage",
    "Opening",
    "OrganizationPage",
    "Picture",
    "PictureRendition",
    "Policy",
    "ProgramIndexPage",
    "ProgramPage",
    "PublicChange",
    "Question",
    "Registration",
    "Chore",
    "SectionPage",
    "Subscription",
    "Training",
    "Update",
    "WayIndexPage",
    "WayPage",
]
