"""`make bench`: every benchmark of this folder, each in a process and with a database of its own."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

failed = 0
for found in sorted(HERE.glob("bench_*.py")):
    print(f"== {found.stem}", flush=True)
    failed += (
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{found.stem}"], check=False).returncode != 0
    )
sys.exit(1 if failed else 0)
