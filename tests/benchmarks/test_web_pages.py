"""The measure of how pages are read tells right from wrong, for the four layouts of projects that it knows."""

import gzip
import json

import pytest

from tests.benchmarks import tested_pages, web_pages

PROSE = "A general said on Monday that Russia had received 1,500 soldiers from North Korea, who came by ship."
MORE = (
    "Their number was not confirmed by anybody else, and the ministry in Seoul did not answer questions of reporters."
)
PAGE = f"""<html><head><meta property="og:title" content="Troops move east | Example"><meta name="author" content="Anna Berg">
<meta property="article:published_time" content="2024-10-17T21:00:00Z"><link rel="canonical" href="https://example.org/1">
</head><body><h1>Troops move east</h1><article><p>{PROSE}</p><p>{MORE}</p></article></body></html>"""
TEST = """url = 'https://www.example.org/1'; const html = fs.readFileSync('./fixtures/example.org.html');
it('returns the title', async () => { assert.equal(title, 'Troops move east'); });
    it('returns the author', async () => { assert.equal(author, 'Anna Berg, Reuters'); });
    it('returns the date_published', async () => { assert.equal(date_published, '2024-10-17T21:00:00.000Z'); });"""


def written(folder, **files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


PROJECTS = {
    "postlight": {"src/extractors/custom/x/index.test.js": TEST, "fixtures/example.org.html": PAGE},
    "readability": {
        "test/test-pages/x/source.html": PAGE,
        "test/test-pages/x/expected-metadata.json": json.dumps(
            {"title": "Troops move east | Example", "byline": "By\n Anna Berg", "publishedTime": "2024-10-17", "siteName": "Example"}
        ),
        "test/test-pages/x/expected.html": f"<p>{PROSE}</p>{MORE}",
    },
    "newspaper": {
        "tests/data/html/x.html": PAGE,
        "tests/data/metadata/x.json": json.dumps(
            {"title": "Troops move east", "authors": ["Anna Berg"], "publish_date": "2024-10-18T02:00:00", "url": "https://example.org/1"}
        ),
        "tests/data/txt/x.txt": PROSE,
    },
    "scrapinghub": {
        "ground-truth.json": json.dumps({"x": {"articleBody": f"{PROSE}\n{MORE}", "url": "https://example.org/1"}}),
        "html/x.html.gz": gzip.compress(PAGE.encode()),
    },
}  # fmt: skip


@pytest.mark.parametrize("project", PROJECTS)
def test_each_project_is_read_with_its_expectations(tmp_path, project):
    written(tmp_path, **PROJECTS[project])
    (page,) = getattr(tested_pages, project)(tmp_path)
    found = web_pages.read(page, with_claims=False)
    assert found.columns
    assert all(is_right for is_right, _, _ in found.columns.values())


@pytest.mark.parametrize(
    ("right", "given", "same"),
    [
        ("Troops move east", "Troops move east", True),
        ("Troops move ‘east’", "Troops move 'east'", True),
        ("Troops move east – Example Daily", "Troops move east", True),
        ("Troops move east", "Troops move east – Example Daily", False),
        ("Troops move east", "", False),
    ],
)
def test_a_title_is_the_headline(right, given, same):
    assert web_pages._same_title(right, given) is same


@pytest.mark.parametrize(
    ("right", "given", "same"),
    [
        ("By Anna Berg and Ola Lind", "Ola Lind; Anna Berg", True),
        ("Anna Berg, Reuters", "Anna Berg", True),
        ("BBC News", "", True),
        ("Anna Berg", "", False),
        ("Anna Berg", "Anna Berg; Example", False),
    ],
)
def test_a_byline_is_the_persons(right, given, same):
    assert web_pages._same_names(right, given) is same


@pytest.mark.parametrize(
    ("at", "day", "same"),
    [
        ("2024-10-17T21:00:00Z", "2024-10-18", True),
        ("2024-10-17T21:00:00-04:00", "2024-10-18", False),
        ("2024-10-17", "2024-10-17", True),
        ("2024-10-17T10:00:00Z", "2024-10-18", False),
        ("2024-10-17", "", False),
    ],
)
def test_a_day_is_the_publishers(at, day, same):
    assert web_pages._same_day(at, day) is same


def test_claims_from_outside_and_notes_are_told():
    page = tested_pages.Page("x", PAGE.encode(), body=PROSE)
    found = web_pages.read(page, with_claims=True)
    assert found.claims > len(found.outside) > 0
    assert found.notes == found.standfirst == []
    stated = PAGE.replace("<head>", f'<head><meta name="description" content="{MORE}">')
    again = web_pages.read(tested_pages.Page("x", stated.encode(), body=PROSE), with_claims=True)
    assert (again.outside, again.standfirst) == ([], found.outside)


def test_a_page_stays_in_its_half_and_a_wrong_expectation_is_counted_apart(monkeypatch, capsys):
    pages = [tested_pages.Page(name, PAGE.encode(), title="Another headline") for name in "abcdefgh"]
    halves = {page.name: web_pages.half_of(page) for page in pages}
    assert {*halves.values()} == {*web_pages.HALVES}
    assert halves == {page.name: web_pages.half_of(page) for page in reversed(pages)}
    monkeypatch.setattr(
        web_pages, "wrong_expectations", lambda: {"a": {"title": "that of another page", "day": "none"}}
    )
    web_pages.show("made up", [web_pages.read(page, with_claims=False) for page in pages[:2]], misses=True)
    told = capsys.readouterr().out
    assert "0 of 1" in told
    assert "a title: 'Troops move east', expected is 'Another headline', wrong as that of another page" in told
    assert "b title: 'Troops move east', right is 'Another headline'" in told
