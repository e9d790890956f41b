"""What was switched on is asked as it was; answers are only added, and only while it runs."""

from django.db import migrations

from registry.trail.append_only import forbid_adding, forbid_changes, forbid_touching

ASKED = ["office_id", "unit_id", "title", "intro", "audience", "opens_on", "closes_on"]
SWITCHED_ON = ["drafted_by_id", "drafted_at", "switched_on_by_id", "switched_on_at"]
QUESTIONNAIRES = ["questionnaires_questionnaire"]


class Migration(migrations.Migration):
    dependencies = [
        ("questionnaires", "0001_questions_and_answers"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes(
            "questionnaires_questionnaire",
            when_sql="OLD.switched_on_at IS NOT NULL",
            columns=[*ASKED, *SWITCHED_ON],
        ),
        *forbid_touching(
            "questionnaires_question",
            column="questionnaire_id",
            frozen_sql=(
                "EXISTS (SELECT 1 FROM questionnaires_questionnaire AS asked"
                " WHERE asked.id = ROW.questionnaire_id AND asked.switched_on_at IS NOT NULL)"
            ),
            reads=QUESTIONNAIRES,
        ),
        *forbid_changes("questionnaires_sheet"),
        *forbid_adding(
            "questionnaires_sheet",
            column="questionnaire_id",
            frozen_sql=(
                "NOT EXISTS (SELECT 1 FROM questionnaires_questionnaire AS asked"
                " WHERE asked.id = NEW.questionnaire_id AND asked.switched_on_at IS NOT NULL"
                " AND asked.closed_at IS NULL)"
            ),
            reads=QUESTIONNAIRES,
        ),
        *forbid_changes("questionnaires_answer"),
    ]
