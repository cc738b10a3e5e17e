"""Addresses that the platform itself calls: public ones only.

Whoever configures a sign-on or names an address for notices must not be able to make the server knock at
machines that only it can reach. The name is looked up and refused beforehand, and the address that the
connection really went to is looked at once more before a byte is sent, so that a name which changes its
mind between the two gains nothing.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

SECONDS = 10


# IPv6 networks that no open internet reaches although Python calls them global: IPv4 within IPv6 of old, one's own
# translation to IPv4, private networks of old.
CLOSED = [ipaddress.ip_network(net) for net in ("::/96", "64:ff9b:1::/48", "fec0::/10")]
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address):
    """Whether an IP address, as text, is one of the open internet, and so is the one that it carries within."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    meant = _carried(parsed) or parsed
    if meant.version == 6 and any(meant in network for network in CLOSED):
        return False
    return meant.is_global and not meant.is_multicast


def _carried(parsed):
    """The IPv4 address that an IPv6 one leads to, by whichever way; otherwise None."""
    if parsed.version == 4:
        return None
    if parsed in TRANSLATED:
        return ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed.ipv4_mapped or parsed.sixtofour


def check_address(url):
    """Raise ValidationError where the platform would not call the address."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not settings.OUTGOING_TO_PRIVATE_NETWORKS:
        raise ValidationError(_("Give an address that begins with https://."), code="not_https")
    if not parts.hostname or parts.username is not None:
        raise ValidationError(_("“%(url)s” is not the address of a server.") % {"url": url}, code="no_host")
    if settings.OUTGOING_TO_PRIVATE_NETWORKS:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except OSError as unknown:
        raise ValidationError(
            _("No server is known by the name “%(host)s”. Check the address.") % {"host": parts.hostname},
            code="unknown_host",
        ) from unknown
    if not all(is_public(entry[4][0]) for entry in found):
        raise ValidationError(
            _("“%(host)s” is not a server on the public internet; the platform calls no other.")
            % {"host": parts.hostname},
            code="private_network",
        )


def session():
    """A requests.Session that reaches public servers only, with a time limit. Raises ConnectionError, and
    ValidationError for an address that is refused."""
    made = requests.Session()
    made.trust_env = settings.OUTGOING_TO_PRIVATE_NETWORKS
    made.max_redirects = 3
    adapter = _PublicAdapter(max_retries=0)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    return made


def _look_at_peer(connection, sock):
    if not settings.OUTGOING_TO_PRIVATE_NETWORKS and not is_public(sock.getpeername()[0]):
        sock.close()
        raise NewConnectionError(connection, "The name leads into a private network.")
    return sock


class _Plain(HTTPConnection):
    def _new_conn(self):
        return _look_at_peer(self, super()._new_conn())


class _Secure(HTTPSConnection):
    def _new_conn(self):
        return _look_at_peer(self, super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def send(self, request, *, timeout=None, **kwargs):
        # Also every address that an answer redirects to.
        check_address(request.url)
        kwargs["stream"] = kwargs.get("stream", False)
        return super().send(request, timeout=timeout or SECONDS, **kwargs)
