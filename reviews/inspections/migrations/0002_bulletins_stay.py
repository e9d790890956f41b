"""An inspection that was told of stays as it is; of its points only what was mended is added.

A later migration that alters inspections_inspection lifts the trigger that reads it first
(`allow_adding`) and says all of them again at its end.
"""

from django.db import migrations

from registry.trail.append_only import forbid_adding, forbid_changes


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_inspections")]

    operations = [
        *forbid_changes("inspections_inspection", when_sql="OLD.issued_at IS NOT NULL"),
        *forbid_adding(
            "inspections_inspectedpoint",
            column="inspection_id",
            frozen_sql=(
                "EXISTS (SELECT 1 FROM inspections_inspection AS told"
                " WHERE told.id = NEW.inspection_id AND told.issued_at IS NOT NULL)"
            ),
            reads=["inspections_inspection"],
        ),
        *forbid_changes("inspections_inspectedpoint", when_sql="OLD.mended_at IS NOT NULL"),
    ]
