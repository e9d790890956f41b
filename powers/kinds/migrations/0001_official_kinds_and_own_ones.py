"""Kinds of powers as rows, with the official ones: versions refer to their codes next."""

import django.db.models.deletion
from django.db import migrations, models

# As they stood on the day of this migration; `powers.kinds.shipped` keeps those of today.
OFFICIAL = (
    ("permission", "行政许可", "external"),
    ("penalty", "行政处罚", "external"),
    ("coercion", "行政强制", "external"),
    ("levy", "行政征收", "external"),
    ("payment", "行政给付", "both"),
    ("inspection", "行政检查", "both"),
    ("confirmation", "行政确认", "both"),
    ("reward", "行政奖励", "both"),
    ("adjudication", "行政裁决", "external"),
    ("other", "其他职权", "both"),
    ("service", "公共服务", "external"),
    ("forwarding", "审核转报", "external"),
)


def enter(apps, schema_editor):
    kinds = apps.get_model("kinds", "PowerKind").objects.using(schema_editor.connection.alias)
    kinds.bulk_create(
        kinds.model(code=code, name=name, applies=applies, order=order)
        for order, (code, name, applies) in enumerate(OFFICIAL, start=1)
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0011_measures_after_publicity"),
    ]

    operations = [
        migrations.CreateModel(
            name="PowerKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "applies",
                    models.CharField(
                        choices=[
                            ("external", "外部职权"),
                            ("internal", "内部职权"),
                            ("both", "外部、内部都可用"),
                        ],
                        default="both",
                        max_length=10,
                        verbose_name="适用范围",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                ("offered", models.BooleanField(default=True, verbose_name="使用中")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="power_kinds",
                        to="organisation.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "职权类型",
                "verbose_name_plural": "职权类型",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name"), name="power_kind_once_per_unit"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("name",),
                        name="power_kind_once_official",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="power_kind_named"
                    ),
                ],
            },
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
