"""Settings are read once; a wrong one stops the site with a sentence that names it and says what to do."""

import base64
import hashlib
from pathlib import Path

import pytest

from survey_app.settings import SettingsProblem, parse_master_keys, read_settings

SECRET = base64.b64encode(hashlib.sha512(b"a secret of these tests").digest()).decode()
KEY, OTHER_KEY = (base64.b64encode(hashlib.sha256(name).digest()).decode() for name in (b"one", b"other"))
RIGHT = {
    "DATABASE": "sqlite:////var/lib/voices/site.db",
    "SECRET": SECRET,
    "MASTER_KEYS": f"1:{KEY}",
    "PUBLIC_ADDRESS": "https://voices.example",
}
KEYS_MADE = "send-voices keys"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in RIGHT.items():
        monkeypatch.setenv(f"SEND_VOICES_{name}", value)
    return monkeypatch


def complaint() -> str:
    with pytest.raises(SettingsProblem) as caught:
        read_settings()
    return str(caught.value)


def test_right_settings_are_taken_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    settings = read_settings()
    assert settings.database == RIGHT["DATABASE"]
    assert settings.keys == {1: base64.b64decode(KEY)}
    assert settings.over_https
    assert settings.proxies == 0


def test_what_is_given_goes_before_the_environment(environment: pytest.MonkeyPatch) -> None:
    assert read_settings(public_address="http://localhost:5000").over_https is False


@pytest.mark.parametrize("name", RIGHT)
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(f"SEND_VOICES_{name}")
    assert complaint() == f"SEND_VOICES_{name} is not set. docs/operating.md says what it is."


def test_every_fault_is_said_at_once(environment: pytest.MonkeyPatch) -> None:
    for name in RIGHT:
        environment.delenv(f"SEND_VOICES_{name}")
    environment.setenv("SEND_VOICES_WORKERS", "many")
    environment.setenv("SEND_VOICES_WORKRES", "2")
    lines = complaint().split("\n")
    assert len(lines) == 6
    for name in (*RIGHT, "WORKERS"):
        assert any(line.startswith(f"SEND_VOICES_{name}") for line in lines)


WRONG = [
    ("DATABASE", "", "is not a database address, such as sqlite:////"),
    ("DATABASE", "my database", "is not a database address, such as sqlite:////"),
    ("DATABASE", "postgresql+psycopg://user@host:port/voices", "is not a database address"),
    ("DATABASE", "mysql://user@host/voices", "must begin with sqlite:/// or postgresql+psycopg://"),
    (
        "DATABASE",
        "postgresql+asyncpg://user@host/voices",
        "must begin with sqlite:/// or postgresql+psycopg://",
    ),
    ("DATABASE", "sqlite://", "must name a file, such as sqlite:////"),
    ("DATABASE", "sqlite:///:memory:", "must name a file, such as sqlite:////"),
    ("SECRET", "", KEYS_MADE),
    ("SECRET", "swordfish", KEYS_MADE),
    ("SECRET", "a" * 64, KEYS_MADE),
    ("SECRET", "abcdefgh" * 8, KEYS_MADE),
    ("MASTER_KEYS", "", KEYS_MADE),
    ("MASTER_KEYS", KEY, KEYS_MADE),
    ("MASTER_KEYS", "1:not/base64!", KEYS_MADE),
    ("MASTER_KEYS", f"0:{KEY}", "numbers from 1 to 255"),
    ("MASTER_KEYS", f"256:{KEY}", "numbers from 1 to 255"),
    ("MASTER_KEYS", f"²:{KEY}", "numbers from 1 to 255"),
    ("MASTER_KEYS", "1:" + base64.b64encode(b"k" * 32).decode(), "32 random bytes"),
    ("MASTER_KEYS", "1:" + base64.b64encode(hashlib.md5(b"short").digest()).decode(), "32 random bytes"),
    ("MASTER_KEYS", f"1:{KEY} 1:{OTHER_KEY}", "give each its own number"),
    ("PUBLIC_ADDRESS", "", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "voices.example", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "ftp://voices.example", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://[voices", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://voices.example:port", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://voices.example/surveys", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://voices.example/?a=1", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://me@voices.example", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "https://voices.example\nX: y", "such as https://voices.example"),
    ("PUBLIC_ADDRESS", "http://voices.example", "must begin with https://"),
    ("PUBLIC_ADDRESS", "http://127.0.0.1.voices.example", "must begin with https://"),
    ("LEAVE_TO", "javascript:alert(1)", "must be a neutral page elsewhere, such as https://"),
    ("LEAVE_TO", "/weather", "must be a neutral page elsewhere, such as https://"),
    ("LEAVE_TO", "http://weather.example", "must be a neutral page elsewhere, such as https://"),
    ("LEAVE_TO", "https://weather.example; script-src *", "must be a neutral page elsewhere"),
    ("LEAVE_TO", "https://weather.example' 'unsafe-inline", "must be a neutral page elsewhere"),
    ("EXTRA_NON_WORKING_DAYS", "/no/such/file.txt", "names a file that is not there"),
    ("SYMBOLS", "/no/such/folder", "names a folder that is not there"),
    ("WORKERS", "many", "valid integer"),
    ("WORKERS", "0", "greater than or equal to 1"),
    ("THREADS", "65", "less than or equal to 64"),
    ("PROXIES", "-1", "greater than or equal to 0"),
    ("LARGEST_POST_KB", "15", "greater than or equal to 16"),
    ("MAIL_PORT", "65536", "less than or equal to 65535"),
    ("MAIL_TLS", "perhaps", "valid boolean"),
]


@pytest.mark.parametrize(("name", "value", "says"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_do(
    environment: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    environment.setenv(f"SEND_VOICES_{name}", value)
    said = complaint()
    assert said.startswith(f"SEND_VOICES_{name}")
    assert says in said
    assert "\n" not in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET", "canary-canary"),
        ("MASTER_KEYS", "1:canary-canary"),
        ("MASTER_KEYS", "canary-canary:" + KEY),
        ("DATABASE", "mysql://canary-canary:canary-canary@host/voices"),
        ("DATABASE", "postgresql+psycopg://canary-canary@host:canary/voices"),
        ("MAIL_PORT", "canary-canary"),
    ],
)
def test_no_sentence_tells_a_secret(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(f"SEND_VOICES_{name}", value)
    said = complaint()
    assert "canary" not in said
    assert KEY not in said


def test_settings_do_not_show_their_secrets(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SEND_VOICES_MAIL_PASSWORD", "canary-canary")
    shown = repr(read_settings())
    assert not any(secret in shown for secret in (SECRET, KEY, "canary"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("SEND_VOICES_PROXYS", "SEND_VOICES_PROXIES"), ("SEND_VOICES_MASTERKEYS", "SEND_VOICES_MASTER_KEYS")],
)
def test_a_slip_in_a_name_is_noticed(environment: pytest.MonkeyPatch, wrong: str, right: str) -> None:
    environment.setenv(wrong, "canary")
    assert complaint() == f"{wrong} is not a setting. Did you mean {right}?"


def test_a_name_like_no_setting_is_noticed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SEND_VOICES_ZZZZZZZZ", "canary")
    said = complaint()
    assert said.startswith("SEND_VOICES_ZZZZZZZZ is not a setting. docs/operating.md lists")
    assert "canary" not in said


@pytest.mark.parametrize("begins", ["postgres", "postgresql"])
def test_a_short_postgresql_address_means_the_driver_we_have(
    environment: pytest.MonkeyPatch, begins: str
) -> None:
    environment.setenv("SEND_VOICES_DATABASE", f"{begins}://voices:p%40ss@db/voices")
    assert read_settings().database == "postgresql+psycopg://voices:p%40ss@db/voices"


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost"])
def test_this_machine_needs_no_secure_line(environment: pytest.MonkeyPatch, host: str) -> None:
    environment.setenv("SEND_VOICES_PUBLIC_ADDRESS", f"http://{host}/")
    assert read_settings().public_address == f"http://{host}"


def test_paths_that_exist_are_taken(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "days.txt").write_text("")
    environment.setenv("SEND_VOICES_EXTRA_NON_WORKING_DAYS", str(tmp_path / "days.txt"))
    environment.setenv("SEND_VOICES_SYMBOLS", str(tmp_path))
    assert read_settings().symbols == tmp_path


def test_several_master_keys_are_told_apart() -> None:
    keys = parse_master_keys(f" 1:{KEY}\n 7:{OTHER_KEY} ")
    assert keys == {1: base64.b64decode(KEY), 7: base64.b64decode(OTHER_KEY)}
