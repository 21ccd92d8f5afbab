"""Registers in files: read, compared with the entries, reported row by row, written, taken back.

columns, values, place_names: what a row says; table, workbook: what a file holds; matching, planning: what a row would
change; running, undoing: the writing, in steps that bear being interrupted; problems: why something is refused.
"""
