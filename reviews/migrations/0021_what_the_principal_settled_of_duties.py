import django.db.models.deletion
from django.db import migrations, models

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("powers", "0004_ways_stay_in_one_version"),
        ("reviews", "0020_mistakes_in_lists"),
        ("risks", "0016_no_finding_on_what_was_handed_in"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="settledrow",
            name="settled_row_exactly_one_row",
        ),
        migrations.AddField(
            model_name="settledrow",
            name="duty_line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="risks.dutyline",
            ),
        ),
        migrations.AddField(
            model_name="settledrow",
            name="duty_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="risks.dutyversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="settledrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("duty_line__isnull", False),
                        ("duty_version__isnull", False),
                        ("point_line__isnull", True),
                        ("point_version__isnull", True),
                        ("power_line__isnull", True),
                        ("power_version__isnull", True),
                    ),
                    models.Q(
                        ("duty_line__isnull", True),
                        ("duty_version__isnull", True),
                        ("point_line__isnull", False),
                        ("point_version__isnull", False),
                        ("power_line__isnull", True),
                        ("power_version__isnull", True),
                    ),
                    models.Q(
                        ("duty_line__isnull", True),
                        ("duty_version__isnull", True),
                        ("point_line__isnull", True),
                        ("point_version__isnull", True),
                        ("power_line__isnull", False),
                        ("power_version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="settled_row_exactly_one_row",
            ),
        ),
        *forbid_changes("reviews_settledrow"),
    ]
