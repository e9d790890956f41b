"""The daily reminders of acts, to those whom they concern."""

from datetime import time

from registry.jobs import moment
from registry.jobs.schedule import duty

from . import waiting


@duty("disposal.remind", label="提醒待办的文书", daily_at=time(7, 40))
def remind_of_acts():
    waiting.remind(moment.today())
