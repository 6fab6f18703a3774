"""What pages and newsletters put between the paragraphs of an article, and prose that is like it."""

import pytest

from claimsdb.reading import BlockKind, read_article

TITLE = "Troops move to border"
PROSE = "A general said on Monday that Russia had received 1,500 soldiers from North Korea, who came by ship."
MORE = "Their number was not confirmed by anybody else, and the ministry in Seoul did not answer questions."

FURNITURE = {
    "what is earned": [
        "If you buy something through this post, Example may get a share of the sale.",
        "When you purchase through links on our site, we may earn an affiliate commission.",
        "We may receive a commission on sales from our links. It costs you nothing.",
        "This article contains affiliate links.",
        "Our reporters choose what they like, and if you click on a link the paper gets a cut of the price.",
    ],
    "subscriptions": [
        "Get Morning Brief, Example’s defence newsletter",
        "Get Example delivered through your letterbox every month. 12 issues for £11.99.",
        "Get access to Example Pro for as little as £2 a month. Use the code BORDER.",
        "Not a member of Example yet?",
        "If you enjoyed this article, we have a proposition for you: join Example.",
        "Keep me up to date on all that Example has to offer.",
    ],
    "forms": [
        "Thank you for signing up to Example. You will receive a verification email shortly.",
        "There was a problem. Please refresh the page and try again.",
        "This feature is temporarily unavailable. Please try again later.",
        "Please check your inbox to confirm.",
        "Please wait...",
    ],
    "readers who are asked": [
        "What do you think of the general's words? Sound off below!",
        "Should the border be closed? Tell us in the comments.",
        "Have you seen soldiers? Share your thoughts with us",
        "Let us know in the comments below.",
        "Tell us what YOU think...",
    ],
    "where to read on": [
        "Border Watch: Example follows the soldiers from the sea to the front. Check it out here.",
        "Our map shows all the roads to the front. Click here for more information.",
        "For more, read: The bank has cut its rate",
        "On Twitter: Follow Anna Berg and get more at Example",
        "China furious at words on a bridge [REACTION]|",
    ],
    "links in a word": ["43 more replies", "Read this story in Bengali", "Loading weather data ...", "14,358 views • Sep 27, 2016", "Up next"],
    "rights": [
        "Copyright ⓒ Example.org. No part may be copied.",
        "copyright Example 2019 - ISSN: 0000-0000",
        "© Example Magazine",
        "This website and all documents on it are licensed under a Creative Commons Attribution License.",
        "Comments and postings are copyrighted by their creators.",
        "Example is a registered trademark of Anna Berg.",
    ],
    "addresses": ["anna.berg@example.org", "twitter.com/annaberg", "Download: https://example.org/a.mp3", "FacebookTwitterInstagram", "troops at the border.jpg"],
    "the newsroom": [
        "Example is asking the ministry for comment and will update this story if it answers.",
        "We will update this article when the ministry responds.",
        "— With assistance by Anna Berg, and Ola Lind",
        "* Border Holding is a minority investor in Example Media, which owns this site.",
        "The story is part of a special series that follows soldiers.",
    ],
    "captions": [
        "(All photos: Example staff)",
        "Image Source: Anna Berg",
        "Soldiers as seen from the road, photos © Example, 2018",
        "A ship in the port of the north (credit: Example/Anna Berg)",
        "The road to the border (Anna Berg/Example)",
    ],
    "heads of lists": ["Related news", "You may also like...", "DON’T MISS", "More Must-Reads From Example", "Example Recommends"],
}  # fmt: skip


def words(record, kind):
    return [record.text[block.start : block.end] for block in record.blocks if block.kind is kind]


@pytest.mark.parametrize("kind", FURNITURE)
def test_furniture_of_a_kind_is_no_part_of_the_article(kind):
    for line in FURNITURE[kind]:
        record = read_article("\n\n".join((TITLE, PROSE, line, MORE)), file_name="a.txt")
        assert words(record, BlockKind.PARAGRAPH) == [PROSE, MORE], line
        assert words(record, BlockKind.CAPTION if kind == "captions" else BlockKind.NOTICE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "If you buy a ship from the north, the minister said, you break the law.",
        "The state may get a share of the sale, the minister said.",
        "Get out of the town, the general told the soldiers.",
        "There was a problem with 30 ships, and the army will try again on Monday, he said.",
        "This feature of the ship is old, the general said.",
        "Should the border be closed? The minister let the question pass.",
        "The ministry will update its figures when the ships return.",
        "The bank, which owns this bridge, has cut its rate.",
        "Loading docks were hit by 30 rockets on Monday.",
        "The trademark is the property of a bank in Oslo, the court said.",
        "More from the north will follow, the general said.",
        "Related crimes rose by 3 percent in a year.",
        "Trending prices rose by 4 percent on Monday.",
        "Recommended by the army, the law was passed (by 30 to 20).",
        "Photos show 1,500 soldiers at the port (and 30 ships).",
        "Checks of 300 soldiers were made at the border on Monday.",
        "Listen to the north, the minister said.",
    ],
)
def test_prose_is_no_furniture(line):
    record = read_article("\n\n".join((TITLE, PROSE, line, MORE)), file_name="a.txt")
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, line, MORE]


@pytest.mark.parametrize(
    "head", ["More Must-Reads From Example", "Related stories", "From the Web", "Most read", "Don't miss"]
)
def test_what_is_listed_below_a_head_of_links_is_no_part_of_the_article(head):
    links = [
        "- The Bank Has Cut Its Rate to 4 Percent",
        "- Thirty People Are Dead in a Storm",
        "- Want More to Read? Sign Up",
    ]
    record = read_article("\n\n".join((TITLE, PROSE, head, *links, MORE)), file_name="a.txt")
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, MORE]
    assert words(record, BlockKind.NOTICE) == [head, *links]


@pytest.mark.parametrize("head", ["What the general said", "Related stories"])
def test_sentences_of_a_list_are_kept(head):
    points = ["- The army has 30 ships.", "- The bank has cut its rate"]
    record = read_article("\n\n".join((TITLE, PROSE, head, *points, MORE)), file_name="a.txt")
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, *points, MORE]
