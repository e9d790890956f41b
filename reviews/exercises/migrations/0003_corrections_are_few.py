"""What takes the place of a row is looked for beside every row: by an index of corrections alone."""

from django.db import migrations, models
from django.db.models import Q

from registry.trail.append_only import allow_touching, forbid_touching

# As in 0002: a trigger that reads the table is lifted while the table is altered.
FILES_OF_WHAT_WAS_ENTERED = {
    "column": "exercise_id",
    "frozen_sql": (
        "EXISTS (SELECT 1 FROM exercises_exercise e "
        "WHERE e.id = ROW.exercise_id AND e.entered_at IS NOT NULL)"
    ),
    "reads": ["exercises_exercise"],
}


class Migration(migrations.Migration):
    dependencies = [("exercises", "0002_what_was_entered_stays")]

    operations = [
        *allow_touching("exercises_exercisefile", **FILES_OF_WHAT_WAS_ENTERED),
        migrations.RemoveConstraint(model_name="exercise", name="exercise_corrected_once"),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(entered_at__isnull=False, corrects__isnull=False),
                name="exercise_corrected_once",
                violation_error_message="这条登记已经更正过，请在更正后的那条上再更正。",
            ),
        ),
        *forbid_touching("exercises_exercisefile", **FILES_OF_WHAT_WAS_ENTERED),
    ]
