"""Correction notices of what was published; the database keeps them as they were said."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_reorganisations"),
        ("reviews", "0013_missives_from_the_public"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=80, unique=True, verbose_name="编号")),
                (
                    "position",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="第几条"),
                ),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="栏目")),
                ("wrong", models.CharField(max_length=500, verbose_name="有误的内容")),
                ("right", models.CharField(max_length=500, verbose_name="更正为")),
                ("digest", models.CharField(max_length=64, verbose_name="校验码")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="公告时间"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="公告人",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="reviews.publication",
                        verbose_name="公开件",
                    ),
                ),
            ],
            options={
                "verbose_name": "更正公告",
                "verbose_name_plural": "更正公告",
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["-at"], name="correction_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wrong", ""), _negated=True),
                            models.Q(("right", ""), _negated=True),
                            models.Q(("wrong", models.F("right")), _negated=True),
                        ),
                        name="correction_says_what_and_what_instead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("field", ""), ("position__isnull", False), _connector="OR"
                        ),
                        name="correction_column_of_a_row",
                    ),
                ],
            },
        ),
        *forbid_changes("reviews_correction"),
    ]
