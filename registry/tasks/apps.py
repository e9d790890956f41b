from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "registry.tasks"
    label = "tasks"
    verbose_name = "任务"
