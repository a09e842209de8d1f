"""French and English names for terms of general vocabularies that our data borrow.

Those vocabularies publish no French labels, or are not in a release. Shapes and labels in
the data come first; this is what a page falls back on before it shows ``dct:hasPart``.
Nothing of the domain is named here.
"""

from __future__ import annotations

from typing import Final

from esslod.namespaces import PREFIXES

_CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency/"

_TERMS: Final = """
adms:Identifier | identifiant | identifier
adms:identifier | identifiant | identifier
adms:schemaAgency | attribué par | assigned by
adms:status | état | status
cv:PublicOrganisation | organisme public | public organisation
dcat:Catalog | catalogue | catalogue
dcat:CatalogRecord | notice du catalogue | catalogue record
dcat:DataService | service de données | data service
dcat:Dataset | jeu de données | dataset
dcat:Distribution | distribution | distribution
dcat:Resource | ressource | resource
dcat:accessURL | adresse d’accès | access address
dcat:byteSize | taille en octets | size in bytes
dcat:contactPoint | contact | contact
dcat:dataset | jeu de données | dataset
dcat:distribution | distribution | distribution
dcat:endDate | fin | end
dcat:endpointDescription | description du service | description of the service
dcat:endpointURL | adresse du service | address of the service
dcat:hasCurrentVersion | édition en cours | current edition
dcat:hasVersion | édition | edition
dcat:isVersionOf | édition de | edition of
dcat:keyword | mot clé | keyword
dcat:mediaType | type de média | media type
dcat:servesDataset | donne accès à | serves
dcat:service | service de données | data service
dcat:startDate | début | start
dcat:theme | thème | theme
dcat:themeTaxonomy | liste de thèmes | theme list
dcat:version | version | version
dcatap:availability | disponibilité | availability
dct:Location | lieu | place
dct:PeriodOfTime | période | period
dct:Standard | norme | standard
dct:accessRights | droits d’accès | access rights
dct:bibliographicCitation | comment citer | how to cite
dct:created | créé le | created
dct:creator | auteur | creator
dct:description | description | description
dct:format | format | format
dct:hasPart | comprend | includes
dct:identifier | identifiant | identifier
dct:isPartOf | fait partie de | is part of
dct:isReplacedBy | remplacé par | replaced by
dct:issued | publié le | issued
dct:language | langue | language
dct:license | licence | licence
dct:modified | mis à jour le | updated
dct:publisher | publié par | published by
dct:source | source | source
dct:spatial | lieu | place
dct:subject | thème | subject
dct:temporal | période | period
dct:title | titre | title
dct:type | genre | type
foaf:Agent | acteur | agent
foaf:Document | document | document
foaf:homepage | site web | homepage
foaf:page | page web | web page
foaf:primaryTopic | sujet principal | primary topic
geo:Commune | commune | commune
geo:Departement | département | département
geo:Intercommunalite | intercommunalité | intermunicipal body
geo:Region | région | region
geo:codeINSEE | code INSEE | INSEE code
geo:nom | nom | name
geo:subdivisionDirecteDe | subdivision directe de | direct subdivision of
oa:SpecificResource | passage | passage
oa:TextPositionSelector | position dans le texte | position in the text
oa:end | fin (caractère) | end (character)
oa:hasSelector | position | position
oa:hasSource | tiré de | taken from
oa:start | début (caractère) | start (character)
obeu-attribute:currency | monnaie | currency
obeu-dimension:budgetPhase | phase du budget | budget phase
obeu-dimension:fiscalPeriod | période | period
obeu-dimension:organization | organisation | organisation
obeu-measure:amount | montant | amount
org:Membership | adhésion | membership
org:Organization | organisation | organisation
org:member | membre | member
org:memberDuring | période | period
org:organization | organisation | organisation
owl:Class | classe | class
owl:DatatypeProperty | propriété à valeur littérale | property with a literal value
owl:ObjectProperty | propriété qui mène à une ressource | property that leads to a resource
owl:Ontology | vocabulaire | vocabulary
owl:equivalentClass | classe équivalente | equivalent class
owl:equivalentProperty | propriété équivalente | equivalent property
owl:sameAs | même chose que | same as
owl:versionIRI | adresse de cette version | address of this version
owl:versionInfo | version | version
prov:Activity | activité | activity
prov:Entity | ressource | resource
prov:Plan | plan | plan
prov:endedAtTime | fini le | ended on
prov:hadPrimarySource | source première | primary source
prov:invalidatedAtTime | retiré le | withdrawn on
prov:wasAssociatedWith | fait par | done by
prov:wasAttributedTo | attribué à | attributed to
prov:wasDerivedFrom | tiré de | derived from
prov:wasInvalidatedBy | retiré par | withdrawn by
qb:AttributeProperty | attribut | attribute
qb:CodedProperty | propriété codée | coded property
qb:ComponentSpecification | composante d’un cube | component of a cube
qb:DataSet | cube de données | data cube
qb:DataStructureDefinition | structure d’un cube | structure of a cube
qb:DimensionProperty | dimension | dimension
qb:Observation | observation | observation
qb:attribute | attribut | attribute
qb:codeList | liste de codes | code list
qb:component | composante | component
qb:componentRequired | obligatoire | required
qb:dataSet | cube de données | data cube
qb:dimension | dimension | dimension
qb:measure | mesure | measure
qb:order | ordre | order
qb:structure | structure | structure
rdf:Property | propriété | property
rdf:type | nature | type
rdf:value | valeur | value
rdfs:Datatype | type de donnée | datatype
rdfs:comment | commentaire | comment
rdfs:domain | s’applique à | applies to
rdfs:isDefinedBy | défini par | defined by
rdfs:label | nom | name
rdfs:range | a pour valeur | has as value
rdfs:seeAlso | voir aussi | see also
rdfs:subClassOf | sous-classe de | subclass of
rdfs:subPropertyOf | sous-propriété de | subproperty of
schema:foundingDate | fondé le | founded
schema:position | rang | position
schema:provider | porté par | provided by
schema:translator | traduit par | translated by
sdmx-attribute:unitMeasure | unité | unit
sdmx-dimension:refArea | lieu mesuré | place measured
sdmx-dimension:refPeriod | période mesurée | period measured
sdmx-measure:obsValue | valeur | value
sh:NodeShape | forme | shape
sh:PropertyGroup | groupe | group
sh:PropertyShape | règle sur une propriété | rule on a property
sh:SPARQLConstraint | règle en SPARQL | rule in SPARQL
sh:message | message | message
sh:property | règles | rules
sh:targetClass | concerne | targets
skos:Concept | code | code
skos:ConceptScheme | liste de codes | code list
skos:altLabel | autre nom | other name
skos:broader | plus général | broader
skos:closeMatch | proche de | close to
skos:definition | définition | definition
skos:editorialNote | note éditoriale | editorial note
skos:example | exemple | example
skos:hasTopConcept | codes principaux | top codes
skos:inScheme | dans la liste | in the list
skos:narrower | plus précis | narrower
skos:notation | code | code
skos:note | note | note
skos:prefLabel | nom | name
skos:scopeNote | périmètre | scope
skos:topConceptOf | code principal de | top code of
spdx:Checksum | empreinte | checksum
spdx:algorithm | algorithme | algorithm
spdx:checksum | empreinte | checksum
spdx:checksumValue | valeur | value
unit:NUM | nombre | number
unit:PERCENT | pour cent | percent
vann:preferredNamespacePrefix | préfixe conseillé | preferred prefix
vann:preferredNamespaceUri | espace de noms | namespace
void:Dataset | jeu de données VoID | VoID dataset
""".strip()


def _read(text: str) -> dict[str, tuple[str, str]]:
    names = {_CURRENCY + "EUR": ("euro", "euro")}
    for line in text.splitlines():
        term, french, english = (part.strip() for part in line.split("|"))
        prefix, _, local = term.partition(":")
        names[PREFIXES[prefix] + local] = (french, english)
    return names


#: IRI → (French, English).
BORROWED: Final = _read(_TERMS)
