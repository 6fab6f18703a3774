"""What a process keeps in memory is limited by what it weighs."""

from claimsdb.db.memory import Memory, keeping, kept


def test_what_was_asked_for_last_stays():
    memory = Memory(10, weigh=len)
    memory.keep_all({"a": "1234", "b": "1234"})
    memory.get("a")
    memory.keep("c", "123")
    assert memory.get_all("abc") == {"a": "1234", "c": "123"}


def test_one_that_weighs_too_much_pushes_nobody_out():
    memory = Memory(10, weigh=len)
    memory.keep_all({"a": "1234", "b": "x" * 11})
    assert memory.get_all("ab") == {"a": "1234"}
    memory.keep("a", "x" * 11)
    assert len(memory) == 0


def test_weights_are_taken_back():
    memory = Memory(10, weigh=len)
    for _ in range(20):
        memory.keep("a", "1234")
    memory.keep("b", "123456")
    assert memory.get_all("ab") == {"a": "1234", "b": "123456"}
    memory.clear()
    memory.keep("c", "x" * 10)
    assert len(memory) == 1


def test_each_weighs_one_unless_it_is_said():
    memory = Memory(2)
    memory.keep_all({1: "a", 2: "b", 3: "c"})
    assert memory.get_all([1, 2, 3]) == {2: "b", 3: "c"}


def test_nothing_is_kept_where_it_is_said():
    memory, double = Memory(2), kept(most=2)(lambda value: [value, value])
    with keeping(False), keeping(True):
        memory.keep(1, "a")
        assert double(1) is not double(1)
    assert (len(memory), len(double)) == (0, 0)
    assert double(1) is double(1)
    with keeping(False):
        assert len(double) == 1
