"""Settings: ``esslod.toml`` and ``ESSLOD_…`` become one frozen Site; all faults at once.

Every setting is a field below: name, default, and a sentence (French, English).
``docs/reference/settings.md`` is generated from them. The environment is read in
this file and nowhere else.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePath
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from esslod.addresses import CANONICAL_BASE, Addresses, OpenAddresses
from esslod.contrast import TEXT, Mode, is_colour, weakest
from esslod.errors import InvalidSettings, SettingFault

SETTINGS_FILE: Final = "esslod.toml"
ENVIRONMENT_PREFIX: Final = "ESSLOD_"
#: Settings that name a file of the site, and what a logo may be.
_FILES: Final = ("logo", "legal_fr", "legal_en", "accessibility_fr", "accessibility_en")
_PICTURES: Final = (".svg", ".png", ".webp", ".jpg")
#: Settings that are colours → the mode in which one must be able to read them.
_COLOURS: Final[dict[str, Mode | None]] = {
    "colour_light": "light",
    "colour_dark": "dark",
    "colour_mark": None,
}


def _setting(default: Any, fr: str, en: str, *, least: float | None = None) -> Any:
    return field(default=default, metadata={"fr": fr, "en": en, "least": least})


@dataclass(frozen=True)
class Site:
    """One publisher's settings. ``folder`` is where ``esslod.toml`` stands.

    Two fields are no settings, they say what is being served. ``union_default_graph``: the
    default graph of a query is the union of all graphs (a release), or the one that holds what
    stands in no named graph (any RDF files). ``describe_any``: every IRI is a link to its
    description here, not only those under the base.
    """

    folder: Path = Path()
    union_default_graph: bool = True
    describe_any: bool = False

    base_iri: str = _setting(
        CANONICAL_BASE,
        "Base de tous les IRI publiés ; se termine par « / ».",
        "Base of every published IRI; ends in “/”.",
    )
    title_fr: str = _setting(
        "Profils ESS des territoires", "Titre du catalogue, en français.", "Catalogue title, in French."
    )
    title_en: str = _setting(
        "SSE profiles of territories", "Titre du catalogue, en anglais.", "Catalogue title, in English."
    )
    description_fr: str = _setting(
        "Profils de l’économie sociale et solidaire (ESS) des collectivités, en données liées.",
        "Description du catalogue, en français.",
        "Catalogue description, in French.",
    )
    description_en: str = _setting(
        "Social and solidarity economy (SSE) profiles of French local authorities, as linked data.",
        "Description du catalogue, en anglais.",
        "Catalogue description, in English.",
    )
    publisher_name: str = _setting(
        "esslod", "Nom de l’organisme qui publie.", "Name of the publishing organisation."
    )
    publisher_iri: str = _setting(
        CANONICAL_BASE + "id/organisation/name/esslod",
        "IRI de l’organisme qui publie.",
        "IRI of the publishing organisation.",
    )
    publisher_type: str = _setting(
        "http://purl.org/adms/publishertype/NonProfitOrganisation",
        "Nature de l’organisme qui publie (liste ADMS).",
        "Kind of publishing organisation (ADMS list).",
    )
    contact_page: str = _setting(
        CANONICAL_BASE, "Page de contact de la structure.", "Contact page of the organisation."
    )
    contact_email: str = _setting(
        "",
        "Adresse électronique de la structure, que le protocole OAI-PMH demande.",
        "Electronic mail address of the organisation, which the OAI-PMH protocol asks for.",
    )
    inline_context: bool = _setting(
        False,
        "Écrit le contexte dans chaque document JSON-LD, au lieu de son adresse : "
        "à choisir tant que la base ne répond pas sur le web.",
        "Writes the context into each JSON-LD document, instead of its address: "
        "choose it as long as the base does not answer on the web.",
    )
    releases: str = _setting("releases", "Dossier des versions publiées.", "Folder of the releases.")
    stores: str = _setting(
        "stores",
        "Dossier des index de requête, que l’on peut effacer : ils se reconstruisent.",
        "Folder of the query indexes; may be deleted, they are rebuilt.",
    )
    signing_key: str = _setting(
        "",
        "Fichier (PEM) de la clé Ed25519 qui signe le manifeste des versions ; vide : pas de signature.",
        "File (PEM) of the Ed25519 key that signs the manifest of releases; empty: no signature.",
    )
    keep: int = _setting(5, "Nombre de versions conservées.", "How many releases are kept.", least=1)
    host: str = _setting("127.0.0.1", "Adresse d’écoute.", "Address to listen on.")
    port: int = _setting(8000, "Port d’écoute.", "Port to listen on.", least=1)
    threads: int = _setting(
        16, "Requêtes traitées en même temps.", "Requests answered at the same time.", least=1
    )
    processes: int = _setting(
        1,
        "Processus web ; chacun a ses fils, sa part du cache et des processus de requête. "
        "Deux répondent à plus de requêtes distinctes, pour plus de mémoire.",
        "Web processes, each with its threads, its share of the cache and of the query processes. "
        "Two answer more distinct queries, for more memory.",
        least=1,
    )
    cache_bytes: int = _setting(
        64_000_000,
        "Taille du cache de réponses, en octets ; un quart de plus sert à répondre dès l’entrée.",
        "Size of the answer cache, bytes; a quarter more serves to answer at the door.",
        least=0,
    )
    query_seconds: float = _setting(
        30.0,
        "Durée maximale d’une requête SPARQL, en secondes.",
        "Longest SPARQL query, seconds.",
        least=0.05,
    )
    query_memory: int = _setting(
        1_000_000_000,
        "Mémoire maximale d’un processus de requête, en octets.",
        "Most memory of one query process, bytes.",
        least=100_000_000,
    )
    query_rows: int = _setting(
        1_000_000, "Lignes maximales d’une réponse SPARQL.", "Most rows of a SPARQL answer.", least=1
    )
    query_bytes: int = _setting(
        100_000_000, "Octets maximaux d’une réponse SPARQL.", "Most bytes of a SPARQL answer.", least=1000
    )
    query_workers: int = _setting(2, "Processus de requête.", "Query processes.", least=1)
    query_queue: int = _setting(
        64, "Requêtes SPARQL en attente, au plus.", "Most SPARQL queries waiting.", least=0
    )
    query_wait: float = _setting(
        10.0,
        "Attente maximale d’un processus libre, en secondes.",
        "Longest wait for a free process, seconds.",
        least=0,
    )
    query_text_bytes: int = _setting(
        100_000, "Taille maximale du texte d’une requête, en octets.", "Longest query text, bytes.", least=100
    )
    query_nesting: int = _setting(
        100, "Profondeur maximale d’imbrication d’une requête.", "Deepest nesting of a query.", least=1
    )
    query_patterns: int = _setting(
        200, "Motifs de triplets maximaux d’une requête.", "Most triple patterns in a query.", least=1
    )
    query_list_items: int = _setting(
        100,
        "Éléments maximaux d’une liste (collection) dans une requête.",
        "Most items of a list (collection) in a query.",
        least=1,
    )
    query_path_steps: int = _setting(
        100, "Pas maximaux d’un chemin de propriétés.", "Most steps of a property path.", least=1
    )
    search_seconds: float = _setting(
        2.0,
        "Durée maximale d’une recherche ou d’une page de liste, en secondes : au-delà, un 503.",
        "Longest search or page of a list, seconds: over it, a 503.",
        least=0.05,
    )
    facet_seconds: float = _setting(
        0.5,
        "Durée maximale du décompte des filtres d’une liste, en secondes ; les filtres qui restent sont omis,"
        " et la page le dit.",
        "Longest counting of the facets of a list, seconds; those left are left out, and the page says so.",
        least=0.01,
    )
    service_hosts: tuple[str, ...] = _setting(
        (),
        "Points d’accès SPARQL que SERVICE peut interroger (adresses complètes), et réseaux privés où ils ont"
        " le droit de se trouver (10.0.0.0/8).",
        "SPARQL endpoints that SERVICE may ask (whole addresses), and private networks they may be in"
        " (10.0.0.0/8).",
    )
    trust_forwarded: bool = _setting(
        False,
        "Croire les en-têtes X-Forwarded-* (derrière un mandataire de confiance).",
        "Trust X-Forwarded-* headers (behind a trusted proxy).",
    )
    path_prefix: str = _setting(
        "", "Préfixe de chemin sous lequel le site est servi.", "Path prefix the site is served under."
    )
    metrics: bool = _setting(
        True, "Donner les compteurs du serveur à `/metrics`.", "Give the server’s counters at `/metrics`."
    )
    access_log: Literal["off", "text", "json"] = _setting(
        "off",
        "Journal des requêtes sur la sortie standard, sans donnée personnelle : une ligne par requête.",
        "Log of requests on standard output, without personal data: one line a request.",
    )
    server_timing: bool = _setting(
        True,
        "Dire dans `Server-Timing` combien de temps une réponse a pris.",
        "Say in `Server-Timing` how long an answer took.",
    )
    logo: str = _setting(
        "",
        "Fichier du logo (SVG, PNG, WebP, JPEG), à côté du nom du site ; vide : celui d’esslod.",
        "File of the logo (SVG, PNG, WebP, JPEG), beside the site’s name; empty: that of esslod.",
    )
    colour_light: str = _setting(
        "",
        "Couleur des liens et des boutons en mode clair (#14614a) ; "
        "refusée si elle se lit mal (WCAG 2.2, 1.4.3).",
        "Colour of links and buttons in light mode (#14614a); refused when hard to read (WCAG 2.2, 1.4.3).",
    )
    colour_dark: str = _setting(
        "",
        "La même en mode sombre (#86d5b3) ; refusée si elle se lit mal.",
        "The same in dark mode (#86d5b3); refused when hard to read.",
    )
    colour_mark: str = _setting(
        "",
        "Couleur des filets, qui décorent seulement (#eab530).",
        "Colour of rules, which only decorate (#eab530).",
    )
    templates: str = _setting(
        "",
        "Dossier de gabarits qui prennent la place de ceux d’esslod, fichier par fichier.",
        "Folder of templates that take the place of those of esslod, file by file.",
    )
    legal_fr: str = _setting(
        "", "Fichier des mentions légales, en français.", "File of the legal notices, in French."
    )
    legal_en: str = _setting(
        "", "Fichier des mentions légales, en anglais.", "File of the legal notices, in English."
    )
    accessibility_fr: str = _setting(
        "",
        "Fichier de la déclaration d’accessibilité, en français.",
        "File of the accessibility statement, in French.",
    )
    accessibility_en: str = _setting(
        "",
        "Fichier de la déclaration d’accessibilité, en anglais.",
        "File of the accessibility statement, in English.",
    )
    security_contact: str = _setting(
        "",
        "Où signaler une faille (`mailto:` ou `https:`) ; `/.well-known/security.txt` n’existe qu’avec elle.",
        "Where to report a flaw (`mailto:` or `https:`); `/.well-known/security.txt` exists only with it.",
    )

    @property
    def addresses(self) -> Addresses:
        return OpenAddresses(self.base_iri) if self.describe_any else Addresses(self.base_iri)

    @property
    def contact(self) -> str:
        """Where people write to the publisher: a page, else an address, else nothing."""
        if self.contact_page not in (CANONICAL_BASE, self.base_iri):
            return self.contact_page
        return f"mailto:{self.contact_email}" if self.contact_email else ""

    @property
    def releases_folder(self) -> Path:
        return self.folder / self.releases

    @property
    def signing_key_file(self) -> Path | None:
        return self.folder / self.signing_key if self.signing_key else None

    @property
    def stores_folder(self) -> Path:
        return self.folder / self.stores


@dataclass(frozen=True)
class Setting:
    """What the documentation says of one setting."""

    name: str
    default: object
    kind: type
    fr: str
    en: str
    least: float | None


def settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the documentation."""
    hints = get_type_hints(Site)
    return tuple(
        Setting(f.name, f.default, hints[f.name], f.metadata["fr"], f.metadata["en"], f.metadata["least"])
        for f in fields(Site)
        if f.metadata
    )


def load_site(folder: Path, environment: Mapping[str, str] | None = None) -> Site:
    """Read the settings of the site in *folder*; a missing ``esslod.toml`` means the defaults.

    Raises InvalidSettings with every fault of the file and the environment.
    """
    environment = os.environ if environment is None else environment
    given = _from_file(folder / SETTINGS_FILE)
    given.update(_from_environment(environment))
    known = {setting.name: setting for setting in settings()}
    faults: list[SettingFault] = []
    values: dict[str, Any] = {}
    for name, (value, origin) in given.items():
        if name not in known:
            faults.append(SettingFault(name, origin, str(value), "réglage inconnu / unknown setting"))
            continue
        try:
            values[name] = _converted(value, known[name])
        except ValueError as error:
            faults.append(SettingFault(name, origin, str(value), str(error)))
    faults += _look_faults(folder, {name: (values[name], given[name][1]) for name in values})
    if faults:
        raise InvalidSettings(faults)
    return Site(folder=folder, **values)


def locale(environment: Mapping[str, str] | None = None) -> Literal["fr", "en"]:
    """``en`` when the user's locale says so, else ``fr``: the language of messages."""
    environment = os.environ if environment is None else environment
    spoken = next((environment[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(k)), "")
    return "en" if spoken.lower().startswith("en") else "fr"


def environment_with(more: Mapping[str, str]) -> dict[str, str]:
    """The environment that a process of ours is started with: this one's, and *more*."""
    return {**os.environ, **more}


def _from_file(file: Path) -> dict[str, tuple[Any, str]]:
    if not file.exists():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidSettings([SettingFault("—", str(file), "", str(error))]) from error
    return {name: (value, str(file)) for name, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    return {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): (value, name)
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }


def _converted(value: Any, setting: Setting) -> Any:
    converted = _typed(value, setting.kind)
    if setting.least is not None and converted < setting.least:
        raise ValueError(f"≥ {setting.least:g}")
    if setting.name == "base_iri" and not _is_base(converted):
        raise ValueError("IRI http(s) absolu terminé par « / » / absolute http(s) IRI ending in “/”")
    if setting.name == "security_contact" and not _is_contact(converted):
        raise ValueError("mailto:…, https://… ou tel:… / mailto:…, https://… or tel:…")
    return converted


def _look_faults(folder: Path, given: Mapping[str, tuple[Any, str]]) -> list[SettingFault]:
    """Files that are not there, colours that cannot be read: name → value and where it was read."""
    found = []
    for name, (value, origin) in given.items():
        if not value:
            continue
        if name in _FILES and not (folder / value).is_file():
            found.append(SettingFault(name, origin, value, "aucun fichier de ce nom / no such file"))
        elif name in _FILES and name != "logo" and not _is_text(folder / value):
            found.append(SettingFault(name, origin, value, "du texte en UTF-8 / text in UTF-8"))
        elif name == "logo" and PurePath(value).suffix.lower() not in _PICTURES:
            found.append(SettingFault(name, origin, value, " ".join(_PICTURES)))
        elif name == "templates" and not (folder / value).is_dir():
            found.append(SettingFault(name, origin, value, "aucun dossier de ce nom / no such folder"))
        elif name in _COLOURS and (expected := _too_weak(value, _COLOURS[name])):
            found.append(SettingFault(name, origin, value, expected))
    return found


def _is_text(file: Path) -> bool:
    try:
        file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _too_weak(colour: str, mode: Mode | None) -> str:
    """Why *colour* cannot be the colour of links in *mode*; empty when it can. No mode: it only decorates."""
    if not is_colour(colour):
        return "#rrggbb"
    if mode is None:
        return ""
    found, paper = weakest(colour, mode)
    if found >= TEXT:
        return ""
    return (
        f"contraste de {found:.1f} sur {paper}, il faut {TEXT} (WCAG 2.2, 1.4.3) / "
        f"contrast of {found:.1f} on {paper}, {TEXT} is needed"
    )


def _typed(value: Any, kind: type) -> Any:
    if kind is bool:
        return _boolean(value)
    if choices := get_args(kind) if get_origin(kind) is Literal else ():
        if value not in choices:
            raise ValueError(", ".join(choices))
        return value
    if kind in (int, float):
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ValueError("un nombre / a number")
        try:
            return kind(value)
        except ValueError:
            raise ValueError("un nombre / a number") from None
    if kind is str:
        if not isinstance(value, str):
            raise ValueError("un texte / a text")
        return value
    return tuple(value.split() if isinstance(value, str) else value)


def _boolean(value: Any) -> bool:
    spoken = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    known = spoken.get(str(value).lower())
    if known is None:
        raise ValueError("true ou false / true or false")
    return known


def _is_base(iri: str) -> bool:
    return (
        iri.startswith(("http://", "https://")) and iri.endswith("/") and not set(iri) & set(' <>"{}|\\^`#?')
    )


def _is_contact(address: str) -> bool:
    """Whether security.txt may name *address* (RFC 9116 §2.5.3), or nothing is to be named."""
    known = address.startswith(("mailto:", "https://", "tel:"))
    return not address or (known and address.isascii() and address.isprintable() and " " not in address)
