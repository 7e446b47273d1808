"""The tables. Text with CHECK instead of native enums, so that one history of migrations serves every database.

A row is written and read by Core statements; the classes only say what a table is made of. `number` columns are
counted under the lock of the row they belong to, never by the database: a sequence is not in commit order, and
whoever reads on from a number would miss one.

One module a noun; a new one is imported here, so that `metadata` has it.
"""

from socialbpm.store.tables.addressed import ListingRow, OfferedRow
from socialbpm.store.tables.attachments import AttachmentRow
from socialbpm.store.tables.base import Row, metadata
from socialbpm.store.tables.calls import PrincipalRow, ReceiptRow
from socialbpm.store.tables.changes import ChangeRow
from socialbpm.store.tables.communities import CommunityPersonRow, CommunityRow, HelpRow
from socialbpm.store.tables.diagrams import DiagramRow
from socialbpm.store.tables.discussions import (
    PAUSING,
    AskRow,
    ContentRow,
    DiscussionRow,
    FactRow,
    ItemReaderRow,
    ItemRow,
    MemberRow,
)
from socialbpm.store.tables.erasing import ErasureRow, HoldRow
from socialbpm.store.tables.evidence import EvidenceRow, ImportRow
from socialbpm.store.tables.experience import ExperienceRow, ExperienceUseRow
from socialbpm.store.tables.guests import GuestRow
from socialbpm.store.tables.letters import CallbackRow, LetterRow
from socialbpm.store.tables.looks import LookRow
from socialbpm.store.tables.mail import MailChoicesRow
from socialbpm.store.tables.offers import OfferFactRow, OfferRow
from socialbpm.store.tables.people import (
    DepartureRow,
    DirectoryRow,
    PersonIdRow,
    ScimMemberRow,
    ScimResourceRow,
)
from socialbpm.store.tables.preferences import PreferencesRow
from socialbpm.store.tables.queues import DeliveryRow, FiringRow, QueueRow
from socialbpm.store.tables.sessions import LoginRow, SessionRow
from socialbpm.store.tables.subscriptions import SubscriptionRow
from socialbpm.store.tables.tasks import CandidateRow, TaskRow, WorkRow

__all__ = [
    "PAUSING",
    "AskRow",
    "AttachmentRow",
    "CallbackRow",
    "CandidateRow",
    "ChangeRow",
    "CommunityPersonRow",
    "CommunityRow",
    "ContentRow",
    "DeliveryRow",
    "DepartureRow",
    "DiagramRow",
    "DirectoryRow",
    "DiscussionRow",
    "ErasureRow",
    "EvidenceRow",
    "ExperienceRow",
    "ExperienceUseRow",
    "FactRow",
    "FiringRow",
    "GuestRow",
    "HelpRow",
    "HoldRow",
    "ImportRow",
    "ItemReaderRow",
    "ItemRow",
    "LetterRow",
    "ListingRow",
    "LoginRow",
    "LookRow",
    "MailChoicesRow",
    "MemberRow",
    "OfferFactRow",
    "OfferRow",
    "OfferedRow",
    "PersonIdRow",
    "PreferencesRow",
    "PrincipalRow",
    "QueueRow",
    "ReceiptRow",
    "Row",
    "ScimMemberRow",
    "ScimResourceRow",
    "SessionRow",
    "SubscriptionRow",
    "TaskRow",
    "WorkRow",
    "metadata",
]
