"""What was issued, said, handed in and signed stays; an act only moves on, a warning is only lifted."""

from django.db import migrations

from registry.trail.append_only import forbid_changes

ISSUED = [
    *("number", "matter", "warning_id", "follows_id", "unit_id", "office_id", "step_id"),
    *("step_name", "person_id", "post_id", "addressed_unit_id", "addressee_name"),
    *("addressee_title", "leader_post_id", "leader_name", "why", "demand", "reply_due"),
    *("issued_as", "issued_by_id", "issued_at"),
]
WARNED = [
    *("unit_id", "post_id", "point_id", "office_id", "colour_id", "grounds", "ordered_by"),
    *("proposal", "issued_as", "issued_by_id", "issued_at"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0001_warnings_acts_and_their_moves"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("disposal_disposal", columns=ISSUED),
        *forbid_changes("disposal_postwarning", columns=WARNED),
        *forbid_changes("disposal_move"),
        *forbid_changes("disposal_reply"),
        *forbid_changes("disposal_evidence"),
        *forbid_changes("disposal_receipt"),
        *forbid_changes("disposal_followup"),
    ]
