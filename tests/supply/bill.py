"""The software bill of materials of a release, CycloneDX 1.6: `python -m tests.supply.bill > sbom.cdx.json`.

Every package of requirements.txt with its version, hashes and, where it is installed here, its license.
"""

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill():
    """The document as a dictionary; the same lock gives the same document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    components = [_component(*package) for package in locked(ROOT / "requirements.txt")]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": project["name"], "dependsOn": [component["bom-ref"] for component in components]}
        ],
    }


def locked(path):
    """[(name, version, [sha256 of each file])] of a hash-locked requirements file."""
    packages = []
    for line in path.read_text().splitlines():
        if pinned := PINNED.match(line):
            packages.append((pinned[1], pinned[2], []))
        packages[-1][2].extend(HASH.findall(line)) if packages else None
    return packages


def _component(name, version, hashes):
    address = f"pkg:pypi/{name}@{version}"
    component = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        # One hash per file that may be installed: a wheel for each platform, the source.
        "properties": [{"name": "python:sha256", "value": value} for value in sorted(hashes)],
    }
    license = _license(name)
    return component | ({"licenses": [{"license": {"name": license}}]} if license else {})


def _license(name):
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    said = about.get("License-Expression") or about.get("License") or ""
    if not said or "\n" in said or len(said) > 80:
        classified = [text for text in about.get_all("Classifier") or () if text.startswith("License ::")]
        said = classified[0].rsplit(" :: ", 1)[1] if classified else ""
    return said


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
