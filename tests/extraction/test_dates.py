"""Sentences and the times that they give, read on Sunday, 20 October 2024, and without a date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.extraction.dates import find_dates

PUBLISHED_ON = date(2024, 10, 20)

# The words alone say when.
ABSOLUTE = [
    ("It happened in June 2023.", [("June 2023", "2023-06-01", "2023-06-30")]),
    ("It happened on Sunday, Oct. 6, 2024.", [("Sunday, Oct. 6, 2024", "2024-10-06", "2024-10-06")]),
    ("It happened in 2022.", [("2022", "2022-01-01", "2022-12-31")]),
    ("It happened on 2024-10-17.", [("2024-10-17", "2024-10-17", "2024-10-17")]),
    ("It happened on 17 October 2024.", [("17 October 2024", "2024-10-17", "2024-10-17")]),
    ("It happened on 6-8 October 2024.", [("6-8 October 2024", "2024-10-06", "2024-10-08")]),
    ("It happened between October 6–8, 2024.", [("October 6–8, 2024", "2024-10-06", "2024-10-08")]),
    ("They will be there by the end of 2024.", [("by the end of 2024", None, "2024-12-31")]),
    ("It happened in mid-August 2024.", [("mid-August 2024", "2024-08-01", "2024-08-31")]),
    ("It happened in late 2023.", [("late 2023", "2023-01-01", "2023-12-31")]),
    ("It happened in the first half of 2024.", [("the first half of 2024", "2024-01-01", "2024-06-30")]),
    ("It happened in the third quarter of 2024.", [("the third quarter of 2024", "2024-07-01", "2024-09-30")]),
    ("It happened in summer 2023.", [("summer 2023", "2023-06-01", "2023-08-31")]),
    ("It lasted from March to June 2024.", [("March to June 2024", "2024-03-01", "2024-06-30")]),
    ("It lasted from December 2023 to March 2024.", [("December 2023 to March 2024", "2023-12-01", "2024-03-31")]),
    ("It lasted from 2022 to 2024.", [("2022 to 2024", "2022-01-01", "2024-12-31")]),
    ("It was the 1950-53 war.", [("1950-53", "1950-01-01", "1953-12-31")]),
    ("It was in the 1990s.", [("the 1990s", "1990-01-01", "1999-12-31")]),
    ("It was on 24.02.2022.", [("24.02.2022", "2022-02-24", "2022-02-24")]),
    ("It was on 17/10/2024.", [("17/10/2024", "2024-10-17", "2024-10-17")]),
    ("It happened after October 2023.", [("after October 2023", "2023-11-01", None)]),
    ("It happened before 2022.", [("before 2022", None, "2021-12-31")]),
    ("On February 31, 2024 nothing happened.", [("2024", "2024-01-01", "2024-12-31")]),
    ("The 2024 treaty was signed.", [("2024", "2024-01-01", "2024-12-31")]),
    (
        "It happened in October 2024 and November 2024.",
        [("October 2024", "2024-10-01", "2024-10-31"), ("November 2024", "2024-11-01", "2024-11-30")],
    ),
    ("2022 was a bad year.", [("2022", "2022-01-01", "2022-12-31")]),
    ("IN 2022 THE WAR BEGAN", [("2022", "2022-01-01", "2022-12-31")]),
    ("The SEPTEMBER 2023 summit.", [("SEPTEMBER 2023", "2023-09-01", "2023-09-30")]),
    ("It lasted between October and November 2024.", [("October and November 2024", "2024-10-01", "2024-11-30")]),
    ("It came in March and April 2024.", [("March and April 2024", "2024-03-01", "2024-04-30")]),
    ("It happened on the 3rd of March, 2024.", [("the 3rd of March, 2024", "2024-03-03", "2024-03-03")]),
    ("It lasted through June 2024.", [("through June 2024", None, "2024-06-30")]),
    ("It happened on Oct. 8-6, 2024.", [("2024", "2024-01-01", "2024-12-31")]),
    ("It lasted from November to March 2024.", [("November to March 2024", "2023-11-01", "2024-03-31")]),
    (
        "It lasted between October 2022 and November 2023.",
        [("October 2022 and November 2023", "2022-10-01", "2023-11-30")],
    ),
    ("It came in March and April 2023.", [("March and April 2023", "2023-03-01", "2023-04-30")]),
]

# Only the day of publication says when.
SPANS = [
    ("It lasted from 3 to 5 October.", [("3 to 5 October", "2024-10-03", "2024-10-05")]),
    ("It lasted between 3 and 5 October.", [("3 and 5 October", "2024-10-03", "2024-10-05")]),
    ("It lasted from October 3 to October 5.", [("October 3 to October 5", "2024-10-03", "2024-10-05")]),
    ("It lasted from October 3 to 5.", [("October 3 to 5", "2024-10-03", "2024-10-05")]),
    ("It lasted October 3 through November 5, 2023.", [("October 3 through November 5, 2023", "2023-10-03", "2023-11-05")]),
    ("It lasted from 28 September to 3 October 2024.", [("28 September to 3 October 2024", "2024-09-28", "2024-10-03")]),
    ("It lasted 28 September - 3 October.", [("28 September - 3 October", "2024-09-28", "2024-10-03")]),
    ("It lasted from December 28 to January 3, 2024.", [("December 28 to January 3, 2024", "2023-12-28", "2024-01-03")]),
    ("It must end before 2030.", [("before 2030", None, "2029-12-31")]),
    ("It was built after 2010.", [("after 2010", "2011-01-01", None)]),
    ("It was built after May 2023.", [("after May 2023", "2023-06-01", None)]),
    ("It was built before May 2023.", [("before May 2023", None, "2023-04-30")]),
    ("It was built prior to 2001.", [("prior to 2001", None, "2000-12-31")]),
    ("It was lost before 3 October 2024.", [("before 3 October 2024", None, "2024-10-02")]),
    ("It left after the end of 2023.", [("after the end of 2023", "2024-01-01", None)]),
    ("It began after Monday.", [("after Monday", "2024-10-15", None)]),
    ("It lasts until 2030.", [("until 2030", None, "2030-12-31")]),
    ("It rose in Q3 2024.", [("Q3 2024", "2024-07-01", "2024-09-30")]),
    ("It rose in Q1 of 2023.", [("Q1 of 2023", "2023-01-01", "2023-03-31")]),
    ("It rose in H2 2022.", [("H2 2022", "2022-07-01", "2022-12-31")]),
    ("In 2023 fires raged there.", [("2023", "2023-01-01", "2023-12-31")]),
]  # fmt: skip

RELATIVE = [
    ("It began last week.", [("last week", "2024-10-07", "2024-10-13")]),
    ("It began this week.", [("this week", "2024-10-14", "2024-10-20")]),
    ("It began this month.", [("this month", "2024-10-01", "2024-10-31")]),
    ("It began last month.", [("last month", "2024-09-01", "2024-09-30")]),
    ("Since August, it has sent troops.", [("Since August", "2024-08-01", "2024-10-20")]),
    ("Earlier this year it sent troops.", [("Earlier this year", "2024-01-01", "2024-10-20")]),
    ("Later this year it will send troops.", [("Later this year", "2024-10-20", "2024-12-31")]),
    ("It happened yesterday.", [("yesterday", "2024-10-19", "2024-10-19")]),
    ("It happened today.", [("today", "2024-10-20", "2024-10-20")]),
    ("It will happen tomorrow.", [("tomorrow", "2024-10-21", "2024-10-21")]),
    ("It happened on Tuesday.", [("Tuesday", "2024-10-15", "2024-10-15")]),
    ("It happened last Tuesday.", [("last Tuesday", "2024-10-15", "2024-10-15")]),
    ("It happens next Tuesday.", [("next Tuesday", "2024-10-22", "2024-10-22")]),
    ("It happened on Sunday.", [("Sunday", "2024-10-20", "2024-10-20")]),
    ("It happened last Sunday.", [("last Sunday", "2024-10-13", "2024-10-13")]),
    ("It happened last year.", [("last year", "2023-01-01", "2023-12-31")]),
    ("It happens next year.", [("next year", "2025-01-01", "2025-12-31")]),
    ("It happened in recent months.", [("recent months", None, "2024-10-20")]),
    ("In the coming weeks it will go.", [("the coming weeks", "2024-10-20", None)]),
    ("It happened on October 17.", [("October 17", "2024-10-17", "2024-10-17")]),
    ("It happened on Dec. 24.", [("Dec. 24", "2023-12-24", "2023-12-24")]),
    ("It happened in December.", [("December", "2023-12-01", "2023-12-31")]),
    ("It happened in March.", [("March", "2024-03-01", "2024-03-31")]),
    ("They will be there by the end of the year.", [("by the end of the year", None, "2024-12-31")]),
    ("It happened in early August.", [("early August", "2024-08-01", "2024-08-31")]),
    ("It happened this summer.", [("this summer", "2024-06-01", "2024-08-31")]),
    ("It happened two weeks ago.", [("two weeks ago", "2024-09-30", "2024-10-06")]),
    ("It happened a year ago.", [("a year ago", "2023-01-01", "2023-12-31")]),
    ("It happened three days ago.", [("three days ago", "2024-10-17", "2024-10-17")]),
    ("It happened in the past two weeks.", [("the past two weeks", "2024-10-06", "2024-10-20")]),
    ("It happened over the past year.", [("the past year", "2023-10-20", "2024-10-20")]),
    ("It happened in November of last year.", [("November of last year", "2023-11-01", "2023-11-30")]),
    ("It happened last March.", [("last March", "2024-03-01", "2024-03-31")]),
    ("It happens next March.", [("next March", "2025-03-01", "2025-03-31")]),
    ("They may march in May.", [("May", "2024-05-01", "2024-05-31")]),
    ("It happened on Feb 29.", [("Feb 29", "2024-02-29", "2024-02-29")]),
    ("It happened last night.", [("last night", "2024-10-19", "2024-10-19")]),
    ("It happened on Monday, October 14.", [("Monday, October 14", "2024-10-14", "2024-10-14")]),
    ("It happened on the weekend of October 5.", [("October 5", "2024-10-05", "2024-10-05")]),
    ("It happened on 3 March.", [("3 March", "2024-03-03", "2024-03-03")]),
    ("the summit last September", [("last September", "2024-09-01", "2024-09-30")]),
    ("They came in September last year.", [("September last year", "2023-09-01", "2023-09-30")]),
    ("It has been there for the past three months.", [("the past three months", "2024-07-20", "2024-10-20")]),
    ("It happened on Oct 3.", [("Oct 3", "2024-10-03", "2024-10-03")]),
    ("It happened late last month.", [("late last month", "2024-09-01", "2024-09-30")]),
    ("It happened this morning.", [("this morning", "2024-10-20", "2024-10-20")]),
    ("It happened the day before yesterday.", [("the day before yesterday", "2024-10-18", "2024-10-18")]),
    ("It was signed in June of this year.", [("June of this year", "2024-06-01", "2024-06-30")]),
]

# Neither does.
OPEN = [
    ("By December they will be there.", [("By December", None, None)]),
    ("It happened more than a year ago.", [("more than a year ago", None, None)]),
    ("It was on 10/12/2024.", [("10/12/2024", None, None)]),
    ("It happened the same day.", [("the same day", None, None)]),
    ("It happened days ago.", [("days ago", None, None)]),
    ("It will happen on Tuesday.", [("Tuesday", None, None)]),
    ("The summit would open in November.", [("November", None, None)]),
    ("By Tuesday they had left.", [("By Tuesday", None, None)]),
    ("It happened a decade ago.", [("a decade ago", None, None)]),
    ("It happened in winter 2023.", [("winter 2023", None, None)]),
    ("It happened on this Tuesday.", [("this Tuesday", None, None)]),
    ("It came in the winter of 2023.", [("winter of 2023", None, None)]),
]

NO_TIMES = [
    "It may happen.",
    "The 2000 soldiers left.",
    "More than 2000 soldiers left.",
    "It sent 3000 soldiers.",
    "USA TODAY reported it.",
    "It happened at 5:30.",
]


def rows(found):
    return [(time.as_written, _iso(time.earliest), _iso(time.latest)) for time in found]


def _iso(day):
    return day and day.isoformat()


@pytest.mark.parametrize(("sentence", "expected"), [*ABSOLUTE, *SPANS, *RELATIVE, *OPEN])
def test_times_of_a_dated_article(nlp, sentence, expected):
    assert rows(find_dates(nlp(sentence), offset=0, published_on=PUBLISHED_ON)) == expected


@pytest.mark.parametrize(("sentence", "expected"), ABSOLUTE)
def test_what_the_words_settle_needs_no_publication(nlp, sentence, expected):
    assert rows(find_dates(nlp(sentence), offset=0, published_on=None)) == expected


@pytest.mark.parametrize(("sentence", "expected"), [*RELATIVE, *OPEN])
def test_without_publication_nothing_is_guessed(nlp, sentence, expected):
    found = find_dates(nlp(sentence), offset=0, published_on=None)
    assert rows(found) == [(as_written, None, None) for as_written, _, _ in expected]


@pytest.mark.parametrize(
    ("published_on", "latest"), [(PUBLISHED_ON, "2024-10-20"), (None, None)], ids=["dated", "undated"]
)
def test_since_runs_to_publication(nlp, published_on, latest):
    found = find_dates(nlp("It has fought since February 2022."), offset=0, published_on=published_on)
    assert rows(found) == [("since February 2022", "2022-02-01", latest)]


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_what_is_no_time(nlp, sentence):
    assert find_dates(nlp(sentence), offset=0, published_on=PUBLISHED_ON) == ()


def test_spans_are_places_in_the_article(nlp):
    article = "A heading.\n\nIt sent troops in October 2024, and has done so since August."
    start = article.index("It sent")
    found = find_dates(nlp(article[start:]), offset=start, published_on=None)
    assert [time.span.words_in(article) for time in found] == ["October 2024", "since August"]


WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@given(published_on=st.dates(date(1990, 1, 1), date(2090, 1, 1)), number=st.integers(0, 6))
def test_a_weekday_is_the_latest_not_after_publication(nlp, published_on, number):
    [found] = find_dates(nlp(f"It happened on {WEEKDAYS[number]}."), offset=0, published_on=published_on)
    assert found.earliest == found.latest
    assert found.earliest.weekday() == number
    assert timedelta(0) <= published_on - found.earliest < timedelta(7)


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@pytest.mark.parametrize("written", ["%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%A, %b. %d, %Y"])
def test_a_full_date_is_read_back(nlp, written, day):
    [found] = find_dates(nlp(f"It happened on {day.strftime(written)}."), offset=0, published_on=None)
    assert (found.as_written, found.earliest, found.latest) == (day.strftime(written), day, day)


PIECES = [
    "since", "by", "the end of", "last", "next", "this", "earlier", "week", "year", "month", "in", "May", "Oct.", "31",
    "2024", "29 Feb", "1999-12-31", "-", "to", "and", "two", "999", "decades", "ago", "the past", "quarter of", "third",
    "Tuesday", "1990s", "99/99/2024", "weekend", ",", "summer", "troops",
]  # fmt: skip


@given(
    text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)),
    published_on=st.one_of(st.none(), st.dates()),
)
def test_any_text_is_read_on_any_day(nlp, text, published_on):
    for found in find_dates(nlp(text), offset=5, published_on=published_on):
        assert text[found.span.start - 5 : found.span.end - 5] == found.as_written != ""
        assert None in (found.earliest, found.latest) or found.earliest <= found.latest
