from .award import Award
from .challenge import Challenge
from .program import Program, ProgramGrant, ProgramOwner, Site
from .session import Session
from .target import Target

__all__ = ["Award", "Challenge", "Program", "ProgramGrant", "ProgramOwner", "Session", "Site", "Target"]
