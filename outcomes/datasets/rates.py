"""Does a published rate follow from the counts beside it, to the last digit it prints?"""

import numpy as np

# More digits than this are a float written out; those are compared as floats.
MOST_DIGITS = 9
# So many rates in a row end with a zero by chance once in ten thousand millions.
ENOUGH_TO_TELL_PADDING = 10


def check_rate(frame, topic):
    """Find out what a topic's rate column means from the rows themselves, and which rows disagree with that.

    A rate is what it is only against its counts: a fraction or percent, of students or of events.
    """
    if not frame.has(topic.rate):
        return
    if not frame.has(topic.whole):
        return _check_rate_alone(frame, topic)
    rate, whole = frame[topic.rate], frame[topic.whole]
    of_what = [name for name in (topic.students, topic.events) if frame.has(name)]
    usable = rate.given & frame.going_in & whole.given & (whole.numbers() > 0)
    for name in of_what:
        usable &= frame[name].given
    telling = usable & (frame[of_what[-1]].numbers() > 0) if of_what else usable & False
    if not telling.any():
        return
    padded = _padded(rate, telling)
    meanings = [(of, scale) for of in of_what for scale in (100, 1)]
    agreeing = {meaning: agrees(rate, whole, frame[meaning[0]], meaning[1], padded) for meaning in meanings}
    of, scale = max(meanings, key=lambda meaning: (agreeing[meaning][0] & telling).sum())
    agree, half = agreeing[of, scale]
    if not (agree & telling).any():
        frame.warn("rate_disagrees", telling, topic.rate)
        return
    if scale == 1:
        frame.notice("rate_is_fraction", usable, topic.rate)
    if of == topic.events:
        frame.notice("rate_of_events", usable, topic.rate)
    frame.notice("rate_padded", usable & padded, topic.rate)
    frame.notice("rate_rounded_half", usable & half, topic.rate)
    frame.warn("rate_disagrees", usable & ~agree, topic.rate)


def _check_rate_alone(frame, topic):
    """Without the number of students of whom, a rate can only be believed; no rate is not zero, and zero is."""
    rate, students = frame[topic.rate], frame[topic.students]
    positive = rate.given & (rate.taken([_as_float(value) for value in rate.values], np.float64) > 0)
    frame.warn(
        "rate_disagrees", positive & students.given & (students.numbers() == 0) & frame.going_in, topic.rate
    )
    frame.notice("rate_alone", rate.given & frame.going_in, topic.rate)


def _padded(rate, telling):
    """Mask of the rates that end with a zero more than was computed: 0.60 for 0.571. One that does not tells
    that the others were computed so.
    """
    digits = rate.taken([_digits(value) for value in rate.values], np.int64)
    last = rate.taken([_as_integer(value) % 10 for value in rate.values], np.int64)
    long = (digits > 1) & (digits <= MOST_DIGITS)
    told = long & telling
    return (
        long if told.sum() >= ENOUGH_TO_TELL_PADDING and not last[told].any() else np.zeros(len(long), bool)
    )


def agrees(rate, whole, part, scale, padded=0):
    """Masks: the rate equals scale * part / whole when rounded to its own digits (one fewer where
    `padded`, a mask), whichever way an exact half goes; it was an exact half that half-to-even rounds the other way.
    """
    below, above = np.maximum(whole.numbers(), 1), part.numbers() * scale
    digits = rate.taken([_digits(value) for value in rate.values], np.int64)
    short = digits <= MOST_DIGITS
    printed = rate.taken([_as_integer(value) for value in rate.values], np.int64)
    digits, printed = digits - padded, np.where(padded, printed // 10, printed)
    unit = 10 ** np.clip(digits, 0, MOST_DIGITS)
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
