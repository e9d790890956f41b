from .feeds import CalendarKey
from .rules import TaskRule
from .tasks import Task, TaskFile, TaskState

__all__ = ["CalendarKey", "Task", "TaskFile", "TaskRule", "TaskState"]
