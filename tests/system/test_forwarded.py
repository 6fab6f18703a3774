"""What the production server believes of a proxy's headers: nothing, unless BEHIND_PROXY says that there is one."""

import http.client
import json

import pytest

from tests.databases import TABLES, new_database
from tests.processes import GUNICORN, PATIENCE, environment_of, serving

pytestmark = pytest.mark.xdist_group("forwarded")  # one worker, so that the tables are made once

PROTO = {"X-Forwarded-Proto": "https"}
# setting, headers -> the scheme of the links in the answer, and whether a browser is sent on to https
BELIEVED = [
    ({}, PROTO, "http"),
    ({}, {"X-Forwarded-Protocol": "ssl"}, "http"),
    ({}, {"X-Forwarded-Ssl": "on"}, "http"),
    ({}, {"Forwarded": "proto=https;host=elsewhere.example"}, "http"),
    ({}, {"X-Forwarded-Host": "elsewhere.example"}, "http"),
    ({}, {"Script_Name": "/elsewhere"}, "http"),
    ({"FORWARDED_ALLOW_IPS": "*"}, PROTO, "http"),
    ({"BEHIND_PROXY": "true"}, PROTO, "https"),
    ({"BEHIND_PROXY": "true"}, {"X-Forwarded-Proto": "http"}, "http"),
    ({"BEHIND_PROXY": "true"}, {"X-Forwarded-Ssl": "on"}, "http"),
    ({"BEHIND_PROXY": "true"}, {"X-Forwarded-Host": "elsewhere.example"}, "http"),
    ({"BEHIND_PROXY": "true"}, {}, "http"),
]
SETTINGS = [dict(each) for each in dict.fromkeys(tuple(setting.items()) for setting, *_ in BELIEVED)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with new_database(tmp_path_factory.mktemp("data"), like=TABLES) as url:
        yield environment_of(url, tmp_path_factory.mktemp("installation"))


def asked(server, path, headers):
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    client.request("GET", path, headers={"Host": "localhost", **headers})
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return answer, body


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: " ".join(setting) or "by itself")
def test_links_say_https_where_a_proxy_that_is_there_says_so(environment, setting, subtests):
    with serving(*GUNICORN, environment=environment | setting) as server:
        for own, headers, scheme in BELIEVED:
            if own == setting:
                with subtests.test(str(headers)):
                    answer, body = asked(server, "/api/", headers)
                    assert answer.status == 200
                    assert json.loads(body)["claims"] == f"{scheme}://localhost/api/claims/"


@pytest.mark.parametrize(("setting", "status"), [({}, 301), ({"BEHIND_PROXY": "true"}, 200)])
def test_nobody_gets_past_the_redirect_to_https_by_saying_that_it_is(environment, setting, status):
    with serving(*GUNICORN, environment=environment | {"HTTPS": "true"} | setting) as server:
        answer, _ = asked(server, "/api/", PROTO)
        assert answer.status == status


@pytest.mark.parametrize(("setting", "left"), [({}, ["1", "0", "0"]), ({"BEHIND_PROXY": "true"}, ["1", "1", "1"])])
def test_nobody_gets_past_the_limits_by_another_address(environment, setting, left):
    limits = {"THROTTLE_ANONYMOUS": "2/hour"}
    with serving(*GUNICORN, environment=environment | limits | setting) as server:
        answers = [asked(server, "/api/", {"X-Forwarded-For": f"203.0.113.{number}"})[0] for number in range(3)]
        assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == [f"r={each}" for each in left]
