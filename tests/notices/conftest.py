import threading
from http.client import HTTPConnection

import pytest
import time_machine

from registry.notices import robots
from registry.notices.models import MailChannel, Webhook
from tests.notices.chat import MORNING, SITE, Chat


@pytest.fixture(autouse=True)
def data_directories(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"


@pytest.fixture
def chat(monkeypatch):
    server = Chat()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(
        robots, "connect", lambda host: HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    )
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as travelling:
        yield travelling


@pytest.fixture
def hook(cast, chat, clock):
    MailChannel.objects.create(pk=1, site=SITE)
    return Webhook.objects.create(
        unit=cast.school_large,
        kind=Webhook.Kind.WECOM,
        token="693a91f6-7xxx-4bc4-97a0",
        is_on=True,
        changed_by=cast.people.system_admin,
    )
