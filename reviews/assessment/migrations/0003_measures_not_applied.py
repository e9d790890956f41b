"""What counts that was found not really applied; the table, rebuilt, is guarded again."""

from django.core.validators import MaxValueValidator
from django.db import migrations, models

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_what_was_decided_stays")]

    operations = [
        migrations.AddField(
            model_name="assessmentrules",
            name="not_applied",
            field=models.PositiveSmallIntegerField(
                default=4, validators=[MaxValueValidator(100)], verbose_name="没有真正落实"
            ),
        ),
        *forbid_changes("assessment_assessmentrules"),
    ]
