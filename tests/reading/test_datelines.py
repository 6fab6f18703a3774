"""Datelines, labels and times before the first sentence of a paragraph; notes of the newsroom; wrapped lines."""

from datetime import date

import pytest

from claimsdb.reading import BlockKind, parse_dateline, read_article, start_of_report

TITLE = "Troops move east"
PROSE = "A general said on Monday that Russia had received 1,500 soldiers from North Korea."
MORE = "He did not say where they had come ashore, or which of the ports in the Far East had been used."
DAY = date(2024, 10, 17)


def article(*lines, title=TITLE):
    return read_article("\n\n".join((title, *lines, PROSE, MORE)), file_name="a.txt")


def words(record, *kinds):
    return [record.text[block.start : block.end] for block in record.blocks if block.kind in kinds]


@pytest.mark.parametrize(
    ("line", "place", "agency", "day"),
    [
        ("LONDON — The bank cut its rate to 4 percent.", "LONDON", "", None),
        ("KYIV, Ukraine (Reuters) - Russia fired 40 missiles overnight, the air force said.", "KYIV", "Reuters", None),
        ("MADRID — Spain said on Monday that it would not send troops.", "MADRID", "", None),
        ("WASHINGTON (AP) — The senator sent a letter.", "WASHINGTON", "AP", None),
        ("SEOUL, Oct. 17, 2024 /PRNewswire/ -- The maker of ships said so.", "SEOUL", "PRNewswire", DAY),
        ("MOSCOW, October 17 (TASS) -- Russia has no plans.", "MOSCOW", "TASS", None),
        ("NEW YORK/LONDON, 17 Oct 2024 (Reuters) - Oil rose.", "NEW YORK/LONDON", "Reuters", DAY),
        ("Dekalb, Ill. — Mike Glass threw for three touchdowns.", "Dekalb", "", None),
        ("Indianapolis – Several thousand teachers marched.", "Indianapolis", "", None),
        ("HEMPSTEAD, N.Y., Sept. 26 (UPI) — The candidate was escorted off.", "HEMPSTEAD", "UPI", None),
        ("LONDON—The bank cut its rate.", "LONDON", "", None),
        ("BEIJING: China on Tuesday changed its position on the dispute.", "BEIJING", "", None),
        ("NEW DELHI: The government raised fuel prices by 5 percent on Friday.", "NEW DELHI", "", None),
        ("(Reuters) - Russia fired 40 missiles.", "", "Reuters", None),
        ("(CNN)The bank cut its rate.", "", "CNN", None),
        ("PORT-AU-PRINCE, Haiti — “The bridge is gone,” the mayor said.", "PORT-AU-PRINCE", "", None),
    ],
)  # fmt: skip
def test_a_dateline_is_no_part_of_the_report(line, place, agency, day):
    found = parse_dateline(line, 0, len(line))
    assert (found.place, found.agency, found.published_on) == (place, agency, day)
    assert line[found.end :][0] in "TRSCMOT“"
    assert not line[found.end :].startswith(("-", "—", " "))
    record = article(line)
    assert record.dateline.place == place
    assert record.published_on == day


@pytest.mark.parametrize(
    ("dateline", "place", "agency", "day"),
    [
        ("GAZA CITY, Gaza Strip (AP) — ", "GAZA CITY", "AP", None),
        ("ST. LOUIS (AP) _ ", "ST. LOUIS", "AP", None),
        ("Mexico City (AFP) – — ", "Mexico City", "AFP", None),
        ("WASHINGTON (AFP) - - ", "WASHINGTON", "AFP", None),
        ("LONDON (PA) ― ", "LONDON", "PA", None),
        ("LONDON, Oct. 17, 2024.— ", "LONDON", "", DAY),
        ("Washington, 17 Oct 2024 (EFE).- ", "Washington", "EFE", DAY),
        ("DUBAI, 17th October, 2024 (WAM) -- ", "DUBAI", "WAM", DAY),
        ("MADRID, 17 (EUROPA PRESS) - ", "MADRID", "EUROPA PRESS", None),
        ("MOSCOW, October 17. /TASS/. ", "MOSCOW", "TASS", None),
        ("KYIV. Oct 17 (Interfax-Ukraine) – ", "KYIV", "Interfax-Ukraine", None),
        ("New Delhi, Oct 17 (PTI) ", "New Delhi", "PTI", None),
        ("LONDON (Reuters) ", "LONDON", "Reuters", None),
        ("(ANSA) - ROME, OCT 17 - ", "ROME", "ANSA", None),
        ("LONDON: (Reuters) - ", "LONDON", "Reuters", None),
        ("(WASHINGTON) — ", "WASHINGTON", "", None),
        ("[LONDON] ", "LONDON", "", None),
        ("LONDON | ", "LONDON", "", None),
        ("ABOARD THE PAPAL PLANE (AP) — ", "ABOARD THE PAPAL PLANE", "AP", None),
    ],
)  # fmt: skip
def test_datelines_of_other_houses(dateline, place, agency, day):
    line = f"{dateline}{PROSE}"
    found = parse_dateline(line, 0, len(line))
    assert (line[found.end :], found.place, found.agency, found.published_on) == (PROSE, place, agency, day)


@pytest.mark.parametrize(
    "line",
    [
        "London (pop. 9 million) The city is large.",
        "The Bank (Barclays) The next has cut its rate.",
        "Berlin (Germany) Three men were held.",
        "(WALLACE) — The ships left.",
        "[ships] left the harbour.",
        "OPINION | The bank loses its grip.",
        "May 17 (Friday) The bridge fell.",
        "Congress – seeking to ensure the agency’s independence – pays for it.",
        "Tommy — who only goes by his first name online — retired nearly 10 years ago.",
        "Sonos – Music is the soundtrack to your life.",
        "WALLACE: The ships left the harbour on Monday.",
        "NATO — the alliance of 32 states — met in Brussels.",
        "This -- right here -- is why it matters.",
        "Kyiv: We will not give up, the president said.",
        "The bank (Barclays) - One of four - has cut its rate.",
        "Twenty-five - No more - ships left.",
    ],
)
def test_prose_has_no_dateline(line):
    assert parse_dateline(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("line", "report"),
    [
        ("2:58 p.m.: The bridge fell on Monday.", "The bridge fell on Monday."),
        ("10:01 a.m. The bridge fell on Monday.", "The bridge fell on Monday."),
        ("15:04 GMT - The bridge fell.", "The bridge fell."),
        ("11 a.m.: Police closed the road.", "Police closed the road."),
        ("9.30am — Police closed the road.", "Police closed the road."),
        ("UPDATE: The bridge fell.", "The bridge fell."),
        ("UPDATE 2 - The bridge fell.", "The bridge fell."),
        ("NOTE: The bridge fell.", "The bridge fell."),
        ("NEW: The bridge fell.", "The bridge fell."),
        ("FYI: The bridge fell.", "The bridge fell."),
        ("DEAR ABBY: My neighbour said that the bridge fell.", "My neighbour said that the bridge fell."),
        ("Q: When did the bridge fall?", "When did the bridge fall?"),
        ("A: The bridge fell on Monday.", "The bridge fell on Monday."),
        ("BREAKING: The bridge fell.", "The bridge fell."),
        ("Analysis: The bank loses its grip.", "The bank loses its grip."),
        ("WALLACE: The bridge fell.", "WALLACE: The bridge fell."),
        ("Report: The bridge fell.", "Report: The bridge fell."),
        ("A man said that the bridge fell.", "A man said that the bridge fell."),
        ("10 people said that the bridge fell.", "10 people said that the bridge fell."),
        ("3 a.m. calls were made to the police.", "3 a.m. calls were made to the police."),
    ],
)  # fmt: skip
def test_labels_and_times_are_no_part_of_the_report(line, report):
    assert line[start_of_report(line, 0, len(line), in_prose=True) :] == report


def test_in_a_headline_a_place_before_a_colon_speaks():
    line = "BEIJING: China has changed its position"
    assert start_of_report(line, 0, len(line), in_prose=False) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Ola Lind contributed to this report.",
        "Anna Berg reported from Seoul.",
        "Anna Berg reported from Seoul, and Ola Lind from Tokyo.",
        "Associated Press writers Anna Berg in Seoul and Ola Lind in Washington, D.C., contributed to this report.",
        "CNN’s Anna Berg and Ola Lind contributed to this report.",
        "Anna Berg contributed reporting.",
        "This story has been updated to include a comment of the ministry.",
        "This story has been updated.",
        "This article was amended on 18 October 2024 to say that the bridge was built in 1990.",
        "Editor’s note: This story was updated at 5:45 p.m. ET to include details.",
        "Correction: An earlier version of this article misstated the age of the bridge.",
        "Correction, Oct. 18, 2024: The bridge was built in 1990.",
        "CLARIFICATION: The first sentence has been clarified.",
        "An earlier version of this article gave a wrong number of soldiers.",
        "This article originally misidentified the minister.",
        "This article has been adapted from its original source.",
        "This article was reprinted on Example.com.",
        "This post was written by our partner.",
        "Updated on 19 September at 3:15 p.m.",
        "More AP sports: https://example.com/sports",
        "SEE MORE: Ten thousand people marched in the capital",
        "READ MORE: The storm has killed 30 people",
        "Related: The storm has killed 30 people",
        "Don’t miss: The storm has killed 30 people",
        "(Reporting by Anna Berg; Editing by Ola Lind)",
        "(Reporting by Anna Berg, Ola Lind, with reporting by Tom Holm and Ida Moe, editing by Martin Howell.)",
        "Also on example.com Ministers threatened with arrest as the country purges generals",
        "Storm warning: Centre names EIGHT ports\u00a0[WARNING]",
        "The Example is committed to publishing a diversity of letters to the editor.",
        "(Reporting by Anna Berg in Seoul and Ola Lind in Washington, D.C.; Editing by Tom Holm)",
        "Reporting by Anna Berg; Editing by Ola Lind",
        "Additional reporting by Ola Lind.",
        "With files from The Canadian Press",
        "HOME OF THE BRIDGE: EMPLOYEES LIVING OUT THEIR DREAM",
        "Story continues below",
        "Media contact: Anna Berg, +1 555 0100",
        "###",
        "Got a tip? Write to tips@example.org",
        "Do you have information about this? Write to us.",
        "Have you been affected by the storm? E-mail us.",
        "Listen to this article",
        "This is a developing story and will be updated.",
        "This is a breaking news story. Please check back for updates.",
        "For more on this story, visit example.org.",
        "Copyright 2024 The Associated Press. All rights reserved. This material may not be published.",
        "Anna Berg is a staff writer at Example Daily.",
        "Anna Berg is Example’s Seoul correspondent.",
        "Anna Berg is a senior reporter covering defence for Example Daily. She lives in Oslo.",
        "Anna Berg covers the Pentagon for Example Daily.",
        "Anna Berg writes about banks.",
        "About the author: Anna Berg is a staff writer at Example Daily.",
        "Anna Berg can be reached at anna@example.org.",
        "Ola Lind in Tokyo contributed.",
        "AP writer Anna Berg contributed from Seoul.",
        "Ola Lind reported from Tokyo. Anna Berg contributed to this report from Seoul.",
        "Follow AP’s coverage of the war at https://example.com/hub/war",
        "A version of this article appears in print on Oct. 18, 2024, Section A, Page 1 of the New York edition.",
        "This is a corrected version of an article first published on Monday.",
        "The Example regrets the error.",
        "Due to an editing error, an earlier version misstated the age of the bridge.",
        "Note: This story has been updated.",
        "Updates with comment from the ministry.",
        "(Adds comment, background)",
        "(With inputs from agencies)",
        "(This story has not been edited by staff and is taken from a feed.)",
        "Except for the headline, this story has not been edited by our staff.",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Like this story? Share it with a friend.",
        "ALSO READ | The storm has killed 30 people",
        "Disclosure: Example Daily is owned by a bank.",
    ],
)
def test_notes_of_the_newsroom_are_no_part_of_the_article(line):
    record = read_article("\n\n".join((TITLE, PROSE, MORE, line)), file_name="a.txt")
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, MORE]
    assert words(record, BlockKind.NOTICE, BlockKind.DATE, BlockKind.BYLINE, BlockKind.HEADING) == [line]
    assert not words(record, BlockKind.HEADING)


@pytest.mark.parametrize(
    "line",
    [
        "The state contributed to this report of the United Nations by paying for it, the minister said.",
        "The agency reported from Kyiv that 300 tanks were lost.",
        "The report was updated on Monday by the ministry, which had counted again.",
        "This story is about a bridge that fell.",
        "The correction of the figures took a year, the bank said.",
        "Also on Friday the bank cut its rate, he said.",
        "Officials read [sic] what the army had written about [the] NEWS.",
        "Officials see more: they count 300 dead.",
        "The minister edited by hand what the army had written.",
        "He said the update would follow on Friday.",
        "In pictures released by the ministry, 300 soldiers are seen.",
        "Recommended by the committee, the law was passed on Monday.",
        "Advertisement revenue fell by 3 percent, the company said.",
        "This report comes a day after the bridge fell.",
        "This report was published by the United Nations on Monday.",
        "Material from the river was found there.",
        "For release of the hostages the group demands a truce, he said.",
        "For more on this the ministry waits for a report, he said.",
        "This is a developing country, and its story is well known.",
        "Have you been affected, he asked the 300 soldiers.",
        "Listen to the generals, the minister said, and not to the press.",
        "A press release of the ministry says that 300 soldiers were sent.",
        "Press releases were sent to 300 papers, the ministry said.",
        "Tom Holm is a journalist who was killed near the border.",
        "Tom Holm is a witness of the attack.",
        "Tom Holm was a reporter for 20 years, his wife said.",
        "Tom Holm is an editor of the law, his party says.",
        "Updates with new software reached 300 tanks by Monday, the army said.",
        "Officials in Tokyo contributed 300 million yen.",
        "The ministry regrets the error of its officer, the general said.",
        "A version of this law was passed in May.",
        "Reuters contributed 300 dollars to the fund.",
    ],
)
def test_prose_is_no_note(line):
    assert line in words(article(line), BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    ("line", "is_correction"),
    [
        ("Correction: An earlier version of this article misstated the age of the bridge.", True),
        ("This article originally misidentified the minister.", True),
        ("This article was amended on 18 October 2024 to say that the bridge was built in 1990.", True),
        ("Editor’s note: A previous headline was wrong and has been corrected.", True),
        ("CLARIFICATION: The first sentence has been clarified.", True),
        ("An earlier version of this story gave the wrong day.", True),
        ("Anna Berg contributed to this report.", False),
        ("This story has been updated.", False),
        ("Read more: The storm has killed 30 people", False),
    ],
)
def test_a_correction_keeps_its_words_for_an_editor(line, is_correction):
    assert article(line).corrections == ((line,) if is_correction else ())


@pytest.mark.parametrize(
    ("line", "kind", "day"),
    [
        ("Thu, 17 Oct 2024 23:30:00 +0000", BlockKind.DATE, DAY),
        ("17/10/2024", BlockKind.DATE, DAY),
        ("10/17/2024", BlockKind.DATE, DAY),
        ("10/04/2024", BlockKind.DATE, None),
        ("17.10.2024", BlockKind.DATE, DAY),
        ("17.10.24", BlockKind.DATE, DAY),
        ("17.10.24, 14:05 Uhr", BlockKind.DATE, DAY),
        ("17/10/24", BlockKind.DATE, DAY),
        ("10/17/24", BlockKind.DATE, DAY),
        ("10/11/24", BlockKind.DATE, None),
        ("17.10.99", BlockKind.DATE, date(1999, 10, 17)),
        ("17-Oct-2024", BlockKind.DATE, DAY),
        ("31.02.24", BlockKind.DATE, None),
        ("2024年10月17日", BlockKind.DATE, DAY),
        ("Updated 3:15 p.m. ET", BlockKind.DATE, None),
        ("Oct 17", BlockKind.DATE, None),
        ("3 hours ago", BlockKind.DATE, None),
        ("Published 2 days ago", BlockKind.DATE, None),
        ("Thursday, 10:32 BST", BlockKind.DATE, None),
        ("FOR IMMEDIATE RELEASE", BlockKind.NOTICE, None),
        ("Press Release", BlockKind.NOTICE, None),
        ("NEWS RELEASE: For Immediate Release October 17, 2024", BlockKind.NOTICE, None),
        ("MEDIA STATEMENT – FOR IMMEDIATE RELEASE", BlockKind.NOTICE, None),
        ("EMBARGOED UNTIL 17 OCTOBER, 10 A.M.", BlockKind.NOTICE, None),
        ("FOR RELEASE: MONDAY, 6 P.M.", BlockKind.NOTICE, None),
        ("Strictly embargoed until Monday", BlockKind.NOTICE, None),
        ("NOT FOR PUBLICATION BEFORE 6 P.M.", BlockKind.NOTICE, None),
        ("By Anna Berg anna.berg@example.org", BlockKind.BYLINE, None),
        ("\u200bBy Anna Berg", BlockKind.BYLINE, None),
        ("By Anna\u00ad Berg", BlockKind.BYLINE, None),
        ("By Anna Berg, Political Editor", BlockKind.BYLINE, None),
        ("By Anna Berg in Seoul", BlockKind.BYLINE, None),
        ("By Anna Berg | 17 Oct 2024", BlockKind.BYLINE, DAY),
        ("By Our Correspondent", BlockKind.BYLINE, None),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_lines_around_the_title(line, kind, day, above):
    around = (line, TITLE) if above else (TITLE, line)
    record = read_article("\n\n".join((*around, PROSE, MORE)), file_name="a.txt")
    assert (record.title, record.published_on) == (TITLE, day)
    assert words(record, kind) == [line]
    names = "Anna Berg" if kind is BlockKind.BYLINE and "Anna" in line else ""
    assert record.byline == names


@pytest.mark.parametrize(
    ("line", "names", "day"),
    [
        ("Anna Berg", "Anna Berg", None),
        ("ANNA BERG", "ANNA BERG", None),
        ("Anna Berg and Ola van der Lind", "Anna Berg and Ola van der Lind", None),
        ("Anna Berg, Political Editor", "Anna Berg", None),
        ("Anna Berg in Seoul", "Anna Berg", None),
        ("Anna Berg, Seoul", "Anna Berg", None),
        ("Anna Berg | Example Daily", "Anna Berg", None),
        ("Anna Berg | 17 Oct 2024", "Anna Berg", DAY),
        ("Story by Anna Berg", "Anna Berg", None),
    ],
)
@pytest.mark.parametrize("between", [(), ("17 October 2024",), ("3 hours ago",)])
def test_a_byline_right_below_the_headline_needs_no_label(line, names, day, between):
    for lines in ((*between, line), (line, *between)):
        record = article(*lines)
        assert (record.byline, words(record, BlockKind.BYLINE)) == (names, [line])
        assert record.published_on == (day or (DAY if "17 October 2024" in between else None))
    about = "Anna Berg is a professor of law at the University of Oslo."
    record = read_article("\n\n".join((TITLE, line, PROSE, MORE, about)), file_name="a.txt")
    assert words(record, BlockKind.NOTICE) == [about]


@pytest.mark.parametrize(
    "line",
    ["North Korea", "New York", "Foreign Policy", "Troops Move", "Far East", "The Long Read", "Middle East",
     "Kim Jong Un speaks", "Russia and Ukraine", "Mr General",
     "Japan Edition", "World Sport", "London", "記事保存"],
)  # fmt: skip
def test_a_heading_right_below_the_headline_is_no_byline(line):
    assert article(line).byline == ""


def test_of_whom_the_article_speaks_is_no_byline():
    assert article("Anna Berg", "The army said that Berg had left.").byline == ""
    assert read_article("\n\n".join((TITLE, MORE, "Anna Berg", PROSE)), file_name="a.txt").byline == ""


@pytest.mark.parametrize(
    "role",
    ["Political editor", "Staff Writer", "The Associated Press", "Chief foreign correspondent", "Asia bureau chief"],
)
def test_a_role_below_a_byline_is_no_heading(role):
    record = article("By Anna Berg", role)
    assert (record.byline, words(record, BlockKind.NOTICE)) == ("Anna Berg", [role])


@pytest.mark.parametrize(
    "title",
    [
        "Troops move to border | Example Daily",
        "Troops move to border | CNN Politics",
        "Troops move to border |SpaceNews.com",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title_of_a_text(title):
    record = article(title=title)
    assert record.title == "Troops move to border"
    assert words(record, BlockKind.TITLE) == ["Troops move to border"]


@pytest.mark.parametrize("above", ["", "FOR IMMEDIATE RELEASE\n\n", "By Anna Berg\n\n"])
def test_a_title_may_be_in_capitals(above):
    title = "TROOPS MOVE TO THE BORDER AS TALKS FAIL"
    record = read_article(f"{above}{title}\n\n{PROSE}\n\n{MORE}", file_name="a.txt")
    assert record.title == title


def test_what_is_not_seen_is_no_part_of_the_title():
    record = article(title="\u200bTroops mo\u00adve east")
    assert record.title == TITLE


def test_what_a_press_release_says_of_its_sender_is_a_notice():
    record = read_article(
        "\n\n".join((TITLE, PROSE, MORE, "About Example", "Example is based in Oslo.", "It has 300 workers.")),
        file_name="a.txt",
    )
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, MORE]


@pytest.mark.parametrize(
    ("title", "about", "is_notice"),
    [
        ("Example announces a partnership with Other", "Example is a global provider of ships.", True),
        ("Example and Other introduce a new ship", "Example (EXA) is the leading maker of ships in Europe.", True),
        ("Example Ships launches a ferry", "Example Ships, Inc. is a manufacturer of ferries.", True),
        ("Example announces a partnership with Other", "Other is a global provider of ships.", False),
        ("Example announces a partnership with Other", "Example is in talks with the provider.", False),
        ("Troops move to the border", "Example is a global provider of ships.", False),
    ],
)
def test_what_the_sender_of_a_release_says_of_itself_is_a_notice(title, about, is_notice):
    last = "It has 300 workers."
    record = read_article("\n\n".join((title, PROSE, MORE, about, last)), file_name="a.txt")
    assert words(record, BlockKind.NOTICE) == ([about, last] if is_notice else [])


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["The minister said on Monday that a brigade of the army had been", "moved to the border, where it is to take part in a drill that", "will last for two weeks."], 1),
        (["Officials of the ministry said on Monday that the bridge had been closed", "to all traffic."], 1),
        (["The minister said on Monday that a brigade of the army had been", "moved to the border.", "", "The ministry of another country, which lies to the north, was not", "asked about it."], 2),
        (["The mayor of the town at the river said that people who live near", "the bridge would be brought to schools and", "halls."], 1),
        (["> The minister said on Monday that a brigade of the army had been", "moved to the border, where it is to take part in a drill."], 1),
        (["The minister said on Monday that troops of Russia and of North", "Korea had been seen near the border, where they are to take part", "in a drill."], 1),
        (["The minister said on Monday that a brigade of the army had been", '"moved to the border", where it is to take part in a drill that', "“will last” for two weeks."], 1),
        (["The minister said on Monday that the army had been seen by the", "General of another country, who was near the border."], 1),
        (["    The minister said on Monday that a brigade of the army had been", "    moved to the border."], 1),
        (["    The minister said on Monday that a brigade of the army had been", "moved to the border.", "    The ministry of another country said on Monday that it had not", "been asked about it."], 2),
        (["The minister said on Monday that", "a brigade of the army had been", "moved to the border for a drill", "of two weeks."], 1),
        (["The minister said on Monday that a brigade of the army had been \r", "(re-) moved to the border, where it is to take part in a drill.\r"], 1),
        (["SEOUL, Oct. 17 (Reuters) - The minister said on Monday that a", "brigade of the army had been moved to the border."], 1),
        (["The minister said on Monday that a brigade had been moved.", "the ministry denied it on the same day in a note to the press."], 2),
        (["What is it that the drill of the brigade is for", "The minister said on Monday that a brigade of the army had been seen."], 1),
        ([PROSE, MORE], 2),
        (["The ministry said that it had counted the following:", "tanks of which 300 were lost"], 2),
    ],
)  # fmt: skip
def test_lines_wrapped_at_a_width_are_one_paragraph(lines, paragraphs):
    text = "\n".join((TITLE, "", *lines))
    record = read_article(text, file_name="a.txt")
    assert record.text == text
    assert len(words(record, BlockKind.PARAGRAPH)) == paragraphs


@pytest.mark.parametrize(
    ("lines", "agencies"),
    [
        (["KYIV, Ukraine (Reuters) - Russia fired 40 missiles overnight, the air force said.", PROSE], {"Reuters": "Reuters"}),
        (["WASHINGTON (AP) — The senator sent a letter.", PROSE], {"Associated Press": "AP"}),
        (["SEOUL, Oct. 17, 2024 /PRNewswire/ -- The maker of ships said so.", PROSE], {"PR Newswire": "PRNewswire"}),
        (["(CNN)The bank cut its rate.", PROSE], {"CNN": "CNN"}),
        (["(BBC) - The bank cut its rate.", PROSE], {"BBC": "BBC"}),
        (["AMMAN, Oct. 17 (Petra) -- The king received the minister.", PROSE], {"Petra": "Petra"}),
        (["VIENNA (APA) — The council of ministers met on Monday.", PROSE], {"APA": "APA"}),
        ([PROSE, "(Reporting by Petra Novak)"], {}),
        ([PROSE, "— AFP"], {"AFP": "AFP"}),
        ([PROSE, "(AFP)"], {"AFP": "AFP"}),
        ([PROSE, "Reuters"], {"Reuters": "Reuters"}),
        ([f"{PROSE} (Reuters)"], {"Reuters": "Reuters"}),
        ([f"{PROSE} — AFP"], {"AFP": "AFP"}),
        ([f"{PROSE} -AFP."], {"AFP": "AFP"}),
        ([PROSE, "With inputs from PTI and ANI."], {"PTI": "PTI", "ANI": "ANI"}),
        ([PROSE, "The Associated Press contributed to this report."], {"Associated Press": "The Associated Press"}),
        ([PROSE, "Associated Press writers Anna Berg and Ola Lind contributed to this report."], {"Associated Press": "Associated Press"}),
        ([PROSE, "(Additional reporting by Reuters and AFP)"], {"Reuters": "Reuters", "AFP": "AFP"}),
        (["KYIV (Reuters) - Russia fired 40 missiles.", PROSE, "(Reuters)"], {"Reuters": "Reuters"}),
        ([PROSE, "Via: Reuters", "(Reuters)"], {"Reuters": "Via: Reuters"}),
        (["KYIV (Kyiv Post) - Russia fired 40 missiles.", PROSE], {}),
        ([PROSE, "The officials told Reuters."], {}),
        ([f"{PROSE} The figures are those of the Associated Press (AP)."], {}),
        ([PROSE, "(Reporting by Anna Berg; Editing by Ola Lind)"], {}),
        ([PROSE, "Soldiers on a ship. (Reuters/Anna Berg)"], {}),
    ],
)  # fmt: skip
def test_an_agency_is_credited_in_the_dateline_or_at_the_end(lines, agencies):
    record = read_article("\n\n".join((TITLE, *lines)), file_name="a.txt")
    assert {each.name: each.as_written for each in record.origins} == agencies
    assert all(record.text[each.start : each.end] == each.as_written for each in record.origins)


@pytest.mark.parametrize(
    ("credit", "agencies"),
    [
        ("Reporting by Anna Berg; additional reporting by AFP", {"AFP"}),
        ("With reports from AFP and dpa.", {"AFP", "dpa"}),
        ("Additional reporting by Anna Berg in Kyiv for Reuters.", {"Reuters"}),
        ("Additional reporting by Ludwig van Dyk, AFP and the Yonhap news agency", {"AFP", "Yonhap"}),
        ("Compiled by our staff with reports from TASS and Interfax", {"TASS", "Interfax"}),
        ("— With inputs from agencies; additional reports from Bloomberg News", {"Bloomberg"}),
        ("With the count over, the mayor left for the capital. (Reuters)", {"Reuters"}),
        ("Additional troops will arrive on Monday, according to reports from AFP.", set()),
        ("With unconfirmed reports from Interfax and TASS contradicting each other, nobody knows.", set()),
        ("Reporting by Reuters last year showed that the plant had leaked for months.", set()),
        ("Reporting by Reuters showed it.", set()),
        ("With reports from Reuters and AFP in 2019, the matter was closed.", set()),
        ("Additional Troops Will Arrive, According to Reports From AFP", set()),
        ("Reporting by Reuters Shows That the Plant Leaked", set()),
        ("Compiled by hand, the list of the dead was sent to Reuters and AFP.", set()),
        ("With reports from Bloomberg denied, the bank opened an inquiry.", set()),
        ("Distributed by smugglers, the arms were seen by AFP in Goma.", set()),
    ],
)  # fmt: skip
def test_a_paragraph_credits_an_agency_only_if_it_does_nothing_else(credit, agencies):
    record = read_article("\n\n".join((TITLE, PROSE, credit)), file_name="a.txt")
    assert {each.name for each in record.origins} == agencies
