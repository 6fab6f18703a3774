import pytest

from claimsdb.http.edition import edition

FILES = [
    "claimsdb/a.py",
    "claimsdb/templates/page.html",
    "claimsdb/static/desk.js",
    "api/views/b.py",
    "requirements.txt",
]
OTHERS = ["claimsdb/__pycache__/a.pyc", "claimsdb/migrations/0001.py", "README.md", "new.py"]


@pytest.fixture
def program(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    for name in FILES:
        write(tmp_path / name, "as it was")
    return tmp_path


def write(file, words):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words)


@pytest.mark.parametrize("name", [*FILES, "claimsdb/new.py", "api/views/new.xml"])
def test_other_code_templates_and_libraries_make_another_edition(program, name):
    before = edition.__wrapped__()
    assert edition.__wrapped__() == before
    write(program / name, "as it is")
    assert edition.__wrapped__() != before


@pytest.mark.parametrize("name", OTHERS)
def test_what_makes_no_answers_does_not(program, name):
    before = edition.__wrapped__()
    write(program / name, "as it is")
    assert edition.__wrapped__() == before
