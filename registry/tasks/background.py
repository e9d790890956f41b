"""The clock of tasks as a duty that comes round."""

from datetime import time

from registry.jobs import moment
from registry.jobs.schedule import duty

from .clock import tick


@duty("tasks.tick", label="开启和提醒任务", daily_at=time(7, 0))
def tick_tasks():
    return str(tick(moment.today()))
