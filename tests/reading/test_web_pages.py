"""What a page says of itself, and which of it is believed."""

import json
from datetime import date

import pytest

from claimsdb.reading import BadArticle, BlockKind, read_submission
from claimsdb.reading.web_pages import read_web_page

BODY = "A general said on Monday that Russia had received 1,500 soldiers from North Korea, who came by ship."
MORE = "Their number was not confirmed by anybody else, and the ministry of defence in Seoul did not answer questions."
HEADLINE = "Troops move to border"


def page(head="", *, above="", between="", below="", h1=HEADLINE):
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return (
        f"<html><head>{head}</head><body><article>{above}{heading}{between}<p>{BODY}</p><p>{MORE}</p>{below}</article>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def read(data):
    return read_submission(read_web_page(data, where="a.html", file_name="a.html", size_limit=100_000))


def meta(**contents):
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in contents.items())


def linked(**fields):
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("head", "h1"),
    [
        (meta(og__title=f"{HEADLINE} | Example Daily", og__site_name="Example Daily"), HEADLINE),
        (meta(og__title=f"{HEADLINE} | Example Daily", og__site_name="Example Daily"), ""),
        (meta(og__title=f"{HEADLINE} | CNN Politics", og__site_name="CNN"), ""),
        (meta(og__title=f"{HEADLINE} - SpaceNews.com", og__url="https://spacenews.com/a"), ""),
        (meta(og__title=f"{HEADLINE} (Published 2016)"), HEADLINE),
        (f"<title>{HEADLINE} – The Example Daily</title>{meta(og__site_name='Example Daily')}", ""),
        (f"<title>Example Daily: {HEADLINE}</title>{meta(og__site_name='Example Daily')}", ""),
        (f"<title>{HEADLINE} » Local » News » Example Daily</title>", ""),
        (f"<title>{HEADLINE} -- Example.net</title>{meta(og__url='https://www.example.net/1')}", ""),
        (f"<title>{HEADLINE} · Example World News</title>{meta(og__site_name='Example')}", ""),
        (f"<title>{HEADLINE}_World_Example</title>", HEADLINE),
        (linked(headline=HEADLINE, publisher={"@type": "Organization", "name": "Example"}), f"{HEADLINE} - Example"),
        (meta(og__title="Why troops move to border now"), HEADLINE),
        (meta(og__title="Example Daily", og__site_name="Example Daily"), HEADLINE),
        ("", "  Troops&nbsp;move\n to&#8203; border "),
        (meta(og__title=HEADLINE), "<em>Tr</em>oops move<span> to border</span>"),
        (meta(dc__title=HEADLINE), ""),
        (f"<title>{HEADLINE}:Example</title>{meta(og__site_name='Example')}", ""),
        (f"<title>Example:{HEADLINE}</title>{meta(og__site_name='Example')}", ""),
        (meta(og__title=f"{HEADLINE} (Photo: Example)"), ""),
        (meta(og__title=f"{HEADLINE}（写真＝Example）"), f"{HEADLINE} <small>Anna Berg</small>"),
        (meta(og__title=HEADLINE, og__site_name=f"{HEADLINE}, and what the ministry says"), HEADLINE),
        (meta(og__title="“Troops” move to border"), "<em>Troops</em> move to <sup>b</sup>order"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_site(head, h1):
    record = read(page(head, h1=h1))
    assert record.title == HEADLINE
    (title,) = [record.text[b.start : b.end] for b in record.blocks if b.kind is BlockKind.TITLE]
    assert title.startswith("Troops")
    assert "Example" not in title


@pytest.mark.parametrize(
    "heading",
    [
        f'<h1><span class="article-kicker">Defence</span> {HEADLINE}</h1>',
        f'<h1><span class="eyebrow">Defence</span><span>: {HEADLINE}</span></h1>',
        f'<h1><span class="sr-only">Report </span>{HEADLINE}</h1>',
        f'<h1>{HEADLINE}<span class="visually-hidden">, a report</span></h1>',
        f'<div role="navigation"><h1>Defence: a border</h1></div><h2><b class="kicker">Defence</b>: {HEADLINE}</h2>',
        f'<ol class="c-breadcrumbs"><li><h1>Defence: a border</h1></ol><h2>{HEADLINE}</h2><h2>Defence</h2>',
        f"<nav><h1>Defence: a border</h1></nav><h2>{HEADLINE}</h2>",
    ],
)
def test_what_stands_above_a_headline_is_no_part_of_it(heading):
    assert read(page(meta(og__title=f"Defence: {HEADLINE}"), above=heading, h1="")).title == HEADLINE


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("兵士が国境に移動している、韓国の国防省_政治_例日報", "兵士が国境に移動している、韓国の国防省"),
        ("兵士が国境に移動:例日報", "兵士が国境に移動"),
        ("士兵调往边境，国防部没有回答记者的问题_国际", "士兵调往边境，国防部没有回答记者的问题"),
        ("士兵｜边境", "士兵｜边境"),
    ],
)
def test_words_without_blanks_are_counted_by_their_letters(title, headline):
    assert read(page(meta(og__title=title, og__site_name="例日報"), h1="")).title == headline


@pytest.mark.parametrize(
    "title",
    [
        "Deaths rise to 3:10 in a day",
        "Seen: «The Border», «Six Days»",
        "Russia, Ukraine: a war of words - and drones",
        "Covid-19: deaths rise to 300",
        "The bank - once again - cuts its rate",
        "Is Example Daily to be sold?",
        "Profit and loss | by the numbers of a long year in which nobody won",
    ],
)
def test_what_belongs_to_a_headline_stays(title):
    head = meta(og__title=title, og__site_name="Example Daily")
    assert read(page(head, h1="")).title == title


@pytest.mark.parametrize(
    ("head", "between", "names"),
    [
        (meta(author="Anna Berg"), "", "Anna Berg"),
        (meta(author="Laura Adams December"), "", "Laura Adams"),
        (meta(author="Anna Berg; TNN; Updated Oct 9"), "", "Anna Berg"),
        (meta(author="Anna Berg; ANNA BERG"), "", "Anna Berg"),
        (linked(author=[{"@type": "Organization", "name": "Conde House"}, {"@type": "Person", "name": "Anna Berg"}]), "", "Anna Berg"),
        (linked(author=["Conde House", "Anna Berg"], publisher={"name": "Conde House"}), "", "Anna Berg"),
        (meta(author="Anna Berg aberg@example.org"), "", "Anna Berg"),
        (meta(author="Username"), "", ""),
        (meta(author="January"), "", ""),
        ("", '<div class="author">Account You\'re logged in</div>', ""),
        ("", '<div class="byline">By <a>Oli Coleman</a> <a>View author archive</a> <a>Get author RSS feed</a></div>', "Oli Coleman"),
        ("", '<p class="byline">By Oli Coleman View author archive Get author RSS feed</p>', "Oli Coleman"),
        ("", "<p>By Anna Berg, Political Editor</p>", "Anna Berg"),
        ("", '<p class="byline"><span>By</span> <a>Anna Berg</a> <span>EXAMPLE DAILY NEWS</span> <time>Dec 16, 2016</time></p>', "Anna Berg"),
        (meta(author="Anna Berg"), "<p>By Anna Berg, Ola Lind and T.C. Holm</p>", "Anna Berg, Ola Lind and T.C. Holm"),
        (meta(author="Anna Berg"), "<p>By Ola Lind</p>", "Anna Berg"),
        (linked(author=[{"@type": "Person", "name": "Anna Berg"}, {"@type": "Person", "name": "Ola van der Lind"}]), "", "Anna Berg; Ola van der Lind"),
        (linked(author={"@type": "Person", "name": "Voltaire"}), "", "Voltaire"),
        (meta(author="Reuters"), "", ""),
        (meta(author="Example Staff"), "", ""),
        (meta(author="https://www.facebook.com/example"), "", ""),
        (meta(article__author="https://www.example.org/authors/anna-berg"), "", "Anna Berg"),
        (meta(author="By Theresa May for The Example"), "", "Theresa May"),
        (meta(author="Emily Fox | Senior White House Correspondent"), "", "Emily Fox"),
        (meta(author="Martin King, Jr."), "", "Martin King, Jr."),
        (linked(author={"@type": "Person", "name": "朝鮮の兵士が国境に移動している。韓国の国防省は質問に答えていない"}), "", ""),
        (meta(author="anna berg"), '<a class="name" href="/author/berg/">Anna berg</a>', "Anna berg"),
        (meta(author="anna berg"), "", ""),
        ("", "<p>Anna Berg, October 17, 2024</p>", "Anna Berg"),
        ("", "<p>Release Date, October 17, 2024</p>", ""),
        ("", f"<p>{MORE}</p><p>{BODY}</p><p>{MORE}</p><p>Anna Berg, October 17, 2024</p>", ""),
        (meta(author="Anna Berg, Ola Lind"), "<p>By Anna Berg</p><p>Photographs by Ola Lind</p>", "Anna Berg"),
        (meta(author="Anna Berg, Ola Lind, T.C. Holm"), "<p>Illustration by Ola Lind</p><footer><p>Video by T.C. Holm</p></footer>", "Anna Berg"),
        (linked(author=["Anna Berg", "Ola Lind"]), "<p>Edited by Ola Lind</p>", "Anna Berg"),
        (meta(author="Anna Berg, Ola Lind"), "<p>By Anna Berg and Ola Lind</p><p>Photos by Ola Lind</p>", "Anna Berg, Ola Lind"),
        (meta(author="Anna Berg"), "<p>Photos by Anna Berg</p>", "Anna Berg"),
        (meta(og__site_name="EXA"), "<p>By Anna Berg, Senior Analyst, EXA Speech</p>", "Anna Berg"),
        (meta(og__site_name="EXA", author="EXA Newsdesk Berlin"), "", ""),
        (meta(og__site_name="Berg", author="Anna Berg"), "", "Anna Berg"),
        ("", '<figure><img src="a"><i itemprop="creator">Ola Lind</i></figure><p>By Anna Berg</p>', "Anna Berg"),
        ("", '<div itemscope itemtype="https://schema.org/ImageObject"><i itemprop="author">Ola Lind</i></div><p>By Anna Berg</p>', "Anna Berg"),
        ("", "<p>5:45 AM PST 11/19/2019 by Anna Berg</p>", "Anna Berg"),
        ("", "<p>17 October 2024 | By Anna Berg</p>", "Anna Berg"),
        ("", "<p>By Anna Berg last updated</p>", "Anna Berg"),
        ("", '<p class="author">人氣</p>', ""),
        (meta(author="admin"), '<aside class="related"><a rel="author">Someone Else</a></aside>', ""),
    ],
)  # fmt: skip
def test_bylines_are_persons_or_nothing(head, between, names):
    assert read(page(head, between=between)).byline == names


@pytest.mark.parametrize(
    ("head", "between", "day"),
    [
        (meta(article__modified_time="2025-01-07T08:00:00Z") + linked(datePublished="2020-07-10"), "", "2020-07-10"),
        (meta(og__url="https://a.example/2016/09/20/x", article__published_time="2016-09-19T11:46:01Z"), "", "2016-09-19"),
        ("", '<p class="date">10/04/2016 05:07 AM EDT</p>', None),
        ("", '<p class="date">10/04/2016</p><time datetime="2016-10-04 05:07:09">10/04/2016</time>', "2016-10-04"),
        ("", '<p class="date">10/17/2024</p>', "2024-10-17"),
        ("", '<p class="date">17/10/2024</p>', "2024-10-17"),
        ("", '<p class="date">17.10.24</p>', "2024-10-17"),
        ("", "<span>17.10.24, 14:05 Uhr</span>", "2024-10-17"),
        ("", '<p class="date">17/10/24</p>', "2024-10-17"),
        ("", '<p class="date">10/04/16 05:07 AM EDT</p>', None),
        ("", '<p class="date">Stand: 17.10.24</p>', "2024-10-17"),
        (meta(article__modified_time="2025-01-07"), '<p class="date">Updated 18.10.24</p><p>17.10.24</p>', "2024-10-17"),
        (meta(og__url="https://a.example/2016/09/20/x") + linked(datePublished="2016-09-19T23:46:01-04:00"), "", "2016-09-19"),
        (meta(article__modified_time="2025-01-07", og__updated_time="2025-01-08") + linked(dateModified="2025-01-07"), "", None),
        (meta(article__modified_time="2025-01-07"), "", None),
        (meta(og__updated_time="2025-01-07", og__url="https://a.example/2024/10/17/troops"), "", "2024-10-17"),
        ("", '<p class="date">Updated October 18, 2024</p><p class="date">October 17, 2024</p>', "2024-10-17"),
        ("", 'Updated: <time datetime="2024-10-18">18 Oct</time> <time pubdate datetime="2024-10-17">17 Oct</time>', "2024-10-17"),
        (linked(datePublished="2024-10-17T23:30:00-04:00"), "", "2024-10-17"),
        (meta(article__published_time="2024-10-18T03:30:00Z"), '<time datetime="2024-10-18T03:30:00Z">Oct. 17, 2024</time>', "2024-10-17"),
        (meta(article__published_time="2024-10-18T03:30:00Z"), "", "2024-10-18"),
        (linked(datePublished="2024-10-17", dateModified="2024-10-20") + meta(article__published_time="2024-10-16"), "", "2024-10-17"),
        (meta(article__published_time="Thu Oct 17 12:45:00 EDT 2024"), "", "2024-10-17"),
        ("", "<p>By Anna Berg | October 17, 2024</p>", "2024-10-17"),
        ("", '<aside class="related"><time datetime="2019-01-01">1 Jan 2019</time></aside>', None),
        (meta(og__url="https://a.example/20241017/troops"), "", "2024-10-17"),
        (meta(article__published_time="1970"), "", None),
        (linked(datePublished="0001-01-01T00:00:00Z"), "", None),
        ("", "<div>This story is from October 17, 2024</div>", "2024-10-17"),
        ("", "<h4>2024年10月17日-</h4>", "2024-10-17"),
        ("", '<span id="update">2024年10月17日 14時30分 公開</span>', "2024-10-17"),
        ("", "<p>最終更新日：2024年10月17日</p>", None),
        ("", '<p class="updated">Published October 17, 2024</p>', "2024-10-17"),
        ('<link rel="amphtml" href="https://amp.example/2024/10/17/troops/?source=dam">', "<p>Updated: Oct 18, 2024</p>", "2024-10-17"),
        ('<link rel="amphtml" href="https://[broken/2024/10/17/">', "", None),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_publication_by_the_order_of_evidence(head, between, day):
    assert read(page(head, between=between)).published_on == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("head", "below", "source"),
    [
        ('<link rel="canonical" href="https://www.example.org/1">', "", "example.org"),
        (linked(mainEntityOfPage={"@id": "https://example.org/1"}), "", "example.org"),
        (meta(og__site_name="Example Daily"), "", "Example Daily"),
        ("", "".join(f'<a href="https://www.example.org/{n}">x</a>' for n in range(9)), "example.org"),
        ("", '<a href="https://other.example/1">x</a>', ""),
        ('<link rel="canonical" href="/1">', "", ""),
        ('<link rel="canonical" href="http://[broken">', "", ""),
    ],
)
def test_the_source_is_where_the_page_is(head, below, source):
    assert read(page(head, below=below)).source == source


@pytest.mark.parametrize(
    "below",
    [
        '<p><a href="/x">The storm of Friday has killed 30 people, police say</a></p>',
        '<ul><li><a href="/x">The bank has cut its rate to 4 percent</a></li></ul>',
        '<h3><a href="/x">Ten thousand people marched in the capital</a></h3>',
        '<ul><li><h3><a href="/x">A long headline on banks</a></h3><p>The bank has cut its rate.</p></li></ul>',
        '<a href="/x"><img src=x><h3>Ten thousand people marched in the capital</h3></a>',
        '<div class="full-gallery"><ul><li>2/50 A bridge that has fallen, as seen on Monday</li></ul></div>',
        '<p>Nobody <span class="x-tooltip-box"><a href="/x">The bank has cut its rate</a></span> said so.</p>',
        "<figure><img src=x><figcaption>A bridge that has fallen, as seen on Monday</figcaption></figure>",
        '<div><img alt="A bridge that has fallen" src=x><i>A bridge that has fallen</i></div>',
        '<img alt="FILE PHOTO: A bridge that has fallen" src=x><p>A bridge that has fallen</p>',
        '<div id="comments"><p>The bank has cut its rate, I think.</p></div>',
        '<section class="x-comment-widget"><div><p>The bank has cut its rate, I think.</p></div></section>',
        '<div class="related-stories"><p>The bank has cut its rate.</p></div>',
        '<ul class="article-recommended-list"><li>The bank has cut its rate to 4 percent</li></ul>',
        '<form class="newsletter-signup"><p>The bank has cut its rate: read on every morning.</p></form>',
        '<div class="outbrain"><p>The bank has cut its rate, and what that means for you.</p></div>',
        '<p>Nobody in 2024<sup class="noprint">[bank]</sup> said so.</p>',
    ],
)
def test_links_to_other_articles_and_captions_are_not_the_article(below):
    text = read(page(below=f"{below}<p>{MORE} Nobody did.</p>")).text
    assert MORE in text
    assert not any(word in text for word in ("storm", "bank", "capital", "bridge"))


@pytest.mark.parametrize("mark", ["promo", "no-comments", "with-related", "promoted", "commentary"])
def test_what_most_of_a_page_is_in_is_its_article(mark):
    data = page(meta(og__title=HEADLINE), h1="").replace(b"<article>", f'<article><div class="{mark}">'.encode())
    assert MORE in read(data.replace(b"</article>", b"</div></article>")).text


def test_of_a_name_twice_in_a_page_the_last_counts():
    twice = '{"@type": "NewsArticle", "headline": "Nothing", "author": "Ola Lind", "author": "Anna Berg"}'
    assert read(page(f'<script type="application/ld+json">{twice}</script>')).byline == "Anna Berg"


def test_damaged_data_for_machines_is_left_out():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "author": </script><script type="application/ld+json"></script>'
    assert read(page(head + meta(author="Anna Berg"))).byline == "Anna Berg"


@pytest.mark.parametrize(
    ("between", "why"),
    [
        ("<p " + " ".join(f'a{number}="<"' for number in range(20_000)) + ">x</p>", "a <p> has 20,000 attributes"),
        ("<div>" * 30_000, "the page has more than 25,000 elements"),
        ("<table>" + "<tr><td>1</td><td>2</td></tr>" * 9_000 + "</table>", "more than 5,000 elements are inside one"),
        ("<p>" + '<a href="/">a b</a> ' * 6_000 + "</p>", "more than 5,000 elements are inside one"),
    ],
    ids=["attributes", "depth", "table", "links"],
)
def test_a_page_that_would_take_minutes_is_refused_by_name(between, why):
    with pytest.raises(BadArticle, match=rf"^a\.html: too large to be read: {why}"):
        read(page(between=between))
