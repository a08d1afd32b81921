"""Reading typed Latin letters as pinyin: ``fushikang`` as fu shi kang."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_SYLLABLE = 6
LONGEST_WORD = 40
READINGS = 3

_SYLLABLES = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang
cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang
chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dian diao
die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai
gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he
hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong
jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun
kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan
lue lun luo ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan
nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nue nuo o ou pa pai
pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing
qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang
sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang
shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting
tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin
xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai
zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua
zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(_SYLLABLES.split())


# Two or more syllables with their tones as digits: fu4shi4kang1, fu4 shi4 kang1.
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:[a-z\u00fc]{2,6}:?[1-5][ '’-]?){2,}(?![^\W_])", re.IGNORECASE
)
_NUMBERED_SYLLABLE = re.compile(r"([a-z\u00fc]{2,6}):?[1-5]", re.IGNORECASE)


def without_tones(text: str) -> str:
    """Return a text without the digits that stand for the tones of pinyin."""
    return _NUMBERED.sub(_plain_pinyin, text)


def _plain_pinyin(numbered: re.Match[str]) -> str:
    syllables = _NUMBERED_SYLLABLE.findall(numbered[0])
    plain = (syllable.lower().replace("\u00fc", "v") for syllable in syllables)
    if not all(is_syllable(syllable) for syllable in plain):
        return numbered[0]
    return _NUMBERED_SYLLABLE.sub(r"\1", numbered[0])


def is_syllable(word: str) -> bool:
    """Tell whether a folded word is one syllable of pinyin."""
    return word.replace("v", "u") in SYLLABLES


def readings(word: str) -> list[tuple[str, ...]]:
    """Return the ways to read a folded word as two or more syllables, fewest syllables first.

    At most ``READINGS`` ways (``xian`` is also xi an); none when it cannot be pinyin.
    """
    if not word.isascii() or not word.isalpha() or len(word) > LONGEST_WORD:
        return []
    found = [ways for ways in _split(word.replace("v", "u")) if len(ways) > 1]
    return sorted(found, key=len)[:READINGS]


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the best few splits, the empty split for the empty word."""
    if not word:
        return ((),)
    ways = [
        (word[:end], *rest)
        for end in range(min(LONGEST_SYLLABLE, len(word)), 0, -1)
        if word[:end] in SYLLABLES
        for rest in _split(word[end:])
    ]
    return tuple(sorted(ways, key=len)[: READINGS + 1])
