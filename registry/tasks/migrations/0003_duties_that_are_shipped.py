"""Duties that recur in real offices, off until an office switches them on for its unit."""

from django.db import migrations

OFTEN = {"remind_days": [7, 1], "escalates_after": 3}
SELDOM = {"remind_days": [30, 7, 1], "escalates_after": 5}
SHIPPED = [
    {
        "code": "monthly-report",
        "name": "廉政风险防控工作月报",
        "whom": "prevention_office",
        "every": "month",
        "day": 16,
        "due_day": 26,
        "material": "本月防控工作情况，一页以内",
        **OFTEN,
    },
    {
        "code": "self-check",
        "name": "廉政风险防控自查",
        "whom": "everybody",
        "every": "half_year",
        "month": 5,
        "day": 15,
        "working_days": 15,
        "material": "逐条对照本岗位风险点和防控措施，写明做到、部分做到或没有做到",
        **SELDOM,
    },
    {
        "code": "commitment",
        "name": "廉政公开承诺",
        "whom": "everybody",
        "every": "year",
        "month": 3,
        "day": 1,
        "working_days": 20,
        "material": "本人签名的承诺书",
        **SELDOM,
    },
    {
        "code": "leaders-report",
        "name": "分管领导履责情况季报",
        "whom": "supervising_leader",
        "every": "quarter",
        "month": 3,
        "day": 10,
        "due_day": 25,
        "material": "分管科室的风险防控、谈话和整改情况",
        **OFTEN,
    },
    {
        "code": "group-report",
        "name": "领导班子防控工作半年报告",
        "whom": "leading_group",
        "every": "half_year",
        "month": 6,
        "day": 1,
        "working_days": 15,
        "material": "领导班子集体研究过的半年工作报告",
        **SELDOM,
    },
]


def ship(apps, schema_editor):
    rules = apps.get_model("tasks", "TaskRule").objects
    for facts in SHIPPED:
        rules.create(unit=None, **facts)


def take_back(apps, schema_editor):
    apps.get_model("tasks", "TaskRule").objects.filter(unit=None).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_duties_that_recur")]
    operations = [migrations.RunPython(ship, take_back)]
