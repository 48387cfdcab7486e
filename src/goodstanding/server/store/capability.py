"""Capabilities as numbers, as the tables hold them; a number is never given to another."""

from goodstanding.core.words import Capability

NUMBERED = (
    Capability.PROPOSAL_SUBMIT,
    Capability.CONTRACT_ACCEPT,
    Capability.JOB_POST,
    Capability.CONTRACT_OFFER,
    Capability.SEARCH_APPEAR,
    Capability.CONTRACT_WORK,
    Capability.CONTRACT_DELIVER,
    Capability.CONTRACT_BILL,
    Capability.CONTRACT_PAY,
    Capability.MESSAGE_CURRENT_CLIENT,
    Capability.MESSAGE_CURRENT_FREELANCER,
    Capability.PAYOUT_WITHDRAW,
    Capability.APPEAL_LODGE,
    Capability.FEEDBACK_GIVE,
)
NUMBER_OF = {capability: number for number, capability in enumerate(NUMBERED)}
