"""The platform calls public servers only, whoever names the address."""

import socket
import threading

import pytest
from django.core.exceptions import ValidationError

from partnership.web import outgoing

PRIVATE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.1.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:10.0.0.1",
    # A private address carried within a public-looking one, and networks that were private once.
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "::127.0.0.1",
    "fec0::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_as_such(address):
    assert not outgoing.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_too(address):
    assert outgoing.is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "not_https"),
        ("https://user:word@example.org/", "no_host"),  # not-a-secret
        ("https://", "no_host"),
        ("https://127.0.0.1/", "private_network"),
        ("https://[::1]/", "private_network"),
        ("https://2130706433/", "private_network"),
        ("https://localhost/", "private_network"),
        ("https://no-such-name.invalid/", "unknown_host"),
        ("ftp://example.org/", "not_https"),
    ],
)
def test_an_address_that_leads_inside_is_refused(url, code):
    with pytest.raises(ValidationError) as refused:
        outgoing.check_address(url)
    assert refused.value.code == code


def test_a_name_that_leads_inside_when_it_is_called_gets_no_byte(monkeypatch):
    """The lookup beforehand said public; the connection then goes to this machine."""
    received = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def listen():
            connection, _peer = server.accept()
            received.append(connection.recv(100))

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        monkeypatch.setattr(outgoing, "check_address", lambda url: None)
        with pytest.raises(outgoing.requests.ConnectionError):
            outgoing.session().get(f"http://127.0.0.1:{port}/")
        listener.join(5)
    assert received == [b""]


def test_a_redirect_inside_is_refused(monkeypatch, settings):
    settings.OUTGOING_TO_PRIVATE_NETWORKS = True
    asked = []

    def check(url):
        asked.append(url)
        if "internal" in url:
            raise ValidationError("no")

    monkeypatch.setattr(outgoing, "check_address", check)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer():
            connection, _peer = server.accept()
            connection.recv(1000)
            connection.sendall(
                b"HTTP/1.1 302 Found\r\nLocation: http://internal/\r\nContent-Length: 0\r\n\r\n"
            )

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(ValidationError):
            outgoing.session().get(f"http://127.0.0.1:{port}/")
    assert asked == [f"http://127.0.0.1:{port}/", "http://internal/"]
