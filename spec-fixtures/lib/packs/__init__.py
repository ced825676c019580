"""The certification packs: cases for `relay-mock certify`, made of the same builders as the fixtures."""
from . import (basic_info, care_plan, care_plan_series, care_plan_texts, planned_annex, planned_days, planned_out,
               planned_prevention, planned_series, planned_slip, prevention, results, results_derived, results_prevention,
               results_received)

ROOTS = ("relay-mock/packs/v4/cases",)
V4 = (care_plan, care_plan_series, care_plan_texts, planned_slip, planned_days, planned_annex, planned_series, planned_out,
      results, results_derived, results_received, basic_info, prevention, planned_prevention, results_prevention)


def tree():
    """Path from the repository's root -> bytes of all cases, each proven before it is given out."""
    out, ids = {}, set()
    for module in V4:
        for case in module.cases():
            assert case.id not in ids, f"{case.id} is there twice"
            ids.add(case.id)
            case.prove()
            out |= case.tree(f"{ROOTS[0]}/{case.id}")
    return out
