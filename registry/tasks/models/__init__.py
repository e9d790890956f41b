from .tasks import Task, TaskFile, TaskState

__all__ = ["Task", "TaskFile", "TaskState"]
