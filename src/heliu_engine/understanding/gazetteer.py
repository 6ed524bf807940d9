"""Names that are known: regions, universities, and short forms of both."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PROVINCE = re.compile("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$")
_PREFECTURE = re.compile("(?:[\u4e00-\u9fff]{1,5}族)?自治州$|[市盟]$|地区$")

LONGEST_PLACE = 15
"""Code points of the longest name of a region."""

COUNTRIES = frozenset(
    "中国 美国 英国 法国 德国 日本 韩国 俄罗斯 意大利 加拿大 澳大利亚 印度 巴西 瑞士 瑞典 荷兰 西班牙 新加坡 以色列 芬兰 挪威 丹麦 "
    "比利时 奥地利 波兰 乌克兰 土耳其 伊朗 泰国 越南 马来西亚 印度尼西亚 菲律宾 巴基斯坦 南非 埃及 墨西哥 阿根廷 新西兰 爱尔兰 葡萄牙 "
    "希腊 捷克 匈牙利 朝鲜 蒙古国 哈萨克斯坦 沙特阿拉伯 阿联酋".split()
)
AREAS = frozenset(
    "京津冀 长三角 珠三角 粤港澳大湾区 粤港澳 大湾区 长江经济带 长江三角洲 珠江三角洲 成渝 雄安新区 雄安 津冀 浦东 浦东新区 滨海新区 "
    "西海岸新区 江北新区 两江新区 天府新区 中关村 湾区 欧盟 欧洲 亚洲 非洲 北美 东北 华北 华东 华南 华中 西南 西北 中关村".split()
)
_ABROAD = frozenset(
    "China Germany France Italy Spain Poland Ukraine Russia Japan India Brazil Israel Switzerland Norway Sweden Finland "
    "Denmark Belgium Austria Portugal Greece Ireland Netherlands Turkey Canada Australia Singapore Europe Africa Asia "
    "Beijing Shanghai Tianjin Shenzhen London Paris Berlin Brussels Washington Tokyo Taiwan Korea Vietnam Mexico "
    "Romania Bulgaria Hungary Croatia Slovenia Slovakia Estonia Latvia Lithuania Iceland Egypt Kenya Nigeria".split()
)
ENGLISH_PLACES = _ABROAD | {
    "United States",
    "United Kingdom",
    "South Korea",
    "South Africa",
    "Hong Kong",
    "New York",
    "European Union",
    "Czech Republic",
    "New Zealand",
}

SHORT_UNIVERSITIES = {
    "清华": "清华大学",
    "北大": "北京大学",
    "南开": "南开大学",
    "天大": "天津大学",
    "浙大": "浙江大学",
    "复旦": "复旦大学",
    "哈工大": "哈尔滨工业大学",
    "北航": "北京航空航天大学",
    "北理工": "北京理工大学",
    "中科大": "中国科学技术大学",
    "上海交大": "上海交通大学",
    "西安交大": "西安交通大学",
    "华中科大": "华中科技大学",
    "西工大": "西北工业大学",
    "河工大": "河北工业大学",
    "天津工大": "天津工业大学",
    "中国科大": "中国科学技术大学",
    "国科大": "中国科学院大学",
}
"""Short forms that are understood without the full name in the text; 南大, 华科 and others mean several."""

KNOWN = {
    "中科院": ("中国科学院", "institute"),
    "中国科学院": ("中国科学院", "institute"),
    "工程院": ("中国工程院", "institute"),
    "中国工程院": ("中国工程院", "institute"),
    "中国社科院": ("中国社会科学院", "institute"),
    "社科院": ("中国社会科学院", "institute"),
    "中国航天": ("中国航天", "enterprise"),
    "新华社": ("新华社", "media"),
    "中新社": ("中国新闻社", "media"),
    "中新网": ("中国新闻网", "media"),
    "新华网": ("新华网", "media"),
    "人民网": ("人民网", "media"),
    "世卫组织": ("世界卫生组织", "other"),
    "世界卫生组织": ("世界卫生组织", "other"),
    "联合国": ("联合国", "other"),
    "国务院": ("国务院", "government"),
    "党中央": ("中国共产党中央委员会", "government"),
    "中共中央": ("中国共产党中央委员会", "government"),
    "发改委": ("发展和改革委员会", "government"),
    "国家发改委": ("国家发展和改革委员会", "government"),
    "工信部": ("工业和信息化部", "government"),
    "人社部": ("人力资源和社会保障部", "government"),
    "国资委": ("国有资产监督管理委员会", "government"),
    "证监会": ("中国证券监督管理委员会", "government"),
    "银保监会": ("中国银行保险监督管理委员会", "government"),
    "国家卫健委": ("国家卫生健康委员会", "government"),
    "卫健委": ("卫生健康委员会", "government"),
    "央行": ("中国人民银行", "government"),
    "人民银行": ("中国人民银行", "government"),
    "全国人大": ("全国人民代表大会", "government"),
    "全国政协": ("中国人民政治协商会议全国委员会", "government"),
    "国税总局": ("国家税务总局", "government"),
    "税务总局": ("国家税务总局", "government"),
    "知识产权局": ("国家知识产权局", "government"),
    "共青团中央": ("中国共产主义青年团中央委员会", "government"),
    "中国科协": ("中国科学技术协会", "association"),
}
"""Names without a telling end, with the full name and what they are."""


@cache
def places() -> dict[str, str]:
    """Names and short names of regions, each with the full name; of two with one short name the larger counts."""
    known: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for province, prefecture, *counties in _lines("places.txt"):
        known.setdefault(province, province)
        shorts.setdefault(_PROVINCE.sub("", province), province)
        if prefecture != "-":
            known.setdefault(prefecture, prefecture)
            shorts.setdefault(_PREFECTURE.sub("", prefecture), prefecture)
        for county in counties:
            # 城区, 郊区 and 矿区 are words as well.
            if len(county) > 2:
                known.setdefault(county, county)
                if county.endswith("市"):
                    shorts.setdefault(county[:-1], county)
    shorts |= {"内蒙古": "内蒙古自治区", "新疆": "新疆维吾尔自治区", "广西": "广西壮族自治区", "宁夏": "宁夏回族自治区"}
    shorts |= {name: name for name in COUNTRIES | AREAS}
    return {short: full for short, full in shorts.items() if len(short) > 1} | known


@cache
def universities() -> frozenset[str]:
    """Full names, with brackets in their ASCII form."""
    return frozenset(name for _, *names in _lines("universities.txt") for name in names)


def _lines(name: str) -> list[list[str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]
