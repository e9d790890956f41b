"""A version stands for one point, a version of a duty for one duty; the database says so."""

import pytest
from django.db import IntegrityError, transaction

from risks.models import Duty, RiskPoint

from .factory import confirm, filled_form


@pytest.mark.parametrize("model", [RiskPoint, Duty])
def test_no_second_one_has_the_same_version_in_force(cast, model):
    _, revision = filled_form(cast, points=2)
    confirm(cast, revision)
    held = model.objects.filter(in_force__isnull=False).first()
    other = model.objects.create(unit=held.unit, post=held.post)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=other.pk).update(in_force=held.in_force)
    model.objects.filter(pk=held.pk).update(in_force=None)
    assert model.objects.filter(pk=other.pk).update(in_force=held.in_force_id) == 1
