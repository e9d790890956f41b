"""What was found and answered stays as it was handed in: `frozen_at` and the triggers behind it."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from registry.trail.append_only import forbid_changes


def freeze_what_was_handed_in(apps, schema_editor):
    Finding = apps.get_model("risks", "Finding")
    PointLine = apps.get_model("risks", "PointLine")
    line = PointLine.objects.filter(pk=OuterRef("line"))
    Finding.objects.filter(line__revision__submitted_at__isnull=False).update(
        frozen_at=Subquery(line.values("revision__submitted_at")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0006_files_of_the_filler"),
        ("trail", "0002_entries_never_change"),
        ("risks", "0012_enclosures"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="frozen_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="固定时间"
            ),
        ),
        migrations.RunPython(freeze_what_was_handed_in, migrations.RunPython.noop),
        *forbid_changes("risks_finding", when_sql="OLD.frozen_at IS NOT NULL"),
    ]
