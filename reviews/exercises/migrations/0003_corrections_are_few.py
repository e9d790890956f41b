"""What takes the place of a row is looked for beside every row: by an index of corrections alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("exercises", "0002_what_was_entered_stays")]

    operations = [
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
    ]
