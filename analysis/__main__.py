"""`python -m analysis COMMAND`: from answers to themes, flags, figures, and how far to trust them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

COMMANDS = {
    "scan": ("analysis.scanning", "themes and safeguarding flags for lines of answers"),
    "evaluate": ("analysis.evaluate", "agreement with people's labels"),
    "train": (
        "analysis.safeguarding.training",
        "learn the light model of safeguarding (or, with --themes, of themes) from labelled answers",
    ),
    "codebook": ("analysis.codebook.command", "what changed from one codebook to another; is one right"),
    "emergent": ("analysis.emergent", "what answers speak of that no theme of the codebook covers"),
    "agreement": ("analysis.agreement", "how far coders agree; how much there is; what was missed"),
    "report": ("analysis.report", "every figure from an export, without the site"),
}


def main(argv: Sequence[str]) -> int:
    """Run one command; 2 when it is not known."""
    if argv and argv[0] in COMMANDS:
        run: Callable[[Sequence[str]], int] = import_module(COMMANDS[argv[0]][0]).main
        return run(argv[1:]) or 0
    asked_for_help = bool(argv) and argv[0] in ("-h", "--help", "help")
    out = sys.stdout if asked_for_help else sys.stderr
    out.write("Use: python -m analysis COMMAND ...  Each command has its own --help.\n")
    out.writelines(f"  {name:10} {what}\n" for name, (_, what) in COMMANDS.items())
    return 0 if asked_for_help else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
