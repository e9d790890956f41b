"""An activity that was recorded or called off stays as it is, and what hangs on it with it; a note
is only added.

A later migration that alters activities_activity lifts the triggers that read it first
(`allow_touching`) and says all of them again at its end.
"""

from django.db import migrations

from registry.trail.append_only import forbid_changes, forbid_touching

UNDER_A_RECORD = {
    "column": "activity_id",
    "frozen_sql": (
        "EXISTS (SELECT 1 FROM activities_activity AS closed WHERE closed.id = ROW.activity_id"
        " AND (closed.recorded_at IS NOT NULL OR closed.called_off_at IS NOT NULL))"
    ),
    "reads": ["activities_activity"],
}


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_activities")]

    operations = [
        *forbid_changes(
            "activities_activity",
            when_sql="OLD.recorded_at IS NOT NULL OR OLD.called_off_at IS NOT NULL",
        ),
        *forbid_touching("activities_invitation", **UNDER_A_RECORD),
        *forbid_touching("activities_tally", **UNDER_A_RECORD),
        *forbid_touching("activities_activityfile", **UNDER_A_RECORD),
        *forbid_changes("activities_activitynote"),
    ]
