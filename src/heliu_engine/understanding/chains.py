"""Industry chains, clusters and industries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.mentions import Mention

_FIELD = (
    "新一代信息技术|信息技术应用创新|信创|信息安全|网络安全|集成电路|半导体|芯片|人工智能|智能科技|智能网联汽车|智能网联|车联网|物联网|工业互联网|大数据|云计算|区块链|数字经济|数字创意|软件和信息技术服务|软件|"
    "电子信息|新型显示|光电子|光电|通信|5G|先进计算|超高清视频|虚拟现实|元宇宙|生物医药|医药健康|医疗器械|中医药|现代中药|合成生物|生物制造|细胞与基因|生命健康|大健康|生命科技|低碳科技|"
    "新能源汽车|新能源|汽车及零部件|汽车零部件|汽车|动力电池|锂电池|锂电|储能|光伏|风电|氢能|核电|节能环保|新材料|高端装备制造|高端装备|装备制造|智能制造|机器人|工业母机|数控机床|航空航天|"
    "商业航天|低空经济|航空|航天|卫星|轨道交通|海洋工程装备|海洋经济|船舶|石油化工|绿色石化|石化|化工|钢铁|冶金|有色金属|稀土|建材|纺织|轻纺|轻工|家电|食品加工|食品|种业|现代农业|农产品加工|绿色食品|奶业|肉牛|"
    "现代物流|物流|文化旅游|文化创意|金融科技|科技服务|现代服务|量子科技|量子信息|脑机接口|人形机器人|先进制造|海洋|旅游|农业|纺织服装|口罩|疫苗|茶|白酒"
)
_CHAIN = re.compile(
    rf"(?:{_FIELD})(?:(?:、|和|与|及)(?:{_FIELD})){{0,3}}(?:全?产业链条?|全?产业集群|供应链|产业|制造业|服务业|行业|链)(?![技人园区政基])"
)
_FIELDS_BEFORE = re.compile(rf"(?:{_FIELD})(?:、(?:{_FIELD})){{1,15}}(?=等.{{0,10}}(?:产业|行业|领域|链|集群))")
_ONE = re.compile(_FIELD)
_OWN = re.compile(r"“(?P<name>[^“”\n]{2,12})”(?:产业链|产业集群)")
_ENGLISH = re.compile(
    r"\b(?:(?:the )?(?P<name>(?:[A-Za-z][a-z-]{2,20} ){1,2}?(?:industry|value chain|supply chain|industrial cluster|industries|value chains|supply chains)))\b"
)
_ENGLISH_GENERIC = re.compile("(?:the|this|our|their|of|and|an?|whole|entire|european|global|each|relevant|different|from|by|with|for|in|to|on|its|along|industrial|research|between|key|local|other|all|new|existing|across|complex|related) ", re.I)


def find_chains(text: str, folded: str) -> Iterator[Mention]:
    """集成电路产业, 生物医药产业集群, 智能科技、信创等优势产业, the battery value chain."""
    for match in _CHAIN.finditer(folded):
        start, end = match.span()
        yield Mention("chain", text[start:end], start, end, 0.85, folded[start:end])
    for match in _FIELDS_BEFORE.finditer(folded):
        for field in _ONE.finditer(folded, *match.span()):
            start, end = field.span()
            yield Mention("chain", text[start:end], start, end, 0.8, folded[start:end])
    for match in _OWN.finditer(folded):
        start, end = match.span()
        yield Mention("chain", text[start:end], start, end, 0.85, match["name"])
    for match in _ENGLISH.finditer(folded):
        start, end = match.span("name")
        name = match["name"]
        while generic := _ENGLISH_GENERIC.match(name):
            start, name = start + generic.end(), name[generic.end() :]
        if " " in name and not name.lower().startswith(("value ", "supply ", "industrial ")):
            yield Mention("chain", text[start:end], start, end, 0.6, " ".join(name.split()))
