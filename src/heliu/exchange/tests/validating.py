"""Whether an answer is valid by the schemas of ../shared/data/openaire-cris.

Those of the CERIF profile are of version 1.2; for 1.1 the same are read with the other namespace, since the elements
used of it are in both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

OWN = Path(__file__).parent / "schemas"
NEWER, OLDER = "https://www.openaire.eu/cerif-profile/1.2/", "https://www.openaire.eu/cerif-profile/1.1/"
_WHOLE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="{shared}/cached/OAI-PMH.xsd"/>
<xs:import namespace="http://www.openarchives.org/OAI/2.0/oai-identifier"
  schemaLocation="{shared}/cached/oai-identifier.xsd"/>
<xs:import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/" schemaLocation="{own}/oai_dc.xsd"/>
<xs:import namespace="{namespace}" schemaLocation="{shared}/openaire-cerif-profile.xsd"/>
</xs:schema>"""


class _Here(etree.Resolver):
    """Finds schemas in the folder instead of on the network, and gives the profile the wanted namespace."""

    def __init__(self, shared: Path, namespace: str) -> None:
        self.shared, self.namespace = shared, namespace

    def resolve(self, url, public_id, context):
        if url.endswith("xml.xsd"):
            return self.resolve_filename(str(self.shared / "cached" / "xml.xsd"), context)
        if url.startswith(("http:", "https:")):
            raise AssertionError(f"nothing is fetched: {url}")
        path = Path(url.removeprefix("file://"))
        text = path.read_bytes().replace(NEWER.encode(), self.namespace.encode())
        return self.resolve_string(text, context, base_url=url)


@cache
def schema(data: Path, namespace: str) -> etree.XMLSchema:
    """OAI-PMH with Dublin Core and one version of the CERIF profile inside."""
    shared = data / "openaire-cris" / "schemas"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Here(shared, namespace))
    text = _WHOLE.format(shared=shared, own=OWN, namespace=namespace)
    return etree.XMLSchema(etree.fromstring(text, parser))


def check(data: Path, body: bytes) -> etree._Element:
    """The answer; fails with what the schema says against it."""
    document = etree.fromstring(body)
    namespace = NEWER if NEWER.encode() in body else OLDER
    schema(data, namespace).assertValid(document)
    return document
