"""What is deployed holds together: image, compose file, units, sample of settings, proxy."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
IMAGE = (ROOT / "Containerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SAMPLE = (DEPLOY / "partnership.env.sample").read_text()
SETTINGS = (ROOT / "partnership/settings.py").read_text()
UNITS = sorted(DEPLOY.glob("*.service"))
# Read from the environment, but by no installation: development, tests, and what the image or a unit sets itself.
NOT_IN_THE_SAMPLE = {
    *(
        "PARTNERSHIP_ENV_FILE",
        "PARTNERSHIP_VAR",
        "STATIC_ROOT",
        "POSTGRES_PATH",
        "TASKS_BACKEND",
        "DEMO_MODE",
        "DEBUG",
    ),
    *("SECOND_FACTOR_REQUIRED", "SECURITY_HEADERS", "OUTGOING_TO_PRIVATE_NETWORKS", "SECURE_SSL_REDIRECT"),
    *("PAGE_CACHE", "SHORTEST_FORM_SECONDS"),
}
POSTGRESQL_OF_DEBIAN = {"bookworm": 15, "trixie": 17}
OF_THE_BUCKET = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def instructions():
    """[(name, words)] of the Containerfile, continued lines joined."""
    text = re.sub(r"\\\n", " ", "\n".join(line for line in IMAGE.splitlines() if not line.startswith("#")))
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def settings_read():
    """{name: default as Python writes it, or None} of what partnership/settings.py reads from the environment."""
    found = {}
    for call in ast.walk(ast.parse(SETTINGS)):
        if (
            isinstance(call, ast.Call)
            and ast.unparse(call.func).split(".")[0] == "env"
            and isinstance(call.args[0], ast.Constant)
        ):
            defaults = [ast.unparse(each.value) for each in call.keywords if each.arg == "default"]
            found[ast.literal_eval(call.args[0])] = defaults[0] if defaults else None
    return found


def settings_shown():
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", SAMPLE, re.MULTILINE))


def test_the_image_runs_as_nobody_in_particular_and_brings_no_secret():
    users = [words for name, words in instructions() if name == "USER"]
    assert users and users[-1].isdigit() and int(users[-1]) >= 10_000
    assert "--require-hashes" in IMAGE
    copied = [words for name, words in instructions() if name == "COPY"]
    assert not any(word in words for words in copied for word in (" . .", ".env", "var", "tests", "deploy"))
    for name, words in instructions():
        assert name not in ("ADD", "VOLUME") and "curl" not in words and "|" not in words.replace("||", "")
        if name == "ENV":
            assert not re.search(r"SECRET|PASSWORD|TOKEN", words)
    ignored = (ROOT / ".containerignore").read_text().split()
    assert {".env", "var", ".git"} <= {line.strip("/") for line in ignored}


def test_every_package_of_the_image_is_pinned_with_its_hash():
    requirements = (ROOT / "requirements.txt").read_text()
    pinned = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==", requirements, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", requirements, flags=re.MULTILINE)[1:]
    assert len(pinned) == len(blocks) > 50
    assert all("--hash=sha256:" in block for block in blocks)


def test_everything_that_is_copied_into_the_image_is_there():
    for name, words in instructions():
        if name == "COPY" and not words.startswith("--from"):
            for source in words.split()[:-1]:
                assert (ROOT / source).exists(), source


def test_each_service_of_ours_is_read_only_without_rights_and_waits_for_what_it_needs():
    ours = {
        name: each for name, each in COMPOSE["services"].items() if each["image"] == "partnership-platform"
    }
    assert set(ours) == {"migrate", "web", "worker", "scheduler"}
    for name, service in ours.items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"] and "privileged" not in service
        assert not service.get("ports"), "only the proxy is reached from outside"
        assert "front" not in service["networks"] or name == "web"
    assert [name for name, each in COMPOSE["services"].items() if each.get("ports")] == ["proxy"]
    assert not any("environment" in each and "SECRET" in str(each["environment"]) for each in ours.values())


def test_the_images_pg_dump_is_as_new_as_the_database():
    """An older one refuses to make a backup of a newer server."""
    (base,) = set(re.findall(r"^FROM \S+-slim-(\w+)", IMAGE, re.MULTILINE))
    server = COMPOSE["services"]["database"]["image"]
    assert int(re.search(r"postgres:(\d+)", server)[1]) <= POSTGRESQL_OF_DEBIAN[base]
    assert server.endswith(base), "one Debian in both, so that texts sort alike"


def test_what_a_service_of_ours_writes_lies_in_a_volume_that_its_user_owns():
    (prepared,) = re.findall(r"mkdir (/[\w /]+) && chown partnership (/[\w /]+)", IMAGE)
    assert prepared[0] == prepared[1]
    for service in COMPOSE["services"].values():
        if service["image"] == "partnership-platform":
            assert {volume.partition(":")[2] for volume in service["volumes"]} == set(prepared[0].split())


def test_a_timer_starts_each_service_that_runs_once():
    once = {unit.stem for unit in UNITS if "Type=oneshot" in unit.read_text()}
    assert once == {timer.stem for timer in DEPLOY.glob("*.timer")}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_are_confined_and_systemd_understands_them(unit, tmp_path):
    text = unit.read_text()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "User=partnership", "CapabilityBoundingSet="):
        assert line in text
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not on this machine")
    # Its programs are not installed here; everything else must be without complaint.
    (tmp_path / unit.name).write_text(
        re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text).replace("User=partnership", "User=root")
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if unit.name in line]
    assert not told, told


def test_container_and_unit_start_the_same_server():
    (unit,) = re.findall(
        r"^ExecStart=\S+/(granian .*)$", (DEPLOY / "partnership-web.service").read_text(), re.MULTILINE
    )
    (image,) = (" ".join(eval(words)) for name, words in instructions() if name == "CMD")
    assert image.replace("0.0.0.0", "127.0.0.1") == unit


def test_the_sample_shows_every_setting_that_is_read_and_no_other():
    assert settings_shown() - set(settings_read()) == OF_THE_BUCKET
    assert set(settings_read()) - settings_shown() - NOT_IN_THE_SAMPLE == set()
    assert set(settings_read()) >= NOT_IN_THE_SAMPLE


def test_the_sample_says_what_the_default_is():
    """A line that begins with # is the default; those that have none there are blank."""
    read = settings_read()
    for name, value in re.findall(r"^#([A-Z][A-Z0-9_]+)=(.*)$", SAMPLE, re.MULTILINE):
        if name not in OF_THE_BUCKET:
            default = read[name].partition(" if ")[0].strip("'")
            if re.fullmatch(r"[\d *]+", default):
                default = str(eval(default))
            if default.startswith("["):
                default = ",".join(ast.literal_eval(default))
            assert value == default, name


def test_the_proxy_replaces_what_a_client_claims_and_hides_what_is_for_the_inside():
    proxy = (DEPLOY / "Caddyfile").read_text()
    assert "header_up X-Forwarded-For {remote_host}" in proxy
    assert "/metrics/*" in proxy and "/health/*" in proxy
