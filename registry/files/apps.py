from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "registry.files"
    label = "files"
    verbose_name = "文件"
