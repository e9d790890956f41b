"""A version refers to a kind by its code, which stays in the same column: digests stay as they are.

With the code of a power and where its supervision is reached.
"""

import django.db.models.deletion
from django.db import migrations, models

from registry.trail.append_only import allow_adding, forbid_adding, forbid_changes

# As in 0004: what it reads is rebuilt here.
WAYS = {
    "column": "source_id, target_id",
    "frozen_sql": """(
    (SELECT version_id FROM powers_flownode WHERE id = NEW.source_id)
    <> (SELECT version_id FROM powers_flownode WHERE id = NEW.target_id)
    OR EXISTS (
        SELECT 1 FROM powers_flownode AS node JOIN powers_powerversion AS version
        ON version.id = node.version_id
        WHERE node.id = NEW.source_id AND version.digest IS NOT NULL
    )
)""",
    "reads": ["powers_flownode", "powers_powerversion"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("kinds", "0001_official_kinds_and_own_ones"),
        ("powers", "0004_ways_stay_in_one_version"),
    ]

    operations = [
        *allow_adding("powers_flowedge", **WAYS),
        migrations.AddField(
            model_name="powerversion",
            name="code",
            field=models.CharField(blank=True, max_length=60, verbose_name="职权编码"),
        ),
        migrations.AddField(
            model_name="powerversion",
            name="supervision_address",
            field=models.CharField(blank=True, max_length=120, verbose_name="监督地址"),
        ),
        migrations.AddField(
            model_name="powerversion",
            name="supervision_email",
            field=models.CharField(blank=True, max_length=120, verbose_name="监督邮箱"),
        ),
        migrations.AddField(
            model_name="powerversion",
            name="supervision_phone",
            field=models.CharField(blank=True, max_length=60, verbose_name="监督电话"),
        ),
        migrations.AlterField(
            model_name="powerversion",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                default="other",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="kinds.powerkind",
                to_field="code",
                verbose_name="职权类型",
            ),
        ),
        *forbid_changes("powers_powerversion", when_sql="OLD.digest IS NOT NULL"),
        *forbid_adding("powers_flowedge", **WAYS),
    ]
