"""Measures that are due become tasks each morning, before the clock of tasks speaks."""

from datetime import time

from registry.jobs import moment
from registry.jobs.schedule import duty

from . import opening


@duty("fulfilment.open", label="开启措施落实任务", daily_at=time(6, 40))
def open_measures():
    return f"开启 {opening.open_due(moment.today())} 项"
