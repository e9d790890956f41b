"""Questionnaires with their questions, sheets and answers."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0013_talks_and_arrival_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="标题")),
                ("intro", models.TextField(blank=True, verbose_name="开头的话")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("inside", "内部：把链接或者二维码发给同事"),
                            ("public", "面向社会：列在公开网站上"),
                        ],
                        max_length=8,
                        verbose_name="范围",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="开始日期")),
                ("closes_on", models.DateField(verbose_name="截止日期")),
                (
                    "drafted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="起草时间"
                    ),
                ),
                (
                    "switched_on_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="启用时间"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提前结束时间"),
                ),
                (
                    "results_read_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="最先查看结果的时间"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="提前结束的人",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="起草人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="提问的纪检监察机构",
                    ),
                ),
                (
                    "results_read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="最先查看结果的人",
                    ),
                ),
                (
                    "switched_on_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="启用人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="关于哪个单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "问卷",
                "verbose_name_plural": "问卷",
                "ordering": ["-opens_on", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="第几题")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one", "选一项"),
                            ("grade", "评价（很好到很差）"),
                            ("text", "写几句话"),
                        ],
                        max_length=8,
                        verbose_name="怎样回答",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="问题")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="选项")),
                ("is_required", models.BooleanField(default=False, verbose_name="必须回答")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="questionnaires.questionnaire",
                        verbose_name="问卷",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "verbose_name_plural": "问题",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="questionnaires.questionnaire",
                        verbose_name="问卷",
                    ),
                ),
            ],
            options={
                "verbose_name": "答卷",
                "verbose_name_plural": "答卷",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "chosen",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="选了第几项"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="写的话")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="questionnaires.question",
                        verbose_name="问题",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="questionnaires.sheet",
                        verbose_name="答卷",
                    ),
                ),
            ],
            options={
                "verbose_name": "回答",
                "verbose_name_plural": "回答",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="questionnaire",
            index=models.Index(
                fields=["audience", "closes_on"], name="questionnai_audienc_2d0d49_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="questionnaire_with_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_on__lte", models.F("closes_on"))),
                name="questionnaire_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("switched_on_at__isnull", True), ("switched_on_by__isnull", True)),
                    models.Q(("switched_on_at__isnull", False), ("switched_on_by__isnull", False)),
                    _connector="OR",
                ),
                name="questionnaire_switched_on_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="questionnaire_closed_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("results_read_at__isnull", True), ("results_read_by__isnull", True)),
                    models.Q(
                        ("results_read_at__isnull", False), ("results_read_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="questionnaire_results_read_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("switched_on_at__isnull", False),
                    models.Q(("closed_at__isnull", True), ("results_read_at__isnull", True)),
                    _connector="OR",
                ),
                name="questionnaire_draft_was_never_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "position"), name="question_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__lte", 20)), name="question_not_too_many"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="question_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("sheet", "question"), name="answer_once_a_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chosen__isnull", True), models.Q(("text", ""), _negated=True)),
                    models.Q(("chosen__isnull", False), ("text", "")),
                    _connector="OR",
                ),
                name="answer_is_ticked_or_written",
            ),
        ),
    ]
