"""Every way in which the service tells somebody something: one small class each. What is new goes on the list.

An output reads what it is about as one reader. What it got may hold only what the model lets that reader know.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.leaks.outputs.asks import Asks
from tests.leaks.outputs.attachments import Attachments
from tests.leaks.outputs.communities import Communities
from tests.leaks.outputs.deliveries import Deliveries
from tests.leaks.outputs.desk import Desk
from tests.leaks.outputs.discussion import OneDiscussion
from tests.leaks.outputs.discussions import Discussions
from tests.leaks.outputs.dry_run import DryRun
from tests.leaks.outputs.experience import Experience
from tests.leaks.outputs.facts import Facts
from tests.leaks.outputs.letters import Letters
from tests.leaks.outputs.links import Links
from tests.leaks.outputs.listings import Listings
from tests.leaks.outputs.looks import Looks
from tests.leaks.outputs.mails import Mails
from tests.leaks.outputs.me import Me
from tests.leaks.outputs.members import Members
from tests.leaks.outputs.offers import Offers
from tests.leaks.outputs.output import Output
from tests.leaks.outputs.pages import Pages
from tests.leaks.outputs.posts import Posts
from tests.leaks.outputs.processes import Processes
from tests.leaks.outputs.replays import Replays
from tests.leaks.outputs.stream import Stream
from tests.leaks.outputs.widget import Widget

OUTPUTS: Sequence[Output] = (
    OneDiscussion(),
    Discussions(),
    Looks(),
    Facts(),
    Posts(),
    Attachments(),
    Members(),
    Asks(),
    DryRun(),
    Listings(),
    Offers(),
    Deliveries(),
    Me(),
    Experience(),
    Communities(),
    Stream(),
    Desk(),
    Letters(),
    Mails(),
    Links(),
    Pages(),
    Processes(),
    Widget(),
    Replays(),
)
