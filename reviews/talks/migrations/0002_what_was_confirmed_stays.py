"""What was written down and confirmed stays; nothing is added to a talk that is closed."""

from django.db import migrations

from registry.trail.append_only import forbid_adding, forbid_changes

SETTLED = """EXISTS (
    SELECT 1 FROM talks_talk AS talk
    WHERE talk.id = NEW.talk_id AND (talk.settled_at IS NOT NULL OR talk.dropped_at IS NOT NULL)
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("talks", "0001_kinds_plans_and_records"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes(
            "talks_talk", when_sql="OLD.settled_at IS NOT NULL OR OLD.dropped_at IS NOT NULL"
        ),
        *forbid_changes("talks_talkrecord"),
        *forbid_changes("talks_talkconfirmation"),
        *forbid_changes("talks_talkremark"),
        *forbid_adding(
            "talks_talkrecord", column="talk_id", frozen_sql=SETTLED, reads=["talks_talk"]
        ),
    ]
