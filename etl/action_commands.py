"""The commands for actions: which there are, which were taken; take, withdraw."""

from etl.actions import read_actions
from etl.actions_taken import taken_table
from etl.data_folder import DataFolder
from etl.taking import take, withdraw


def add(commands) -> None:
    """Add the parsers of these commands."""
    parser = commands.add_parser("actions", help="what can be done about factors, and what was")
    parser.set_defaults(command=_actions)
    parser = commands.add_parser("take", help="enter that an action was taken")
    parser.add_argument("action", metavar="ACTION", help="its code, as in `actions`")
    parser.add_argument("--day", required=True, metavar="1404-07-15", help="when (Jalali)")
    parser.add_argument("--province", metavar="IR-09", help="where; default: everywhere")
    again = "let centre and limits of its trend begin anew in that month"
    parser.add_argument("--restarts", action="store_true", help=again)
    parser.set_defaults(command=_take)
    parser = commands.add_parser("withdraw", help="take such an entry back")
    parser.add_argument("number", type=int, metavar="NUMBER", help="as in `actions`")
    parser.set_defaults(command=_withdraw)


def _actions(arguments) -> int:
    folder = DataFolder.chosen()
    actions, factors = read_actions(folder)
    items = dict(factors.group_by("action", maintain_order=True).agg("item").iter_rows())
    for row in actions.iter_rows(named=True):
        acts_on = " ".join(items[row["action"]])
        print(f"{row['action']}: {row['title_en']} ({row['level']}, {row['effort']}; {acts_on})")
    for row in taken_table(folder).iter_rows(named=True):
        where = row["province"] or "everywhere"
        state = f", withdrawn by {row['withdrawn_by']}" if row["withdrawn_at"] else ""
        print(f"{row['number']}: {row['action']} {row['day']} {where} by {row['by']}{state}")
    return 0


def _take(arguments) -> int:
    folder = DataFolder.chosen()
    done = take(folder, arguments.action, arguments.province, arguments.day, arguments.restarts)
    print(f"entered as number {done.number}; version {done.version}")
    return 0


def _withdraw(arguments) -> int:
    done = withdraw(DataFolder.chosen(), arguments.number)
    print(f"number {done.number} is withdrawn; version {done.version}")
    return 0
