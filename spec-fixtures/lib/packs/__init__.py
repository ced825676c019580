"""The certification packs: cases for `relay-mock certify`, made of the same builders as the fixtures."""
from . import (basic_info, care_plan, care_plan_series, care_plan_texts, planned_annex, planned_days, planned_out,
               planned_prevention, planned_series, planned_slip, prevention, results, results_derived, results_prevention,
               results_received)
from . import enhanced, faults, security, written_bytes, written_values

PACKS = "relay-mock/packs"
V4 = (care_plan, care_plan_series, care_plan_texts, planned_slip, planned_days, planned_annex, planned_series, planned_out,
      results, results_derived, results_received, basic_info, prevention, planned_prevention, results_prevention)
OTHERS = {"dialects": (written_bytes, written_values), "enhanced": (enhanced,), "faults": (faults,), "security": (security,)}
SCRIPTS = (faults, security)
CASES = {f"{PACKS}/{pack}/cases": modules for pack, modules in {"v4": V4, **OTHERS}.items()}
ROOTS = (*CASES, *(f"{PACKS}/{module.__name__.split('.')[-1]}/faults" for module in SCRIPTS))


def tree():
    """Path from the repository's root -> bytes of all cases and scripts; each case is proven before it is given out."""
    out, ids = {}, set()
    for root, modules in CASES.items():
        for case in (case for module in modules for case in module.cases()):
            assert case.id not in ids, f"{case.id} is there twice"
            ids.add(case.id)
            case.prove()
            out |= case.tree(f"{root}/{case.id}")
    for root, module in zip(ROOTS[len(CASES):], SCRIPTS, strict=True):
        out |= {f"{root}/{name}": data for name, data in module.scripts().items()}
    return out
