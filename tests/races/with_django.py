"""Loaded once, in the process from which the actors are forked: Django and the project."""

import django

django.setup()

import tests.races.actor  # noqa: E402, F401
