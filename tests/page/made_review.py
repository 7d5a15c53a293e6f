# ruff: noqa: E501 — a table of made-up rows reads best one row to a line
"""A made-up family told by six agencies, as a filled `Review`: rich, awkward and partly hostile.

Nobody here is real. Hostile words (`<script>`, `=cmd()`), very long words and names in other
scripts are meant: every output has to bear them.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from tocsin.review.schema import (
    AccountOut,
    ComplianceOut,
    ConcernOut,
    Counts,
    DifferenceOut,
    EscalationOut,
    EventOut,
    EvidenceOut,
    FileOut,
    HouseholdOut,
    Interval,
    KnownFrom,
    LinkOut,
    MembershipOut,
    MissedOut,
    PersonOut,
    PlainFinding,
    PlanOut,
    QuarantinedOut,
    Question,
    RefusedOut,
    RelationshipOut,
    ResponseOut,
    Review,
    SeenGap,
    SharedOut,
    Source,
    Totals,
    UndatedOut,
    UnmappedOut,
)

HOSTILE_HTML = "<script>document.title='hacked'</script>"
HOSTILE_CELL = "=cmd|'/c calc'!A1"
LONG_WORD = "Llanfair" + "pwllgwyngyll" * 12
FILES = {
    "social_care": "social care/CSC chronology.docx",
    "police": "police.xlsx",
    "health_visiting": "0-19 service.xlsx",
    "health_gp": "GP summary.csv",
    "school": "St Ide's primary.docx",
    "housing": "housing.odt",
}


def day(text: str, *, uncertain: bool = False) -> Interval:
    """`2024-03-05`, `2024-03` (a month), `2024` (a year), `~2024-03-05` or `2024-03-01/2024-03-09`."""
    if text.startswith("~"):
        first = date.fromisoformat(text[1:])
        around = timedelta(days=7)
        return Interval(first - around, first + around, "about", True, None, "written as “around then”")
    if "/" in text:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        return Interval(first, last, "range", uncertain)
    if len(text) == 4:
        return Interval(date(int(text), 1, 1), date(int(text), 12, 31), "year", uncertain)
    if len(text) == 7:
        first = date.fromisoformat(text + "-01")
        after = (first + timedelta(days=32)).replace(day=1)
        return Interval(first, after - timedelta(days=1), "month", uncertain)
    stamp, _, clock = text.partition("T")
    exact = date.fromisoformat(stamp)
    return Interval(exact, exact, "minute" if clock else "day", uncertain, clock or None)


def place(agency: str, row: int, **where: str | int) -> Source:
    return Source(FILES.get(agency, "other.csv"), row, **where)  # type: ignore[arg-type]


def event(number: int, when: str, agency: str, kind: str, words: str, **more: object) -> EventOut:
    happened = day(when)
    base = EventOut(
        id=f"e{number:04d}",
        type=kind,
        type_words=kind.replace("_", " "),
        happened=happened,
        recorded=happened.end,
        known_from=[KnownFrom(agency, happened.end, number % 4 == 0)],
        agencies=[agency],
        child="child-1",
        attributes={},
        seen="not_stated",
        seen_alone="not_stated",
        seen_by="",
        how=[],
        people=["child-1"],
        words=words,
        action="",
        voice="",
        analysis="",
        source=place(
            agency, number + 3, cell=f"C{number + 3}", part="Sheet1" if agency == "police" else "table 1"
        ),
        accounts=[],
        proposed=False,
        because=[],
        derived_from="",
        knowable=True,
    )
    made = msgspec.structs.replace(base, **more)
    return made if "people" in more else msgspec.structs.replace(made, people=[made.child])


PEOPLE = [
    PersonOut(
        "child-1", "child", "Zofia", ["Zofia Hale-Mensah", "Zosia", "Sophia Hale", "Z. H-M", "ZHM"],
        ["subject"], born=day("2021-06-14"), subject=True,
    ),
    PersonOut("child-2", "child", "Kwame", ["Kwame Mensah", "Kwami Mensah"], ["sibling"], born=day("2016-02-03"), subject=True),
    PersonOut("child-3", "child", "Unborn baby", ["Unborn baby Hale"], ["unborn_sibling"], due=date(2024, 12, 2)),
    PersonOut("adult-1", "adult", "Rowena (mother)", ["Rowena Hale", "Ro Hale", "Ms R Hale"], ["mother"], born=day("1996-05-09")),
    PersonOut(
        "adult-2", "adult", "Kofi (father of Kwame)", ["Kofi Mensah"], ["father"], born=day("1991"),
        markers=["domestic_abuse_perpetrator"],
    ),
    PersonOut(
        "adult-3", "adult", "Dmytro (mother's partner)", ["Дмитро Бойко", "Dmytro Boyko", "Dima"],
        ["partner_of_parent"], born=day("1989-11-30"), markers=["violent_offence", "bail_conditions"],
    ),
    PersonOut("adult-4", "adult", "Grandmother", ["Patience Mensah", "Nana"], ["grandparent"]),
    PersonOut("adult-5", "adult", "Social worker", ["Imogen Tarrant"], ["professional"]),
    PersonOut("adult-6", "adult", "Unnamed man at the address", ["“a man called Mick”"], ["unknown_adult"]),
]  # fmt: skip

RELATIONSHIPS = [
    RelationshipOut(
        "adult-1", "child-1", "mother", None, None, "social_care", "verified", place("social_care", 4)
    ),
    RelationshipOut(
        "adult-1", "child-2", "mother", None, None, "social_care", "verified", place("social_care", 4)
    ),
    RelationshipOut(
        "adult-1", "child-3", "mother", None, None, "health_gp", "verified", place("health_gp", 12)
    ),
    RelationshipOut("adult-2", "child-2", "father", None, None, "school", "not_verified", place("school", 5)),
    RelationshipOut(
        "adult-3", "adult-1", "partner", day("2023-09"), None, "police", "not_verified", place("police", 9)
    ),
    RelationshipOut(
        "adult-3", "child-3", "father", None, None, "housing", "self_reported", place("housing", 3)
    ),
    RelationshipOut(
        "adult-4", "child-2", "grandparent", None, None, "school", "verified", place("school", 6)
    ),
    RelationshipOut(
        "child-2", "child-1", "half_sibling", None, None, "social_care", "verified", place("social_care", 5)
    ),
]

HOUSEHOLDS = [
    HouseholdOut(
        "household-1",
        [
            MembershipOut(
                "child-1", day("2021-06-14"), None, "health_visiting", "verified", place("health_visiting", 3)
            ),
            MembershipOut(
                "child-2", day("2016-02-03"), None, "social_care", "verified", place("social_care", 4)
            ),
            MembershipOut("adult-1", None, None, "social_care", "verified", place("social_care", 4)),
            MembershipOut(
                "adult-2", day("2016"), day("2022-01"), "school", "self_reported", place("school", 5)
            ),
            MembershipOut("adult-3", day("2023-09"), None, "police", "not_verified", place("police", 9)),
            MembershipOut(
                "adult-3",
                day("~2024-02-10"),
                day("2024-03-01"),
                "housing",
                "not_verified",
                place("housing", 3),
            ),
            MembershipOut("adult-6", day("2024-05"), None, "school", "not_verified", place("school", 22)),
        ],
    ),
    HouseholdOut(
        "household-2", [MembershipOut("adult-4", None, None, "school", "verified", place("school", 6))]
    ),
]


def _told_events() -> list[EventOut]:
    said = "He threw me and my arm went click. I don't like it when Dima shouts."
    return [
        event(1, "2021-06-14", "health_visiting", "birth", "Zofia born at term. Well baby."),
        event(2, "2021-06-28T10:30", "health_visiting", "health_review", "New birth visit at home. Seen with mother.",
              seen="yes", how=["seen_at_home"], seen_by="Health visitor"),
        event(3, "2022-01", "school", "household_change", "Father said to have left the home.", child="child-2",
              attributes={"change": ["left"]}),
        event(4, "2022-08-09", "health_visiting", "was_not_brought", "Zofia was not brought to the one-year review. Second letter sent.",
              action="Second letter sent."),
        event(5, "2023-01-17", "health_gp", "injury_seen", "Bruise to left shin. Mum says walked into a table. Explanation fits.",
              attributes={"kind": ["bruise"], "site": ["shin"], "side": ["left"], "explanation": ["suitable"]},
              proposed=True, because=["Bruise to left shin", "walked into a table"], seen="yes", seen_by="GP"),
        event(6, "2023-10-02", "police", "police_incident", "Neighbour reports shouting. Two children asleep upstairs; not woken. " + HOSTILE_HTML,
              seen="no", attributes={"kind": ["verbal_argument"]},
              accounts=[
                  AccountOut(["housing"], day("2023-10-03"), "Noise complaint: a man shouting & things thrown.", place("housing", 5), ["date", "who was there"]),
                  AccountOut(["school"], day("2023-10"), "Kwame tired; “police came”.", place("school", 14)),
              ]),
        event(7, "2023-10-05", "police", "police_notification", "Notification sent to children's social care, standard risk.", known_from=[
            KnownFrom("police", date(2023, 10, 5), False), KnownFrom("social_care", date(2023, 10, 9), False)]),
        event(8, "2023-10-09", "social_care", "contact_received", "Contact from police. No further action: mother said it was the television.",
              action="No further action.", analysis="Threshold not met."),
        event(9, "2023-11-21", "school", "disclosure", "Kwame told his teacher about shouting at home.", child="child-2",
              voice="When Dima is cross he breaks my things. I hide Zosia in my bed.", seen="yes", seen_alone="yes", seen_by="Teacher"),
        event(10, "2023-11-21", "school", "referral", "Telephoned the hub; told to put it in writing.", child="child-2"),
        event(11, "2024-02-06", "health_visiting", "injury_seen", "Small bruise on the cheek seen at home. Mother: fell against a toy box. Dima said she bumped the door.",
              attributes={"kind": ["bruise"], "site": ["cheek"], "side": ["right"], "explanation": ["inconsistent"]}, proposed=True,
              because=["bruise on the cheek"], seen="yes", seen_alone="no", seen_by="Health visitor", how=["seen_at_home"]),
        event(12, "2024-02-06", "health_visiting", "explanation_given", "Mother: fell against a toy box.", attributes={"by": ["mother"], "explanation": ["inconsistent"], "about_event": ["e0011"]},
              derived_from="e0011", proposed=True, because=["fell against a toy box"]),
        event(13, "2024-02-08", "health_gp", "explanation_given", "Partner attended with Zofia: she bumped the door.", attributes={"by": ["partner_of_parent"], "about_event": ["e0011"], "changed_from": ["toy box"]}),
        event(14, "2024-02-19", "social_care", "referral", "Referral from health visitor about facial bruise and different accounts.", known_from=[KnownFrom("social_care", date(2024, 2, 19), False)]),
        event(15, "2024-02-27", "social_care", "strategy_discussion", "Strategy discussion held by telephone: social care and police only. Health not invited."),
        event(16, "2024-02-28", "social_care", "s47_enquiry", "Enquiry opened. Visit planned."),
        event(17, "2024-03-01", "social_care", "missed_visit", "No reply at the door. Card left.", seen="no"),
        event(18, "2024-03-12T15:40", "social_care", "visit", "Home visit. Zofia seen with mother; home clean, food in. Not seen alone. Unborn baby disclosed.",
              seen="yes", seen_alone="no", seen_by="Imogen Tarrant", how=["seen_at_home"], action="Visit again in two weeks."),
        event(19, "2024-03-21", "social_care", "conference", "Initial conference. Both children made subject to a plan (physical abuse).", people=["child-1", "child-2"]),
        event(20, "2024-03-21", "social_care", "plan_started", "Child protection plan started."),
        event(21, "2024-04-16", "social_care", "visit", "Visit. Kwame seen alone at school, Zofia at home.", seen="yes", seen_alone="yes", seen_by="Imogen Tarrant",
              voice="I like it when it's only us."),
        event(22, "2024-05", "school", "household_change", "Kwame says “a man called Mick” sleeps on the sofa.", child="child-2", proposed=True, because=["sleeps on the sofa"], people=["child-2", "adult-6"]),
        event(23, "2024-05-20", "health_visiting", "was_not_brought", "Zofia was not brought to the paediatric follow-up. No letter."),
        event(24, "2024-06-11", "social_care", "core_group", "Core group held; school and housing did not attend."),
        event(25, "~2024-06-20", "housing", "home_conditions_observed", "Operative saw broken door and a hole in the wall. " + LONG_WORD, recorded=None),
        event(26, "2024-07-02", "police", "arrest", "Dmytro Boyko arrested for assault on a former partner; bailed not to contact her.", people=["adult-3"]),
        event(27, "2024-07-30", "social_care", "worker_change", "Case transferred to a new worker."),
        event(28, "2024-08-14", "health_gp", "symptom_presentation", "Brought by mother: not using left arm for two days. Advised rest. " + HOSTILE_CELL, seen="yes", seen_by="GP",
              because=["not using left arm"], proposed=True),
        event(29, "2024-09-03/2024-09-05", "school", "behaviour_change", "Kwame withdrawn since coming back; flinched when touched.", child="child-2", proposed=True, because=["withdrawn", "flinched"]),
        event(30, "2024-09-11T23:50", "police", "critical_injury", "Zofia taken to hospital: fractured arm, bruises of different ages to the back and the thigh.", voice=said,
              attributes={"kind": ["fracture", "bruise"], "site": ["upper_arm", "back", "thigh"], "side": ["left"]}, seen="yes", seen_by="Police officer", seen_alone="yes"),
        event(31, "2024-09-12", "social_care", "strategy_discussion", "Strategy meeting at the hospital, all agencies."),
        event(32, "2024-09-30", "social_care", "record_made", "It later became known that Dmytro Boyko had been on a plan list elsewhere.", knowable=False),
    ]  # fmt: skip


ROUTINE = (
    ("school", "school_absence", "Kwame absent; no message from home.", "child-2"),
    ("social_care", "core_group", "Core group minutes sent round.", "child-1"),
    ("health_visiting", "health_review", "Weighed at clinic, 50th centile, well.", "child-1"),
    ("housing", "complaint", "Complaint about damp; inspected.", "child-1"),
    ("social_care", "supervision", "Supervision: plan discussed, no change.", "child-1"),
    ("health_gp", "gp_attendance", "Cough. Advice given. ‏سعال‏ 咳", "child-1"),
)


def _routine_events(first: int, count: int, start: date) -> list[EventOut]:
    rows = []
    for n in range(count):
        agency, kind, words, child = ROUTINE[n % len(ROUTINE)]
        when = start + timedelta(days=n * 21 % 970)
        rows.append(
            event(
                first + n,
                when.isoformat(),
                agency,
                kind,
                words,
                child=child,
                seen="yes" if n % 3 == 2 else "not_stated",
            )
        )
    return rows


def response(name: str, due: str, status: str, **more: object) -> ResponseOut:
    due_on = date.fromisoformat(due)
    base = ResponseOut(
        name=name, words=name.replace("_", " ").capitalize(), required=True, role="social_care_team_manager", round=1,
        start_on=due_on - timedelta(days=1), due_on=due_on, limit="1 working day", time_label="guidance", imprecise=False,
        status=status,
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


def concern(number: int, raised: str, title: str, state: str, *evidence: str, **more: object) -> ConcernOut:
    on = date.fromisoformat(raised)
    base = ConcernOut(
        id=f"c{number:03d}", key=f"key-{number}", indicator=title.lower().replace(" ", "_").replace(",", ""), card_version=1,
        title=title, group="injury", strength="suspect", certainty="certain", child="child-1", raised_on=on, raised_earliest=on,
        knowable_joined_on=on, knowable_alone_on=on + timedelta(days=6), knowable_alone_by=["social_care"],
        rests_on_assumed_date=False, rests_on_proposed_coding=False, state=state, ended_on=None, owner="social_care_team_manager",
        evidence=[EvidenceOut(e, "anchor" if e == evidence[0] else "earlier") for e in evidence], anchors=[evidence[0]],
        extended_on=[], reason=f"{title} on {on.isoformat()}.", source_words="Working Together 2023, chapter 3", responses=[],
        escalations=[], next_change_on=None,
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


def _concerns() -> list[ConcernOut]:
    late = response(
        "strategy_discussion",
        "2024-02-07",
        "late",
        answered_on=date(2024, 2, 27),
        answered_by_event="e0015",
        answered_by="social_care",
        time_label="law",
    )
    missed = response(
        "medical_opinion",
        "2024-02-07",
        "missed",
        words="Ask a paediatrician to examine the child",
        time_label="guidance",
        role="consultant_paediatrician",
        limit="24 hours",
        imprecise=True,
    )
    answered = response(
        "visit",
        "2024-04-25",
        "answered",
        answered_on=date(2024, 4, 16),
        answered_by_event="e0021",
        answered_by="social_care",
        time_label="common local policy",
        also_answers=2,
    )
    unknown = response(
        "midwifery_liaison",
        "2024-03-20",
        "not_evidenced",
        words="Tell the midwife",
        holders=["midwifery"],
        time_label="our judgement",
    )
    ladder = [
        EscalationOut(
            1, "social_care_team_manager", date(2024, 2, 8), False, "would have reached the team manager"
        ),
        EscalationOut(
            2, "service_manager", date(2024, 2, 12), False, "would have reached the service manager"
        ),
        EscalationOut(
            3, "designated_nurse", date(2024, 2, 15), True, "the health visitor asked her named nurse"
        ),
    ]
    return [
        concern(1, "2023-10-05", "Children at home during a violent incident", "overdue", "e0006", "e0007", group="police", strength="consider",
                responses=[response("assessment", "2023-10-12", "missed", words="Assess what life at home is like", time_label="our judgement")], escalations=ladder[:1],
                rests_on_assumed_date=True),
        concern(2, "2023-11-21", "A child told somebody", "overdue", "e0009", child="child-2", group="engagement_access", knowable_alone_by=["school"], knowable_alone_on=date(2023, 11, 21),
                responses=[response("strategy_discussion", "2023-11-22", "missed", words="Hold a strategy discussion", time_label="law")], escalations=ladder[:2]),
        concern(3, "2024-02-06", "Bruise to the face of a toddler", "answered", "e0011", "e0005", responses=[late, missed, unknown], escalations=ladder,
                rests_on_proposed_coding=True, ended_on=date(2024, 2, 27), reason="A bruise on the cheek of a child aged 2, with a second injury within thirteen months."),
        concern(4, "2024-02-08", "Explanations differ", "answered", "e0013", "e0012", "e0011", responses=[late], ended_on=date(2024, 2, 27), knowable_alone_on=None, knowable_alone_by=[]),
        concern(5, "2024-03-01", "Child not seen after a missed visit", "answered", "e0017", group="engagement_access", strength="consider", ended_on=date(2024, 3, 12),
                responses=[response("child_seen", "2024-03-15", "answered", answered_on=date(2024, 3, 12), answered_by_event="e0018", answered_by="social_care", words="See the child")]),
        concern(6, "2024-03-21", "Child on a plan to be visited", "answered", "e0020", group="process_drift", strength="context", ended_on=date(2024, 4, 16), responses=[answered]),
        concern(7, "2024-05-20", "Was not brought, twice", "overdue", "e0023", "e0004", group="health_attendance", strength="consider", owner="health_visitor",
                responses=[response("was_not_brought_followed_up", "2024-05-27", "missed", words="Find out why and bring the child in", time_label="common local policy", role="health_visitor")]),
        concern(8, "2024-05-31", "Unknown adult in the home", "running", "e0022", group="household_adults", strength="consider", child="child-2", certainty="possible",
                raised_earliest=date(2024, 5, 1), responses=[response("household_check", "2024-06-07", "running", words="Find out who lives there")], next_change_on=date(2024, 6, 7)),
        concern(9, "2024-07-02", "Adult in the home arrested for violence", "overdue", "e0026", group="household_adults",
                responses=[response("police_notification", "2024-07-03", "not_evidenced", words="Tell children's social care", holders=["probation"]), response("strategy_discussion", "2024-07-03", "missed", words="Hold a strategy discussion", time_label="guidance")]),
        concern(10, "2024-08-14", "Limb not used by a young child", "overdue", "e0028", responses=[response("hospital_attendance", "2024-08-14", "missed", words="X-ray the same day", time_label="guidance", role="gp")], rests_on_proposed_coding=True),
        concern(11, "2024-06-20", "Damaged home", "withdrawn", "e0025", group="neglect", strength="context", ended_on=date(2024, 7, 5), withdrawn_why="Housing corrected the address: the repair was next door."),
        concern(12, "2024-07-30", "Change of worker without handover", "stood_down", "e0027", group="process_drift", strength="consider", decision="Stood down by the team manager on 1 August 2024: joint visit done.", ended_on=date(2024, 8, 1)),
        concern(13, "2024-09-05", "Change in how a child behaves", "running", "e0029", child="child-2", group="school", strength="consider", certainty="possible",
                responses=[response("referral", "2024-09-20", "running", words="Refer to children's social care", time_label="our judgement")]),
    ]  # fmt: skip


def _missed(concerns: list[ConcernOut]) -> list[MissedOut]:
    harm = date(2024, 9, 11)
    return [
        MissedOut(
            c.id,
            r.name,
            r.due_on,
            r.status,
            ((r.answered_on or harm) - r.due_on).days,
            r.time_label,
            f"{r.words}: due {r.due_on}.",
        )
        for c in concerns
        for r in c.responses
        if r.status in ("late", "missed")
    ]


def _files(count: int) -> list[FileOut]:
    agencies = list(FILES)
    share = count // len(agencies)
    return [
        FileOut(FILES[a], f"{n:02x}" * 32, "chronology", [a], share + 6, share, 1, 1, 1, 3, {"Date": "when", "Event": "what", "Panel ref": ""},
                date(2021, 6, 1), date(2024, 9, 30), ["The agency was taken from the name of the file."])
        for n, a in enumerate(agencies, 1)
    ]  # fmt: skip


def made_review(extra: int = 30) -> Review:
    told = _told_events()
    events = sorted(
        told + _routine_events(100, extra, date(2022, 1, 10)), key=lambda e: (e.happened.start, e.id)
    )
    concerns = _concerns()
    missed = _missed(concerns)
    all_totals = Totals(len(events), 13, 2, 2, 2, 7, 2)
    return Review(
        tocsin_version="0.1.0",
        catalogue_version="3f9a0c77d1e2",
        calendar_version="8d1b2c3a4e5f",
        title="Review of Zofia and Kwame",
        as_of=date(2024, 9, 30),
        view="joined",
        anonymised=False,
        period_start=date(2021, 6, 14),
        period_end=date(2024, 9, 30),
        harm_on=date(2024, 9, 11),
        agencies_sent=list(FILES),
        agencies_expected_not_sent=["midwifery", "probation"],
        findings=[
            PlainFinding("Zofia was not seen alone by anybody between 14 June 2021 and 16 April 2024.", ["c005"], ["e0018"]),
            PlainFinding("A bruise to her face on 6 February 2024 was discussed 20 days after it was due, without health.", ["c003"], ["e0011", "e0015"]),
            PlainFinding("Three agencies knew of a man in the home; nobody checked who he was.", ["c008", "c009"], ["e0022", "e0026"]),
            PlainFinding("Kwame told his teacher in November 2023; no strategy discussion followed.", ["c002"], ["e0009"]),
            PlainFinding("The social worker saw Kwame alone within the time the plan set.", ["c006"], ["e0021"]),
        ],
        questions=[
            Question("school", "What happened after the telephone call to the hub on 21 November 2023?", ["e0010"], ["c002"]),
            Question("health_gp", "Was a same-day X-ray considered on 14 August 2024?", ["e0028"], ["c010"]),
            Question("midwifery", "No file was sent. Was the unborn baby booked, and were concerns shared?", ["e0018"], ["c003"]),
            Question("police", "Was children's social care told of the arrest on 2 July 2024?", ["e0026"], ["c009"]),
        ],
        children=[p for p in PEOPLE if p.kind == "child"],
        people=PEOPLE,
        relationships=RELATIONSHIPS,
        households=HOUSEHOLDS,
        link_proposals=[LinkOut("adult-3", "adult-6", "Both are men said to stay at the address in May 2024; no date of birth is given for the second.", "possible")],
        events=events,
        concerns=concerns,
        missed=missed,
        plans=[
            PlanOut("child-1", "child_protection", "Child protection plan", date(2024, 3, 21), None, "e0020", None),
            PlanOut("child-1", "s47", "Section 47 enquiry", date(2024, 2, 28), date(2024, 3, 21), "e0016", "e0019"),
        ],
        compliance=[
            ComplianceOut("child-1", "visit", "Visit, child seen", date(2024, 4, 4), date(2024, 4, 16), "e0021", "late", "common local policy"),
            ComplianceOut("child-1", "core_group", "First core group", date(2024, 4, 8), date(2024, 6, 11), "e0024", "late", "guidance"),
            ComplianceOut("child-1", "conference", "Initial conference", date(2024, 3, 20), date(2024, 3, 21), "e0019", "late", "guidance"),
            ComplianceOut("child-1", "visit", "Visit, child seen", date(2024, 4, 30), None, None, "missed", "common local policy"),
            ComplianceOut("child-1", "conference", "First review conference", date(2024, 6, 21), None, None, "not_evidenced", "guidance"),
            ComplianceOut("child-2", "visit", "Visit, child seen", date(2024, 4, 18), date(2024, 4, 16), "e0021", "done", "common local policy"),
        ],
        shared=[
            SharedOut("police", "social_care", date(2023, 10, 9), "e0007", "Notification of the incident"),
            SharedOut("school", "social_care", date(2023, 11, 21), "e0010", "What Kwame said, by telephone"),
            SharedOut("health_visiting", "social_care", date(2024, 2, 19), "e0014", "Bruise to the face"),
            SharedOut("social_care", "police", date(2024, 2, 27), "e0015", "Strategy discussion"),
        ],
        differences=[
            DifferenceOut("date", "Police say 2 October 2023; housing say 3 October 2023.", ["e0006"]),
            DifferenceOut("explanation", "Toy box (mother) or door (partner) for the bruise to the cheek.", ["e0012", "e0013"]),
            DifferenceOut("household", "Housing end Dmytro's stay on 1 March 2024; police and school place him there after.", ["e0022", "e0026"]),
        ],
        seen_gaps=[
            SeenGap("child-1", "seen", date(2024, 4, 16), date(2024, 8, 14), 120),
            SeenGap("child-1", "seen_alone", date(2021, 6, 14), date(2024, 4, 16), 1037),
            SeenGap("child-2", "seen_alone", date(2023, 11, 21), date(2024, 4, 16), 147),
        ],
        undated=[UndatedOut(["school"], "Kwame often hungry (no date given).", "spring term?", place("school", 30, cell="column 1", page=4))],
        quarantine=[
            QuarantinedOut("T121", "The date 31/02/2024 does not exist.", "Correct the date in the file and run again.", "31/02/2024 Home visit, Zofia Hale-Mensah seen", place("social_care", 41, cell="column 1", part="table 2", page=6)),
        ],
        unmapped=[UnmappedOut("injury_seen.site", "upper lip corner", 1, "e0011"), UnmappedOut("event_type", "panel_note", 2, "e0025")],
        files=_files(len(events)),
        refused=[RefusedOut("old notes.doc", "T112", "This is an old Word file.", "Open it in Word, save it as .docx and run again.")],
        counts=Counts(len(events) + 15, len(events), 6, 1, 1, 12, 1, 6, sum(k.assumed for e in events for k in e.known_from), all_totals,
                      Totals(len(events) - 6, 11, 1, 2, 1, 5, 2)),
        cards={c.indicator: f"Plain words of the card: {c.title.lower()}. It matters because a young child cannot say." for c in concerns},
        analysis={"e0011": "The panel notes the two accounts were known to one agency each.", "c003": "Key practice episode 2."},
    )  # fmt: skip


def big_review(count: int = 5000) -> Review:
    return made_review(extra=count - 32)
