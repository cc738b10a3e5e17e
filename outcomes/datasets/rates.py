"""Does a published rate follow from the counts beside it, to the last digit it prints?"""

import numpy as np

# More digits than this are a float written out; those are compared as floats.
MOST_DIGITS = 9


def check_rate(frame):
    """Find out what the rate column means from the rows themselves, and which rows disagree with that.

    A rate is what it is only against its counts: a fraction or percent, of students or of events.
    """
    if not frame.has("rate"):
        return
    usable = (
        frame["rate"].given & frame.going_in & frame["enrollment"].given & (frame["enrollment"].numbers() > 0)
    )
    usable &= frame["suspended"].given & frame["suspensions"].given
    telling = usable & (frame["suspensions"].numbers() > 0)
    if not telling.any():
        return
    meanings = [(of, scale) for of in ("suspended", "suspensions") for scale in (100, 1)]
    agreeing = {meaning: agrees(frame, *meaning) for meaning in meanings}
    of, scale = max(meanings, key=lambda meaning: (agreeing[meaning][0] & telling).sum())
    agree, half = agreeing[of, scale]
    if not (agree & telling).any():
        frame.warn("rate_disagrees", telling, "rate")
        return
    if scale == 1:
        frame.notice("rate_is_fraction", usable, "rate")
    if of == "suspensions":
        frame.notice("rate_of_events", usable, "rate")
    frame.notice("rate_rounded_half", usable & half, "rate")
    frame.warn("rate_disagrees", usable & ~agree, "rate")


def agrees(frame, of, scale):
    """Masks: the rate equals scale * count / enrollment when rounded to its own digits, whichever way an
    exact half goes; it was an exact half that half-to-even rounds the other way.
    """
    rate, below = frame["rate"], np.maximum(frame["enrollment"].numbers(), 1)
    above = frame[of].numbers() * scale
    digits = rate.taken([_digits(value) for value in rate.values], np.int64)
    short = digits <= MOST_DIGITS
    unit = 10 ** np.minimum(digits, MOST_DIGITS)
    printed = rate.taken([_as_integer(value) for value in rate.values], np.int64)
    off = 2 * (above * unit - printed * below)
    close = np.isclose(
        rate.taken([_as_float(value) for value in rate.values], np.float64), above / below, rtol=1e-9
    )
    agree = np.where(short, np.abs(off) <= below, close)
    return agree, short & (off == -below) & (printed % 2 == 1)


def _digits(value):
    return max(-value.as_tuple().exponent, 0) if value is not None else 0


def _as_integer(value):
    """The digits of a rate without the point; 0 where there are too many of them."""
    if value is None or _digits(value) > MOST_DIGITS:
        return 0
    return int(value.scaleb(_digits(value)))


def _as_float(value):
    return float(value) if value is not None else np.nan
