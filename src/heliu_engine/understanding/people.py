"""Persons with their offices."""

from __future__ import annotations

import re

from heliu_engine.understanding.mentions import Mention
from heliu_engine.understanding.words import Sentence, Word

SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙"
    "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔牛庞赖樊兰殷施洪翟安颜倪骆温芦季俞章鲁葛毕闵左柳祝管岳齐梅庄辛管涂欧裴焦包宁耿关苗尚柯成阮纪游连谷喻查欣仲"
    "甘景费司曲聂米滕蓝栾敖丛桂傅卞卜车褚党狄刁窦房丰符盖葛古桑沙单盛时舒束佟屠危闻邬奚席冼解幸胥宣燕应尤虞郁臧詹湛甄支植竺卓宗祖娄冷路楼隋冉饶鄢晏迟楚揭凌边仇"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "夏侯", "慕容", "令狐", "公孙", "端木", "尉迟", "呼延")
TITLE = (
    "(?:党委|党组|党工委|党总支|党支部|常务|执行|联席|名誉|首席|总|第一|高级|助理|主任|中央)*(?:副)?(?:总书记|书记|主席|委员长|总理|省长|市长|区长|县长|州长|镇长|乡长|村长|部长|厅长|局长|司长|处长|科长|"
    "主任委员|主任|校长|院长|所长|站长|馆长|台长|行长|会长|理事长|理事|秘书长|董事长|董事|总经理|经理|总裁|总监|总工程师|总工|总设计师|设计师|总指挥|组长|队长|团长|关长|署长|社长|总编辑|主编|"
    "院士|教授|研究员|工程师|科学家|专家|负责人|创始人|联合创始人|首席执行官|首席科学家|首席技术官|发言人|巡视员|调研员|委员|常委|代表|合伙人|分析师|博士|厂长|掌门人|CEO|CTO|CFO|COO|党组成员|成员|"
    "发言人|总统|首相|部长|大使|参赞|议员|博导|导师|医师|医生|律师|记者|通讯员|特派员|特聘教授|带头人|监事长|工委主任)"
)
_CHAIN = re.compile(rf"(?:{TITLE})(?:[、兼,，和]\s?(?:[市省区县校院所党]委?)?(?:{TITLE}))*\s?$")
_TITLE_AFTER = re.compile(rf"\s?(?P<title>(?:{TITLE})|先生|女士|同志|等人)")
_SPEAKS = re.compile(
    "表示|强调|指出|说|介绍|认为|透露|坦言|告诉|参加|出席|主持|宣布|率|带领|来到|前往|走进|深入|一行|会见|要求|对记者|在接受|任|担任|毕业|出生|同志|团队|课题组|回忆|提出|解释|分析|补充|带队|致辞|作报告|发表"
)
_NAME = re.compile("[\u4e00-\u9fff·]{2,12}$")
_SHARED = frozenset({"记者", "通讯员", "院士", "教授", "特派员"})
_NOT_NAMES = frozenset("高新 高新区 黄金 万元 石油 金融 安全 常态 成本 成果 关键 方面 方案 时代 应用 任务 单位 程度 高校 白酒 江南 马上 于是 谢谢 华为 安徽 江苏 江西 金额 高端 康复 明确 温度".split())


def find_people(text: str, sentence: Sentence) -> list[Mention]:
    """The persons of one sentence."""
    found: list[Mention] = []
    words = sentence.words
    index = 0
    while index < len(words):
        count = _name(words, index, sentence)
        if count:
            found.append(_person(text, sentence, words[index], words[index + count - 1], found))
            index += count
        else:
            index += 1
    return [mention for mention in found if mention.confidence >= 0.5]


def _name(words: tuple[Word, ...], index: int, sentence: Sentence) -> int:
    """How many words from here on are the name of a person; 0 for none."""
    word = words[index]
    if not _begins(word.text) or word.text in _NOT_NAMES:
        return 0
    if word.tag in ("nr", "nrfg", "nrt") and 2 <= len(word.text) <= 4 and _NAME.match(word.text):
        # 陈|雨露 and 金东|寒: a name of two characters takes a third one that is left alone.
        if len(word.text) == 2 and _left_alone(words, index + 1) and _titled(sentence, word.start):
            return 2
        return 1
    if _titled(sentence, word.start) or _listed(words, index):
        written = word.text
        for count in (1, 2, 3):
            if count > 1:
                if index + count > len(words) or words[index + count - 1].tag == "x":
                    return 0
                written += words[index + count - 1].text
            if 2 <= len(written) <= 3 + (written[:2] in COMPOUND) and _ends(words, index + count):
                return count
    return 0


def _begins(written: str) -> bool:
    return written[:1] in SURNAMES or written.startswith(COMPOUND)


def _left_alone(words: tuple[Word, ...], index: int) -> bool:
    return index < len(words) and len(words[index].text) == 1 and words[index].tag not in ("x", "p", "c", "uj", "d") and _ends(words, index + 1)


def _ends(words: tuple[Word, ...], index: int) -> bool:
    """Whether a name may end before this word."""
    if index >= len(words):
        return True
    word = words[index]
    return word.tag in ("x", "p", "c", "d", "v", "r") or bool(_SPEAKS.match(word.text)) or bool(_TITLE_AFTER.match(word.text))


def _titled(sentence: Sentence, start: int) -> bool:
    place = start - sentence.start
    return bool(_CHAIN.search(sentence.text[max(0, place - 24) : place]))


def _listed(words: tuple[Word, ...], index: int) -> bool:
    """Whether the name stands behind another one and a 、."""
    return index >= 2 and words[index - 1].text in "、 " and words[index - 2].tag == "nr"


def _person(text: str, sentence: Sentence, first: Word, last: Word, before: list[Mention]) -> Mention:
    start, end = first.start, last.end
    place = start - sentence.start
    lead = sentence.text[max(0, place - 40) : place]
    chain = _CHAIN.search(lead)
    follows = _TITLE_AFTER.match(sentence.text, end - sentence.start)
    office: str | None = None
    confidence = 0.5 if len(sentence.text[place : end - sentence.start]) > 2 else 0.4
    if chain is not None:
        office, confidence = chain[0].strip(), 0.95
    elif follows is not None:
        office = None if follows["title"] in ("先生", "女士", "同志", "等人") else follows["title"]
        confidence = 0.92
    elif _SPEAKS.match(sentence.text, end - sentence.start):
        confidence = 0.85
    elif before and 0 < start - before[-1].end <= 2 and text[before[-1].end : start].strip() in ("、", "和", "与", ""):
        confidence = max(0.6, before[-1].confidence - 0.05)
        office = before[-1].office if before[-1].office in _SHARED else None
    elif re.match(r"[、]", sentence.text[end - sentence.start : end - sentence.start + 1]) or lead.endswith(("、", ":", "：")):
        confidence += 0.1
    return Mention("person", text[start:end], start, end, round(confidence, 2), "".join(sentence.text[place : end - sentence.start].split()), None, office)

