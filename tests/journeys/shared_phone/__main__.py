"""`python -m tests.journeys.shared_phone [--journeys 50] [--browser firefox] [--seed 0]`: one line for each journey."""

from __future__ import annotations

import json
import logging
import warnings
from dataclasses import asdict

import click

from tests.journeys.shared_phone.journeys import BROWSERS, Journey, run


@click.command()
@click.option("--journeys", default=50, show_default=True, help="How many in each browser.")
@click.option(
    "--browser", "browsers", multiple=True, type=click.Choice(list(BROWSERS)), default=list(BROWSERS)
)
@click.option("--seed", default=0, show_default=True, help="Another number makes other journeys.")
def main(journeys: int, browsers: tuple[str, ...], seed: int) -> None:
    """Answer, stop somewhere, and let the next person try to read it; 1 when they could."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    logging.getLogger("survey_app").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    result = run(journeys, browsers, seed=seed, tell=_line)
    click.echo(json.dumps({"summary": [_figures(asdict(found)) for found in result.browsers]}, indent=1))
    raise SystemExit(1 if result.recovered else 0)


def _line(journey: Journey) -> None:
    click.echo(json.dumps(asdict(journey), ensure_ascii=False))


def _figures(found: dict[str, object]) -> dict[str, object]:
    recovered = found["recovered"]
    assert isinstance(recovered, tuple)
    return {**found, "recovered": len(recovered)}


if __name__ == "__main__":
    main()
