"""What does each service take: which channels offer it, who asks for it, and how long it may last?

The services themselves are in the reference data; here is only how they behave in the sample.
"""

from dataclasses import dataclass

INSURED = {"insured": 8, "pensioner": 1, "employer": 0.5, "dependant": 1.5}
PENSION = {"insured": 0.8, "pensioner": 9, "employer": 0.2, "dependant": 2}
EMPLOYER = {"insured": 0.6, "pensioner": 0.2, "employer": 9, "dependant": 0.2}
FAMILY = {"insured": 5, "pensioner": 3, "employer": 0.3, "dependant": 4}
ANYONE = {"insured": 6, "pensioner": 3, "employer": 2, "dependant": 2}


@dataclass(frozen=True)
class Kind:
    """`channels`: how readily each is taken; one that is missing does not offer the service.

    `days`: worked until it is due (0: no date is promised); `trouble` is the factor on failures.
    """

    channels: dict[str, float]
    days: int
    at_once: bool
    trouble: float


KINDS = {
    "lookup": Kind(
        {"in_person": 0.4, "agent_office": 0.4, "web_portal": 1, "mobile_app": 1.1, "ussd": 1.4,
         "call_centre": 1, "kiosk": 1.6}, 0, True, 0.8),
    "certificate": Kind(
        {"in_person": 0.8, "agent_office": 0.9, "web_portal": 1, "mobile_app": 0.8, "kiosk": 0.9},
        2, False, 0.9),
    "payment": Kind(
        {"in_person": 0.3, "agent_office": 0.6, "web_portal": 1.1, "mobile_app": 1.2, "ussd": 0.9,
         "kiosk": 0.4}, 1, True, 1.0),
    "change": Kind(
        {"in_person": 1, "agent_office": 1, "web_portal": 0.9, "mobile_app": 0.7,
         "call_centre": 0.5}, 4, False, 1.0),
    "enrolment": Kind(
        {"in_person": 1.1, "agent_office": 1.2, "web_portal": 0.8, "mobile_app": 0.5},
        5, False, 1.1),
    "return": Kind(
        {"in_person": 0.5, "agent_office": 0.9, "web_portal": 1.4}, 3, False, 1.0),
    "claim": Kind(
        {"in_person": 1.4, "agent_office": 1, "web_portal": 0.6, "mobile_app": 0.35},
        10, False, 1.4),
    "decision": Kind(
        {"in_person": 1.4, "agent_office": 0.7, "web_portal": 0.25}, 20, False, 1.5),
    "enquiry": Kind(
        {"in_person": 0.6, "web_portal": 0.8, "mobile_app": 0.8, "call_centre": 2.5},
        5, False, 1.2),
}  # fmt: skip


@dataclass(frozen=True)
class Service:
    kind: str
    weight: float
    groups: dict[str, float]


SERVICES = {
    "insurance_history": Service("lookup", 14, INSURED),
    "history_certificate": Service("certificate", 5, INSURED),
    "missing_history_claim": Service("claim", 2.5, INSURED),
    "history_transfer": Service("decision", 0.6, INSURED),
    "military_service_credit": Service("claim", 0.8, INSURED),
    "insured_registration": Service("enrolment", 3, INSURED),
    "personal_details_change": Service("change", 3, ANYONE),
    "freelance_insurance": Service("enrolment", 3, INSURED),
    "optional_insurance": Service("enrolment", 1.5, INSURED),
    "homemaker_insurance": Service("enrolment", 1.2, FAMILY),
    "construction_worker_insurance": Service("enrolment", 1.5, INSURED),
    "insurance_abroad": Service("enrolment", 0.3, INSURED),
    "contribution_payment": Service("payment", 9, INSURED),
    "employer_list": Service("return", 6, EMPLOYER),
    "workshop_registration": Service("enrolment", 1, EMPLOYER),
    "workshop_details_change": Service("change", 0.8, EMPLOYER),
    "debt_statement": Service("lookup", 2, EMPLOYER),
    "instalment_payment": Service("payment", 2, EMPLOYER),
    "debt_objection": Service("claim", 0.7, EMPLOYER),
    "clearance_certificate": Service("claim", 1.2, EMPLOYER),
    "pension_slip": Service("lookup", 10, PENSION),
    "pension_decree": Service("certificate", 3.5, PENSION),
    "retirement_request": Service("decision", 0.9, INSURED),
    "disability_pension": Service("decision", 0.4, INSURED),
    "survivors_pension": Service("decision", 0.5, FAMILY),
    "study_certificate": Service("change", 1.5, FAMILY),
    "account_number_change": Service("change", 1.2, PENSION),
    "pension_deduction_certificate": Service("certificate", 2.5, PENSION),
    "sickness_pay": Service("claim", 2.5, INSURED),
    "maternity_pay": Service("claim", 1, INSURED),
    "marriage_grant": Service("claim", 0.6, INSURED),
    "funeral_grant": Service("claim", 0.5, FAMILY),
    "orthosis_prosthesis_grant": Service("claim", 0.6, FAMILY),
    "unemployment_insurance": Service("decision", 1.1, INSURED),
    "treatment_entitlement": Service("lookup", 8, FAMILY),
    "medical_booklet": Service("certificate", 2.5, FAMILY),
    "dependant_registration": Service("change", 2.5, FAMILY),
    "electronic_prescriptions": Service("lookup", 4, FAMILY),
    "medical_expense_refund": Service("claim", 2, FAMILY),
    "medical_commission": Service("decision", 0.7, ANYONE),
    "electronic_notices": Service("lookup", 3, ANYONE),
    "complaint": Service("enquiry", 1.8, ANYONE),
}
# A service that the organisation added after this table was written.
ANOTHER = Service("change", 1, ANYONE)
