"""Questionnaires that ended and that nobody of the office has looked at, for 待办."""

from registry.organisation.models import Seat

from .models import Questionnaire


def ended_for(reach, day):
    if not reach.holds(Seat.DISCIPLINE_OFFICE):
        return Questionnaire.objects.none()
    return Questionnaire.objects.visible_to(reach).unread(day).listed()
