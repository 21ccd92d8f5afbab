"""All models of the content room."""

from content.models.countries import ComparisonPage, CountryPage
from content.models.facts import DatedFact, Source
from content.models.files import Download, Picture, Rendition
from content.models.finance import FinanceIndexPage, FinanceOfferPage
from content.models.glossary import GlossaryPage, GlossaryTerm
from content.models.guides import GuidePage, HomePage, PlainPage, StepsPage, TopicPage
from content.models.law import Article, ArticleVersion, LawIndexPage, LawPage
from content.models.legal_forms import LegalFormPage
from content.models.library import (
    DoorPage,
    InstrumentPage,
    ProgrammePage,
    SectorPage,
    StatisticsPage,
    StoryPage,
    TrainingPage,
)
from content.models.listing import LibraryPage
from content.models.offices import InstitutionIndexPage, InstitutionPage
from content.models.remarks import Remark
from content.models.starter import StarterRecord
from content.models.weblinks import WebLink
from content.models.workflow import PeerApprovalTask

__all__ = [
    "LibraryPage",
    "TrainingPage",
    "StoryPage",
    "StatisticsPage",
    "SectorPage",
    "ProgrammePage",
    "InstrumentPage",
    "DoorPage",
    "LegalFormPage",
    "CountryPage",
    "ComparisonPage",
    "Article",
    "ArticleVersion",
    "DatedFact",
    "Download",
    "FinanceIndexPage",
    "FinanceOfferPage",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidePage",
    "HomePage",
    "InstitutionIndexPage",
    "InstitutionPage",
    "LawIndexPage",
    "LawPage",
    "PeerApprovalTask",
    "Picture",
    "PlainPage",
    "Remark",
    "Rendition",
    "Source",
    "StarterRecord",
    "StepsPage",
    "TopicPage",
    "WebLink",
]
