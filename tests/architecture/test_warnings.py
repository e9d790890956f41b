"""A warning is an error: what a library announces is mended before it happens."""

import warnings

import pytest


@pytest.mark.parametrize("kind", [DeprecationWarning, RuntimeWarning, ResourceWarning, UserWarning])
def test_a_warning_fails_the_test_it_appears_in(kind):
    with pytest.raises(kind):
        warnings.warn("something is about to change", kind, stacklevel=1)
