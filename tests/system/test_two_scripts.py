"""Two scripts that edit one claim at once through a real server: one wins each round, the other is told, nothing is lost."""

import http.client
import json
import threading
from http import HTTPStatus
from urllib.request import Request, urlopen

import pytest

from tests.processes import GUNICORN, PATIENCE, environment_of, said, serving

pytestmark = pytest.mark.both_engines

ROUNDS = 60
ATTEMPTS = 20

PREPARE = """
import json
from claimsdb.models import Token
from claimsdb.http.tokens import issue
from tests.factories import ClaimFactory, EditorFactory
tokens = {name: issue(Token(user=EditorFactory(username=name), name=name, scope="edit")) for name in ("one", "two")}
print(json.dumps({"key": ClaimFactory().key, "tokens": tokens}))
"""


class Script(threading.Thread):
    """Reads the claim and, when all have, amends what it has read; `results` are the statuses of its attempts."""

    def __init__(self, name, *, port, path, token, together):
        super().__init__(name=name)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.path, self.together, self.results = path, together, []
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def run(self):
        try:
            for number in range(ROUNDS):
                tag = self.asked("GET", self.path).headers["ETag"]
                self.together.wait()
                body = json.dumps({"text": f"{self.name} {number}"})
                self.results.append(self.asked("POST", f"{self.path}amend/", body, {"If-Match": tag}).status)
                self.together.wait()
        except BaseException:
            self.together.abort()
            raise
        finally:
            self.connection.close()

    def asked(self, method, path, body=None, headers=()):
        """The answer; where the machine is so busy that another's write takes longer than anybody waits, a later one's."""
        for _ in range(ATTEMPTS):
            self.connection.request(method, path, body, self.headers | dict(headers))
            answer = self.connection.getresponse()
            answer.read()
            if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
        return answer


def test_one_wins_and_the_other_is_told(shell, scratch_database, tmp_path):
    made = json.loads(said(shell(PREPARE)))
    environment = environment_of(scratch_database, tmp_path) | {"WEB_CONCURRENCY": "2"}
    path, together = f"/api/claims/{made['key']}/", threading.Barrier(2, timeout=PATIENCE)
    with serving(*GUNICORN, environment=environment) as server:
        scripts = [
            Script(name, port=server.port, path=path, token=token, together=together)
            for name, token in made["tokens"].items()
        ]
        for script in scripts:
            script.start()
        for script in scripts:
            script.join()
        history = Request(f"{server.url}{path}history/", headers={"Authorization": f"Bearer {made['tokens']['one']}"})
        with urlopen(history, timeout=PATIENCE) as answer:
            versions = json.load(answer)["results"]
    one, two = scripts
    assert [sorted(pair) for pair in zip(one.results, two.results, strict=True)] == [[200, 412]] * ROUNDS
    assert [version["version"] for version in versions] == list(range(1, ROUNDS + 2))
    winners = [one.name if status == 200 else two.name for status in one.results]
    assert [version["decision"]["who"] for version in versions[1:]] == winners
    texts = [change["new"] for version in versions[1:] for change in version["changes"]]
    assert texts == [f"{winner} {number}" for number, winner in enumerate(winners)]
