"""What the world of the access table holds of the control cycle, part by part."""

from tests.architecture.access_activities import Activities
from tests.architecture.access_alerts import Alerts
from tests.architecture.access_commitments import Commitments
from tests.architecture.access_disposal import Acts
from tests.architecture.access_exercises import Exercises
from tests.architecture.access_fulfilment import Fulfilment
from tests.architecture.access_inspections import Inspections
from tests.architecture.access_questionnaires import Questionnaires
from tests.architecture.access_secret import Secret
from tests.architecture.access_self_checks import SelfChecks
from tests.architecture.access_talks import Talks
from tests.architecture.access_tasks import Tasks


class Before(Activities, Alerts, Talks, Commitments, Tasks, Fulfilment):
    """Before something happens."""


class Cycle(Before, Inspections, SelfChecks, Exercises, Acts, Secret, Questionnaires):
    """For a world with `cast` and `people`, whose role "staff" has points in force."""

    def _make_cycle(self):
        self._make_activities()
        self._make_alerts()
        self._make_inspections()
        self._make_talks()
        self._make_commitments()
        self._make_exercises()
        self._make_tasks()
        self._make_acts()
        self._make_secret()
        self._make_questionnaires()
        self._make_fulfilment()
        self._make_self_checks()

    def _cycle_keys(self):
        return {
            **self._activity_keys(),
            **self._alert_keys(),
            **self._inspection_keys(),
            **self._talk_keys(),
            **self._commitment_keys(),
            **self._exercise_keys(),
            **self._task_keys(),
            **self._act_keys(),
            **self._secret_keys(),
            **self._questionnaire_keys(),
            **self._fulfilment_keys(),
            **self._self_check_keys(),
        }
