"""Bases, undertaking sections, steps and ways under a version that was handed in are neither added,
changed nor deleted.

A later migration that alters powers_powerversion or powers_flownode lifts these first
(`allow_touching`) and says them again at its end, as with the particulars.
"""

from importlib import import_module

from django.db import migrations

from registry.trail.append_only import forbid_touching

# The same as for rows of particulars.
UNDER_A_FROZEN_VERSION = {
    "column": "version_id",
    "frozen_sql": (
        "EXISTS (SELECT 1 FROM powers_powerversion AS version"
        " WHERE version.id = ROW.version_id AND version.digest IS NOT NULL)"
    ),
    "reads": ["powers_powerversion"],
}
TABLES = ("powers_powerbasis", "powers_powersection", "powers_flownode")
# What 0004 holds of a new way is held of every change; what it forbids to move stays forbidden.
WAYS = import_module("powers.migrations.0006_who_handles_a_step_and_its_part").WAYS
WAYS_TOUCHED = {**WAYS, "frozen_sql": WAYS["frozen_sql"].replace("NEW.", "ROW.")}


class Migration(migrations.Migration):
    dependencies = [("powers", "0007_who_a_power_serves")]

    operations = [
        *(
            operation
            for table in TABLES
            for operation in forbid_touching(table, **UNDER_A_FROZEN_VERSION)
        ),
        *forbid_touching("powers_flowedge", **WAYS_TOUCHED),
    ]
