"""Many articles at once as an operator loads them: side by side, with poison among them, killed, stopped, queued."""

import signal

import pytest

from tests.extractors import KILLS, RAISES, STALLS
from tests.system.loading import ended, installation, until, written

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
    good = written(tmp_path, "outcome-a", "outcome-b", "outcome-c", f"outcome-{STALLS}")
    written(tmp_path, f"outcome-{RAISES}", f"outcome-{KILLS}")
    (tmp_path / "z.jsonl").write_text('{"text": ""}\n{"txt": "x"}\n')
    loading = one.start("load_articles", tmp_path, "--jobs", "2")
    one.kill_the_stalled()
    code, output = ended(loading)
    assert (code, one.claims("outcome-")) == (1, good)
    assert "4 articles loaded; 4 articles failed; 4 claims found." in output
    assert "4 not loaded:" in output
    for name, reason in {
        f"outcome-{RAISES}.txt": "reading it fails: RuntimeError: out of paper",
        f"outcome-{KILLS}.txt": "the process that reads it ends: SIGKILL, tried 3 times",
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
