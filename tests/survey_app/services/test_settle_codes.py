"""What several people's decisions come to, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from survey_app.services.settle_codes import NOTHING, Decided, Verdict, standing

YES, OTHER = Verdict("wait", "negative"), Verdict("wait", "positive")
verdicts = st.sampled_from([YES, OTHER, NOTHING])
unsettled = st.lists(st.builds(Decided, st.sampled_from("abcd"), verdicts), min_size=1, max_size=8)


def test_one_decision_stands() -> None:
    now = standing([Decided("a", NOTHING)])
    assert (now.verdict, now.disputed) == (NOTHING, False)


def test_two_stances_of_one_theme_are_a_disagreement() -> None:
    assert standing([Decided("a", YES), Decided("b", OTHER)]).disputed


def test_somebody_who_comes_round_ends_it() -> None:
    now = standing([Decided("a", YES), Decided("b", NOTHING), Decided("b", YES)])
    assert (now.verdict, now.disputed) == (YES, False)


@given(unsettled)
def test_what_counts_is_what_somebody_says_now(decisions: list[Decided]) -> None:
    now = standing(decisions)
    latest = {one.coder: one.verdict for one in decisions}
    assert now.verdict in latest.values()
    agree = sum(verdict == now.verdict for verdict in latest.values())
    assert now.disputed == (agree * 2 <= len(latest))
    if now.disputed:
        assert now.verdict == decisions[-1].verdict


@given(unsettled, verdicts, unsettled)
def test_what_is_settled_stays(before: list[Decided], verdict: Verdict, after: list[Decided]) -> None:
    now = standing([*before, Decided("lead", verdict, settles=True), *after])
    assert (now.verdict, now.disputed) == (verdict, False)


@given(unsettled)
def test_deciding_the_same_again_changes_nothing(decisions: list[Decided]) -> None:
    assert standing([*decisions, decisions[-1]]) == standing(decisions)
