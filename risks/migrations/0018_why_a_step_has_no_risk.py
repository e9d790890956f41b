"""Why a step has no risk, as it was said; a measure with what is raised for a post."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0011_measures_after_publicity"),
        ("trail", "0002_entries_never_change"),
        ("powers", "0006_who_handles_a_step_and_its_part"),
        ("risks", "0017_measures_cite_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="suggestion",
            name="measure",
            field=models.TextField(blank=True, verbose_name="建议的措施"),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="measure_kind",
            field=models.CharField(
                choices=[
                    ("separation", "分权防控"),
                    ("procedure", "程序防控"),
                    ("openness", "公开防控"),
                    ("technology", "科技防控"),
                    ("institution", "制度防控"),
                    ("ethics", "道德防控"),
                ],
                default="procedure",
                max_length=12,
                verbose_name="措施种类",
            ),
        ),
        migrations.CreateModel(
            name="NoRisk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="说明时间"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="说明人",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="no_risks",
                        to="powers.flownode",
                        verbose_name="环节",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="risks.norisk",
                        verbose_name="收回",
                    ),
                ),
            ],
            options={
                "verbose_name": "无风险说明",
                "verbose_name_plural": "无风险说明",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="no_risk_with_reason",
                        violation_error_message="请写一句理由。",
                    )
                ],
            },
        ),
        *forbid_changes("risks_norisk"),
    ]
