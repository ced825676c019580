"""Has room for one short-term goal of a long-term goal: the second one is lost."""
# caught: D1-02 changed:UP2KYO:short_term_goal
# caught: D1-03 changed:UP2KYO:short_term_goal
from _product import Care, serve, user


class Wrong(Care):
    def enter(self, kind, rows):
        super().enter(kind, self.first_goals(kind, rows))

    def rows(self, kind, lists):
        return self.first_goals(kind, super().rows(kind, lists))

    def first_goals(self, kind, rows):
        first = {}
        for row in rows if kind == "UP2KYO" else []:
            goal = first.setdefault((user(row), row["issue_no"], row["goal_no"]), row["short_term_goal"])
            row["short_term_goal"] = row["short_term_goal"] and goal
        return rows


serve(Wrong())
