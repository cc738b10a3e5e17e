"""No key, token or password in what git keeps: `python -m tests.supply.secrets` names the places, never the values.

A line that shows what such a thing looks like says `not-a-secret` in a comment.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST_BYTES = 1_000_000
EXCUSED = "not-a-secret"
PATTERNS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "an access key of Amazon": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}\b",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a key of Stripe": r"\b[rs]k_live_[0-9A-Za-z]{20,}\b",
    "a signed web token": r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{15,}",
    "an upload token of this platform": r"\bput_[A-Za-z0-9_-]{43}\b",
    "a password within an address": r"\b[a-z][a-z0-9+.-]*://[^\s:/@'\"{}<>$]+:[^\s@/'\"{}<>$]{3,}@[^\s'\"]+",
    "a key written into a setting": r"(?i)\b(?:secret_key|api_key|access_key|secret_access_key|client_secret|passw(?:or)?d)\b"
    r"\s*[:=]\s*['\"]?(?=[A-Za-z0-9+/_-]*[0-9])(?=[A-Za-z0-9+/_-]*[A-Z])(?=[A-Za-z0-9+/_-]*[a-z])[A-Za-z0-9+/_-]{20,}",
}
COMPILED = {what: re.compile(pattern) for what, pattern in PATTERNS.items()}


def kept_files():
    """Paths of every file that git keeps."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name.decode() for name in names.split(b"\0") if name]


def found_in(text):
    """[(number of the line, what it looks like)]"""
    return [
        (number, what)
        for number, line in enumerate(text.splitlines(), 1)
        if EXCUSED not in line
        for what, pattern in COMPILED.items()
        if pattern.search(line)
    ]


def main():
    problems = []
    for path in kept_files():
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES or path.name.startswith("requirements"):
            continue
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, what in found_in(content.decode(errors="replace")):
            problems.append(f"{path.relative_to(ROOT)}:{number}: looks like {what}")
    print("\n".join(problems) or "Secrets: none found.")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
