"""Which post of the unit handles a step, and on which side of a split (分权) it stands."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from registry.trail.append_only import allow_adding, forbid_adding

WAYS = {
    "column": "source_id, target_id",
    "frozen_sql": import_module(
        "powers.migrations.0004_ways_stay_in_one_version"
    ).ELSEWHERE_OR_FROZEN,
    "reads": ["powers_flownode", "powers_powerversion"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0011_measures_after_publicity"),
        ("powers", "0005_kinds_as_rows_code_and_supervision"),
    ]

    operations = [
        *allow_adding("powers_flowedge", **WAYS),
        migrations.AddField(
            model_name="flownode",
            name="part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("decision", "决策"),
                    ("execution", "执行"),
                    ("supervision", "监督"),
                    ("works_investment", "投资"),
                    ("works_construction", "建设"),
                    ("works_control", "监管"),
                    ("works_use", "使用"),
                    ("trade_charge", "主管"),
                    ("trade_handling", "办理"),
                    ("trade_review", "评审"),
                    ("trade_supervision", "监督"),
                    ("purchase_control", "管理"),
                    ("purchase_execution", "采购"),
                    ("case_inquiry", "调查"),
                    ("case_decision", "决定"),
                    ("case_execution", "执行"),
                    ("funds_review", "评审"),
                    ("funds_decision", "决定"),
                    ("funds_evaluation", "绩效评估"),
                    ("experts_review", "评审"),
                    ("experts_ruling", "裁决"),
                    ("experts_keeping", "管理"),
                    ("experts_use", "使用"),
                ],
                max_length=20,
                verbose_name="分权",
            ),
        ),
        migrations.AddField(
            model_name="flownode",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="flow_nodes",
                to="organisation.post",
                verbose_name="对应岗位",
            ),
        ),
        *forbid_adding("powers_flowedge", **WAYS),
    ]
