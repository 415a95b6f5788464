"""What would be right in a cell of this column, in Persian? The English is in `etl.contract`."""

from etl.contract import HOMES, NUMBERS, Column

MANY = 12  # codes that are still listed
RIGHT = {
    "month": "ماهی شمسی مانند 1404-07",
    "period": "ماه، فصل یا سالی شمسی مانند 1404-07، 1404-Q2 یا 1404، یا نخستین و واپسین روز آن، "
    "2018-04-01/2019-03-31",
    "share": "بخشی از یک کل، مانند 0.45 یا 45%",
    "duration": "مدتی مانند «2 ساعت و 15 دقیقه» یا 00:04:35؛ عدد تنها اگر یکای آن در نگاشت باشد",
    "comment": "متن آزاد؛ شماره‌ها و نشانی‌های اشخاص در آن پوشانده می‌شود",
}


def right_fa(column: Column, codes: list[str], like: str = "") -> str:
    """`codes`: those of the table that the column refers to; `like`: the one that may be meant."""
    if column.kind == "choice" or 0 < len(codes) <= MANY:
        return "یکی از " + "، ".join(column.allowed or codes)
    if column.kind == "reference":
        home = HOMES.get(column.table, f"reference/{column.table}.csv")
        return f"کدی از data/{home}" + (f" (شاید {like}؟)" if like else "")
    if column.kind == "moment":
        example = column.date_format or "1404-07-03 09:12:45 یا 2025-09-25 09:12:45"
        return f"تاریخی شمسی یا میلادی که وجود داشته باشد، مانند {example}"
    if column.kind in RIGHT:
        return RIGHT[column.kind]
    if column.kind in NUMBERS:
        return _number(column)
    return "متنی کوتاه"


def _number(column: Column) -> str:
    kind = "عددی صحیح" if column.kind == "whole" else "یک عدد"
    low = f" از {column.lowest:,.12g}" if column.lowest is not None else ""
    high = f" تا {column.highest:,.12g}" if column.highest is not None else ""
    also = "".join(f"، یا {code:g} به معنی بی‌پاسخ" for code in column.not_answers)
    return kind + low + high + also
