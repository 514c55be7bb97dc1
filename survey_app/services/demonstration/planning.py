"""A plan of the story's closed inspection: one action for each of six weaknesses, with easy words beside it."""

from __future__ import annotations

from datetime import timedelta

from survey_app.services.permissions import Person
from survey_app.services.plans import ActionParts, PlanParts, add_action, add_plan, publish_plan
from survey_app.services.work import Work

SINCE_THE_REPORT = timedelta(days=21)
# The gist of six weaknesses that a local area was told of in an earlier framework (seed 002), in our own words.
ACTIONS = (
    ActionParts(
        weakness="Leaders do not know well enough what children and families live through",
        what="Leaders read every month what families say, and write down what they do about it.",
        who="Partnership board",
        working_days=40,
        measure="Families say that leaders know what matters to them.",
        easy_what="Leaders read what you say every month.",
        easy_measure="You can see what they do about it.",
        picture="listen",
        state="doing",
    ),
    ActionParts(
        weakness="Plans are late and of uneven quality",
        what="A second person checks each new plan before it goes out.",
        who="Planning team",
        working_days=60,
        measure="Nine plans in ten are in time, and families find their own words in them.",
        easy_what="2 people check your plan.",
        easy_measure="Your plan comes in time. It says what you said.",
        picture="my_plan",
    ),
    ActionParts(
        weakness="Education, health and care do not work as one",
        what="One meeting for each family brings the three services together.",
        who="Heads of the three services",
        working_days=80,
        measure="Families tell their story once.",
        easy_what="1 meeting with everyone who helps you.",
        easy_measure="You tell your story 1 time.",
        picture="meeting",
    ),
    ActionParts(
        weakness="Families wait too long for therapy",
        what="Two more therapists begin, and the waiting list is published each month.",
        who="Therapy service",
        working_days=120,
        measure="Fewer families wait longer than 18 weeks.",
        easy_what="2 more people will help you to talk.",
        easy_measure="You wait less.",
        picture="wait",
        state="doing",
    ),
    ActionParts(
        weakness="Young people are not prepared for adult life",
        what="Everybody in year 9 and above has a named person who talks about what comes next.",
        who="Preparing for adulthood team",
        working_days=100,
        measure="Young people of 16 and over say that somebody helps them to plan.",
        easy_what="A person talks with you about what comes next.",
        easy_measure="You know what you can do after school.",
        picture="next_steps",
    ),
    ActionParts(
        weakness="Parents and carers do not know what help there is",
        what="Parents rewrite the pages about help with us, and test them on a phone.",
        who="Local offer team and parent carer forum",
        working_days=90,
        measure="More parents say that they find what they look for.",
        easy_what="Parents help us to write about help.",
        easy_measure="It is easy to find help.",
        picture="information",
    ),
)


def plan_it(work: Work, person: Person, visit_id: str) -> None:
    """Write and publish the plan, three weeks after the report."""
    parts = PlanParts(
        title="What we change after the inspection",
        easy_title="What will change for you",
        intro="The inspectors named six things. This is what we do about each, and how you will know.",
        easy_intro="Inspectors said: 6 things must get better.",
        counted_from=work.today - SINCE_THE_REPORT,
    )
    plan = add_plan(work, person, visit_id, parts)
    for action in ACTIONS:
        add_action(work, person, visit_id, plan, action)
    publish_plan(work, person, visit_id, plan)
