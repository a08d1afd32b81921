import pytest

from campaign.search.pinyin import SYLLABLES
from campaign.search.wade_giles import rewritten, wade_giles


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("鴻海", "hung hai"),
        ("鸿海精密工業股份有限公司", "hung hai ching mi kung yeh"),
        ("寶成", "pao cheng"),
        ("廣達", "kuang ta"),
        ("緯創", "wei chuang"),
        ("裕元", "yu yuan"),
        ("國泰", "kuo tai"),
        ("學習", "hsueh hsi"),
        ("日月", "jih yueh"),
        ("自助餐", "tzu chu tsan"),
        ("熊", "hsiung"),
        ("羅", "lo"),
        ("Quanta 廣達", "kuang ta"),
        ("Quanta", ""),
        ("", ""),
    ],
)
def test_a_han_name_is_read_as_in_taiwan(name, read):
    assert wade_giles(name) == read


def test_every_syllable_becomes_letters_of_that_system():
    written = {rewritten(syllable) for syllable in SYLLABLES}

    assert all(syllable.isascii() and syllable.isalpha() for syllable in written)
    assert not [syllable for syllable in written if syllable[0] in "bdgqrxz"]
