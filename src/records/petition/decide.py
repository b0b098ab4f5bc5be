"""Petitions (裁决、给付、确认、奖励): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.petition import commands as c
from records.petition.deciding import decide_petition
from records.petition.examining import display_list, examine_petition, extend_petition, propose_reward
from records.petition.granting import record_grant, record_recovery, stop_grant
from records.petition.hearing_sides import (
    answer_petition_statement,
    record_petition_statement,
    tell_respondent,
    tell_third_party,
)
from records.petition.mediation import conclude_mediation, hold_mediation
from records.petition.performing import record_petition_performance, serve_participant
from records.petition.receiving import (
    accept_petition,
    ask_supplement,
    receive_petition,
    record_supplement,
    refuse_petition,
    withdraw_petition,
)

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.ReceivePetition: receive_petition,
    c.AskSupplement: ask_supplement,
    c.RecordSupplement: record_supplement,
    c.AcceptPetition: accept_petition,
    c.RefusePetition: refuse_petition,
    c.WithdrawPetition: withdraw_petition,
    c.TellRespondent: tell_respondent,
    c.TellThirdParty: tell_third_party,
    c.RecordPetitionStatement: record_petition_statement,
    c.AnswerPetitionStatement: answer_petition_statement,
    c.HoldMediation: hold_mediation,
    c.ConcludeMediation: conclude_mediation,
    c.ExaminePetition: examine_petition,
    c.ProposeReward: propose_reward,
    c.DisplayList: display_list,
    c.ExtendPetition: extend_petition,
    c.DecidePetition: decide_petition,
    c.RecordGrant: record_grant,
    c.StopGrant: stop_grant,
    c.RecordRecovery: record_recovery,
    c.ServeParticipant: serve_participant,
    c.RecordPetitionPerformance: record_petition_performance,
}
"""By the type of the command."""
