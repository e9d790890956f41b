import pytest

from tests.cast import make_cast


@pytest.fixture
def cast(db):
    """Not staged: some tests here commit."""
    return make_cast()


@pytest.fixture(autouse=True)
def data_directories(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
