from .award import Award
from .challenge import Challenge
from .program import Program, ProgramGrant, ProgramOwner, Site

__all__ = ["Award", "Challenge", "Program", "ProgramGrant", "ProgramOwner", "Site"]
