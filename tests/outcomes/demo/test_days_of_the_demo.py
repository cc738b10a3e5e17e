"""Attendance and discipline of the demonstration: possible, plausible, and consistent with each other."""

from collections import defaultdict

import numpy as np

from outcomes.demo.discipline import EXPULSION, IN, OUT


def test_a_school_year_has_180_days_in_ten_months(history):
    for year in history.years:
        days = year.all_days
        assert len(days) == 180 and len(year.months) == 10
        assert all(day.weekday() < 5 for day in days.tolist())
        assert (np.diff(days).astype(int) > 0).all()


def test_the_challenge_begins_and_ends_on_school_days(history):
    for challenge in history.catalog.challenges:
        year = history.years[challenge.starts.year - 2024]
        assert np.datetime64(challenge.starts) == year.days[year.months.index(f"{challenge.starts:%Y-%m}")][0]
        assert np.datetime64(challenge.ends) == year.last_day


def test_nobody_misses_more_days_than_were_expected(history):
    attendance = history.attendance
    assert (attendance.absent_halves() <= 2 * attendance.expected).all()
    assert (attendance.in_halves <= 2 * attendance.expected).all()
    for days in (attendance.excused, attendance.unexcused, attendance.out_halves, attendance.in_halves):
        assert (days >= 0).all()
    assert attendance.expected.max() <= 23


def test_days_are_expected_from_entry_to_exit_only(history):
    enrollments = history.enrollments
    for number, year in enumerate(history.years):
        stays = enrollments.in_year(number)
        starts, stops = year.enrolled_days(enrollments.entry[stays], enrollments.exit[stays])
        assert (history.attendance.expected[stays] == stops - starts).all()


def test_levels_are_those_of_a_county_after_a_hard_time(history, rate):
    for year in range(3):
        rates = rate(year)
        rates = rates[~np.isnan(rates)]
        assert 92.5 < rates.mean() < 95
        assert 0.15 < (rates <= 90).mean() < 0.25
        events = history.discipline
        suspended = events.stay[
            (events.action != EXPULSION) & (history.enrollments.year[events.stay] == year)
        ]
        share = len(np.unique(history.enrollments.student[suspended])) / len(rates)
        assert 0.03 < share < 0.055


def test_about_half_of_a_bad_year_passes(rate):
    first, second = rate(0), rate(1)
    both = ~np.isnan(first) & ~np.isnan(second)
    assert 0.4 < np.corrcoef(first[both], second[both])[0, 1] < 0.65


def test_schools_differ(history):
    attendance, enrollments = history.attendance, history.enrollments
    expected = np.bincount(enrollments.school, attendance.expected.sum(axis=1), minlength=60)
    absent = np.bincount(enrollments.school, attendance.absent_halves().sum(axis=1) / 2, minlength=60)
    rates = 100 - 100 * absent / expected
    assert rates.max() - rates.min() > 3


def test_suspension_days_of_events_and_of_attendance_agree(history):
    """Recounted the slow way: every event's half days, month by month."""
    enrollments, events = history.enrollments, history.discipline
    told = {OUT: defaultdict(int), IN: defaultdict(int)}
    for stay, day, action, halves in zip(
        events.stay.tolist(),
        events.date.tolist(),
        events.action.tolist(),
        events.halves.tolist(),
        strict=True,
    ):
        year = history.years[enrollments.year[stay]]
        month = year.months.index(f"{day:%Y-%m}")
        assert np.datetime64(day) in year.days[month]
        assert np.datetime64(day) >= enrollments.entry[stay]
        if action == EXPULSION:
            assert halves == 0
            assert enrollments.exit[stay] == np.datetime64(day)
        else:
            told[action][stay, month] += halves
    for action, days in ((OUT, history.attendance.out_halves), (IN, history.attendance.in_halves)):
        recounted = {
            (int(stay), int(month)): int(days[stay, month])
            for stay, month in zip(*days.nonzero(), strict=True)
        }
        assert recounted == told[action]


def test_half_days_and_expulsions_occur(history):
    events = history.discipline
    assert (events.halves % 2 == 1).any()
    assert 20 < (events.action == EXPULSION).sum() < 120
