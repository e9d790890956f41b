"""What was handed in and found stays as it was said; the shipped duty 自查 and what units made of it
open self-checks from now on. Tasks that are open already are done as they were begun.
"""

from django.db import migrations

from registry.trail.append_only import forbid_changes

CODE, USUAL, OWN = "self-check", "recurring", "self-check"


def give_pages(apps, schema_editor):
    rules = apps.get_model("tasks", "TaskRule").objects
    rules.filter(code=CODE, kind=USUAL).update(kind=OWN)


def take_pages(apps, schema_editor):
    rules = apps.get_model("tasks", "TaskRule").objects
    rules.filter(code=CODE, kind=OWN).update(kind=USUAL)


class Migration(migrations.Migration):
    dependencies = [("self_checks", "0001_self_checks"), ("tasks", "0003_duties_that_are_shipped")]

    operations = [
        migrations.RunPython(give_pages, take_pages),
        *forbid_changes("self_checks_selfcheckanswer"),
        *forbid_changes("self_checks_selfcheckfinding"),
    ]
