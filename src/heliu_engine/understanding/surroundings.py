"""Chinese names told by where they stand: in lists of duties, in quotation marks, with reporters and on markets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.gazetteer import places
from heliu_engine.understanding.heads import GENERIC, INNER, STOP_WORDS
from heliu_engine.understanding.mentions import Mention, MentionKind
from heliu_engine.understanding.words import Sentence


def find_by_setting(text: str, sentence: Sentence) -> Iterator[Mention]:
    """Names of one sentence that need no telling end of their own."""
    yield from _short_names(text, sentence)
    yield from _responsible(text, sentence)
    yield from _in_quotes(text, sentence)


def name_value(written: str) -> str:
    """A name without blanks and quotation marks."""
    return re.sub(r"[\s“”\"‘’「」]", "", written)


_SHORT = re.compile(
    "(?<![\u4e00-\u9fff])(?:[如由与和])?(?P<name>(?P<own>(?!据)[\u4e00-\u9fff]{2,3})(?:科技|股份|药业|生物|"
    "集团|电子|智能|能源|传媒|重工|证券|新闻|财经|汽车|通信))"
    "(?=[：、，。)”（(；]|宣布|称|发布|获|拟|与|和|的|等|公司|报道|表示|董事长|总经理|创始人|首席|CEO|负责人|高级|$)"
)
_REPORTS = re.compile(
    "据《?(?P<name>[\u4e00-\u9fff]{2,6}?)》?(?:此前)?(?=报道|记者|消息[，：])|"
    "《(?P<paper>[\u4e00-\u9fffA-Za-z]{2,8})》(?=杂志|记者|报道|讯|独家)"
)
_NO_MEDIA = re.compile("媒|此前|此|该|介绍|了解|本报|相关|有关|多家|公开|最新|当地|市场|业内|外电")


def _short_names(text: str, sentence: Sentence) -> Iterator[Mention]:
    """Companies by the short names of markets (精功科技), and who reports: 据…报道, 《…》记者."""
    for match in _SHORT.finditer(sentence.text):
        if match["own"] not in GENERIC | INNER | STOP_WORDS and match["own"] not in places():
            yield _short(
                text, sentence, match.span("name"), "media" if match["name"].endswith("新闻") else "enterprise"
            )
    for match in _REPORTS.finditer(sentence.text):
        group = "name" if match["name"] else "paper"
        if not _NO_MEDIA.search(match[group]):
            yield _short(text, sentence, match.span(group), "media")


_QUOTED = re.compile(
    "“(?P<name>[^“”，。；、]{2,25}(?P<head>平台|实验室|孵化器|众创空间|基地|创新中心|加速器|公司|研究院|联盟|基金))”"
)


def _in_quotes(text: str, sentence: Sentence) -> Iterator[Mention]:
    """Names that stand in quotation marks as a whole."""
    kinds: dict[str, MentionKind] = {
        "实验室": "laboratory",
        "公司": "organisation",
        "研究院": "organisation",
        "联盟": "organisation",
        "基金": "organisation",
    }
    sorts = {"公司": "enterprise", "研究院": "institute", "联盟": "association", "基金": "finance"}
    for match in _QUOTED.finditer(sentence.text):
        start, end = sentence.start + match.start("name"), sentence.start + match.end("name")
        kind = kinds.get(match["head"], "platform")
        yield Mention(kind, text[start:end], start, end, 0.8, name_value(match["name"]), sorts.get(match["head"]))


_DUTY = re.compile(
    "(?:责任单位|牵头单位|配合单位|责任部门|牵头部门|配合部门|主管部门|对接部门|主办单位|承办单位|协办单位|"
    "指导单位|支持单位|起草单位)[：:](?P<list>[^；;。()（）\n]{2,200})"
)
_OFFICES = re.compile("\\((?P<list>(?:[省市区县][\u4e00-\u9fff]{1,10}、)+[省市区县][\u4e00-\u9fff]{1,12})\\)")
_ITEM = re.compile("(?P<name>[\u4e00-\u9fff]{2,16}?)(?:等|负责|牵头|配合|分别|按职责.*)*(?:[、，,]|$)")
_NOBODY = re.compile("^(?:各|有关|相关|全|其他|市级|省级|等)|有关|相关|各[市县区]|人民政府$|部门|单位|企业|机构")


def _responsible(text: str, sentence: Sentence) -> Iterator[Mention]:
    """Lists of who has to do something: each of 责任单位：市教委、市征兵办 is an organisation, however it is named."""
    for duty in (*_DUTY.finditer(sentence.text), *_OFFICES.finditer(sentence.text)):
        for item in _ITEM.finditer(sentence.text, *duty.span("list")):
            if not _NOBODY.search(item["name"]):
                start, end = sentence.start + item.start("name"), sentence.start + item.end("name")
                yield Mention("organisation", text[start:end], start, end, 0.88, item["name"], "government")


def _short(text: str, sentence: Sentence, span: tuple[int, int], sort: str) -> Mention:
    start, end = sentence.start + span[0], sentence.start + span[1]
    return Mention("organisation", text[start:end], start, end, 0.7, name_value(sentence.text[slice(*span)]), sort)
