"""A round that only adds measures names the round that was shown (ADR 0031).

The column may be empty and has no default, so that SQLite does not rebuild the table of revisions.
"""

import django.db.models.deletion
from django.db import migrations, models

from registry.trail.append_only import allow_adding, forbid_adding

# As in risks.0016.
NO_FINDING_ON_WHAT_WAS_HANDED_IN = {
    "column": "line_id",
    "frozen_sql": """EXISTS (
    SELECT 1 FROM risks_pointline AS line JOIN papers_revision AS revision
    ON revision.id = line.revision_id
    WHERE line.id = NEW.line_id AND revision.submitted_at IS NOT NULL
)""",
    "reads": ["papers_revision", "risks_pointline"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0006_files_of_the_filler"),
        ("risks", "0016_no_finding_on_what_was_handed_in"),
    ]

    operations = [
        *allow_adding("risks_finding", **NO_FINDING_ON_WHAT_WAS_HANDED_IN),
        migrations.AddField(
            model_name="revision",
            name="adds_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="papers.revision",
                verbose_name="在哪一稿上补措施",
            ),
        ),
        *forbid_adding("risks_finding", **NO_FINDING_ON_WHAT_WAS_HANDED_IN),
    ]
