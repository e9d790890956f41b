from .rules import TaskRule
from .tasks import Task, TaskFile, TaskState

__all__ = ["Task", "TaskFile", "TaskRule", "TaskState"]
