"""Comparison students who enroll later themselves: those who stay speak for them, by weights.

Dropping a comparison student from the period of entry on would keep those who were doing well (who had a bad
year was enrolled), and make every program look harmful. So in each period the students still in the
comparison carry the inverse of the share that stayed, among students with the same outcome in the period
before (Robins's inverse probability of censoring weights).
"""

import numpy as np

BINS = 20
# Where nearly everybody enrolls nobody is left to speak for them: no student may count more than this often.
LARGEST_WEIGHT = 10.0


def staying_weights(values, entry, eligible, group, period):
    """Weight of each student as comparison of `group` in `period` (places of periods); 0 once enrolled.

    values: students x periods, NaN where missing; entry: place of the first served period, inf if never;
    eligible: students that could be compared with the group at its entry.
    """
    weights = (eligible & (entry > period)).astype(float)
    for step in range(group + 1, period + 1):
        risk = np.flatnonzero(eligible & (entry >= step) & np.isfinite(values[:, step - 1]))
        leaving = entry[risk] == step
        if not leaving.any():
            continue
        before = values[risk, step - 1]
        bins = np.searchsorted(np.unique(np.quantile(before, np.arange(1, BINS) / BINS)), before)
        stayed = 1 - np.bincount(bins, leaving) / np.maximum(np.bincount(bins), 1)
        weights[risk] /= np.maximum(stayed[bins], 1 / LARGEST_WEIGHT)
    return np.minimum(weights, LARGEST_WEIGHT)
