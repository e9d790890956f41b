import pytest

from risks.models import PointVersion
from tests import way


@pytest.fixture
def points(cast):
    """Two points in force of the post of the role "staff", whose words the alert looks for."""
    way.confirmed_form(cast)
    return list(PointVersion.objects.filter(in_force_for__post=cast.posts.staff).order_by("pk"))
