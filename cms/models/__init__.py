from .directory import DirectoryPage, OrganizationPage
from .home import HomePage
from .media import Download, Picture, PictureRendition
from .news import NewsIndexPage, NewsPage
from .programs import ProgramIndexPage, ProgramPage
from .section import SectionPage

__all__ = [
    "DirectoryPage",
    "Download",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "OrganizationPage",
    "Picture",
    "PictureRendition",
    "ProgramIndexPage",
    "ProgramPage",
    "SectionPage",
]
