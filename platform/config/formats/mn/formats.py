"""How Mongolian writes dates and numbers: Django's own file puts the parts in the wrong order."""

DATE_FORMAT = r"Y оны n-р сарын j"
DATETIME_FORMAT = r"Y.m.d H:i"
SHORT_DATE_FORMAT = "Y.m.d"
SHORT_DATETIME_FORMAT = "Y.m.d H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = r"n-р сарын j"
YEAR_MONTH_FORMAT = r"Y оны n-р сар"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = ["%Y.%m.%d", "%Y-%m-%d"]
