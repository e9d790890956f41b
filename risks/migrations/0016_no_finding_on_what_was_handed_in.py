"""No finding comes to a line of a revision that was handed in (ADR 0012)."""

from django.db import migrations

from registry.trail.append_only import forbid_adding

HANDED_IN = """EXISTS (
    SELECT 1 FROM risks_pointline AS line JOIN papers_revision AS revision
    ON revision.id = line.revision_id
    WHERE line.id = NEW.line_id AND revision.submitted_at IS NOT NULL
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0006_files_of_the_filler"),
        ("risks", "0015_same_duty_of_two_holders"),
    ]

    operations = [
        *forbid_adding(
            "risks_finding",
            column="line_id",
            frozen_sql=HANDED_IN,
            reads=["papers_revision", "risks_pointline"],
        ),
    ]
