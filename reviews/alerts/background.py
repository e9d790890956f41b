"""What comes round: reminding of alerts that nobody has read or answered."""

from datetime import time

from registry.jobs import moment
from registry.jobs.schedule import duty

from .reminding import remind


@duty("alerts.remind", label="提醒还没有看的风险提示", daily_at=time(8, 30))
def remind_of_alerts():
    remind(moment.today())
