from .load import PASSWORD, load, sign_ins

__all__ = ["PASSWORD", "load", "sign_ins"]
