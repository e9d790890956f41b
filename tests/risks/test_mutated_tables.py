"""Damaged files: read or refused, never a crash; the long run is `tests.samples.mutating`."""

import pytest

from tests.samples.mutating import main

SECONDS = 5  # of work: another test may have the machine meanwhile


@pytest.mark.walk
def test_mutated_files_are_read_or_refused():
    outcome = main(120)
    assert outcome.read + outcome.refused == 120
    assert outcome.read > 0  # control: not everything is refused
    assert outcome.refused > 0
    assert outcome.work < SECONDS
