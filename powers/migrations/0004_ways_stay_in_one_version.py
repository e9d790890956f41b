"""A way leads from one step to another of the same version, and none is added to a frozen one."""

from django.db import migrations

from registry.trail.append_only import forbid_adding

ELSEWHERE_OR_FROZEN = """(
    (SELECT version_id FROM powers_flownode WHERE id = NEW.source_id)
    <> (SELECT version_id FROM powers_flownode WHERE id = NEW.target_id)
    OR EXISTS (
        SELECT 1 FROM powers_flownode AS node JOIN powers_powerversion AS version
        ON version.id = node.version_id
        WHERE node.id = NEW.source_id AND version.digest IS NOT NULL
    )
)"""


class Migration(migrations.Migration):
    dependencies = [("powers", "0003_steps_and_ways_of_charts")]

    operations = [
        *forbid_adding(
            "powers_flowedge",
            column="source_id, target_id",
            frozen_sql=ELSEWHERE_OR_FROZEN,
            reads=["powers_flownode", "powers_powerversion"],
        ),
    ]
