"""What the bot remembers of a conversation: a small immutable value that goes in and comes out.

Nothing here names a person, and nothing here is ever written to disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.model import Profile


@dataclass(frozen=True, slots=True)
class Conversation:
    """State of one conversation.

    profile: how to address the person, `None` until they say it.
    entries: ids of the entries last shown, best first; empty when no subject is open.
    organisation: id of the organisation last named as the contact.
    offered: ids of the choices last offered by a clarification.
    abstentions: how many times in a row the bot has had to decline.
    """

    profile: Profile | None = None
    entries: tuple[str, ...] = ()
    organisation: str | None = None
    offered: tuple[str, ...] = ()
    abstentions: int = 0

    def forget(self) -> Conversation:
        """The same person, without a subject."""
        return Conversation(profile=self.profile)

    def addressed_as(self, profile: Profile | None) -> Conversation:
        """The same subject, with another form of address."""
        return replace(self, profile=profile)
