"""`python -m tests.benchmarks [cost] [load] [weight] [crash] [dashboard]`: print the figures, or all of them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings

from tests.benchmarks.figures import Figure, print_machine, print_table

TITLES = {
    "cost": "What one complete response costs (6 pages, 20 questions, every page saved, texts scanned and sealed)",
    "load": "64 people answering at once, 2 workers, the cores shared with them",
    "weight": "What comes over the wire, headers and all",
    "crash": "Killing the server and the database under that load",
    "dashboard": "An inspector opens the dashboard",
}


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks; 2 when one is not known."""
    unknown = set(wanted) - set(TITLES)
    if unknown:
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(TITLES)}.")
        return 2
    # A container has no session of its own; the PostgreSQL of the benchmarks then takes a temporary folder.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    print_machine()
    for name in wanted or TITLES:
        if importlib.util.find_spec(f"tests.benchmarks.{name}") is None:
            print(f"\n{TITLES[name]}: not here yet.")
            continue
        print(f"\nMeasuring: {name}", flush=True)
        figures: list[Figure] = importlib.import_module(f"tests.benchmarks.{name}").measure()
        print_table(TITLES[name], figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
