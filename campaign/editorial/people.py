"""Where a text may name a worker: a guess from its letters, which a person must judge.

Nothing here knows whether a name is that of a worker, a spokesman or a street. It finds
names that stand near words for workers and detained people, in Latin and Han letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

REACH = 60  # characters between a name and the word that makes it matter

_WORKING = (
    r"workers?|employees?|labou?rers?|detainees?|witness(?:es)?|whistle-?blowers?|migrants?|"
    r"interns?|apprentices?|operators?|seamstress(?:es)?|miners?|sailors?|fish(?:er|ermen|erman)|"
    r"detained|arrested|imprisoned|jailed|interviewed|dismissed|fired|injured|testified|"
    r"trabajador(?:a|es|as)?|obrer[oa]s?|emplead[oa]s?|detenid[oa]s?|despedid[oa]s?"
)
WORKING = re.compile(rf"\b(?:{_WORKING})\b", re.IGNORECASE)
WORKING_HAN = re.compile(
    "工人|员工|員工|女工|男工|童工|职工|職工|劳工|勞工|工友|打工|实习生|實習生|学生工|學生工|"
    "证人|證人|举报人|舉報人|被拘|被捕|拘留|逮捕|羁押|羈押|关押|關押|失踪|失蹤|受访|受訪"
)
_LATIN = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
    r"(?:\s+(?:[A-Z]\.|(?:al|bin|de|del|van|von|el)\s+)?\s*"
    r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*){1,3}"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Sr|Sra)\.?\s+[A-ZÀ-ÖØ-Þ][\w’'-]+")
_CALLED = re.compile(r"\b(?:named|called|surnamed|known as)\s+([A-ZÀ-ÖØ-Þ][\w’'-]+)")
SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮"
    "曹彭曾肖蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋"
    "贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閆段雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴莫孔向汤湯"
)
_HAN = re.compile(rf"(?<![\u4e00-\u9fff])?[{SURNAMES}](?:某某?|[\u4e00-\u9fff]{{1,2}})")
# Two or three characters that begin like a surname and are ordinary words or names of places.
ORDINARY_HAN = re.compile(
    "^(?:高温|高溫|高校|高层|高管|高强|方面|方式|方法|方案|金额|金額|石油|石家|江苏|江蘇|江西|江门|"
    "江門|夏季|夏天|白天|白色|白班|万人|萬人|万元|萬元|万名|萬名|向公|向记|向媒|向当|向法|向工|向劳|"
    "任何|任务|任務|任职|于是|于本|于公|于工|于当|于今|何时|何種|何种|余人|余名|程序|程度|周末|周日|"
    "周一|周二|周三|周四|周五|周六|周边|周边|段时|金属|金屬|武汉|武漢|广东|马上|馬上|马来|馬來|毛利|"
    "田间|林业|曾经|曾經|曾在|曾被|曾因|曾向|曾有|许多|許多|许可|許可|付款|付给|叶城|叶面|顾客|顧客|"
    "龙华|龍華|龙岗|龍崗|郑州|鄭州|昆山|成都|杜绝|杜絕|范围|范圍|钟头|鐘頭|钟点|汤加|沈阳|瀋陽|石墨|"
    "孟加|韩国|韓國|宋体|唐山|梁柱|万多|黄石|黄金|胡同|高达|高達|高于|高于|史上|向他|向她|向其|向外|任意)"
)
# A run of capitalised words with one of these in it is no person.
_NOT_PEOPLE = frozenset(
    re.findall(
        r"\w+",
        """
    Watch Union Unions Company Companies Corporation Corp Inc Ltd Limited Group Holdings
    Technology Technologies Electronics Industries Industrial Industry International University
    College Institute Court Commission Committee Ministry Department Bureau Office Agency Council
    Association Federation Alliance Network Coalition Center Centre Foundation Campaign Times Post
    News Guardian Journal Press Radio Television Report Reports Labor Labour Rights Human Workers
    Worker Women Factory Plant Mill Campus Park Zone Road Street City County Province District
    Region State States Kingdom Republic Nations National North South East West Northern Southern
    Eastern Western New United Code Conduct Act Law Convention Supplier Suppliers Responsibility
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday Textile Garment Garments Apparel Precision
    Manufacturing Trade Global Fair Free Forced Border Customs Protection Security
    Public Police Party Communist People Bank Fund Store Stores Apple Amazon Nike The This That
    These Those In On At After Before When While Two Three Four Five Six Seven Eight Nine Ten
    Some Many Several All Most Both Its Their His Her Chinese Vietnamese Indian American Uyghur
    Uighur Tibetan Han Hui Kazakh Muslim Islamic Xinjiang Hong Kong San Los Las Santa Saint Viet
    Sri Saudi El Costa Puerto Tamil Great Mainland
        """,
    )
)


def find_names(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield where a text may name somebody near a word for workers or detained people.

    Args:
        text: of any language; only Latin and Han letters are looked at.
        known: names of companies, organisations and places, which are no people.
    """
    taken = {name.casefold() for name in known}
    for start, end in (*_latin_names(text), *_han_names(text)):
        if not any(text[start:end].casefold() in name for name in taken):
            yield start, end


def _latin_names(text: str) -> Iterator[tuple[int, int]]:
    near = [match.span() for match in WORKING.finditer(text)]
    for match in _LATIN.finditer(text):
        words = re.findall(r"[^\s.]+", match[0])
        if _NOT_PEOPLE.isdisjoint(words) and _is_near(match.span(), near):
            yield match.span()
    for match in _TITLED.finditer(text):
        if _is_near(match.span(), near):
            yield match.span()
    for match in _CALLED.finditer(text):
        if match[1] not in _NOT_PEOPLE and _is_near(match.span(1), near):
            yield match.span(1)


def _han_names(text: str) -> Iterator[tuple[int, int]]:
    near = [match.span() for match in WORKING_HAN.finditer(text)]
    for start, end in near:
        after = _HAN.match(text, end + 1 if text[end : end + 1] == "的" else end)
        if after and not ORDINARY_HAN.match(after[0]):
            yield after.span()
        for length in (3, 2):
            before = _HAN.fullmatch(text, max(0, start - length), start)
            if before and not ORDINARY_HAN.match(before[0]) and _begins(text, start - length):
                yield before.span()
                break


def _begins(text: str, position: int) -> bool:
    """Tell whether a word may begin here: at the start, or after what is no Han character."""
    return position <= 0 or not "\u4e00" <= text[position - 1] <= "\u9fff"


def _is_near(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(
        min(abs(span[0] - end), abs(start - span[1])) <= REACH
        for start, end in others
        if not (start >= span[0] and end <= span[1])
    )
