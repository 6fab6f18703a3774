"""What happens when two write the same at the same moment, in one process."""


def blind_once(monkeypatch, owner, name, answer=None):
    """Lets a check pass the first time, as if what it would find had been written just after."""
    real, answers = getattr(owner, name), [answer]

    def check(*args, **options):
        return answers.pop() if answers else real(*args, **options)

    monkeypatch.setattr(owner, name, check)
