"""The inspector's desk at work: pages with filters, in each state, and what comes back from their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tests.accessibility_run.desk import Desk
from tests.accessibility_run.stops import Stop, at_address
from tests.accessibility_run.visitor import Visitor

# Filters of the results, as addresses have them.
GROUPS = "a=age_band:age_16_17&b=age_band:age_18_25"
NARROWED = "audience=young_people&about=age_band:age_16_17&mode=online"
IN_WORDS = "question=would_change"
EMPTY = {
    "inspector.dashboard": "results",
    "paragraphs.screen": "paragraphs",
    "inspector.answers": "answers",
    "reading.next_one": "reading",
    "enquiry.lines": "enquiry",
    "enquiry_day.day": "enquiry/day",
    "suggestions.ranked": "suggestions",
    "coding.desk": "coding",
    "safeguarding.queue": "concerns",
    "safeguarding.figures": "concerns/figures",
    "contact.requests": "contact",
    "taking_away.choices": "take-away",
    "taking_away.words": "take-away/words",
    "waves.compared": "what-is-different",
    "projector.show": "projector",
    "national.findings": "all-areas",
}
LISTS = ("late", "mine", "to-confirm", "decided")


def desk_stops(desk: Desk) -> Iterator[Stop]:
    """All of them; what a role may not open is passed over by whoever walks."""
    yield from _found(desk)
    yield from _enquiry(desk)
    yield from _reading(desk)
    yield from _taking_away(desk)
    yield from _concerns(desk)
    for endpoint, place in EMPTY.items():
        yield Stop(f"nothing yet: {endpoint}", endpoint, at_address(f"{_home(desk.empty.id)}/{place}"))


def _home(visit_id: str) -> str:
    return f"/staff/visits/{visit_id}"


def _found(desk: Desk) -> Iterator[Stop]:
    """Results, paragraphs and what stands out, with filters and groups; the other wave, and all areas."""
    home, far = _home(desk.team.visit.id), _home(desk.thematic.id)
    places = {
        ("inspector.dashboard", "of all areas"): f"{far}/results",
        ("national.findings", "with answers"): f"{far}/all-areas",
        ("waves.compared", "with another wave"): f"{home}/what-is-different?with={desk.earlier.id}",
        ("inspector.answers", "filtered"): f"{home}/answers?{NARROWED}&everyone=yes",
        ("inspector.answers", "nothing fits"): f"{home}/answers?theme=nothing",
        ("inspector.answers", "second page"): f"{home}/answers?page=2",
        ("paragraphs.screen", "filtered"): f"{home}/paragraphs?paragraph=52&{NARROWED}",
        ("paragraphs.screen", "two groups"): f"{home}/paragraphs?paragraph=52&{GROUPS}",
        ("paragraphs.screen", "of a theme"): f"{far}/paragraphs?paragraph=theme-1",
        ("suggestions.ranked", "of one paragraph"): f"{home}/suggestions?paragraph=52",
        ("projector.show", "themes, dark"): f"{home}/projector?chart=themes&light=dark",
    }
    yield from _stops(places)


def _enquiry(desk: Desk) -> Iterator[Stop]:
    """Lines in each state, adding to one, the day, and what is refused."""
    visit, names = desk.team.visit, desk.team.names
    home = f"{_home(visit.id)}/enquiry"
    words = f"response={names['response_id']}&question={names['question']}"
    places = {
        ("enquiry.lines", "of one state"): f"{home}?state=dropped",
        ("enquiry_evidence.add", "a number"): f"{home}/add?figure=responses",
        ("enquiry_evidence.add", "words"): f"{home}/add?{words}",
        ("enquiry_evidence.add", "some of the words"): f"{home}/add?{words}&start=3&end=11",
        ("enquiry_day.day", "another day"): f"{home}/day?on=2026-11-01",
        ("enquiry_day.day", "no day"): f"{home}/day?on=soon",
    }
    places |= {("enquiry.line", state): f"{home}/{line}" for state, line in desk.lines.items()}
    yield from _stops(places)
    first = next(iter(desk.lines.values()))
    forms = {
        ("enquiry.start", "sent empty"): (f"{home}/new", "main form[method=post]"),
        ("enquiry_evidence.put_in", "sent empty"): (f"{home}/add?{words}", "main form[method=post]"),
        ("enquiry.say_to_team", "sent empty"): (f"{home}/{first}", "form[action$='/say']"),
        ("enquiry_evidence.note", "sent empty"): (f"{home}/{first}", "form[action$='/note']"),
        ("enquiry_evidence.take_out", "sent empty"): (f"{home}/{first}", "form[action$='/take-out']"),
    }
    yield from _sent(forms)

    overtaken = _sends(
        f"{home}/{first}/change", "main form[method=post]", title="What I call it", revision="1"
    )
    yield _when("enquiry.change", "somebody else was first", overtaken)


def _reading(desk: Desk) -> Iterator[Stop]:
    """Reading with filters, at its end, and with a mark of words that are not there."""
    visit, response = desk.team.visit, desk.team.names["response_id"]
    home = f"{_home(visit.id)}/reading"
    places = {
        ("reading.one", "of one question"): f"{home}/{response}?asked=would_change",
        ("reading.next_one", "nothing fits"): f"{home}?asked=nothing",
    }
    yield from _stops(places)

    not_there = _sends(f"{home}/{response}", "form[action$='/mark']", words="These words are not in it")
    yield _when("reading.mark", "refused", not_there)


def _taking_away(desk: Desk) -> Iterator[Stop]:
    """Making words fit: every answer of a question, the second look, and keeping without one."""
    visit, names = desk.team.visit, desk.team.names
    home = f"{_home(visit.id)}/take-away"
    one = f"{home}/words/{names['response_id']}/{names['question']}"
    yield from _stops({("taking_away.words", "of one question"): f"{home}/words?{IN_WORDS}"})
    form = "form[action$='/would_change']"
    second_look, not_there = (_sends(one, form, **{"words-1": words}) for words in ("step dad", "not in it"))
    yield _when("taking_away.look_again", "second look", second_look)
    yield _when("taking_away.look_again", "refused", not_there)


def _concerns(desk: Desk) -> Iterator[Stop]:
    """Lists of concerns, concerns in each state, the whole answer, and what is refused."""
    visit = desk.team.visit
    home = f"{_home(visit.id)}/concerns"
    places = {("safeguarding.queue", name): f"{home}?show={name}" for name in LISTS}
    places |= {("safeguarding.queue", "level 1"): f"{home}?level=1"}
    places |= {("safeguarding.concern", state): f"{home}/{one}" for state, one in desk.concerns.items()}
    yield from _stops(places)
    new, proposed = f"{home}/{desk.concerns['new']}", f"{home}/{desk.concerns['proposed']}"
    forms = {
        ("safeguarding.whole", "opened"): (new, "form[action$='/whole']"),
        ("safeguarding.decide", "sent empty"): (new, "form[action$='/decide']"),
        ("safeguarding.send_back", "sent empty"): (proposed, "form[action$='/send-back']"),
        ("contact.open_one", "opened"): (f"{_home(visit.id)}/contact", "form[action$='/open']"),
    }
    yield from _sent(forms)


def _stops(places: Mapping[tuple[str, str], str]) -> Iterator[Stop]:
    for (endpoint, said), place in places.items():
        yield Stop(f"{endpoint}, {said}", endpoint, at_address(place))


def _sent(forms: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[Stop]:
    for (endpoint, said), (place, form) in forms.items():
        yield _when(endpoint, said, _sends(place, form))


def _sends(place: str, form: str, **changed: str) -> Callable[[Visitor], None]:
    """Send a form as it stands but for some fields, where this role has the page that it is on."""

    def arrive(visitor: Visitor) -> None:
        visitor.go(place)
        if visitor.page.locator(form).count():
            visitor.send_form(form, **changed)

    return arrive


def _when(endpoint: str, said: str, arrive: Callable[[Visitor], None]) -> Stop:
    return Stop(f"{endpoint}, {said}", endpoint, arrive)
