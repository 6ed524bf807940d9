"""Answers written by hand after the published formats; none is recorded traffic, and nobody in them exists."""
# ruff: noqa: E501 - answers keep the lines that sources give them

from __future__ import annotations

from typing import Any

OAI = (
    '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>{date}</responseDate><request>http://repo.example/oai</request>{body}</OAI-PMH>"
)


def oai(body: str, date: str = "2026-11-20T08:00:00Z") -> bytes:
    return OAI.format(date=date, body=body).encode()


def identify(granularity: str = "YYYY-MM-DDThh:mm:ssZ", deleted: str = "persistent") -> bytes:
    return oai(
        "<Identify><repositoryName>示例库</repositoryName><baseURL>http://repo.example/oai</baseURL>"
        "<protocolVersion>2.0</protocolVersion><adminEmail>a@repo.example</adminEmail>"
        f"<earliestDatestamp>2020-01-01</earliestDatestamp><deletedRecord>{deleted}</deletedRecord>"
        f"<granularity>{granularity}</granularity></Identify>"
    )


def dc(**elements: str) -> str:
    inside = "".join(f"<dc:{name}>{text}</dc:{name}>" for name, text in elements.items())
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</oai_dc:dc>'
    )


def record(number: int, metadata: str = "", *, deleted: bool = False, spec: str = "") -> str:
    status = ' status="deleted"' if deleted else ""
    sets = f"<setSpec>{spec}</setSpec>" if spec else ""
    metadata = "" if deleted else f"<metadata>{metadata or dc(title=f'成果 {number}')}</metadata>"
    return (
        f"<record><header{status}><identifier>oai:repo.example:{number}</identifier>"
        f"<datestamp>2026-11-{number:02d}T00:00:00Z</datestamp>{sets}</header>{metadata}</record>"
    )


FULL_DC = dc(
    title="耐低温密封圈的制备", creator="李示例", subject="密封; 橡胶", description="在低温下保持弹性。",
    publisher="示例大学", identifier="https://doi.org/10.1234/AB.1", date="2025-03-04", type="Text", rights="CC BY 4.0",
)  # fmt: skip

CERIF_PATENT = """<Patent xmlns="https://www.openaire.eu/cerif-profile/1.1/" id="Patents/1">
<Type xmlns="https://www.openaire.eu/cerif-profile/vocab/COAR_Patent_Types">http://purl.org/coar/resource_type/c_15cd</Type>
<Title xml:lang="zh">一种密封圈</Title><Title xml:lang="en">A seal</Title><RegistrationDate>2022-01-05</RegistrationDate>
<ApprovalDate>2024-02-06</ApprovalDate><CountryCode>CN</CountryCode>
<PatentNumber>CN202210000000.6</PatentNumber><Inventors><Inventor><Person><PersonName><FamilyNames>李</FamilyNames>
<FirstNames>示例</FirstNames></PersonName><ORCID>https://orcid.org/0000-0002-1825-0097</ORCID></Person></Inventor></Inventors>
<Holders><Holder><OrgUnit><Name xml:lang="zh">示例大学</Name></OrgUnit></Holder></Holders>
<Subject scheme="http://data.epo.org/linked-data/def/ipc/">http://data.epo.org/linked-data/def/ipc/F16J15-10</Subject>
<Abstract xml:lang="zh">低温下保持弹性。</Abstract><Keyword xml:lang="zh">密封</Keyword><License>CC0</License>
<URL>https://repo.example/1</URL></Patent>"""

OPENALEX_WORK: dict[str, Any] = {
    "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1234/ab.1", "display_name": "A seal for <i>low</i> temperatures",
    "language": "en", "type": "article", "publication_date": "2025-03-04", "updated_date": "2026-11-01T02:03:04.500000",
    "is_retracted": True, "abstract_inverted_index": {"It": [0], "stays": [1], "elastic.": [2], "late": [10**9]},
    "keywords": [{"id": "https://openalex.org/keywords/seal", "display_name": "Seal", "score": 0.9}],
    "authorships": [{
        "author_position": "first",
        "author": {"id": "https://openalex.org/A1", "display_name": "Li Shili", "orcid": "https://orcid.org/0000-0002-1825-0097"},
        "institutions": [{"id": "https://openalex.org/I1", "display_name": "Example University", "ror": "https://ror.org/05dxps055"}],
    }],
    "primary_location": {"landing_page_url": "https://journal.example/1", "license": "cc-by"}, "cited_by_count": 3,
}  # fmt: skip
OPENALEX_AUTHOR: dict[str, Any] = {
    "id": "https://openalex.org/A1", "orcid": "https://orcid.org/0000-0002-1825-0097", "display_name": "Li Shili",
    "display_name_alternatives": ["S. Li"], "topics": [{"display_name": "Elastomers"}], "ids": {"scopus": "https://scopus.example/1"},
    "last_known_institutions": [{"display_name": "Example University", "ror": "https://ror.org/05dxps055"}],
    "updated_date": "2026-11-01",
}  # fmt: skip
OPENALEX_INSTITUTION: dict[str, Any] = {
    "id": "https://openalex.org/I1", "ror": "https://ror.org/05dxps055", "display_name": "Example University", "type": "education",
    "homepage_url": "https://www.example.edu", "display_name_acronyms": ["EU"], "display_name_alternatives": ["Old Example"],
    "international": {"display_name": {"zh-cn": "示例大学", "en": "Example University", "fr": "Université"}},
    "geo": {"city": "Shijiazhuang", "region": "Hebei", "country_code": "CN", "country": "China"},
    "ids": {"wikidata": "https://www.wikidata.org/wiki/Q1", "grid": "grid.1.1"}, "updated_date": "2026-11-01",
    "associated_institutions": [{"display_name": "Academy", "ror": None, "relationship": "parent"}],
}  # fmt: skip

ROR: dict[str, Any] = {
    "id": "https://ror.org/05dxps055", "status": "active", "types": ["education", "funder"], "established": 1895,
    "names": [
        {"value": "Example University", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "示例大学", "types": ["label"], "lang": "zh"}, {"value": "EU", "types": ["acronym"], "lang": None},
    ],
    "locations": [{"geonames_id": 1, "geonames_details": {
        "name": "Tianjin", "country_code": "CN", "country_name": "China", "country_subdivision_code": "TJ",
        "country_subdivision_name": "Tianjin", "lat": 39.1, "lng": 117.2}}],
    "links": [{"type": "website", "value": "https://www.example.edu"}, {"type": "wikipedia", "value": "http://w.example"}],
    "external_ids": [{"type": "wikidata", "preferred": None, "all": ["Q1"]}], "domains": [],
    "relationships": [{"type": "parent", "label": "Academy", "id": "https://ror.org/05dxps055"}],
    "admin": {"created": {"date": "2018-11-14", "schema_version": "1.0"}, "last_modified": {"date": "2026-10-01", "schema_version": "2.1"}},
}  # fmt: skip

CROSSREF: dict[str, Any] = {
    "DOI": "10.1234/AB.1", "title": ["耐低温密封圈"], "original-title": ["A seal"], "language": "zh", "type": "journal-article",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>It stays <jats:italic>elastic</jats:italic> &amp; tight.</jats:p>",
    "author": [
        {"given": "示例", "family": "李", "ORCID": "http://orcid.org/0000-0002-1825-0097", "sequence": "first",
         "affiliation": [{"name": "示例大学", "id": [{"id": "https://ror.org/05dxps055", "id-type": "ROR"}]}]},
        {"name": "The Seal Group", "sequence": "additional", "affiliation": []},
    ],
    "subject": ["Mechanics"], "publisher": "Example Press", "URL": "https://doi.org/10.1234/ab.1",
    "published": {"date-parts": [[2025, 3]]}, "issued": {"date-parts": [[2025, 3, 4]]}, "license": [{"URL": "https://cc.example"}],
    "deposited": {"date-time": "2026-11-01T00:00:00Z"},
}  # fmt: skip

EXCHANGE = """<?xml version="1.0" encoding="UTF-8"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org"><exchange-documents>
<exchange-document system="ops.epo.org" family-id="81" country="CN" doc-number="114000000" kind="B" date-of-last-exchange="20241001">
<bibliographic-data><publication-reference><document-id document-id-type="epodoc"><doc-number>CN114000000</doc-number></document-id>
<document-id document-id-type="docdb"><country>CN</country><doc-number>114000000</doc-number><kind>B</kind><date>20240206</date>
</document-id></publication-reference><classifications-ipcr><classification-ipcr sequence="1"><text>F16J  15/    10            A I</text>
</classification-ipcr></classifications-ipcr><application-reference doc-id="1"><document-id document-id-type="docdb">
<country>CN</country><doc-number>202210000000</doc-number><kind>A</kind><date>20220105</date></document-id></application-reference>
<parties><applicants><applicant sequence="1" data-format="epodoc"><applicant-name><name>UNIV EXAMPLE [CN]</name></applicant-name></applicant>
<applicant sequence="1" data-format="original"><applicant-name><name>EXAMPLE UNIVERSITY, </name></applicant-name></applicant></applicants>
<inventors><inventor sequence="1" data-format="original"><inventor-name><name>LI SHILI</name></inventor-name></inventor></inventors></parties>
<invention-title lang="zh">一种密封圈</invention-title><invention-title lang="en">Seal</invention-title></bibliographic-data>
<abstract lang="en"><p>It stays elastic.</p></abstract></exchange-document>
<exchange-document country="EP" doc-number="1" kind="A1" status="D" date-of-last-exchange="20241001"/>
</exchange-documents></ops:world-patent-data>"""

USPTO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" dtd-version="v4.5 2014-04-03" file="US1.XML" status="PRODUCTION" country="US" date-publ="20240206">
<us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>09000001</doc-number><kind>B2</kind>
<date>20240206</date></document-id></publication-reference><application-reference appl-type="utility"><document-id><country>US</country>
<doc-number>17000001</doc-number><date>20220105</date></document-id></application-reference><classifications-ipcr><classification-ipcr>
<section>F</section><class>16</class><subclass>J</subclass><main-group>15</main-group><subgroup>10</subgroup></classification-ipcr>
</classifications-ipcr><invention-title id="t">Seal</invention-title><us-parties><us-applicants><us-applicant sequence="001">
<addressbook><orgname>Seal Works</orgname></addressbook></us-applicant></us-applicants><inventors><inventor sequence="001"><addressbook>
<last-name>Doe</last-name><first-name>Jane</first-name></addressbook></inventor></inventors></us-parties><assignees><assignee><addressbook>
<orgname>Seal Holdings</orgname><role>02</role></addressbook></assignee></assignees></us-bibliographic-data-grant>
<abstract id="abstract"><p id="p-0001" num="0000">It stays elastic.</p></abstract></us-patent-grant>
"""

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title><link>https://news.example/</link>
<item><title>Seals &amp; rings&nbsp;call</title><link>https://news.example/a/1.html#top</link><guid isPermaLink="false">1</guid>
<pubDate>Mon, 23 Nov 2026 08:00:00 +0800</pubDate></item>
<item><title>elsewhere</title><link>https://other.example/2</link></item>
<item><title>old</title><link>/a/3.html</link><pubDate>Mon, 02 Jan 2006 15:04:05 GMT</pubDate></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title type="html">Seals &lt;b&gt;now&lt;/b&gt;</title>
<link rel="self" href="https://news.example/self"/><link href="https://news.example/a/1"/><id>urn:1</id>
<published>2026-11-20T00:00:00Z</published><updated>2026-11-22T00:00:00Z</updated></entry></feed>"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a/1</loc><lastmod>2026-11-22</lastmod><n:news><n:title>密封圈征集</n:title>
<n:publication_date>2026-11-20</n:publication_date></n:news></url></urlset>"""
