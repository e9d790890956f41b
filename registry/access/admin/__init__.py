"""Set-up in the stock admin: who may do what is decided by the administrator's role alone."""

from django.contrib import admin
from django.contrib.auth.models import Group

from . import holidays, people, posts, seats, units, years

__all__ = ["holidays", "people", "posts", "seats", "units", "years"]

# Rights come from posts and from the administrator's role, never from groups.
admin.site.unregister(Group)
