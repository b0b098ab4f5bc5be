"""The commands of the sample's steps, as a case system would send them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.sample.plan import Action, Row
from api.sample.town import Town, working


class Bodies:
    """Makes bodies out of the sample's rows; `people` and `agencies` tell what ids they got in the ledger.

    `recording` and `scan` are the BLAKE3 of what was uploaded.
    """

    def __init__(self, town: Town, people: dict[str, str], agencies: dict[str, Row], recording: str, scan: str) -> None:
        self._town, self._people, self._agencies = town, people, agencies
        self._recording, self._scan = recording, scan
        self._matters = {matter["code"]: matter for matter in town.registers["matter"]}

    def body(self, action: Action) -> Row:
        """The command of one step."""
        fields: dict[str, Any] = {
            "file-case": self._file,
            "link-recording": self._record,
            "sign-decision": self._decide,
            "serve-document": self._serve,
            "review-disclosure": self._review,
            "revoke-decision": self._revoke,
        }[action.kind](action.case)
        body = {"type": action.kind, "occurred_at": action.occurred_at.isoformat(), **fields}
        if action.sent_at != action.occurred_at:
            body["entry"] = {"reason": action.case["back_entry"]["reason"], "scan": self._scan}
        return body

    def agency(self, case: Row) -> Row:
        """The agency of a case: that of its matter."""
        return self._agencies[self._matters[case["matter"]]["agency"]]

    def _file(self, case: Row) -> Row:
        agency, party = self.agency(case), case["party"]
        return {
            "title": case["title"],
            "matter": case["matter"],
            "agency": agency["code"],
            "handlers": [self._people[one] for one in case["handlers"]],
            "approved_by": self._people[agency["head"]],
            "party": {
                key: party[key] for key in ("kind", "name", "number", "address", "representative") if key in party
            },
            "acted_on": self._town.day(case["acted_on"]).isoformat(),
            "discovered_on": self._town.day(case["discovered_on"]).isoformat(),
            "place": case["place"],
            "facts": case["facts"],
        }

    def _record(self, case: Row) -> Row:
        recording = case["recording"]
        return {
            "object": self._recording,
            "stage": recording["stage"],
            "device": recording["device"],
            "note": recording.get("note", ""),
        }

    def _decide(self, case: Row) -> Row:
        decision, defaults = case["decision"], self._town.defaults
        amounts = {key: decision[key] for key in ("fine_yuan", "confiscated_yuan") if key in decision}
        performance = "performance_fine" if "fine_yuan" in decision else "performance_other"
        return {
            **amounts,
            "kinds": decision["kinds"],
            "content": decision["content"],
            "facts": case["facts"],
            "evidence": decision["evidence"],
            "basis": decision["basis"],
            "reasons": decision["reasons"],
            "performance": defaults[performance],
            "relief": decision.get("relief", defaults["relief"]),
            "decided_by": self._people[self.agency(case)["head"]],
        }

    def _serve(self, case: Row) -> Row:
        service = case["service"]
        found = {key: service[key] for key in ("refused", "witness", "proof") if key in service}
        return {"method": service["method"], "recipient": service["recipient"], **found}

    def _review(self, case: Row) -> Row:
        review = case["disclosure"]
        masked, withheld = review.get("masked", []), review["outcome"] == "withheld"
        shown = "" if withheld or "party" in masked else _shown(case)
        kept = {key: review[key] for key in ("grounds", "basis") if key in review}
        return {"outcome": review["outcome"], "masked": masked, "party_shown": shown, **kept}

    def _revoke(self, case: Row) -> Row:
        revocation, filed = case["revocation"], working(self._town.day(case["filed_on"]))
        signed = working(filed, case["decision"]["after_days"])
        reviewed = working(signed, case["disclosure"]["after_days"])
        instrument = revocation["instrument"]
        return {
            "effect": revocation["effect"],
            "explanation": revocation["explanation"],
            "instrument": {
                "kind": instrument["kind"],
                "number": instrument["number"],
                "body": instrument["body"],
                "dated_on": (reviewed + timedelta(days=instrument["dated_after_days"])).isoformat(),
                "received_on": (reviewed + timedelta(days=instrument["received_after_days"])).isoformat(),
            },
        }


def _shown(case: Row) -> str:
    party = case["party"]
    if party["kind"] != "natural":
        return str(party["name"])
    return str(case["disclosure"].get("shown_as") or f"{party['name'][0]}某某")
