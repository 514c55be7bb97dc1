"""The pages of the site, one blueprint for each audience."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from survey_app.web import previews
from survey_app.web.account.routes import blueprint as account
from survey_app.web.admin.routes import blueprint as admin
from survey_app.web.co_producer.differences import blueprint as review_end
from survey_app.web.co_producer.measures import blueprint as review_measures
from survey_app.web.co_producer.rewording import blueprint as review_words
from survey_app.web.co_producer.rounds import blueprint as reviews
from survey_app.web.co_producer.routes import blueprint as co_producer
from survey_app.web.co_producer.working import blueprint as review_work
from survey_app.web.feedback.routes import blueprint as feedback
from survey_app.web.inspector.charts_data import blueprint as charts_data
from survey_app.web.inspector.coding import blueprint as coding
from survey_app.web.inspector.double_coding import blueprint as double_coding
from survey_app.web.inspector.enquiry import blueprint as enquiry
from survey_app.web.inspector.enquiry_day import blueprint as enquiry_day
from survey_app.web.inspector.enquiry_evidence import blueprint as enquiry_evidence
from survey_app.web.inspector.missed import blueprint as missed
from survey_app.web.inspector.national import blueprint as national
from survey_app.web.inspector.paragraph_screen import blueprint as paragraphs
from survey_app.web.inspector.projector import blueprint as projector
from survey_app.web.inspector.reading import blueprint as reading
from survey_app.web.inspector.routes import blueprint as inspector
from survey_app.web.inspector.subjects import blueprint as subjects
from survey_app.web.inspector.suggestions import blueprint as suggestions
from survey_app.web.inspector.taking_away import blueprint as taking_away
from survey_app.web.inspector.waves import blueprint as waves
from survey_app.web.lano.kit import blueprint as kit
from survey_app.web.lano.log import blueprint as log
from survey_app.web.lano.reach import blueprint as reach
from survey_app.web.lano.routes import blueprint as lano
from survey_app.web.lano.timetable import blueprint as timetable
from survey_app.web.paper.pictures import blueprint as paper_pictures
from survey_app.web.paper.printing import blueprint as paper_prints
from survey_app.web.paper.typing import blueprint as paper
from survey_app.web.plans.routes import blueprint as plans
from survey_app.web.public.after import blueprint as after
from survey_app.web.public.before import blueprint as before
from survey_app.web.public.news import blueprint as news
from survey_app.web.public.pass_on import blueprint as helper
from survey_app.web.public.routes import blueprint as public
from survey_app.web.respondent.preview import draw_preview
from survey_app.web.respondent.routes import blueprint as respondent
from survey_app.web.safeguarding.contact import blueprint as contact
from survey_app.web.safeguarding.routes import blueprint as safeguarding
from survey_app.web.together.approving import blueprint as approving
from survey_app.web.together.facilitating import blueprint as facilitator
from survey_app.web.together.routes import blueprint as together
from survey_app.web.working_together.routes import blueprint as working_together

BLUEPRINTS: tuple[Blueprint, ...] = (
    public,
    helper,
    after,
    before,
    news,
    respondent,
    account,
    lano,
    log,
    reach,
    timetable,
    kit,
    feedback,
    plans,
    inspector,
    paragraphs,
    suggestions,
    reading,
    charts_data,
    projector,
    coding,
    double_coding,
    missed,
    subjects,
    enquiry,
    enquiry_evidence,
    enquiry_day,
    waves,
    taking_away,
    national,
    safeguarding,
    contact,
    paper,
    paper_prints,
    paper_pictures,
    co_producer,
    reviews,
    review_work,
    review_words,
    review_end,
    review_measures,
    working_together,
    facilitator,
    approving,
    together,
    admin,
)


@co_producer.record_once
def _lend_pages(state: BlueprintSetupState) -> None:
    """Those who write questions see them on the pages of those who answer."""
    previews.install(state.app, draw_preview)
