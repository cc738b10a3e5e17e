"""The one vault: what must rest in clear text for a while rests here, encrypted.

One owner, one access rule, a destroy date, and every opening logged (DESIGN rule 4).
"""

from .vault import Destroyed, destroy, destroy_due, open_item, put

__all__ = ["Destroyed", "destroy", "destroy_due", "open_item", "put"]
