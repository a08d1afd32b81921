import pytest
from flask_security import verify_password
from hypothesis import given
from hypothesis import strategies as st

from campaign.accounts.passphrases import (
    LONGEST,
    SHORTEST,
    WeakPassphrase,
    check_passphrase,
    hash_passphrase,
    normal_form,
)


@pytest.mark.parametrize(
    "passphrase",
    [
        "correct horse battery",
        "gewerkschaft am fliessband morgens",
        "红色的自行车在屋顶上唱歌给月亮听",
        "ночной поезд везёт синие яблоки",
    ],
)
def test_a_few_words_that_do_not_belong_together_are_taken(passphrase):
    check_passphrase(passphrase)


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", f"at least {SHORTEST} characters, and has 0"),
        ("thirteen chrs", f"at least {SHORTEST} characters, and has 13"),
        (" " * 40, "and has 0"),
        ("x" * (LONGEST + 1), f"more than {LONGEST}"),
        ("passwordpassword", "guessed soon"),
        ("aaaaaaaaaaaaaaaa", "Repeats like"),
        ("abcabcabcabcabcabc", "Repeats like"),
        ("qwertyuiopasdfghjkl", "guessed soon"),
        ("12345678901234567890", "guessed soon"),
        ("iloveyouiloveyou", "guessed soon"),
    ],
)
def test_what_everybody_tries_first_is_refused_with_the_reason(passphrase, reason):
    with pytest.raises(WeakPassphrase, match=reason):
        check_passphrase(passphrase)


def test_ones_own_address_is_no_passphrase():
    check_passphrase("zilkova.brnojedova@example.org")

    with pytest.raises(WeakPassphrase, match="guessed soon"):
        check_passphrase(
            "zilkova.brnojedova@example.org", own_words=("zilkova.brnojedova@example.org",)
        )


def test_a_word_of_any_kind_of_letters_is_asked_for_nowhere():
    check_passphrase("lowercase only but quite unusual")


@pytest.mark.usefixtures("session")
def test_a_passphrase_fits_however_its_accents_were_typed():
    hashed = hash_passphrase("caf\u00e9 unter sieben br\u00fccken")

    assert hashed.startswith("$argon2id$")
    assert verify_password(normal_form("cafe\u0301 unter sieben bru\u0308cken"), hashed)


@given(st.text(max_size=120))
def test_any_text_is_taken_or_refused_in_words(text):
    reason = ""
    try:
        check_passphrase(text)
    except WeakPassphrase as error:
        reason = str(error)

    assert reason.endswith(".") if reason else len(text) >= SHORTEST
