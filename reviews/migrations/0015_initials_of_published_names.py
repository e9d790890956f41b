"""Names in publications are found by the initials of their pinyin, those published before too."""

from django.db import migrations, models

from registry.search import initials_text
from registry.trail.append_only import ForbidChanges, forbid_changes

TABLE = "reviews_publicationrow"
NAMES = ("name", "power", "unit", "exercising_body")
BATCH = 500


def allow_for_now(apps, schema_editor):
    """The column is new and in no digest: what was published stays as it is."""
    ForbidChanges(TABLE).database_backwards("reviews", schema_editor, None, None)


def write_initials(apps, schema_editor):
    rows = apps.get_model("reviews", "PublicationRow").objects
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = list(rows.only("pk", "content").filter(pk__in=keys[start : start + BATCH]))
        for row in found:
            row.initials = initials_text(*names_in(row.content))
        rows.bulk_update(found, ["initials"])


def names_in(content):
    return [content[key] for key in NAMES if isinstance(content.get(key), str)]


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0014_correction_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicationrow",
            name="initials",
            field=models.TextField(blank=True, default="", verbose_name="拼音首字母"),
        ),
        migrations.RunPython(allow_for_now, migrations.RunPython.noop),
        migrations.RunPython(write_initials, migrations.RunPython.noop),
        *forbid_changes(TABLE),
    ]
