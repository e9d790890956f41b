"""A power may be handed down to several units below, each of which answers for itself."""

import django.db.models.deletion
from django.db import migrations, models

from registry.trail.append_only import forbid_adding, forbid_touching

HANDED_IN = """EXISTS (
    SELECT 1 FROM clearing_declaration AS declared
    WHERE declared.id = NEW.declaration_id AND declared.handed_in_at IS NOT NULL
)"""
NAMED_IN_ONE = """EXISTS (
    SELECT 1 FROM clearing_declaredpower AS named
    JOIN clearing_declaration AS declared ON declared.id = named.declaration_id
    WHERE named.id = ROW.row_id AND declared.handed_in_at IS NOT NULL
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("clearing", "0002_what_was_declared_stays"),
        ("kinds", "0001_official_kinds_and_own_ones"),
        ("organisation", "0013_talks_and_arrival_days"),
        ("powers", "0008_lists_of_a_frozen_version_stay"),
        ("risks", "0022_grade_in_notices_of_arrival"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivingUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "接收单位",
                "verbose_name_plural": "接收单位",
                "ordering": ["unit__path"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="declaredpower",
            name="declared_to_whom",
        ),
        migrations.AddField(
            model_name="declaredpower",
            name="to_several",
            field=models.BooleanField(default=False, verbose_name="交给几个所属单位"),
        ),
        migrations.AddConstraint(
            model_name="declaredpower",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("disposition", "hand_down"),
                        models.Q(
                            models.Q(
                                ("to_all", True),
                                ("to_several", False),
                                ("to_unit__isnull", True),
                                ("to_section__isnull", True),
                                ("to_other", ""),
                            ),
                            models.Q(
                                ("to_all", False),
                                ("to_several", True),
                                ("to_unit__isnull", True),
                                ("to_section__isnull", True),
                                ("to_other", ""),
                            ),
                            models.Q(
                                ("to_all", False),
                                ("to_several", False),
                                ("to_unit__isnull", False),
                                ("to_section__isnull", True),
                                ("to_other", ""),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("disposition", "transfer"),
                        models.Q(
                            models.Q(
                                ("to_all", False),
                                ("to_several", False),
                                ("to_unit__isnull", False),
                                ("to_section__isnull", True),
                                ("to_other", ""),
                            ),
                            models.Q(
                                ("to_all", False),
                                ("to_several", False),
                                ("to_unit__isnull", True),
                                ("to_section__isnull", False),
                                ("to_other", ""),
                            ),
                            models.Q(
                                ("to_all", False),
                                ("to_several", False),
                                ("to_unit__isnull", True),
                                ("to_section__isnull", True),
                                models.Q(("to_other", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("disposition__in", ["hand_down", "transfer"]), _negated=True),
                        ("to_all", False),
                        ("to_several", False),
                        ("to_unit__isnull", True),
                        ("to_section__isnull", True),
                        ("to_other", ""),
                    ),
                    _connector="OR",
                ),
                name="declared_to_whom",
                violation_error_message="下放要写明下级单位，转移要写明一个接收单位或者科室。",
            ),
        ),
        migrations.AddField(
            model_name="receivingunit",
            name="row",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="receiving",
                to="clearing.declaredpower",
                verbose_name="职权",
            ),
        ),
        migrations.AddField(
            model_name="receivingunit",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
                verbose_name="接收单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivingunit",
            constraint=models.UniqueConstraint(
                fields=("row", "unit"), name="receiving_once_of_unit"
            ),
        ),
        # The table was rebuilt on SQLite: what stood on it is said again.
        *forbid_adding(
            "clearing_declaredpower",
            column="declaration_id",
            frozen_sql=HANDED_IN,
            reads=["clearing_declaration"],
        ),
        *forbid_touching(
            "clearing_receivingunit",
            column="row_id",
            frozen_sql=NAMED_IN_ONE,
            reads=["clearing_declaredpower", "clearing_declaration"],
        ),
    ]
