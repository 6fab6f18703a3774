import pytest

from claimsdb.actors.lookup import UnknownName, find_actor, find_article, find_source
from claimsdb.choices import CodeScheme
from tests.factories import ActorCodeFactory, ActorFactory, ActorNameFactory, ArticleFactory, SourceFactory

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("NK", "north-korea"),
        ("nk", "north-korea"),
        ("KP", "north-korea"),
        ("Prk", "north-korea"),
        ("NORTH-KOREA", "north-korea"),
        ("  North   Korea ", "north-korea"),
        ("dprk", "north-korea"),
        ("pyongyang", "north-korea"),
        ("rok", "south-korea"),
        ("türkiye", "turkey"),
        ("TÜRKİYE".replace("İ", "I"), "turkey"),
        ("kim yo jong", "kim-yo-jong"),
        ("Kim-Yo Jong", "kim-yo-jong"),
        ("Turkiye", "turkey"),
        ("north’korea", "north-korea"),
    ],
)
def test_actor_named(world, asked, slug):
    assert find_actor(asked).slug == slug


@pytest.mark.parametrize(
    ("asked", "nearest", "between"),
    [
        ("Korea", ["NK", "KR"], ["North Korea (NK)", "South Korea (KR)"]),
        ("Nroth Korea", ["North Korea", "South Korea"], []),
        ("nort-korea", ["North Korea", "South Korea"], []),
        ("NKK", ["NK"], []),
        ("%", [], []),
        ("N_", ["NK"], []),
        ("", [], []),
        ("NK\0", [], []),
        ("Kimm", ["Kim Yo Jong"], []),
        ("Nobdy", [], []),
        ("Shoigoo", ["Shoigu"], []),
        ("\ud800", [], []),
        ("🙂" * 50, [], []),
    ],
)
def test_unknown_actor(world, asked, nearest, between):
    with pytest.raises(UnknownName) as caught:
        find_actor(asked)
    assert list(caught.value.nearest[:2]) == nearest
    assert (caught.value.noun, list(caught.value.between)) == ("actor", between)


def test_slugs_go_before_codes_and_codes_before_names(world):
    other = ActorFactory(slug="prk", name="NK")
    assert find_actor("prk") == other
    assert find_actor("PRK") == find_actor("nk") == world.north_korea


def test_the_code_of_an_earlier_scheme_goes_first(world):
    ActorCodeFactory(actor=world.south_korea, scheme=CodeScheme.COW, code="PRK")
    assert find_actor("prk") == world.north_korea


def test_a_name_written_twice_is_one_actor(world):
    ActorNameFactory(actor=world.russia, text="Russia")
    ActorNameFactory(actor=world.russia, text="RUSSIA", language="de")
    assert find_actor("russia") == world.russia


@pytest.mark.parametrize("asked", ["eurasian-times", "EurasianTimes.com", "eurasian times"])
def test_source_named(db, asked):
    source = SourceFactory(slug="eurasian-times", domain="eurasiantimes.com", name="Eurasian Times")
    assert find_source(asked) == source


@pytest.mark.parametrize("asked", ["Le Temps d'Été", "LE TEMPS D’ETE"])
def test_source_named_with_other_accents_and_apostrophes(db, asked):
    source = SourceFactory(slug="temps", name="Le Temps d’Été")
    assert find_source(asked) == source


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("reuters", "reuters"),
        ("Reuters", "Reuters"),
        ("REUTERS.com", "reuters"),
        ("Agency", "agency"),
        ("the agency", "Reuters"),
    ],
)
def test_slugs_go_before_domains_and_domains_before_names_of_sources(db, asked, slug):
    SourceFactory(slug="reuters", domain="reuters.com", name="Agency")
    SourceFactory(slug="Reuters", name="The Agency")
    SourceFactory(slug="agency", name="REUTERS.COM")
    SourceFactory(slug="reuters-2", name="reuters")
    assert find_source(asked).slug == slug


def test_unknown_source(db):
    SourceFactory.create_batch(2, name="The Times")
    with pytest.raises(UnknownName) as several:
        find_source("the times")
    assert len(several.value.between) == 2
    with pytest.raises(UnknownName) as none:
        find_source("")
    assert not none.value.between


def test_article_named(db):
    article, twin = ArticleFactory.create_batch(2, file_name="a.txt")
    assert find_article(f" {article.pk} ") == article
    with pytest.raises(UnknownName) as several:
        find_article("a.txt")
    assert several.value.nearest == [str(article.pk), str(twin.pk)]


@pytest.mark.parametrize("asked", ["0", "-1", "1.0", "²", "٣", "9" * 19, "9" * 400, "", "b.txt"])
def test_unknown_article(db, asked):
    ArticleFactory(file_name="")
    with pytest.raises(UnknownName):
        find_article(asked)
