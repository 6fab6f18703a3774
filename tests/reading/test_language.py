"""Which language a text is found to be in."""

import pytest

from claimsdb.reading import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister said that 3,000 soldiers have arrived."),
        ("en", "North Korea sends troops to Russia"),
        ("en", "Putin and Kim sign pact in Pyongyang"),
        ("fr", "La Corée du Nord envoie des troupes en Russie pour combattre, selon les services."),
        ("de", "Nordkorea schickt nach Angaben der Behörde Soldaten in die Ukraine."),
        ("es", "Corea del Norte envía tropas a Rusia para luchar en Ucrania, según los servicios del país."),
        ("it", "La Corea del Nord invia truppe in Russia per combattere in Ucraina, secondo i servizi di Seul."),
        ("nl", "Noord-Korea stuurt volgens de inlichtingendienst soldaten naar Rusland om te vechten."),
        ("pl", "Korea Północna wysyła żołnierzy do Rosji, jak podał wywiad, który to potwierdza."),
        ("pt", "A Coreia do Norte envia tropas para a Rússia para lutar na Ucrânia, que não comentam."),
        ("sv", "Nordkorea har skickat trupper till Ryssland för att slåss, enligt tjänsten som inte kan säga mer."),
        ("ru", "Северная Корея отправила в Россию три тысячи солдат, и это подтвердили эксперты."),
        ("uk", "Північна Корея відправила до Росії три тисячі солдатів."),
        ("ar", "أعلنت الاستخبارات أن كوريا الشمالية أرسلت ثلاثة آلاف جندي إلى روسيا."),
        ("fa", "کره شمالی سه هزار سرباز به روسیه فرستاده است، پس از گفتگو."),
        ("ko", "북한이 러시아에 병력을 파견했다고 국가정보원이 밝혔다."),
        ("ja", "北朝鮮がロシアに兵士を派遣したと情報機関が発表した。"),
        ("zh", "朝鲜向俄罗斯派遣军队，情报部门表示。"),
        ("el", "Η Βόρεια Κορέα στέλνει στρατεύματα στη Ρωσία."),
        ("und", "La Norda Koreio sendis soldatojn al Rusio."),
        ("und", "Põhja-Korea saatis Venemaale sõdureid, teatas luureteenistus eile Soulis ajakirjanikele."),
        ("und", "Kim Jong Un"),
        ("und", "12,000 + 500"),
        ("und", ""),
    ],
)
def test_language(language, text):
    assert detect_language(text) == language


def test_the_body_outvotes_a_foreign_name():
    assert detect_language("The Frankfurter Allgemeine and Le Monde said that it was over. " * 3) == "en"
