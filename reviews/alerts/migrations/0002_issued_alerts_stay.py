"""An alert that was issued, its points and whom it went to, and a reply that was given, stay.

A later migration that alters alerts_alert lifts the triggers of the others first
(`allow_touching`, `allow_adding`) and says all of them again at its end.
"""

from django.db import migrations

from registry.trail.append_only import forbid_adding, forbid_changes, forbid_touching

ISSUED = (
    "EXISTS (SELECT 1 FROM alerts_alert AS alert"
    " WHERE alert.id = {row}.alert_id AND alert.issued_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_alerts")]

    operations = [
        *forbid_changes("alerts_alert", when_sql="OLD.issued_at IS NOT NULL"),
        *forbid_touching(
            "alerts_alertpoint",
            column="alert_id",
            frozen_sql=ISSUED.format(row="ROW"),
            reads=["alerts_alert"],
        ),
        *forbid_adding(
            "alerts_alertaddressee",
            column="alert_id",
            frozen_sql=ISSUED.format(row="NEW"),
            reads=["alerts_alert"],
        ),
        *forbid_changes("alerts_alertaddressee", when_sql="OLD.replied_at IS NOT NULL"),
    ]
