"""The shipped duty of the yearly commitment goes: commitments ask and remind by themselves.

A unit that had the duty switched on has it switched off, and what is still open of it is waived:
whoever has not signed is asked once, by the commitments. What was done stays.
"""

from django.db import migrations
from django.utils import timezone

CODE = "commitment"
WHY = "改由“廉政承诺”签署和提醒，不再另外办理"
FACTS = {
    "code": CODE,
    "name": "廉政公开承诺",
    "whom": "everybody",
    "every": "year",
    "month": 3,
    "day": 1,
    "working_days": 20,
    "material": "本人签名的承诺书",
    "remind_days": [30, 7, 1],
    "escalates_after": 5,
}


def stop(apps, schema_editor):
    rules, tasks = apps.get_model("tasks", "TaskRule"), apps.get_model("tasks", "Task")
    rules.objects.filter(unit=None, code=CODE).delete()
    rules.objects.filter(code=CODE).update(is_on=False)
    unsettled = tasks.objects.filter(done_at__isnull=True, waived_at__isnull=True)
    doubled = unsettled.filter(key__startswith=f"recurring:{CODE}:")
    doubled.update(waived_at=timezone.now(), waived_why=WHY)


def ship_again(apps, schema_editor):
    apps.get_model("tasks", "TaskRule").objects.create(unit=None, **FACTS)


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0002_what_was_signed_stays"),
        ("tasks", "0004_addresses_of_calendars"),
    ]
    operations = [migrations.RunPython(stop, ship_again)]
