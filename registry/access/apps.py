from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccessConfig(AppConfig):
    default = True
    name = "registry.access"
    label = "access"
    verbose_name = "登录与权限"


class DeskAdminConfig(admin_apps.AdminConfig):
    """The stock admin, entered by our own sign-in page."""

    default = False
    default_site = "registry.access.admin_site.DeskAdminSite"
