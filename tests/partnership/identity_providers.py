"""An identity provider of each kind, as small as it can be: OpenID Connect over HTTP, and SAML's signed answers."""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from xml.sax.saxutils import escape

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils


class Issuer:
    """An OpenID Connect provider on this machine. `says` are the claims about whoever signs in next."""

    def __init__(self):
        self.says, self.asked = {}, []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                path = urlsplit(self.path).path
                issuer.asked.append(path)
                self._send(
                    {
                        "/.well-known/openid-configuration": issuer.configuration,
                        "/userinfo": issuer.says,
                        "/keys": {"keys": []},
                    }[path]
                )

            def do_POST(self):
                issuer.asked.append(self.path)
                length = int(self.headers["Content-Length"])
                issuer.token_request = parse_qs(self.rfile.read(length).decode())
                claims = {
                    "iss": issuer.address,
                    "aud": "our-client",
                    "exp": 4_000_000_000,
                    "iat": 1_700_000_000,
                }
                token = jwt.encode({**claims, **issuer.says}, "k" * 40, algorithm="HS256")
                self._send({"access_token": "access", "token_type": "Bearer", "id_token": token})

            def _send(self, answer):
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def configuration(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class SamlProvider:
    """Signs assertions with a key of its own."""

    entity_id = "https://idp.example.org/metadata"

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.org")])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
            .public_bytes(serialization.Encoding.PEM)
            .decode()
        )

    def answer(self, *, to, audience, request_id, email, signed_by=None, assertion_only=True):
        """A base64 SAMLResponse."""
        now = datetime.now(UTC)
        moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        later = (now + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        before = (now - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        mail = escape(email)
        assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid4().hex}" Version="2.0" IssueInstant="{moment}"><saml:Issuer>{self.entity_id}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{mail}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{to}" InResponseTo="{request_id}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{before}" NotOnOrAfter="{later}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{moment}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>{mail}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
        signer = signed_by or self
        key = signer.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        signed = OneLogin_Saml2_Utils.add_sign(assertion, key, signer.certificate)
        signed = signed.decode() if isinstance(signed, bytes) else signed
        response = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid4().hex}" Version="2.0" IssueInstant="{moment}" Destination="{to}" InResponseTo="{request_id}"><saml:Issuer>{self.entity_id}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{signed}</samlp:Response>"""
        return base64.b64encode(response.encode()).decode()
