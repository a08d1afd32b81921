"""The closed vocabularies: words that a column, a facet and a sentence share."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of record, in the order in which they may refer to one another."""

    SOURCE = "source"
    ORGANIZATION = "organization"
    COMPANY = "company"
    FACILITY = "facility"
    SUPPLY_LINK = "supply_link"
    OWNERSHIP = "ownership"
    REPORT = "report"
    CAMPAIGN = "campaign"
    RESPONSE = "response"


class NameKind(StrEnum):
    """What a name is to its bearer."""

    PRIMARY = "primary"
    LEGAL = "legal"
    TRADING = "trading"
    BRAND = "brand"
    FORMER = "former"
    NATIVE = "native"
    ROMANISED = "romanised"
    ACRONYM = "acronym"
    NICKNAME = "nickname"
    TICKER = "ticker"


class IdentifierScheme(StrEnum):
    """Registers in which a company or facility may have a number."""

    LEI = "lei"
    OS_ID = "os_id"
    WIKIDATA = "wikidata"
    TICKER = "ticker"
    SEC_CIK = "sec_cik"
    USCC = "uscc"


class CompanyRole(StrEnum):
    """What a company does in supply chains; it may do several things."""

    BRAND = "brand"
    RETAILER = "retailer"
    CONTRACT_MANUFACTURER = "contract_manufacturer"
    SUPPLIER = "supplier"
    LABOUR_AGENCY = "labour_agency"
    CONTRACTOR = "contractor"
    HOLDING = "holding"


class OrganizationType(StrEnum):
    """What sort of body an organisation is."""

    UNION = "union"
    NGO = "ngo"
    MOVEMENT_GROUP = "movement_group"
    COALITION = "coalition"
    MEDIA = "media"
    PUBLIC_BODY = "public_body"


class SourceType(StrEnum):
    """What sort of publication a source is."""

    NEWS = "news"
    NGO_REPORT = "ngo_report"
    GOVERNMENT = "government"
    COURT = "court"
    COMPANY = "company"
    UNION = "union"
    CAMPAIGN = "campaign"
    ACADEMIC = "academic"
    LAW_FIRM = "law_firm"
    DATASET = "dataset"
    REFERENCE = "reference"
    OPINION = "opinion"


class Grade(StrEnum):
    """Reliability of a source, A (court, authority, own statement) to F (cannot be judged)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Stance(StrEnum):
    """What a source does to the statement that cites it."""

    SUPPORTS = "supports"
    DENIES = "denies"
    CONTEXT = "context"


class Precision(StrEnum):
    """How far a point may be from the place, from the gate to the whole region."""

    SITE = "site"
    TOWN = "town"
    CITY = "city"
    REGION = "region"


class OperatingStatus(StrEnum):
    """Whether a facility was working, as of a date."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """What a supplier does for a buyer."""

    CONTRACT_MANUFACTURING = "contract_manufacturing"
    COMPONENT = "component"
    FINISHED_GOODS = "finished_goods"
    LICENSED = "licensed"
    RAW_MATERIAL = "raw_material"
    LABOUR_AGENCY = "labour_agency"
    SANITATION_CONTRACTOR = "sanitation_contractor"
    SERVICES = "services"
    UNKNOWN = "unknown"


class LinkStatus(StrEnum):
    """What is known of a link's present; *listed* means named as of a date, not today."""

    LISTED = "listed"
    ENDED = "ended"
    DENIED = "denied"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """On what a link rests, strongest first: a chain is as strong as its weakest."""

    BUYER_LIST = "buyer_list"
    ADMITTED = "admitted"
    COURT = "court"
    GOVERNMENT = "government"
    COMPANY_FILING = "company_filing"
    CUSTOMS = "customs"
    ACADEMIC = "academic"
    NGO = "ngo"
    PRESS = "press"


class OwnershipType(StrEnum):
    """How one company holds another."""

    SUBSIDIARY = "subsidiary"
    JOINT_VENTURE = "joint_venture"
    AFFILIATE = "affiliate"
    INVESTOR = "investor"


class PartyRole(StrEnum):
    """What somebody is in a report."""

    OPERATOR = "operator"
    BUYER = "buyer"
    PARENT = "parent"
    LABOUR_AGENCY = "labour_agency"
    CONTRACTOR = "contractor"
    PUBLIC_BODY = "public_body"


class Certainty(StrEnum):
    """How sure a report or an allegation is, weakest first."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    DOCUMENTED = "documented"
    ACKNOWLEDGED = "acknowledged"
    ESTABLISHED = "established"


class CountUnit(StrEnum):
    """What a count counts; the source's own words are kept beside it."""

    WORKERS = "workers"
    CHILDREN = "children"
    KILLED = "people killed"
    INJURED = "people injured"
    DETAINED = "people detained"
    OTHER = "other"


class ActionKind(StrEnum):
    """What workers did."""

    STRIKE = "strike"
    WALKOUT = "walkout"
    PROTEST = "protest"
    UNION_DRIVE = "union_drive"
    LEGAL_CASE = "legal_case"


class ResponseStance(StrEnum):
    """How somebody answered; silence is an answer that is recorded."""

    ACKNOWLEDGES = "acknowledges"
    DISPUTES = "disputes"
    COMMITS = "commits"
    DECLINES = "declines"
    NO_RESPONSE = "no_response"


class ReplyState(StrEnum):
    """Whether the companies that a report names were asked to reply."""

    ASKED = "asked"
    ANSWERED = "answered"
    NO_RESPONSE = "no_response"
    NOT_ASKED = "not_asked"


class ReplyChannel(StrEnum):
    """By which way a company was asked to reply."""

    EMAIL = "email"
    POST = "post"
    WEB_FORM = "web_form"
    LAWYER = "lawyer"
    PUBLIC_LETTER = "public_letter"


class NotAskedBecause(StrEnum):
    """The usual reasons for not asking a company."""

    ENDANGERS_WORKERS = "endangers_workers"
    PUBLIC_ALREADY = "public_already"
    NO_WAY_TO_REACH = "no_way_to_reach"


class ReplyStanding(StrEnum):
    """How a company's reply to a report stands on a day; computed, never written down."""

    ANSWERED = "answered"
    DECLINED = "declined"
    WAITING = "waiting"
    NO_RESPONSE = "no_response"
    NOT_ASKED = "not_asked"
    ASKED = "asked"


class PublicityWish(StrEnum):
    """Whether the workers concerned, or their union, want what happened to be public."""

    YES = "yes"
    NO = "no"
    LIMITED = "limited"


class DemandState(StrEnum):
    """What became of a demand."""

    OPEN = "open"
    MET = "met"
    PARTLY_MET = "partly_met"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class CampaignActionKind(StrEnum):
    """What a campaign did."""

    PETITION = "petition"
    PROTEST = "protest"
    STRIKE = "strike"
    LETTER = "letter"
    MEETING = "meeting"
    SHAREHOLDER = "shareholder"
    COMPLAINT = "complaint"
    PUBLICATION = "publication"
    OTHER = "other"


class CommitmentState(StrEnum):
    """Whether somebody did what it committed to, as far as sources show."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class CampaignPartyRole(StrEnum):
    """Who runs a campaign, and whom it addresses."""

    ORGANISER = "organiser"
    TARGET = "target"


class Reach(StrEnum):
    """How close a chain comes to the place, closest first."""

    NAMED = "named"
    SITE = "site"
    GROUP = "group"


class Timing(StrEnum):
    """Whether a chain held when the reported things happened."""

    AT_THE_TIME = "at_the_time"
    ENDED_BEFORE = "ended_before"
    BEGAN_AFTER = "began_after"
    UNKNOWN = "unknown"


class DraftAction(StrEnum):
    """What a draft would do to a record."""

    CREATE = "create"
    UPDATE = "update"
    RETRACT = "retract"
    MERGE = "merge"
    RESTORE = "restore"


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What a reviewer decided."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class MakingState(StrEnum):
    """How far the file of a large fact sheet is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
