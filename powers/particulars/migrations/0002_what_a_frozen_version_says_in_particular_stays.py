"""Rows of particulars under a version that was handed in are neither added, changed nor deleted.

A later migration that alters powers_powerversion lifts them first (`allow_touching`) and says them
again at its end, as with the ways of charts.
"""

from django.db import migrations

from registry.trail.append_only import forbid_touching

UNDER_A_FROZEN_VERSION = {
    "column": "version_id",
    "frozen_sql": (
        "EXISTS (SELECT 1 FROM powers_powerversion AS version"
        " WHERE version.id = ROW.version_id AND version.digest IS NOT NULL)"
    ),
    "reads": ["powers_powerversion"],
}
TABLES = (
    "particulars_subitem",
    "particulars_responsibility",
    "particulars_accountability",
    "particulars_benchmark",
)


class Migration(migrations.Migration):
    dependencies = [
        ("particulars", "0001_rows_under_a_version"),
        ("powers", "0007_who_a_power_serves"),
    ]

    operations = [
        operation
        for table in TABLES
        for operation in forbid_touching(table, **UNDER_A_FROZEN_VERSION)
    ]
