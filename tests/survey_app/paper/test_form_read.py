"""Pages of a form join into answers; whatever is unsure is asked and stands in no answer."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from survey_app.paper.form_read import SENTENCES, FormRead, read_form
from survey_app.paper.marks import AreaRead, BoxRead, PageRead, State, Why
from tests.survey_app.paper.sheets import sheets_of, shipped

ASKED = shipped("young-people")
MAPS = sheets_of("young-people").pages
BOXES = [(box.question, box.option) for page in MAPS for box in page.boxes]


def pages(
    ticked: Collection[tuple[str, str]],
    *,
    unsure: Collection[tuple[str, str]] = (),
    filled: Collection[tuple[str, str]] = (),
    written: Collection[str] = (),
    without: Collection[int] = (),
) -> list[PageRead]:
    """The form as it is read when these boxes are marked."""

    def box(one: object) -> BoxRead:
        place = (one.question, one.option)  # type: ignore[attr-defined]
        state = State.UNSURE if place in unsure else State.MARKED if place in ticked else State.EMPTY
        return BoxRead(one, state, Why.FAINT if place in unsure else Why.NONE, place in filled)  # type: ignore[arg-type]

    return [
        PageRead(
            page.number,
            tuple(map(box, page.boxes)),
            tuple(AreaRead(area, area.question in written) for area in page.writing),
        )
        for page in MAPS
        if page.number not in without
    ]


def read(ticked: Collection[tuple[str, str]], **more: Collection[object]) -> FormRead:
    return read_form(ASKED, MAPS, pages(ticked, **more))  # type: ignore[arg-type]


def why(form: FormRead) -> dict[str, str]:
    return {ask.question: ask.why for ask in form.asks}


def test_ticks_become_answers() -> None:
    form = read(
        [("age_band", "age_11_15"), ("setting", "home"), ("setting", "mainstream_school"), ("safe", "ok")]
    )
    assert form == FormRead(
        {"age_band": "age_11_15", "setting": ("mainstream_school", "home"), "safe": "ok"}, (), ()
    )


def test_two_ticks_where_one_is_asked_for_are_asked() -> None:
    form = read([("safe", "ok"), ("safe", "bad")])
    assert why(form) == {"safe": "one_only"}
    assert "safe" not in form.answers


def test_an_answer_that_stands_alone_is_asked_beside_others() -> None:
    assert why(read([("setting", "home"), ("setting", "none_now")])) == {"setting": "exclusive"}


def test_unsure_boxes_are_asked_with_their_reason_and_their_page() -> None:
    (ask,) = read([("safe", "ok")], unsure=[("safe", "bad")]).asks
    page = next(page.number for page in MAPS for box in page.boxes if box.question == "safe")
    assert (ask.question, ask.why, ask.page) == ("safe", Why.FAINT, page)
    assert ask.sentence == SENTENCES["faint"]


def test_a_box_coloured_in_beside_another_is_asked() -> None:
    two = [("setting", "home"), ("setting", "college")]
    assert why(read(two, filled=two[:1])) == {"setting": Why.FILLED}
    assert read(two[:1], filled=two[:1]).answers == {"setting": ("home",)}


def test_handwriting_is_to_be_typed_and_empty_lines_are_not() -> None:
    assert why(read([], written=["would_change"])) == {"would_change": "words"}


def test_questions_on_missing_pages_are_asked() -> None:
    form = read([("safe", "ok")], without=[1])
    assert form.missing == (1,)
    assert why(form) == {box.question: "missing" for box in MAPS[0].boxes}


def test_answers_that_others_hide_are_asked() -> None:
    form = read([("age_band", "age_11_15"), ("next_steps_adult", "good")])
    assert why(form) == {"next_steps_adult": "hidden"}
    assert form.answers == {"age_band": "age_11_15"}


def test_two_pictures_of_a_page_that_differ_are_asked() -> None:
    twice = [*pages([("age_band", "age_11_15")]), pages([("age_band", "age_16_17")])[0]]
    assert why(read_form(ASKED, MAPS, twice)) == {"age_band": "twice"}


def test_two_pictures_of_a_page_that_agree_are_one() -> None:
    once = pages([("age_band", "age_11_15")])
    assert read_form(ASKED, MAPS, [*once, once[0]]) == read_form(ASKED, MAPS, once)


@given(st.sets(st.sampled_from(BOXES)), st.sets(st.sampled_from(BOXES)))
def test_nothing_unsure_is_ever_an_answer(ticked: set[tuple[str, str]], unsure: set[tuple[str, str]]) -> None:
    form = read(ticked, unsure=unsure)
    assert not form.answers.keys() & {question for question, _ in unsure}
    for question, value in form.answers.items():
        chosen = (value,) if isinstance(value, str) else value
        assert {(question, option) for option in chosen} == {one for one in ticked if one[0] == question}


def test_a_page_that_is_only_shown_is_typed_and_a_page_without_picture_is_asked_for() -> None:
    first, second = MAPS[0].boxes[0].question, MAPS[1].boxes[0].question
    form = read_form(ASKED, MAPS, pages((), without=(1, 2)), frozenset({1}))
    assert (why(form)[first], why(form)[second]) == ("only_shown", "missing")
    assert form.missing == (2,)
    assert not {first, second} & form.answers.keys()
