"""`python -m bench [NAME ...]`: every bench, or the ones named, one after another, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# A bench is a module that can be run; the others here are what they share.
BENCHES = sorted(path.stem for path in HERE.glob("[a-z]*.py") if '__name__ == "__main__"' in path.read_text(encoding="utf-8"))


def main(names: list[str]) -> int:
    """Run them; 0 when all ran, 2 when a name is none of them."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no bench called {unknown[0]}. There are: {', '.join(BENCHES)}.")
        return 2
    ended = [subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False) for name in names or BENCHES]
    return max((each.returncode for each in ended), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
