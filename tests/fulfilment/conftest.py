import pytest


@pytest.fixture(autouse=True)
def data_directories(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
