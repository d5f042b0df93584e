"""Behind nginx with TLS, set up exactly as docs/nginx.conf says."""

import http.client
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.prepared import put_installation
from tests.serving.installation import CHECKOUT, Answer, Installation, free_port, wait_for

NAME = "feedback.example.com"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"

pytestmark = [
    pytest.mark.all,
    pytest.mark.skipif(not Path(NGINX).exists(), reason="this machine has no nginx; install it: apt install nginx"),
]


class Front:
    """nginx in front of an installation; asks as a browser would that opens the public name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http, self.https = free_port(), free_port()
        self.certificate = folder / "fullchain.pem"
        self.back = Installation(
            folder / "data", WELLHEARD_URL=f"https://{NAME}", WELLHEARD_TRUSTED_PROXIES="127.0.0.1"
        )

    def configuration(self) -> str:
        server = (CHECKOUT / "docs" / "nginx.conf").read_text()
        for said, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.http};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.https} ssl;"),
            (f"/etc/letsencrypt/live/{NAME}", str(self.folder)),
            ("127.0.0.1:8000", f"127.0.0.1:{self.back.port}"),
        ):
            assert said in server
            server = server.replace(said, here)
        return (
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; {self._folders()}\n{server}\n}}\n"
        )

    def _folders(self) -> str:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        return " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)

    def ask(self, method: str, path: str, *, body: str = "", **headers: str) -> Answer:
        trust = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.https, context=trust, timeout=20)
        # The name in the certificate is the public one.
        trust.check_hostname = False
        with closing(connection):
            connection.request(method, path, body, {"Host": NAME, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with tempfile.TemporaryDirectory(prefix="wh-") as folder:
        # As root the database runs as another user, who must reach the folder.
        Path(folder).chmod(0o755)
        yield from serve_behind(Path(folder))


def serve_behind(folder: Path) -> Iterator[Front]:
    """Run an installation and nginx in front of it until the tests are done."""
    make_certificate(folder)
    front = Front(folder)
    (folder / "nginx.conf").write_text(front.configuration())
    put_installation(front.back.data)
    front.back.start("--pages", "1")
    nginx = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        wait_for((folder / "pid").exists, seconds=90, what="nginx")
        time.sleep(0.2)
        yield front
    finally:
        nginx.terminate()
        nginx.wait(20)
        front.back.end()


def test_pages_answer_under_their_public_name_and_ask_browsers_to_stay_with_tls(front: Front) -> None:
    answer = front.ask("GET", "/portal/")
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


def test_whoever_comes_without_tls_is_sent_to_it(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=20)) as connection:
        connection.request("GET", "/portal/?status=planned", headers={"Host": NAME})
        answer = connection.getresponse()
        assert answer.status == 301
        assert answer.getheader("Location") == f"https://{NAME}/portal/?status=planned"


def test_a_form_is_taken_and_its_cookies_travel_by_tls_alone(front: Front) -> None:
    page = front.ask("GET", "/accounts/login/")
    cookies = SimpleCookie(page.headers["set-cookie"])
    assert all(cookie["secure"] for cookie in cookies.values())
    token = cookies["wellheard_csrf"].value
    answer = front.ask(
        "POST",
        "/accounts/login/",
        body=urlencode({"csrfmiddlewaretoken": token, "login": "ada@example.com", "password": "a wrong password"}),
        **{
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"wellheard_csrf={token}",
            "Origin": f"https://{NAME}",
            "Referer": f"https://{NAME}/accounts/login/",
        },
    )
    assert answer.status == 200
    assert "error-summary" in answer.text or 'role="alert"' in answer.text


def test_a_form_of_another_site_is_refused(front: Front) -> None:
    answer = front.ask("POST", "/accounts/login/", body="login=ada", Origin="https://evil.example")
    assert answer.status == 403


def test_another_name_is_not_answered(front: Front) -> None:
    assert front.ask("GET", "/portal/", Host="evil.example").status == 400


def test_visitors_behind_nginx_are_told_apart_and_cannot_choose_their_address(front: Front) -> None:
    """Signing in wrongly is limited by address; one that the visitor wrote down itself does not help."""
    answers = []
    for number in range(14):
        page = front.ask("GET", "/accounts/login/")
        token = SimpleCookie(page.headers["set-cookie"])["wellheard_csrf"].value
        answers.append(
            front.ask(
                "POST",
                "/accounts/login/",
                body=urlencode(
                    {"csrfmiddlewaretoken": token, "login": "eve@example.com", "password": "a wrong password"}
                ),
                **{
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"wellheard_csrf={token}",
                    "Referer": f"https://{NAME}/accounts/login/",
                    "X-Forwarded-For": f"198.51.100.{number}",
                },
            )
        )
    assert "wait" not in answers[0].text.lower()
    assert "wait" in answers[-1].text.lower() or answers[-1].status == 429


def test_a_large_body_is_refused_by_wellheard_in_a_sentence(front: Front) -> None:
    answer = front.ask("POST", "/accounts/login/", body="x" * 3_000_000)
    assert answer.status == 413
    assert "too large" in answer.text.lower() or "larger" in answer.text.lower()
