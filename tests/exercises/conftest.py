import pytest
import time_machine


@pytest.fixture
def time_machine_to():
    """Time goes on from another moment."""
    travels = []

    def go(moment):
        travel = time_machine.travel(moment, tick=True)
        travel.start()
        travels.append(travel)

    yield go
    for travel in reversed(travels):
        travel.stop()
