"""No search for cycles while all rows are in use, and the search goes on afterwards."""

import gc

import pytest

from registry.intake.keeping import all_in_use


def test_nothing_is_searched_within_and_the_search_goes_on_after():
    assert gc.isenabled()
    with all_in_use():
        with all_in_use():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_goes_on_where_the_import_breaks_off():
    with pytest.raises(ValueError, match="broken"), all_in_use():
        raise ValueError("broken")
    assert gc.isenabled()
