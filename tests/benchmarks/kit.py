"""How long the whole kit takes: every audience, every language, all pieces, as one file."""

from __future__ import annotations

import time

from survey_app.kit.package import package
from survey_app.kit.wording import spoken
from tests.survey_app.kit.filled_kit import AUDIENCES, folder


def main() -> None:
    """Print seconds by the clock and of the processor, and the size."""
    wall, processor = time.perf_counter(), time.process_time()
    folders = [folder(language, audience) for language in spoken() for audience in AUDIENCES]
    made = package(folders)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{len(folders)} folders: {wall:.1f} s, {processor:.1f} s of processor, {len(made) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
