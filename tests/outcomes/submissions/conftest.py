"""A clerk's hand: rows typed in a test become a file that goes the whole way."""

import csv
import io

import pytest

from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive


def as_csv(header, rows):
    """CSV bytes of rows under a header (text with commas)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header.split(","))
    writer.writerows(row.split(",") if isinstance(row, str) else row for row in rows)
    return text.getvalue().encode()


@pytest.fixture
def hand_in(world):
    """Hand in a file and have it staged: hand_in(dataset, header, rows, organization=, period=, program=)."""

    def hand_in(dataset, header, rows, *, organization="alder", period="", program=None, name="file.csv"):
        content = rows if isinstance(rows, bytes) else as_csv(header, rows)
        organization = world[organization]
        submission = receive(
            by=world.person("data_coordinator", organization),
            organization=organization,
            dataset=dataset,
            period=period,
            program=program,
            name=name,
            content=content,
            in_background=False,
        )
        return stage_now(submission)

    return hand_in


@pytest.fixture
def accepted(hand_in):
    """As `hand_in`, and accepted."""

    def accepted(*args, **kwargs):
        submission = hand_in(*args, **kwargs)
        return accept(submission, by=submission.created_by)

    return accepted
