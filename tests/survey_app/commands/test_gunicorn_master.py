"""What the server makes before its workers part: nobody who answers waits for it."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# In a process of its own: in this one other tests have made most of it already.
LOOK = """
import sys
from survey_app.commands.gunicorn_master import loaded_app
from survey_app.services.safeguard import scan_or_ask_a_person
from tests.builders import make_settings

loaded_app(make_settings(sys.argv[1]))
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
scan_or_ask_a_person("Tata mnie bije i boję się wracać do domu", "young_people", "What would you change?")
print([name for name in opened if not name.endswith((".py", ".pyc"))])
"""


def test_no_answer_waits_while_words_are_read_from_files(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'voices.sqlite3'}"
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, database], capture_output=True, text=True, check=True, timeout=120
    )
    assert looked.stdout.strip() == "[]"
