"""A site with one open visit: the benchmark questionnaire for parents, and the real one for young people."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from questionnaires.loader import read_texts
from survey_app.app import make_site
from survey_app.calendar.windows import Window
from survey_app.services import open_and_close
from survey_app.services.distribute import add_channel, surveys_of
from survey_app.services.open_and_close import Notice, add_area, notify
from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, Person
from survey_app.services.publish import publish
from survey_app.services.work import Work
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.storage.channels import Channel
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site

BENCHMARK = Path(__file__).resolve().parent.parent / "samples/questionnaires/benchmark"
BENCHMARK_PAGES, BENCHMARK_CHOICES, BENCHMARK_TEXTS = 6, 16, 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A stored visit and what a server needs to serve it. `benchmark` and `young_people` are codes."""

    database_url: str
    secret: str
    master_keys: str
    visit_id: str
    benchmark: str
    benchmark_survey: str
    young_people: str

    def environment(self, base: str, workers: int, threads: int) -> dict[str, str]:
        """The settings of a server, as environment variables."""
        return {
            "SEND_VOICES_DATABASE": self.database_url,
            "SEND_VOICES_SECRET": self.secret,
            "SEND_VOICES_MASTER_KEYS": self.master_keys,
            "SEND_VOICES_PUBLIC_ADDRESS": base,
            "SEND_VOICES_WORKERS": str(workers),
            "SEND_VOICES_THREADS": str(threads),
        }

    def site(self) -> Site:
        """The same site without pages, to look at what was stored."""
        return make_site(_settings(self.database_url, self.secret, self.master_keys))


def prepare(database_url: str) -> Prepared:
    """Make the tables and open a visit."""
    secret = secrets.token_urlsafe(48)
    keys = f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"
    site = make_site(_settings(database_url, secret, keys))
    migrate.upgrade(site.database)
    with site.writing() as work:
        visit_id = _open_visit(work)
        survey_id, benchmark = _ask_benchmark(work, visit_id)
        young_people = _main_code(work, visit_id, "young_people")
    site.database.dispose()
    return Prepared(database_url, secret, keys, visit_id, benchmark, survey_id, young_people)


def _settings(database_url: str, secret: str, keys: str) -> Settings:
    given = {"database": database_url, "secret": secret, "master_keys": keys}
    return Settings(**given, public_address="http://127.0.0.1:8000")  # type: ignore[arg-type]


def _open_visit(work: Work) -> str:
    day = timedelta(days=1)
    notice = Notice(
        area_id=add_area(work, "Meadow and Vale").id,
        kind="area-send-full-2024",
        title="Full inspection",
        reference="BENCHMARK",
        notified_at=work.now - day,
        window=Window(work.now - day, work.now + day, work.now + day + timedelta(hours=1)),
        surveys=frozenset({"young_people"}),
    )
    visit = notify(work, notice, "benchmark@example.org")
    roles = frozenset({LEAD_INSPECTOR, INSPECTOR, LANO})
    open_and_close.move(
        work, visit, "go_live", Person("benchmark", "benchmark@example.org", roles={visit.id: roles})
    )
    work.session.flush()
    return visit.id


def _ask_benchmark(work: Work, visit_id: str) -> tuple[str, str]:
    texts = {name: text.decode() for name, text in read_texts(BENCHMARK).items()}
    published = publish(work, texts, "benchmark@example.org")
    survey = Survey(
        visit_id=visit_id,
        audience=published.audience,
        questionnaire=published.id,
        position=9,
        version_digest=published.digest,
    )
    work.session.add(survey)
    work.session.flush()
    add_channel(work, survey.id, "direct", "Main link")
    return survey.id, _main_code(work, visit_id, published.audience)


def _main_code(work: Work, visit_id: str, audience: str) -> str:
    work.session.flush()
    survey = next(survey for survey in surveys_of(work, visit_id) if survey.audience == audience)
    channel = work.session.query(Channel).filter_by(survey_id=survey.id).one()
    return channel.code
