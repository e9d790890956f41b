"""What was found when somebody looked whether a measure was carried out stays as it was said."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_measures_carried_out")]

    operations = [*forbid_changes("fulfilment_measurefinding")]
