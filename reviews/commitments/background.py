"""The daily reminder of commitments that nobody has signed yet."""

from datetime import time

from registry.jobs import moment
from registry.jobs.schedule import duty

from . import signing


@duty("commitments.remind", label="提醒签署廉政承诺", daily_at=time(8, 25))
def remind_of_commitments():
    signing.remind_by_the_clock(moment.today())
