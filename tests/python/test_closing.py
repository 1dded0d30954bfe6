"""Closing a month: what is frozen stays, what comes later is restated, and all of it adds up."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import slices_company as company
from finops.closing import close_period, reopen_period
from running_dbt import Dbt, make_home
from test_slices import Company

PROOFS = ("assert_closed_and_restated_conserve_costs", "assert_restatements_are_now_less_closed")


JOURNALS = ("+fct_chargeback_journal", "+fct_accruals", "+fct_restatements")
JOURNAL_PROOFS = (
    "assert_accruals_are_taken_back",
    "assert_accruals_conserve_bills",
    "assert_corrections_complete_closed_books",
    "assert_journal_is_allocated_cost",
    "assert_journal_lines_are_near_their_amounts",
    "assert_journals_balance",
    "assert_reallocation_nets_to_nothing",
)


class Books(Company):
    """A company whose months are closed."""

    def build(self, *options: str) -> None:
        """Build what closing needs, and prove that closed and restated add up to what is billed."""
        super().build("-s", "+fct_allocated_costs", "+fct_restatements", *options).check()
        self.dbt("test", "-s", *PROOFS).check()

    def build_books(self) -> None:
        """Build the tables that read what is closed, and prove the same."""
        self.dbt("run", "-s", "fct_allocated_costs", "fct_restatements").check()
        self.dbt("test", "-s", *PROOFS).check()

    def build_journal(self, *options: str) -> None:
        """Build journals and accruals and prove what is said of them."""
        super().build("-s", *JOURNALS, *options).check()
        self.dbt("test", "-s", *PROOFS, *JOURNAL_PROOFS).check()

    def kept(self, period: str) -> list[tuple]:
        """Rows and md5 of journal and accruals of a month, every column in them."""
        return [
            self.dbt.rows(
                "select count(*), md5(string_agg(md5(cast(to_json(kept) as varchar)), '' order by kept))"
                f" from allocation.{table} as kept where billing_period = '{period}'"
            )[0]
            for table in ("fct_chargeback_journal", "fct_accruals")
        ]

    def booked(self, period: str) -> list[tuple]:
        """What a month's journal says: type, month it is about, kind of account, cost centre and amount."""
        return [
            (*row[:-1], f"{row[-1].normalize():f}")
            for row in self.dbt.rows(
                "select journal_type, reference_period, account_kind, cost_center, sum(debit - credit)"
                f" from allocation.fct_chargeback_journal where billing_period = '{period}'"
                " group by all having sum(debit - credit) != 0 order by all"
            )
        ]

    def close(self, period: str) -> Path:
        return close_period(self.project, period, []).folder

    def digest(self, period: str) -> tuple:
        """Rows and md5 over the sorted rows of a month, every column in it."""
        return self.dbt.rows(
            "select count(*), md5(string_agg(hash, '' order by hash)) from"
            " (select md5(cast(to_json(allocated) as varchar)) as hash"
            f" from allocation.fct_allocated_costs as allocated where billing_period = '{period}')"
        )[0]

    def amounts(self, period: str) -> list[str]:
        """Return what was billed in a month, row by row."""
        return [
            str(row[0].normalize())
            for row in self.dbt.rows(
                "select billed_cost from allocation.fct_allocated_costs"
                f" where billing_period = '{period}' order by billed_cost"
            )
        ]

    def restated(self, reference: str) -> list[tuple]:
        """Return what was restated of a month: month of posting, version, kind, target, billed."""
        return [
            (*row[:-1], str(row[-1].normalize()))
            for row in self.dbt.rows(
                "select posted_period, closing_version, restatement_kind, target_id, sum(billed_cost)"
                f" from allocation.fct_restatements where reference_period = '{reference}'"
                " group by posted_period, closing_version, restatement_kind, target_id order by all"
            )
        ]

    def reasons(self, reference: str) -> set[tuple[str, str]]:
        """Return month of posting and reason of what was restated of a month."""
        query = "select distinct posted_period, restatement_reason from allocation.fct_restatements"
        return set(self.dbt.rows(f"{query} where reference_period = '{reference}'"))

    def rows_by_target(self, period: str) -> dict[str, Decimal]:
        """Return what each target bears of a month in all books together: closed and restated."""
        return dict(
            self.dbt.rows(
                "select target_id, sum(billed_cost) from (select target_id, billed_cost, billing_period"
                " from allocation.fct_allocated_costs"
                " union all select target_id, billed_cost, reference_period"
                f" from allocation.fct_restatements) where billing_period = '{period}' group by target_id"
            )
        )


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def books(tmp_path: Path, dbt_of: Callable[[Path], Dbt]) -> Books:
    folder = make_home(tmp_path / "company")
    return Books(folder, dbt_of(folder))


MONTH, NEXT, AFTER = "2026-12", "2027-01", "2027-02"
BASE = ["1.10", "-0.25", "3.333333333333"]
LATE = ["1.10", "-0.20", "5.00", "0.75"]
# Line 2 was there twice, on two days; of line 3 there are two now.
LATE_POSTED = [
    (NEXT, 1, "changed", "search", "0.05"),
    (NEXT, 1, "changed", "unallocated", "1.666666666667"),
    (NEXT, 1, "gone", "unallocated", "-3.333333333333"),
    (NEXT, 1, "late", "unallocated", "1.5"),
]

# What was accrued is given back, what the invoice asks for is owed, and the growth is borne by who has it.
CORRECTED = [
    ("correction", MONTH, "accounts_payable", "central", "-140"),
    ("correction", MONTH, "accrued_liabilities", "central", "126.8"),
    ("correction", MONTH, "expense", "central", "13.2"),
    ("reallocation", MONTH, "expense", "unallocated", "13.2"),
    ("reallocation", MONTH, "recovery", "central", "-13.2"),
]

RULE = company.template(
    "allocation_rules",
    [
        {
            "rule_id": "all-to-platform",
            "version": "1",
            "priority": "10",
            "stage": "business",
            "valid_from": f"{MONTH}-01",
            "filter_provider": "Nimbus",
            "method": "direct",
            "target_kind": "team",
            "target": "platform",
            "owner": "platform",
        }
    ],
)


def test_what_comes_after_closing_is_restated(books: Books) -> None:
    """A month is closed and delivered again: it stays, and the difference is posted in the next one."""
    books.land(
        company.cloud("Nimbus", MONTH, BASE),
        company.cloud("Nimbus", NEXT, ["2.10"]),
        company.template("owners", [company.owner("tag", "team=team-1", "search")]),
    )
    books.build()
    first = books.close(MONTH)
    books.land(company.cloud("Nimbus", MONTH, LATE, "-late"))
    books.build()
    assert books.slices("allocation.fct_allocated_costs", f"billing_period = '{MONTH}'") == {
        f"closed|{MONTH}"
    }
    assert books.amounts(MONTH) == ["-0.25", "1.1", "3.333333333333", "3.333333333333"]
    assert books.restated(MONTH) == LATE_POSTED
    assert books.restated(NEXT) == []
    assert books.reasons(MONTH) == {(NEXT, "later_delivery")}

    # A build stops where a frozen file is not as it was closed, and goes on when it is again.
    for path, content, says in (
        (first / "fct_allocated_costs.parquet", b"PAR1", "is not as it was closed: its md5 differs"),
        (first / "fct_restatements.parquet", None, "is missing"),
        (first / "close.json", b"{", "is no JSON"),
        (first / "close.json", None, "has no close.json beside it"),
    ):
        whole = path.read_bytes()
        path.unlink() if content is None else path.write_bytes(content)
        run = books.dbt("seed", "-s", "currencies")
        assert not run.success
        assert any(f"closed/{MONTH}/v1/" in error and says in error for error in run.errors), run.errors
        path.write_bytes(whole)
    books.dbt("seed", "-s", "currencies").check()


@pytest.mark.prove
def test_a_closed_month_never_moves(books: Books) -> None:
    """Later deliveries, an owner, a rule, other code, everything built anew; then reopened, closed again."""
    books.land(
        company.cloud("Nimbus", MONTH, BASE),
        company.cloud("Nimbus", NEXT, ["2.10"]),
        company.template("owners", [company.owner("tag", "team=team-1", "search")]),
    )
    books.build()
    first = books.close(MONTH)
    books.build_books()
    closed, files = books.digest(MONTH), bytes_of(first)
    assert closed[0] == 4
    assert books.restated(MONTH) == []
    books.land(company.cloud("Nimbus", MONTH, LATE, "-late"))
    books.build()
    assert (books.digest(MONTH), books.restated(MONTH)) == (closed, LATE_POSTED)

    # The month of posting closes too: what is restated a second time is the difference only, a month later.
    books.close(NEXT)
    books.land(company.cloud("Nimbus", MONTH, ["1.10", "-0.10", "5.00", "0.75"], "-later"))
    books.build()
    again = [*LATE_POSTED, (AFTER, 1, "changed", "search", "0.1")]
    assert (books.digest(MONTH), books.restated(MONTH)) == (closed, again)
    closed_next = books.digest(NEXT)

    # What was posted as nobody's has an owner now.
    books.land(company.template("owners", [company.owner("tag", "team=team-0", "apps")], "-late"))
    books.build()
    owned = [
        *LATE_POSTED,
        (AFTER, 1, "changed", "apps", "0.75"),
        (AFTER, 1, "changed", "search", "0.1"),
        (AFTER, 1, "changed", "unallocated", "-0.75"),
    ]
    assert (books.digest(MONTH), books.restated(MONTH)) == (closed, owned)

    # A rule gives everything of the vendor to another team, from the closed month on.
    books.land(RULE)
    books.build()
    assert (books.digest(MONTH), books.digest(NEXT)) == (closed, closed_next)
    moved = books.rows_by_target(MONTH)
    assert moved == {"platform": Decimal("7.5"), "search": 0, "unallocated": 0}

    # Other code computes something else, for whatever reason.
    books.writes(
        "update allocation.int_charges__allocated set target_id = 'elsewhere', team = 'elsewhere',"
        f" slice_version = 'of other code' where billing_period = '{MONTH}'"
    )
    books.build_books()
    assert (books.digest(MONTH), books.digest(NEXT)) == (closed, closed_next)
    assert books.rows_by_target(MONTH)["elsewhere"] == Decimal("7.5")
    assert books.reasons(MONTH) == {(NEXT, "later_delivery"), (AFTER, "later_delivery")}

    # Everything anew: the same tables.
    books.build("--full-refresh")
    assert (books.digest(MONTH), books.digest(NEXT)) == (closed, closed_next)
    assert books.rows_by_target(MONTH) == moved

    # Reopened, the month is what is computed; what was posted for it in the month closed since is taken back.
    reopen_period(books.project, MONTH, "the late delivery belongs into it")
    books.build_books()
    assert books.amounts(MONTH) == ["-0.1", "0.75", "0.75", "1.1", "5"]
    taken_back = [row for row in books.restated(MONTH) if row[0] == AFTER]
    assert {row[2] for row in taken_back} == {"reversed"}
    assert (AFTER, "reopened") in books.reasons(MONTH)
    assert sum(Decimal(row[-1]) for row in books.restated(MONTH)) == 0
    second = books.close(MONTH)
    books.build_books()
    assert (second.name, bytes_of(first)) == ("v2", files)
    assert books.amounts(MONTH) == ["-0.1", "0.75", "0.75", "1.1", "5"]
    assert sum(Decimal(row[-1]) for row in books.restated(MONTH)) == 0
    assert books.digest(NEXT) == closed_next


def test_the_books_of_a_closed_month_stay(books: Books) -> None:
    """What is invoiced or delivered late is corrected in the first open month, all of it and once."""
    books.land(
        company.cloud("Nimbus", MONTH, ["100", "20", "3.40"]),
        company.cloud("Nimbus", NEXT, ["2.10"]),
        company.template("owners", [company.owner("tag", "team=team-1", "search")]),
    )
    books.build_journal()
    before = books.booked(MONTH)
    assert ("accrual", MONTH, "accrued_liabilities", "central", "-126.8") in before
    books.close(MONTH)
    books.build_journal()
    closed = books.kept(MONTH)
    assert (closed[0][0], closed[1][0], books.booked(MONTH)) == (len(before), 1, before)

    # The invoice is dated in the closed month, and the bill has grown.
    bill = {
        **company.invoice("N-1", MONTH, ""),
        "invoice_issuer_name": "Nimbus",
        "invoice_date": f"{MONTH}-31",
        "currency": "USD",
        "total_amount": "140.00",
        "exchange_currency": "",
    }
    books.land(
        company.cloud("Nimbus", MONTH, ["100", "20", "10"], "-late"), company.template("invoices", [bill])
    )
    books.build_journal()
    assert books.kept(MONTH) == closed
    corrected = [line for line in books.booked(NEXT) if line[1] == MONTH]
    assert corrected == CORRECTED

    # The month of the correction closes too; what changes afterwards is corrected by the difference only.
    books.close(NEXT)
    books.build_journal()
    closed_next = books.kept(NEXT)
    assert [line for line in books.booked(AFTER) if line[1] == MONTH] == []
    books.land(company.template("invoices", [{**bill, "total_amount": "141.00"}], "-late"))
    books.build_journal("--full-refresh")
    assert (books.kept(MONTH), books.kept(NEXT)) == (closed, closed_next)
    assert [line for line in books.booked(AFTER) if line[1] == MONTH] == [
        ("correction", MONTH, "accounts_payable", "central", "-1"),
        ("correction", MONTH, "expense", "central", "1"),
    ]
