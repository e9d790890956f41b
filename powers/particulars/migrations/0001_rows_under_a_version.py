"""Sub-items, responsibilities, accountability and benchmarks under a version of a power."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("powers", "0005_kinds_as_rows_code_and_supervision"),
    ]

    operations = [
        migrations.CreateModel(
            name="Accountability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField(verbose_name="追责情形")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accountabilities",
                        to="powers.powerversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "追责情形",
                "verbose_name_plural": "追责情形",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="accountability_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="accountability_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("condition", models.CharField(max_length=300, verbose_name="适用情形")),
                ("kind", models.CharField(max_length=40, verbose_name="处理种类")),
                (
                    "lower",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="下限"
                    ),
                ),
                ("lower_closed", models.BooleanField(default=True, verbose_name="含下限")),
                (
                    "upper",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="上限"
                    ),
                ),
                ("upper_closed", models.BooleanField(default=False, verbose_name="含上限")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benchmarks",
                        to="powers.powerversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "裁量基准",
                "verbose_name_plural": "裁量基准",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="benchmark_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                        ),
                        name="benchmark_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lower__isnull", True),
                            ("upper__isnull", True),
                            ("lower__lt", models.F("upper")),
                            models.Q(
                                ("lower", models.F("upper")),
                                ("lower_closed", True),
                                ("upper_closed", True),
                            ),
                            _connector="OR",
                        ),
                        name="benchmark_range_holds_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lower__isnull", True), ("upper__isnull", True)),
                            models.Q(("unit", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="benchmark_range_with_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("stage", models.CharField(max_length=20, verbose_name="环节")),
                ("text", models.TextField(verbose_name="责任内容")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsibilities",
                        to="powers.powerversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任事项",
                "verbose_name_plural": "责任事项",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="responsibility_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="responsibility_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("code", models.CharField(blank=True, max_length=60, verbose_name="子项编码")),
                ("name", models.CharField(max_length=200, verbose_name="子项名称")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sub_items",
                        to="powers.powerversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "子项",
                "verbose_name_plural": "子项",
                "ordering": ["version", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "position"), name="sub_item_place_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="sub_item_named"
                    ),
                ],
            },
        ),
    ]
