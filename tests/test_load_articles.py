"""Many articles at once as an operator loads them: side by side, with poison among them, killed, stopped, queued."""

import signal

import pytest
from django.core.management import CommandError, call_command

from claimsdb.actors.registry import known_actors
from claimsdb.ingest.queue.intake import take_manuscript
from claimsdb.ingest.queue.outcome import Fate
from claimsdb.models import Article, Source
from claimsdb.reading.input_files import Form, Manuscript
from tests.extractors import KILLS, RAISES, STALLS
from tests.factories import SourceFactory
from tests.loading import ended, installation, until, written

pytestmark = pytest.mark.xdist_group("load_articles")


@pytest.fixture(scope="module")
def shared_installation(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("installation")) as one:
        yield one


@pytest.fixture
def one(shared_installation):
    """An installation for several tests, of which each has articles of its own."""
    shared_installation.stalled.unlink(missing_ok=True)
    return shared_installation


def test_poison_and_a_killed_process_cost_nobody_else(one, tmp_path):
    good = written(tmp_path, "fate-a", "fate-b", "fate-c", f"fate-{STALLS}")
    written(tmp_path, f"fate-{RAISES}", f"fate-{KILLS}")
    (tmp_path / "z.jsonl").write_text('{"text": ""}\n{"txt": "x"}\n')
    loading = one.start("load_articles", tmp_path, "--jobs", "2")
    one.kill_the_stalled()
    code, output = ended(loading)
    assert (code, one.claims("fate-")) == (1, good)
    assert "4 articles loaded; 4 articles failed; 4 claims found." in output
    assert "4 not loaded:" in output
    for name, reason in {
        f"fate-{RAISES}.txt": "reading it fails: RuntimeError: out of paper",
        f"fate-{KILLS}.txt": "the process that reads it ends: SIGKILL, tried 3 times",
        "z.jsonl line 1": "empty, an article has a title and at least one paragraph",
        "z.jsonl line 2": "txt: there is no such field",
    }.items():
        assert f"{tmp_path / name}: {reason}" in output


def test_two_loads_at_once_give_each_article_once(one, tmp_path):
    articles = written(tmp_path, *(f"pair-{number:02}" for number in range(40)))
    pair = [one.start("load_articles", tmp_path, "--jobs", "1") for _ in range(2)]
    for code, output in map(ended, pair):
        assert (code, "failed" in output) == (0, False), output
    assert one.claims("pair-") == articles


def test_stopped_then_killed_then_run_again_is_as_if_undisturbed(one, tmp_path):
    articles = written(tmp_path, "stop-a", f"stop-b-{STALLS}", "stop-c", f"stop-d-{STALLS}", "stop-e")
    stopped = one.start("load_articles", tmp_path, "--jobs", "1")
    until(one.stalled.exists)
    stopped.send_signal(signal.SIGINT)
    one.kill_the_stalled()
    code, output = ended(stopped)
    # One more than was in hand may have been read from its file by then.
    assert (code, 2 <= one.claims("stop-").total() <= 3) == (1, True)
    assert "Stopped before the end; run it again for the rest." in output

    one.stalled.unlink()
    killed = one.start("load_articles", tmp_path, "--jobs", "1")
    until(one.stalled.exists)
    killed.kill()
    one.kill_the_stalled()
    killed.communicate()
    assert one.claims("stop-").total() == 3

    code, output = one.run("load_articles", tmp_path)
    assert (code, one.claims("stop-")) == (0, articles)
    assert "2 articles loaded; 3 articles known already" in output


def test_what_a_killed_worker_leaves_another_finishes(one, tmp_path):
    articles = written(tmp_path, "task-a", f"task-b-{STALLS}", "task-c")
    written(tmp_path, f"task-0-{RAISES}")
    code, output = one.run("load_articles", tmp_path, "--queue")
    assert (code, "4 articles queued" in output, one.claims("task-")) == (0, True, {})
    workers = [one.start("db_worker", "--interval", "0.1", "--no-startup-delay") for _ in range(2)]
    one.kill_the_stalled()
    until(lambda: one.claims("task-") == articles)
    survivor = next(worker for worker in workers if worker.poll() is None)
    survivor.terminate()
    codes = sorted(worker.wait() for worker in workers)
    assert codes == [-signal.SIGKILL, 0]
    code, output = one.run("queue_report")
    assert (code, "0 waiting; 0 being read; 3 loaded; 1 failed." in output) == (1, True), output
    assert f"task-0-{RAISES}.txt: RuntimeError: out of paper" in output


def taken(data, form=Form.TEXT):
    manuscript = Manuscript("here", "name.txt", form, data)
    return take_manuscript(manuscript, known=known_actors())


@pytest.mark.django_db
def test_an_article_that_is_not_read_is_stored_and_says_why():
    french = "Des soldats en Russie\n\nLe ministre a déclaré que la Corée du Nord avait envoyé des soldats en Russie."
    first, second = taken(french.encode()), taken(french.encode())
    assert (first.fate, second.fate, Article.objects.get().claims.count()) == (Fate.UNREAD, Fate.KNOWN, 0)
    assert "reads English (en) only" in first.why


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["the-post", "The Post", "the post", "post.example", "www.post.example"])
def test_the_source_of_an_article_is_found_by_slug_name_or_domain(written):
    post = SourceFactory(slug="the-post", name="The Post", domain="post.example")
    taken(b'{"text": "Titel\\n\\nEin Bericht.", "language": "de", "source": "%s"}' % written.encode(), form=Form.LINES)
    assert Article.objects.get().source == post
    assert Source.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--queue"], "There is no queue: CLAIMSDB_TASKS is immediate, set it to database."),
        (["--jobs", "0"], "argument --jobs: '0' is not a number from 1 up"),
        (["--jobs", "two"], "argument --jobs: 'two' is not a number from 1 up"),
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("load_articles", str(tmp_path), *arguments)
