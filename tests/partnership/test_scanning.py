"""What the virus scanner finds is not taken; a scanner that is silent closes the door."""

import socket
import struct
import threading

import pytest
from django.core.exceptions import ValidationError

from partnership import vault
from partnership.models import VaultItem
from partnership.vault import scanning

TEST_VIRUS = b"looks-bad"


@pytest.fixture
def clamd(settings):
    """A daemon that speaks clamd's INSTREAM; it finds TEST_VIRUS."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)

    def serve():
        while True:
            try:
                connection, _peer = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                command = stream.read(6)
                if command == b"zPING\0":
                    stream.write(b"PONG\0")
                else:
                    stream.read(4)
                    content = b""
                    while size := struct.unpack("!L", stream.read(4))[0]:
                        content += stream.read(size)
                    stream.write(b"stream: Test FOUND\0" if TEST_VIRUS in content else b"stream: OK\0")
                stream.flush()

    threading.Thread(target=serve, daemon=True).start()
    settings.CLAMAV = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    yield settings.CLAMAV
    server.close()


def test_a_clean_file_is_taken_and_an_infected_one_is_not(world, clamd):
    kept = {"by": None, "owner": world["alder"], "purpose": "submission", "destroy_on": "2999-01-01"}
    vault.put(b"a,b\n1,2\n" * 300_000, **kept)
    with pytest.raises(ValidationError) as refused:
        vault.put(b"x" * 3_000_000 + TEST_VIRUS, **kept)
    assert refused.value.code == "infected"
    assert VaultItem.objects.count() == 1
    assert scanning.answers()


def test_a_scanner_that_does_not_answer_closes_the_door(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ValidationError) as refused:
        scanning.scan(b"anything")
    assert refused.value.code == "scanner_unreachable"


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV = ""
    scanning.scan(TEST_VIRUS)


def test_an_organization_has_its_share_of_the_vault(world, settings):
    settings.VAULT_SHARE = (2, 100)
    kept = {"by": None, "purpose": "submission", "destroy_on": "2999-01-01"}
    vault.put(b"x" * 60, owner=world["alder"], **kept)
    for size in (41, 1):
        try:
            vault.put(b"x" * size, owner=world["alder"], **kept)
        except ValidationError as refused:
            assert (size, refused.code) == (41, "vault_full")
    with pytest.raises(ValidationError):
        vault.put(b"x", owner=world["alder"], **kept)
    vault.put(b"x" * 100, owner=world["birch"], **kept)
    assert VaultItem.objects.count() == 3


def test_through_a_socket_of_the_machine_and_an_answer_that_breaks_off(settings, tmp_path):
    """Whatever the scanner does but say OK, the file is not taken."""
    path = str(tmp_path / "clamd.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        settings.CLAMAV = f"unix://{path}"
        for answer, code in [(b"", "not_scanned"), (b"stream: Broken ERROR\0", "not_scanned")]:

            def serve(answer=answer):
                connection, _peer = server.accept()
                with connection, connection.makefile("rb") as stream:
                    assert stream.read(10) == b"zINSTREAM\0"
                    while size := struct.unpack("!L", stream.read(4))[0]:
                        stream.read(size)
                    connection.sendall(answer)

            threading.Thread(target=serve, daemon=True).start()
            with pytest.raises(ValidationError) as refused:
                scanning.scan(b"anything")
            assert refused.value.code == code
