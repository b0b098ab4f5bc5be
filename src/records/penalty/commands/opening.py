"""线索与立案: what opens a case."""

from __future__ import annotations

from datetime import date

from records.course.shapes import Body, Brief, Command, Line, PartyGiven, Persons, Said, Somebodies
from records.penalty.events import LeadSource


class RegisterLead(Command, frozen=True, kw_only=True, tag="register-lead"):
    """Registers a lead (线索); the case opens with it, and is filed or dismissed later."""

    title: Line
    agency: Line
    source: LeadSource
    matter: Brief = ""
    place: Line
    summary: Said
    discovered_on: date
    discovery_proof: Line
    reporter: Somebodies = ()


class DismissLead(Command, frozen=True, kw_only=True, tag="dismiss-lead"):
    """Answers a lead without filing a case (不予立案)."""

    reason: Said
    approved_by: Line
    told_reporter: bool = False


class FileCase(Command, frozen=True, kw_only=True, tag="file-case"):
    """Files a case (立案), out of a lead or as its first step."""

    title: Line
    matter: Line
    agency: Line
    handlers: Persons
    approved_by: Line
    party: PartyGiven
    acted_on: date
    discovered_on: date
    place: Line
    facts: Body


class ApproveFiling(Command, frozen=True, kw_only=True, tag="approve-filing"):
    """The head confirms the filing (立案审批)."""

    note: Body = ""
