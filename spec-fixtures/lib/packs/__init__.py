"""The certification packs: cases for `relay-mock certify`, made of the same builders as the fixtures."""
from . import (care_plan, planned_annex, planned_days, planned_out, planned_prevention, planned_series, planned_slip,
               prevention, results, results_derived, results_prevention, results_received)
from . import written_bytes, written_values

PACKS = "relay-mock/packs"
V4 = (care_plan, planned_slip, planned_days, planned_annex, planned_series, planned_out, results, results_derived,
      results_received, prevention, planned_prevention, results_prevention)

DIALECTS = (written_bytes, written_values)
ROOTS = tuple(f"{PACKS}/{pack}/cases" for pack in ("v4", "dialects"))


def tree():
    """Path from the repository's root -> bytes of all cases, each proven before it is given out."""
    out, ids = {}, set()
    for root, modules in zip(ROOTS, (V4, DIALECTS), strict=True):
        for case in (case for module in modules for case in module.cases()):
            assert case.id not in ids, f"{case.id} is there twice"
            ids.add(case.id)
            case.prove()
            out |= case.tree(f"{root}/{case.id}")
    return out
