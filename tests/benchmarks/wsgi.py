"""What a server of the benchmarks serves: the site as the environment describes it."""

from __future__ import annotations

from survey_app.app import create_app
from survey_app.settings import read_settings

application = create_app(read_settings())
