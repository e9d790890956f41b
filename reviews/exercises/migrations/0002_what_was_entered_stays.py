"""What was entered, noticed, answered or received is refused any change by the database."""

from django.db import migrations

from registry.trail.append_only import forbid_changes, forbid_touching


class Migration(migrations.Migration):
    dependencies = [("exercises", "0001_registered_powers_and_their_use")]

    operations = [
        *forbid_changes("exercises_exercise", when_sql="OLD.entered_at IS NOT NULL"),
        *forbid_touching(
            "exercises_exercisefile",
            column="exercise_id",
            frozen_sql=(
                "EXISTS (SELECT 1 FROM exercises_exercise e "
                "WHERE e.id = ROW.exercise_id AND e.entered_at IS NOT NULL)"
            ),
            reads=["exercises_exercise"],
        ),
        *forbid_changes("exercises_exercisefinding"),
        *forbid_changes("exercises_exercisefinding_others"),
        *forbid_changes("exercises_findinganswer"),
        *forbid_changes("exercises_findinglook"),
        *forbid_changes(
            "exercises_receivedrecord",
            columns=[
                "token_id",
                "registered_id",
                "system",
                "number",
                "digest",
                "sort",
                "content",
                "happened_on",
                "due_on",
                "received_at",
            ],
        ),
        *forbid_changes(
            "exercises_recordtoken",
            columns=["registered_id", "system", "digest", "beginning", "made_by_id", "made_at"],
        ),
    ]
