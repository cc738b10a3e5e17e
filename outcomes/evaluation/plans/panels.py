"""From what was gathered to the panel of one outcome (see `rows` for its columns)."""

import numpy as np

from .outcomes import OUTCOMES, TOTALS


def panel_of(key, frame, terms):
    """The panel of an outcome: the gathered frame with y and days."""
    if terms.is_of_totals:
        counted, everybody = TOTALS[key]
        of = frame[everybody].astype(float)
        y = 100 * frame[counted].astype(float) / of.where(of > 0)
        return frame.assign(y=y, days=of.fillna(0.0))
    days = frame["expected"].to_numpy(float) / 100
    outcome = OUTCOMES[key]
    panel = frame.assign(y=np.where(days > 0, outcome.values(frame), np.nan), days=days)
    if outcome.behind:
        panel["behind"] = np.where(days > 0, OUTCOMES[outcome.behind].values(frame), np.nan)
    return panel
